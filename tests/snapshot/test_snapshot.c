#include "config.h"

#include "snapshot/snapshot.h"

#include "base/limits.h"
#include "base/mem.h"
#include "stream/block.h"
#include "stream/digest.h"
#include "stream/memory.h"
#include "tests/support/plans.h"
#include "tests/support/streams.h"
#include "tests/unit.h"

enum { ROOM = 64 << 20, CONTENT = 16, SEGMENT_END = 8 + 28 };

/* What the plan is saved as; the plan is released. */
static void
save(struct memdb *memdb, struct buf *out)
{
	struct memory_sink memory;
	struct fault fault;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	ck_assert_msg(snapshot_save(memdb, &memory.sink, &fault), "%s",
	    fault.text);
	memdb_release(memdb);
}

static struct memdb *
restore(const void *bytes, size_t size, struct fault *fault)
{
	struct memory_source memory;

	fault->text[0] = '\0';
	memory_source_init(&memory, bytes, size);
	return snapshot_restore(&memory.source, fault);
}

/* The content of a stream, made a stream again. */
static void
wrap(const void *bytes, size_t size, struct buf *out)
{
	struct memory_sink memory;
	struct digest_sink *digest;
	struct fault fault;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	digest = digest_sink_new(&memory.sink);
	sink_write(digest_sink_sink(digest), bytes, size);
	ck_assert(sink_finish(digest_sink_sink(digest), &fault));
	digest_sink_free(digest);
}

static void
must_refuse(const void *bytes, size_t size)
{
	struct fault fault;

	ck_assert_ptr_null(restore(bytes, size, &fault));
	ck_assert(fault.kind == FAULT_FORMAT || fault.kind == FAULT_LIMIT);
	ck_assert_str_ne(fault.text, "");
}

START_TEST(a_restored_plan_is_the_plan_that_was_saved)
{
	struct memdb *plans[] = { plan_empty(), plan_small(),
		plan_large(7, 30, 40) };

	for (size_t i = 0; i < COUNT_OF(plans); i++) {
		struct buf first, second;
		struct memdb *memdb;
		struct fault fault;

		save(plans[i], &first);
		memdb = restore(first.bytes, first.size, &fault);
		ck_assert_msg(memdb != NULL, "%s", fault.text);
		save(memdb, &second);
		ck_assert_uint_eq(first.size, second.size);
		ck_assert(memcmp(first.bytes, second.bytes, first.size) == 0);
		buf_clear(&first);
		buf_clear(&second);
	}
}
END_TEST

START_TEST(every_field_comes_back_and_the_indexes_with_it)
{
	const struct memdb_info *info;
	const struct connection *connection;
	const struct strategy *strategy;
	struct memdb_due_list due;
	struct memdb *memdb;
	struct buf buf;
	struct fault fault;

	save(plan_small(), &buf);
	memdb = restore(buf.bytes, buf.size, &fault);
	ck_assert_msg(memdb != NULL, "%s", fault.text);
	info = memdb_info(memdb);
	ck_assert_str_eq(info->catalog, "3f2b8c1e-9d4a-4e6b-8f70-1c2d3e4f5a6b");
	ck_assert_str_eq(info->owner, "db01");
	ck_assert_int_eq(info->plan_version, 7);
	ck_assert_int_eq(info->schema_version, 1);
	connection = memdb_connection(memdb, "prod01");
	ck_assert_str_eq(connection->id, "PROD");
	ck_assert_str_eq(connection->instance, "PROD");
	ck_assert_str_eq(connection->ip, "127.0.0.1");
	ck_assert_str_eq(connection->port, "1521");
	ck_assert_ptr_null(connection->runner);
	ck_assert(connection->is_alive);
	strategy = memdb_strategy(memdb, "WEEKLY");
	ck_assert_str_eq(strategy->connection, "PROD");
	ck_assert_int_eq(strategy->priority, PRIORITY_HIGH);
	ck_assert(strategy->is_alive);
	ck_assert_uint_eq(strategy->line_count, 2);
	ck_assert_str_eq(strategy->lines[1], "sql 'záloha';");
	ck_assert_uint_eq(strategy->frequency_count, 2);
	ck_assert_str_eq(memdb_option(memdb, OPTION_STRATEGY, "WEEKLY",
			     "timeout"),
	    "6h");
	due = memdb_due_at(memdb, 2 * 60 + 30);
	ck_assert_uint_eq(due.named_count, 1);
	ck_assert_str_eq(due.named[0].strategy->id, "WEEKLY");
	due = memdb_due_at(memdb, 15);
	ck_assert_uint_eq(due.hourly_count, 1);
	memdb_release(memdb);
	buf_clear(&buf);
}
END_TEST

START_TEST(facts_come_back_and_can_be_found)
{
	struct memdb *memdb = plan_small();
	struct facts *facts = plan_small_facts();
	struct memory_sink sink;
	struct memory_source source;
	struct snapshot_writer *writer;
	struct facts *back = NULL;
	bool is_done = false;
	struct buf buf;
	struct fault fault;

	buf_init(&buf, ROOM);
	memory_sink_init(&sink, &buf);
	writer = snapshot_writer_new(memdb, &sink.sink);
	snapshot_writer_set_facts(writer, facts);
	while (!is_done)
		ck_assert(snapshot_writer_step(writer, &is_done, &fault));
	snapshot_writer_free(writer);
	facts_free(facts);
	memdb_release(memdb);
	memory_source_init(&source, buf.bytes, buf.size);
	memdb = snapshot_restore_facts(&source.source, &back, &fault);
	ck_assert_msg(memdb != NULL, "%s", fault.text);
	ck_assert_uint_eq(facts_counter(back, "executions")->value, 1200);
	ck_assert_int_eq(facts_good(back, "PROD", 0)->finished_ms,
	    1764295500000);
	ck_assert_str_eq(facts_good(back, "PROD", 0)->execution,
	    "0b7c1f7e-52c1-4f4e-9a36-6a3f0d1c2b3a");
	facts_free(back);
	memdb_release(memdb);
	buf_clear(&buf);
}
END_TEST

START_TEST(every_changed_byte_is_refused)
{
	const unsigned char bits[] = { 0x01, 0x80, 0x00, 0xff };
	struct buf buf;

	save(plan_small(), &buf);
	for (size_t i = 0; i < buf.size; i++) {
		char good = buf.bytes[i];
		const char changed[] = { (char)(good ^ bits[0]),
			(char)(good ^ bits[1]), (char)bits[2], (char)bits[3] };

		for (size_t p = 0; p < COUNT_OF(changed); p++) {
			buf.bytes[i] = changed[p];
			if (changed[p] != good)
				must_refuse(buf.bytes, buf.size);
		}
		buf.bytes[i] = good;
	}
	buf_clear(&buf);
}
END_TEST

START_TEST(every_early_end_is_refused)
{
	struct buf buf, stream;

	save(plan_small(), &buf);
	for (size_t size = 0; size < buf.size; size++)
		must_refuse(buf.bytes, size);
	/* The same with a digest that agrees. */
	for (size_t size = 0; size < buf.size - CONTENT - SEGMENT_END; size++) {
		wrap(buf.bytes + CONTENT, size, &stream);
		must_refuse(stream.bytes, stream.size);
		buf_clear(&stream);
	}
	buf_clear(&buf);
}
END_TEST

START_TEST(what_follows_is_refused)
{
	struct buf buf, stream;
	size_t size;
	struct memdb *memdb;
	char *copy;
	struct fault fault;

	save(plan_small(), &buf);
	size = buf.size;
	copy = mem_copy(buf.bytes, size);
	ck_assert(buf_add(&buf, "", 1, &fault));
	must_refuse(buf.bytes, buf.size);
	buf_cut(&buf, size);
	/* The file twice, in a row. */
	ck_assert(buf_add(&buf, copy, size, &fault));
	must_refuse(buf.bytes, buf.size);
	buf_cut(&buf, size);
	/* One byte more in the content. */
	wrap(buf.bytes + CONTENT, size - CONTENT - SEGMENT_END + 1, &stream);
	must_refuse(stream.bytes, stream.size);
	buf_clear(&stream);
	memdb = restore(buf.bytes, buf.size, &fault);
	ck_assert_ptr_nonnull(memdb);
	memdb_release(memdb);
	buf_clear(&buf);
	free(copy);
}
END_TEST

START_TEST(what_agrees_with_its_digest_is_a_plan_or_is_refused)
{
	struct buf buf, stream, again;
	size_t refused = 0;

	save(plan_small(), &buf);
	for (size_t i = CONTENT; i < buf.size - SEGMENT_END; i++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			struct memdb *memdb;
			struct fault fault;

			buf.bytes[i] = (char)(buf.bytes[i] ^ 1 << bit);
			wrap(buf.bytes + CONTENT,
			    buf.size - CONTENT - SEGMENT_END, &stream);
			memdb = restore(stream.bytes, stream.size, &fault);
			if (memdb == NULL) {
				ck_assert_str_ne(fault.text, "");
				refused++;
			} else {
				save(memdb, &again);
				buf_clear(&again);
			}
			buf_clear(&stream);
			buf.bytes[i] = (char)(buf.bytes[i] ^ 1 << bit);
		}
	}
	/* Headers, counts and the high bytes of numbers: most of it. */
	ck_assert_uint_gt(refused, 4 * (buf.size - CONTENT - SEGMENT_END));
	buf_clear(&buf);
}
END_TEST

START_TEST(it_does_not_matter_in_which_pieces_bytes_arrive)
{
	struct buf first, second;

	save(plan_small(), &first);
	for (size_t piece = 1; piece < 9; piece++) {
		struct failing_source failing;
		struct memdb *memdb;
		struct fault fault;

		failing_source_init(&failing, first.bytes, first.size, piece,
		    SIZE_MAX);
		memdb = snapshot_restore(&failing.source, &fault);
		ck_assert_msg(memdb != NULL, "%s", fault.text);
		save(memdb, &second);
		ck_assert_uint_eq(first.size, second.size);
		ck_assert_mem_eq(first.bytes, second.bytes, first.size);
		buf_clear(&second);
	}
	buf_clear(&first);
}
END_TEST

START_TEST(a_device_that_fails_anywhere_is_told_as_it_is)
{
	struct memdb *memdb = plan_small();
	struct buf whole, buf;

	save(memdb_hold(memdb), &whole);
	for (size_t at = 0; at <= whole.size; at++) {
		struct failing_sink full;
		struct failing_source broken;
		struct fault fault;

		buf_init(&buf, ROOM);
		failing_sink_init(&full, &buf, at);
		ck_assert(!snapshot_save(memdb, &full.sink, &fault));
		ck_assert_int_eq(fault.kind, FAULT_SYSTEM);
		ck_assert_str_eq(fault.text, "the device is full");
		buf_clear(&buf);
		failing_source_init(&broken, whole.bytes, whole.size, 5, at);
		ck_assert_ptr_null(snapshot_restore(&broken.source, &fault));
		ck_assert_int_eq(fault.kind, FAULT_SYSTEM);
		ck_assert_str_eq(fault.text, "the device is broken");
	}
	memdb_release(memdb);
	buf_clear(&whole);
}
END_TEST

START_TEST(in_steps_it_is_the_same_though_nobody_else_holds_the_plan)
{
	struct memdb *memdb = plan_large(3, 5, 4);
	struct snapshot_writer *writer;
	struct memory_sink memory;
	struct buf whole, steps;
	struct fault fault;
	size_t count = 0;
	bool is_done = false;

	save(memdb_hold(memdb), &whole);
	buf_init(&steps, ROOM);
	memory_sink_init(&memory, &steps);
	writer = snapshot_writer_new(memdb, &memory.sink);
	memdb_release(memdb);
	for (; !is_done; count++)
		ck_assert(snapshot_writer_step(writer, &is_done, &fault));
	snapshot_writer_free(writer);
	ck_assert_uint_eq(count, 1 + 3 + 5 + 1 + 1);
	ck_assert_mem_eq(steps.bytes, whole.bytes, whole.size);
	ck_assert_uint_eq(steps.size, whole.size);
	buf_clear(&whole);
	buf_clear(&steps);
}
END_TEST

START_TEST(a_plan_without_a_catalog_is_not_saved)
{
	struct memdb *memdb = memdb_new();
	struct memory_sink memory;
	struct buf buf;
	struct fault fault;

	buf_init(&buf, ROOM);
	memory_sink_init(&memory, &buf);
	ck_assert(memdb_seal(memdb, &fault));
	ck_assert(!snapshot_save(memdb, &memory.sink, &fault));
	ck_assert_str_eq(fault.text,
	    "a plan that does not know its catalog cannot be saved");
	must_refuse(buf.bytes, buf.size);
	memdb_release(memdb);
	buf_clear(&buf);
}
END_TEST

/* The content up to the place where a case begins. */
static void
write_beginning(struct sink *sink)
{
	block_write_header(sink, BLOCK_KIND('P', 'L', 'A', 'N'));
	block_write_text(sink, "3f2b8c1e-9d4a-4e6b-8f70-1c2d3e4f5a6b");
	block_write_text(sink, NULL);
	block_write_int(sink, 1);
	block_write_int(sink, 1);
	block_write_header(sink, BLOCK_KIND('C', 'O', 'N', 'S'));
}
static void
too_many_connections(struct sink *sink)
{
	block_write_uint(sink, LIMIT_CONNECTIONS + 1);
}
static void
long_connection_id(struct sink *sink)
{
	block_write_uint(sink, 1);
	block_write_header(sink, BLOCK_KIND('C', 'O', 'N', 'N'));
	block_write_uint(sink, (uint64_t)1 << 31);
}
static void
no_connection_id(struct sink *sink)
{
	block_write_uint(sink, 1);
	block_write_header(sink, BLOCK_KIND('C', 'O', 'N', 'N'));
	block_write_text(sink, NULL);
}
static void
no_strategies(struct sink *sink)
{
	block_write_uint(sink, 0);
	block_write_header(sink, BLOCK_KIND('S', 'T', 'R', 'A'));
}
static void
begin_strategy(struct sink *sink)
{
	block_write_uint(sink, 0);
	block_write_header(sink, BLOCK_KIND('S', 'T', 'R', 'S'));
	block_write_uint(sink, 1);
	block_write_header(sink, BLOCK_KIND('S', 'T', 'R', 'A'));
	block_write_text(sink, "S");
	block_write_text(sink, "C");
}
static void
unknown_priority(struct sink *sink)
{
	begin_strategy(sink);
	block_write_uint(sink, PRIORITIES);
}
static void
begin_lines(struct sink *sink)
{
	begin_strategy(sink);
	block_write_uint(sink, PRIORITY_LOW);
	block_write_bool(sink, true);
	block_write_header(sink, BLOCK_KIND('L', 'I', 'N', 'E'));
}
static void
too_many_lines(struct sink *sink)
{
	begin_lines(sink);
	block_write_uint(sink, LIMIT_LINES + 1);
}
static void
begin_frequencies(struct sink *sink)
{
	begin_lines(sink);
	block_write_uint(sink, 0);
	block_write_header(sink, BLOCK_KIND('F', 'R', 'E', 'Q'));
}
static void
too_many_frequencies(struct sink *sink)
{
	begin_frequencies(sink);
	block_write_uint(sink, (uint64_t)1 << 31);
}
static void
eighth_day(struct sink *sink)
{
	begin_frequencies(sink);
	block_write_uint(sink, LIMIT_FREQUENCIES);
	block_write_int(sink, 7);
}
static void
strategy_without_connection(struct sink *sink)
{
	begin_frequencies(sink);
	block_write_uint(sink, 0);
	block_write_header(sink, BLOCK_KIND('O', 'P', 'T', 'S'));
	block_write_uint(sink, 0);
	block_write_header(sink, BLOCK_KIND('C', 'O', 'U', 'N'));
	block_write_uint(sink, 0);
	block_write_header(sink, BLOCK_KIND('G', 'O', 'O', 'D'));
	block_write_uint(sink, 0);
}
static void
ninth_kind(struct sink *sink)
{
	begin_frequencies(sink);
	block_write_uint(sink, 0);
	block_write_header(sink, BLOCK_KIND('O', 'P', 'T', 'S'));
	block_write_uint(sink, 0);
	block_write_header(sink, BLOCK_KIND('C', 'O', 'U', 'N'));
	block_write_uint(sink, 0);
	block_write_header(sink, BLOCK_KIND('G', 'O', 'O', 'D'));
	block_write_uint(sink, 1);
	block_write_text(sink, "C");
	block_write_uint(sink, 8);
}
static void
early_end(struct sink *sink)
{
	begin_frequencies(sink);
	block_write_uint(sink, 7);
}

START_TEST(disagreements_name_the_place_and_what_was_expected)
{
	static const struct {
		void (*write)(struct sink *sink);
		enum fault_kind kind;
		const char *sentence;
	} cases[] = {
		{ too_many_connections, FAULT_FORMAT,
		    "at byte 100, in block CONS: expected a number from 0 to "
		    "10000, found 10001" },
		{ long_connection_id, FAULT_LIMIT,
		    "at byte 116, in block CONN: expected a text of at most 25 "
		    "bytes, found 2147483648" },
		{ no_connection_id, FAULT_FORMAT,
		    "at byte 116, in block CONN: expected a text, found none" },
		{ no_strategies, FAULT_FORMAT,
		    "at byte 108, in block CONS: expected block STRS, found "
		    "'STRA'" },
		{ unknown_priority, FAULT_FORMAT,
		    "at byte 150, in block STRA: expected a number from 0 to "
		    "2, found 3" },
		{ too_many_lines, FAULT_FORMAT,
		    "at byte 167, in block LINE: expected a number from 0 to "
		    "10000, found 10001" },
		{ too_many_frequencies, FAULT_FORMAT,
		    "at byte 183, in block FREQ: expected a number from 0 to "
		    "4000000, found 2147483648" },
		{ eighth_day, FAULT_FORMAT,
		    "at byte 191, in block FREQ: expected a number from -1 to "
		    "6, found 7" },
		{ ninth_kind, FAULT_FORMAT,
		    "at byte 248, in block GOOD: expected a number from 0 to "
		    "7, found 8" },
		{ early_end, FAULT_FORMAT,
		    "in block FREQ: the stream ends early, at byte 191" },
		{ strategy_without_connection, FAULT_FORMAT,
		    "the plan as a whole: strategy S: its connection C is not "
		    "there" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct memory_sink memory;
		struct digest_sink *digest;
		struct buf buf;
		struct fault fault;

		buf_init(&buf, ROOM);
		memory_sink_init(&memory, &buf);
		digest = digest_sink_new(&memory.sink);
		write_beginning(digest_sink_sink(digest));
		cases[i].write(digest_sink_sink(digest));
		ck_assert(sink_finish(digest_sink_sink(digest), &fault));
		digest_sink_free(digest);
		ck_assert_ptr_null(restore(buf.bytes, buf.size, &fault));
		ck_assert_msg(strncmp(fault.text, cases[i].sentence,
				  strlen(cases[i].sentence)) == 0,
		    "%s", fault.text);
		ck_assert_int_eq(fault.kind, cases[i].kind);
		buf_clear(&buf);
	}
}
END_TEST

UNIT_MAIN("snapshot/snapshot", a_restored_plan_is_the_plan_that_was_saved,
    every_field_comes_back_and_the_indexes_with_it,
    facts_come_back_and_can_be_found, every_changed_byte_is_refused,
    every_early_end_is_refused, what_follows_is_refused,
    what_agrees_with_its_digest_is_a_plan_or_is_refused,
    it_does_not_matter_in_which_pieces_bytes_arrive,
    a_device_that_fails_anywhere_is_told_as_it_is,
    in_steps_it_is_the_same_though_nobody_else_holds_the_plan,
    a_plan_without_a_catalog_is_not_saved,
    disagreements_name_the_place_and_what_was_expected)
