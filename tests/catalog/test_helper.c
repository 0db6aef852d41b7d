#include "config.h"

#include "catalog/helper.h"

#include "catalog/request.h"
#include "loop/frame.h"
#include "platform/file.h"
#include "platform/socket.h"
#include "platform/thread.h"
#include "snapshot/snapshot.h"
#include "stream/memory.h"
#include "tests/support/catalogs.h"
#include "tests/support/edits.h"
#include "tests/unit.h"

/* A helper on a thread, and the daemon's end of its socket. */
struct world {
	struct catalogs it;
	struct thread *thread;
	int ends[2];
	int status;
	uint64_t number;
	struct buf body; /* of the request to be sent */
	struct memory_sink sink;
	struct buf answer;
	struct memory_source source;
};

static void
run(void *arg)
{
	struct world *world = arg;

	world->status = helper_run(world->ends[1]);
	file_close(world->ends[1]);
}

static void
begin(struct world *world)
{
	buf_clear(&world->body);
	memory_sink_init(&world->sink, &world->body);
}

static void
start(struct world *world)
{
	struct fault fault;

	*world = (struct world){ .it = catalogs_new() };
	catalogs_sample(&world->it);
	ck_assert(socket_pair(world->ends, &fault));
	buf_init(&world->body, LIMIT_FRAME);
	buf_init(&world->answer, LIMIT_FRAME);
	begin(world);
	world->thread = thread_start(run, world, &fault);
	ck_assert_ptr_nonnull(world->thread);
}

static void
stop(struct world *world)
{
	file_close(world->ends[0]);
	thread_join(world->thread);
	buf_clear(&world->body);
	buf_clear(&world->answer);
	catalogs_free(&world->it);
}

/* Sends what was written, and returns the kind of the answer. */
static uint32_t
ask(struct world *world, uint32_t kind)
{
	struct fault fault;
	uint64_t number;
	uint32_t answer;

	ck_assert(frame_write(world->ends[0], kind, ++world->number,
	    world->body.bytes, world->body.size, &fault));
	ck_assert_msg(frame_read(world->ends[0], &answer, &number,
			  &world->answer, &fault),
	    "%s", fault.text);
	ck_assert_uint_eq(number, world->number);
	memory_source_init(&world->source, buf_text(&world->answer),
	    world->answer.size);
	begin(world);
	return answer;
}

static void
ask_place(struct world *world)
{
	request_write_place(&world->sink.sink, &world->it.place);
	ck_assert_uint_eq(ask(world, REQUEST_PLACE), ANSWER_DONE);
}

static void
expect_fault(struct world *world, enum fault_kind kind, const char *sentence)
{
	struct fault fault;

	request_read_fault(&world->source.source, &fault);
	ck_assert_str_eq(fault.text, sentence);
	ck_assert_int_eq(fault.kind, kind);
}

START_TEST(it_ends_when_nobody_is_there_any_more)
{
	struct world world;

	start(&world);
	stop(&world);
	ck_assert_int_eq(world.status, EXIT_SUCCESS);
}
END_TEST

START_TEST(before_it_knows_the_place_everything_is_a_fault)
{
	struct world world;

	start(&world);
	ck_assert_uint_eq(ask(&world, REQUEST_PROBE), ANSWER_FAULT);
	expect_fault(&world, FAULT_CLOSED,
	    "where the catalog is was not said yet");
	stop(&world);
}
END_TEST

START_TEST(a_plan_comes_as_a_snapshot_in_pieces)
{
	struct world world;
	struct buf plan;
	struct memdb *memdb;
	struct fault fault;
	const struct strategy *strategies;
	uint32_t kind;

	start(&world);
	ask_place(&world);
	buf_init(&plan, LIMIT_PLAN);
	kind = ask(&world, REQUEST_LOAD);
	while (kind == ANSWER_PLAN) {
		uint64_t number;

		ck_assert(buf_add(&plan, world.answer.bytes, world.answer.size,
		    &fault));
		ck_assert(frame_read(world.ends[0], &kind, &number,
		    &world.answer, &fault));
	}
	ck_assert_uint_eq(kind, ANSWER_REMARKS);
	memory_source_init(&world.source, plan.bytes, plan.size);
	memdb = snapshot_restore(&world.source.source, &fault);
	ck_assert_msg(memdb != NULL, "%s", fault.text);
	ck_assert_uint_eq(memdb_strategies(memdb, &strategies), 5);
	memdb_release(memdb);
	buf_clear(&plan);
	stop(&world);
}
END_TEST

START_TEST(the_version_follows_an_edit)
{
	struct world world;
	struct edit *edit = edits_new(EDIT_STRATEGY_SET, "EST_1509986176",
	    NULL);
	int64_t before, after;

	start(&world);
	ask_place(&world);
	ck_assert_uint_eq(ask(&world, REQUEST_PROBE), ANSWER_VERSION);
	before = block_read_int(&world.source.source, 0, INT64_MAX);
	edit_add_value(edit, "priority", "low");
	request_write_edit(&world.sink.sink, edit, "ana");
	ck_assert_uint_eq(ask(&world, REQUEST_EDIT), ANSWER_DONE);
	ck_assert_uint_eq(ask(&world, REQUEST_PROBE), ANSWER_VERSION);
	after = block_read_int(&world.source.source, 0, INT64_MAX);
	ck_assert_int_gt(after, before);
	request_write_note(&world.sink.sink, "ana", "run", "EST_1509986176");
	ck_assert_uint_eq(ask(&world, REQUEST_NOTE), ANSWER_DONE);
	ck_assert_int_eq(catalogs_number(&world.it,
			     "select count(*) from change"),
	    2);
	edit_free(edit);
	stop(&world);
}
END_TEST

START_TEST(a_refusal_comes_back_as_it_is)
{
	struct world world;
	struct edit *edit = edits_new(EDIT_CONNECTION_REMOVE, NULL, "local");

	start(&world);
	ask_place(&world);
	request_write_edit(&world.sink.sink, edit, "ana");
	ck_assert_uint_eq(ask(&world, REQUEST_EDIT), ANSWER_FAULT);
	expect_fault(&world, FAULT_REFUSED,
	    "connection local has 5 strategies: remove them first");
	/* And it goes on. */
	ck_assert_uint_eq(ask(&world, REQUEST_PROBE), ANSWER_VERSION);
	edit_free(edit);
	stop(&world);
}
END_TEST

START_TEST(a_record_goes_in)
{
	struct world world;
	struct execution execution = {
		.id = "00000000-0000-4000-8000-000000000001",
		.strategy = "EST_1509986176",
		.slot = 1,
		.slots = 1,
		.last_slot = 1,
		.attempt = 1,
		.outcome = OUTCOME_SUCCESS,
	};
	const struct catalog_record record = { .execution = &execution };

	start(&world);
	ask_place(&world);
	for (int i = 0; i < 2; i++) {
		request_write_record(&world.sink.sink, &record);
		ck_assert_uint_eq(ask(&world, REQUEST_RECORD), ANSWER_DONE);
	}
	ck_assert_int_eq(catalogs_number(&world.it,
			     "select count(*) from execution"),
	    1);
	stop(&world);
}
END_TEST

START_TEST(nonsense_is_answered_by_a_fault)
{
	static const uint32_t kinds[] = { REQUEST_PLACE, REQUEST_RECORD,
		REQUEST_EDIT, REQUEST_NOTE, BLOCK_KIND('X', 'X', 'X', 'X') };
	struct world world;

	start(&world);
	ask_place(&world);
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		block_write_text(&world.sink.sink, "nonsense");
		ck_assert_uint_eq(ask(&world, kinds[i]), ANSWER_FAULT);
	}
	ck_assert_uint_eq(ask(&world, REQUEST_PROBE), ANSWER_VERSION);
	stop(&world);
}
END_TEST

START_TEST(a_catalog_that_cannot_be_opened_is_tried_again_with_each_request)
{
	struct world world;
	char *moved;
	struct fault fault;
	struct buf content;

	start(&world);
	/* A folder stands where the database should be. */
	moved = file_join(world.it.folder, "folder.db");
	ck_assert(file_make_folder(moved, false, &fault));
	world.it.place.embedded = moved;
	request_write_place(&world.sink.sink, &world.it.place);
	ck_assert_uint_eq(ask(&world, REQUEST_PLACE), ANSWER_FAULT);
	ck_assert_uint_eq(ask(&world, REQUEST_PROBE), ANSWER_FAULT);
	request_read_fault(&world.source.source, &fault);
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	ck_assert(file_remove(moved, &fault));
	ck_assert_uint_eq(ask(&world, REQUEST_PROBE), ANSWER_VERSION);
	buf_init(&content, 1 << 20);
	ck_assert(file_read_whole(moved, &content, &fault));
	buf_clear(&content);
	free(moved);
	stop(&world);
}
END_TEST

UNIT_MAIN("catalog/helper", it_ends_when_nobody_is_there_any_more,
    before_it_knows_the_place_everything_is_a_fault,
    a_plan_comes_as_a_snapshot_in_pieces, the_version_follows_an_edit,
    a_refusal_comes_back_as_it_is, a_record_goes_in,
    nonsense_is_answered_by_a_fault,
    a_catalog_that_cannot_be_opened_is_tried_again_with_each_request)
