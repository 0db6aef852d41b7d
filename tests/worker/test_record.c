#include "config.h"

#include "worker/record.h"

#include <stdio.h>

#include "base/defs.h"
#include "tests/unit.h"

static const struct record_start keeper = {
	.identity = { .pid = 4711,
	    .start_ticks = 8812345,
	    .boot = "6f0c2f4e-1b1a-4a6e-9c55-0123456789ab" },
	.at_ms = 1795436400123,
	.feed = SCAN_STDIN,
	.expects_pieces = true,
};

static const struct record_end ends[] = {
	{ .stop = SCAN_BY_ITSELF,
	    .began_ms = 1795436400123,
	    .at_ms = 1795437000456,
	    .bytes = 20480 },
	{ .stop = SCAN_TIMED_OUT,
	    .step = RECORD_KILL,
	    .exit_status = -1,
	    .signal = 9,
	    .bytes = UINT64_C(1) << 40,
	    .dropped = 17,
	    .input_cut = true,
	    .output_cut = true,
	    .lost = "ORA-19809",
	    .why = "timed out after 24h (100% \xc3\xa4 \n)" },
	{ .stop = SCAN_CANCELLED, .step = RECORD_INTERRUPT },
	{ .stop = SCAN_NOT_STARTED,
	    .exit_status = -1,
	    .why = "starting /x: No such file or directory" },
};

START_TEST(an_end_is_read_as_it_was_written)
{
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		char line[RECORD_MAX];
		struct record_end end;
		size_t size = record_write_end(line, &ends[i]);

		ck_assert_uint_eq(size, strlen(line));
		ck_assert_int_eq(line[size - 1], '\n');
		ck_assert(record_read_end(line, &end));
		ck_assert_int_eq(end.stop, ends[i].stop);
		ck_assert_int_eq(end.step, ends[i].step);
		ck_assert_int_eq(end.exit_status, ends[i].exit_status);
		ck_assert_int_eq(end.signal, ends[i].signal);
		ck_assert_int_eq(end.began_ms, ends[i].began_ms);
		ck_assert_int_eq(end.at_ms, ends[i].at_ms);
		ck_assert_uint_eq(end.bytes, ends[i].bytes);
		ck_assert_uint_eq(end.dropped, ends[i].dropped);
		ck_assert_int_eq(end.input_cut, ends[i].input_cut);
		ck_assert_int_eq(end.output_cut, ends[i].output_cut);
		ck_assert_str_eq(end.lost, ends[i].lost);
		ck_assert_str_eq(end.why, ends[i].why);
	}
}
END_TEST

START_TEST(a_torn_line_is_not_whole)
{
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		char line[RECORD_MAX + 1] = "";
		char torn[RECORD_MAX + 1];
		struct record_end end;
		size_t size = record_write_end(line, &ends[i]);

		/* What lies behind is what the file was made with. */
		for (size_t cut = 0; cut < size; cut++) {
			memset(torn, ' ', sizeof(torn));
			torn[RECORD_MAX] = '\0';
			memcpy(torn, line, cut);
			ck_assert(!record_read_end(torn, &end));
			torn[cut] = '\0';
			ck_assert(!record_read_end(torn, &end));
		}
		memset(torn, ' ', sizeof(torn));
		torn[RECORD_MAX] = '\0';
		memcpy(torn, line, size);
		ck_assert(record_read_end(torn, &end));
	}
}
END_TEST

START_TEST(any_changed_byte_is_seen)
{
	char line[RECORD_MAX];
	struct record_end end;
	size_t size = record_write_end(line, &ends[1]);

	for (size_t i = 0; i < size; i++) {
		line[i] = (char)(line[i] ^ 1);
		ck_assert_msg(!record_read_end(line, &end), "byte %zu", i);
		line[i] = (char)(line[i] ^ 1);
	}
	ck_assert(record_read_end(line, &end));
}
END_TEST

START_TEST(the_longest_reason_fits)
{
	char line[RECORD_MAX];
	struct record_end end = { .stop = SCAN_NOT_STARTED,
		.exit_status = -1000000000,
		.began_ms = -INT64_MAX,
		.at_ms = -INT64_MAX,
		.bytes = INT64_MAX,
		.dropped = INT64_MAX };
	struct record_end back;

	memset(end.why, '\xff', LIMIT_REASON);
	memset(end.note, '\xff', LIMIT_REASON);
	memset(end.lost, '%', LIMIT_CODE);
	(void)record_write_end(line, &end);
	ck_assert(record_read_end(line, &back));
	ck_assert_str_eq(back.why, end.why);
	ck_assert_str_eq(back.note, end.note);
	ck_assert_str_eq(back.lost, end.lost);
}
END_TEST

START_TEST(begun_is_the_first_line_and_the_program_the_second)
{
	char first[RECORD_MAX], second[RECORD_MAX], both[2 * RECORD_MAX];
	struct record_start program = keeper, start;

	program.identity.pid = 4712;
	(void)record_write_begun(first, &keeper);
	(void)record_write_program(second, &program);
	(void)snprintf(both, sizeof(both), "%s%s", first, second);
	ck_assert(record_read_begun(both, &start));
	ck_assert_int_eq(start.identity.pid, 4711);
	ck_assert_uint_eq(start.identity.start_ticks, 8812345);
	ck_assert_str_eq(start.identity.boot, keeper.identity.boot);
	ck_assert_int_eq(start.at_ms, 1795436400123);
	ck_assert_int_eq(start.feed, SCAN_STDIN);
	ck_assert(start.expects_pieces);
	ck_assert(record_read_program(both, &start));
	ck_assert_int_eq(start.identity.pid, 4712);
	ck_assert(record_read_begun(first, &start));
	ck_assert(!record_read_program(first, &start));
	ck_assert(!record_read_begun(second, &start));
	both[strlen(both) - 1] = '\0';
	ck_assert(record_read_begun(both, &start));
	ck_assert(!record_read_program(both, &start));
	both[strlen(first) - 1] = '\0';
	ck_assert(!record_read_begun(both, &start));
}
END_TEST

START_TEST(what_is_no_record_is_refused)
{
	static const char *const texts[] = { "", "\n", "sum=\n",
		"begun 1 pid=1 start=1 boot=x at=1 sum=0000000000000000\n",
		"end\n", "    " };

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct record_start start;
		struct record_end end;

		ck_assert(!record_read_begun(texts[i], &start));
		ck_assert(!record_read_program(texts[i], &start));
		ck_assert(!record_read_end(texts[i], &end));
	}
}
END_TEST

START_TEST(a_claim_is_read_as_it_was_written)
{
	const struct execution claim = { .strategy = "a b%c",
		.connection = "\xc3\xa9",
		.slot = 123,
		.attempt = 2,
		.priority = PRIORITY_LOW,
		.kinds = 5,
		.claimed_ms = 77,
		.asked_by = "me\nyou",
		.script_digest = "0123456789abcdef0123456789abcdef" };
	struct execution found = { 0 };
	char line[RECORD_MAX];
	size_t size = record_write_claim(line, &claim);

	ck_assert(record_read_claim(line, &found));
	ck_assert_str_eq(found.strategy, claim.strategy);
	ck_assert_str_eq(found.connection, claim.connection);
	ck_assert_str_eq(found.asked_by, claim.asked_by);
	ck_assert_str_eq(found.script_digest, claim.script_digest);
	ck_assert_int_eq(found.slot, 123);
	ck_assert_int_eq(found.last_slot, 123);
	ck_assert_int_eq(found.attempt, 2);
	ck_assert_int_eq(found.priority, PRIORITY_LOW);
	ck_assert_uint_eq(found.kinds, 5);
	ck_assert_int_eq(found.claimed_ms, 77);
	for (size_t i = 0; i < size; i++) {
		line[i] ^= 1;
		ck_assert(!record_read_claim(line, &found));
		line[i] ^= 1;
	}
	ck_assert(!record_read_claim("", &found));
}
END_TEST

UNIT_MAIN("worker/record", an_end_is_read_as_it_was_written,
    a_torn_line_is_not_whole, any_changed_byte_is_seen, the_longest_reason_fits,
    begun_is_the_first_line_and_the_program_the_second,
    what_is_no_record_is_refused, a_claim_is_read_as_it_was_written)
