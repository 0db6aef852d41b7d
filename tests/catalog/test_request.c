#include "config.h"

#include "catalog/request.h"

#include <stdio.h>

#include "catalog/edit.h"
#include "stream/memory.h"
#include "tests/support/edits.h"
#include "tests/unit.h"

/* What one end writes and the other reads. */
struct wire {
	struct buf bytes;
	struct memory_sink sink;
	struct memory_source source;
};

static void
open_wire(struct wire *wire)
{
	buf_init(&wire->bytes, LIMIT_FRAME);
	memory_sink_init(&wire->sink, &wire->bytes);
}

static struct source *
turn(struct wire *wire)
{
	struct fault fault;

	ck_assert_msg(sink_finish(&wire->sink.sink, &fault), "%s", fault.text);
	memory_source_init(&wire->source, buf_text(&wire->bytes),
	    wire->bytes.size);
	return &wire->source.source;
}

static void
close_wire(struct wire *wire)
{
	struct fault fault;

	ck_assert_msg(source_finish(&wire->source.source, &fault), "%s",
	    fault.text);
	buf_clear(&wire->bytes);
}

START_TEST(a_place_arrives)
{
	const char *const connections[] = { "DSN=a", "DSN=b" };
	const struct catalog_place place = {
		.connections = connections,
		.connection_count = 2,
		.password_file = "/etc/pass",
		.runner = "db01",
		.sql_folder = "/usr/share/backupexec/sql",
	};
	struct catalog_place *read;
	struct wire wire;

	open_wire(&wire);
	request_write_place(&wire.sink.sink, &place);
	read = request_read_place(turn(&wire));
	ck_assert_ptr_nonnull(read);
	ck_assert_uint_eq(read->connection_count, 2);
	ck_assert_str_eq(read->connections[1], "DSN=b");
	ck_assert_str_eq(read->password_file, "/etc/pass");
	ck_assert_str_eq(read->runner, "db01");
	ck_assert_str_eq(read->sql_folder, "/usr/share/backupexec/sql");
	ck_assert_ptr_null(read->embedded);
	place_free(read);
	close_wire(&wire);
}
END_TEST

static struct execution
make_execution(void)
{
	struct execution execution = {
		.id = "00000000-0000-4000-8000-000000000001",
		.strategy = "nightly",
		.connection = "C_1",
		.slot = 29500000,
		.attempt = 2,
		.outcome = OUTCOME_WARNING,
		.kinds = KIND_FULL | KIND_ARCHIVELOG,
		.asked_by = "ana",
		.reason = "some",
		.code = "RMAN-08120",
		.script_digest = "0123456789abcdef0123456789abcdef",
		.started_ms = INT64_C(1770000000500),
		.finished_ms = INT64_C(1770000060250),
		.pieces = 7,
		.log_bytes = UINT64_C(5000000000),
		.slots = 3,
		.last_slot = 29500002,
	};

	return execution;
}

START_TEST(a_record_arrives)
{
	const struct execution execution = make_execution();
	const struct catalog_record record = {
		.execution = &execution,
		.detail = "the stack",
		.script = "backup database;\n",
		.output = "/var/lib/x/output",
		.stack_begin = 10,
		.stack_end = UINT64_C(4999999999),
		.max_log = 16 << 20,
		.zone_offset_s = -3600,
	};
	struct request_record read;
	struct wire wire;

	open_wire(&wire);
	request_write_record(&wire.sink.sink, &record);
	request_read_record(turn(&wire), &read);
	close_wire(&wire);
	ck_assert_str_eq(read.record.execution->id, execution.id);
	ck_assert_str_eq(read.execution.strategy, "nightly");
	ck_assert_str_eq(read.execution.connection, "C_1");
	ck_assert_int_eq(read.execution.slot, 29500000);
	ck_assert_int_eq(read.execution.attempt, 2);
	ck_assert_int_eq(read.execution.outcome, OUTCOME_WARNING);
	ck_assert_uint_eq(read.execution.kinds, KIND_FULL | KIND_ARCHIVELOG);
	ck_assert_str_eq(read.execution.asked_by, "ana");
	ck_assert_str_eq(read.execution.reason, "some");
	ck_assert_str_eq(read.execution.code, "RMAN-08120");
	ck_assert_str_eq(read.execution.script_digest, execution.script_digest);
	ck_assert_int_eq(read.execution.started_ms, execution.started_ms);
	ck_assert_int_eq(read.execution.finished_ms, execution.finished_ms);
	ck_assert_int_eq(read.execution.pieces, 7);
	ck_assert_uint_eq(read.execution.log_bytes, execution.log_bytes);
	ck_assert_int_eq(read.execution.slots, 3);
	ck_assert_int_eq(read.execution.last_slot, 29500002);
	ck_assert_str_eq(read.record.detail, "the stack");
	ck_assert_str_eq(read.record.script, "backup database;\n");
	ck_assert_str_eq(read.record.output, "/var/lib/x/output");
	ck_assert_uint_eq(read.record.stack_begin, 10);
	ck_assert_uint_eq(read.record.stack_end, UINT64_C(4999999999));
	ck_assert_uint_eq(read.record.max_log, 16 << 20);
	ck_assert_int_eq(read.record.zone_offset_s, -3600);
	request_clear_record(&read);
}
END_TEST

START_TEST(foreign_texts_are_cleaned_and_cut_to_what_the_other_end_takes)
{
	struct execution execution = make_execution();
	struct catalog_record record = { .execution = &execution };
	char detail[2 * LIMIT_STACK];
	struct request_record read;
	struct wire wire;

	memset(execution.reason, '\xff', LIMIT_REASON);
	memset(detail, '\xfe', sizeof(detail) - 1);
	detail[sizeof(detail) - 1] = '\0';
	record.detail = detail;
	open_wire(&wire);
	request_write_record(&wire.sink.sink, &record);
	request_read_record(turn(&wire), &read);
	close_wire(&wire);
	ck_assert_uint_eq(strlen(read.execution.reason), LIMIT_REASON);
	ck_assert(strncmp(read.execution.reason, "\xef\xbf\xbd", 3) == 0);
	ck_assert_uint_le(strlen(read.record.detail), LIMIT_STACK);
	ck_assert_uint_gt(strlen(read.record.detail), LIMIT_STACK - 3);
	ck_assert_ptr_null(read.record.output);
	ck_assert_str_eq(read.record.script, "");
	request_clear_record(&read);
}
END_TEST

START_TEST(a_cut_record_is_a_fault_wherever_it_is_cut)
{
	const struct execution execution = make_execution();
	const struct catalog_record record = {
		.execution = &execution,
		.detail = "the stack",
		.script = "backup database;\n",
	};
	struct wire wire;

	open_wire(&wire);
	request_write_record(&wire.sink.sink, &record);
	(void)turn(&wire);
	for (size_t size = 0; size < wire.bytes.size; size++) {
		struct request_record read;

		memory_source_init(&wire.source, wire.bytes.bytes, size);
		request_read_record(&wire.source.source, &read);
		ck_assert(source_failed(&wire.source.source));
		request_clear_record(&read);
	}
	buf_clear(&wire.bytes);
}
END_TEST

START_TEST(an_edit_arrives_with_who_wants_it)
{
	struct edit *edit = edits_new(EDIT_STRATEGY_REMOVE, "nightly", NULL);
	struct edit *read;
	struct source *source;
	struct wire wire;
	struct fault fault;
	char *who;

	open_wire(&wire);
	request_write_edit(&wire.sink.sink, edit, "ana");
	source = turn(&wire);
	who = block_read_some_text(source, LIMIT_NAME);
	read = edit_read(source, &fault);
	ck_assert_str_eq(who, "ana");
	ck_assert_str_eq(read->id, "nightly");
	close_wire(&wire);
	edit_free(read);
	edit_free(edit);
	free(who);
}
END_TEST

START_TEST(a_note_arrives)
{
	struct request_note note;
	struct wire wire;

	open_wire(&wire);
	request_write_note(&wire.sink.sink, "ana", "pause", NULL);
	request_read_note(turn(&wire), &note);
	close_wire(&wire);
	ck_assert_str_eq(note.who, "ana");
	ck_assert_str_eq(note.what, "pause");
	ck_assert_ptr_null(note.object);
	request_clear_note(&note);
}
END_TEST

START_TEST(a_fault_arrives)
{
	struct fault fault, read;
	struct wire wire;

	(void)fault_set(&fault, FAULT_DUPLICATE, "twice \xff");
	open_wire(&wire);
	request_write_fault(&wire.sink.sink, &fault);
	request_read_fault(turn(&wire), &read);
	close_wire(&wire);
	ck_assert_int_eq(read.kind, FAULT_DUPLICATE);
	ck_assert_str_eq(read.text, "twice \xef\xbf\xbd");
}
END_TEST

static void
count(void *arg, const char *text)
{
	int *number = arg;
	char expected[20];

	(void)snprintf(expected, sizeof(expected), "remark %d", *number);
	ck_assert_str_eq(text, expected);
	*number += 1;
}

START_TEST(remarks_arrive_in_their_order)
{
	const struct memdb_info info = {
		.catalog = "00000000-0000-4000-8000-000000000001",
	};
	struct memdb *memdb = memdb_new();
	struct wire wire;
	struct fault fault;
	int number = 0;

	ck_assert(memdb_set_info(memdb, &info, &fault));
	for (int i = 0; i < 3; i++) {
		char text[20];

		(void)snprintf(text, sizeof(text), "remark %d", i);
		memdb_add_remark(memdb, text);
	}
	ck_assert(memdb_seal(memdb, &fault));
	open_wire(&wire);
	request_write_remarks(&wire.sink.sink, memdb);
	request_read_remarks(turn(&wire), count, &number);
	close_wire(&wire);
	ck_assert_int_eq(number, 3);
	memdb_release(memdb);
}
END_TEST

UNIT_MAIN("catalog/request", a_place_arrives, a_record_arrives,
    foreign_texts_are_cleaned_and_cut_to_what_the_other_end_takes,
    a_cut_record_is_a_fault_wherever_it_is_cut,
    an_edit_arrives_with_who_wants_it, a_note_arrives, a_fault_arrives,
    remarks_arrive_in_their_order)
