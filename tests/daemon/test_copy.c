#include "config.h"

#include "daemon/copy.h"

#include <time.h>

#include "snapshot/snapshot.h"
#include "stream/memory.h"
#include "tests/support/plans.h"
#include "tests/unit.h"

enum { ROOM = 64 << 20, PIECE = 3 << 20 };

/* All of it, in steps that are no more than they should be; how many. */
static size_t
read_on(struct copy *copy, struct buf *all)
{
	struct fault fault;
	bool is_done = false;
	size_t steps = 0;

	for (; !is_done; steps++) {
		struct buf piece;

		buf_init(&piece, PIECE);
		ck_assert_msg(copy_go_on(copy, &piece, &is_done, &fault), "%s",
		    fault.text);
		ck_assert(buf_add(all, piece.bytes, piece.size, &fault));
		buf_clear(&piece);
	}
	return steps;
}

static void
save(struct memdb *memdb, struct buf *out)
{
	struct memory_sink memory;
	struct fault fault;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	ck_assert(snapshot_save(memdb, &memory.sink, &fault));
}

START_TEST(a_copy_is_a_snapshot_of_the_plan_when_it_began)
{
	struct memdb *plans[] = { plan_small(), plan_large(20, 500, 100) };

	for (size_t i = 0; i < COUNT_OF(plans); i++) {
		struct daemon daemon = { .plan.memdb = plans[i],
			.planner.cursor = -1 };
		struct copy *copy;
		struct buf expected, found;
		struct fault fault;

		save(plans[i], &expected);
		buf_init(&found, ROOM);
		copy = copy_begin(&daemon, &fault);
		ck_assert_ptr_nonnull(copy);

		/* The daemon has the next one meanwhile. */
		memdb_release(plans[i]);
		daemon.plan.memdb = NULL;
		ck_assert_uint_gt(read_on(copy, &found),
		    expected.size / (256 << 10));
		copy_end(copy);
		ck_assert_uint_eq(found.size, expected.size);
		ck_assert_mem_eq(found.bytes, expected.bytes, expected.size);
		buf_clear(&expected);
		buf_clear(&found);
	}
}
END_TEST

/* Whoever asks meanwhile waits for one step, however large the plan is. */
START_TEST(what_was_good_and_the_minute_go_with_it)
{
	static const char id[] = "0b7c1f7e-52c1-4f4e-9a36-6a3f0d1c2b3a";
	struct daemon daemon = { .plan.memdb = plan_small(),
		.planner.cursor = 77 };
	const struct facts_counter *counters;
	const struct facts_good *goods;
	struct memory_source source;
	struct facts *facts;
	struct memdb *memdb;
	struct copy *copy;
	struct buf bytes;
	struct fault fault;

	board_set_good(&daemon.board, "PROD", 1, id, 1000);
	board_set_good(&daemon.board, "GONE", 1, id, 1000);
	copy = copy_begin(&daemon, &fault);
	ck_assert_ptr_nonnull(copy);

	/* It goes on, and is another then. */
	board_set_good(&daemon.board, "PROD", 1, id, 2000);
	buf_init(&bytes, ROOM);
	(void)read_on(copy, &bytes);
	copy_end(copy);
	memory_source_init(&source, bytes.bytes, bytes.size);
	memdb = snapshot_restore_facts(&source.source, &facts, &fault);
	ck_assert_msg(memdb != NULL, "%s", fault.text);
	ck_assert_uint_eq(facts_goods(facts, &goods), 1);
	ck_assert_str_eq(goods[0].connection, "PROD");
	ck_assert_uint_eq(goods[0].kind, 1);
	ck_assert_str_eq(goods[0].execution, id);
	ck_assert_int_eq(goods[0].finished_ms, 1000);
	ck_assert_uint_eq(facts_counters(facts, &counters), 1);
	ck_assert_str_eq(counters[0].name, "minute");
	ck_assert_uint_eq(counters[0].value, 77);
	facts_free(facts);
	memdb_release(memdb);
	memdb_release(daemon.plan.memdb);
	board_clear(&daemon.board);
	buf_clear(&bytes);
}
END_TEST

START_TEST(no_step_keeps_the_loop)
{
	enum { MOST_MS = 10 };
	struct daemon daemon = { .plan.memdb = plan_large(20, 2000, 100),
		.planner.cursor = -1 };
	struct fault fault;
	struct copy *copy = copy_begin(&daemon, &fault);
	bool is_done = false;

	ck_assert_ptr_nonnull(copy);
	while (!is_done) {
		clock_t begin = clock();
		struct buf piece;

		buf_init(&piece, PIECE);
		ck_assert(copy_go_on(copy, &piece, &is_done, &fault));
		if (!UNIT_IS_SANITIZED)
			ck_assert_int_le((clock() - begin) * 1000 /
				CLOCKS_PER_SEC,
			    MOST_MS);
		buf_clear(&piece);
	}
	copy_end(copy);
	memdb_release(daemon.plan.memdb);
}
END_TEST

START_TEST(without_a_plan_there_is_nothing_to_copy)
{
	const struct daemon daemon = { 0 };
	struct fault fault;

	ck_assert_ptr_null(copy_begin(&daemon, &fault));
	ck_assert_int_eq(fault.kind, FAULT_RETRY);
	ck_assert_str_eq(fault.text, "there is no plan yet");
}
END_TEST

UNIT_MAIN("daemon/copy", a_copy_is_a_snapshot_of_the_plan_when_it_began,
    what_was_good_and_the_minute_go_with_it, no_step_keeps_the_loop,
    without_a_plan_there_is_nothing_to_copy)
