#include "config.h"

#include "worker/scan.h"

#include <signal.h>
#include <stdio.h>

#include "base/defs.h"
#include "base/mem.h"
#include "tests/unit.h"

#define RULE "RMAN-00571: ==========================================\n"
#define HEADER RULE "RMAN-00569: == ERROR MESSAGE STACK FOLLOWS ==\n" RULE
#define BANNER "\nRecovery Manager: Release 19.0.0.0.0 - Production\n\n"
#define ENDED "\n\nRecovery Manager complete.\n"
#define PIECE "piece handle=/b/01 tag=T comment=NONE\n"

static const struct scan_end good = { .stop = SCAN_BY_ITSELF };

static void
judge(enum scan_feed feed, const char *text, size_t size, size_t step,
    const struct scan_end *end, struct scan_verdict *out_verdict)
{
	struct scan scan;

	scan_init(&scan, feed);
	for (size_t at = 0; at < size; at += step)
		scan_bytes(&scan, text + at,
		    size - at < step ? size - at : step);
	ck_assert_uint_eq(scan.bytes, size);
	scan_finish(&scan, end, out_verdict);
}

static const struct {
	const char *name;
	enum scan_feed feed;
	const char *text;
	enum outcome outcome;
	const char *code, *reason;
} cases[] = {
	{ "a good session", SCAN_CMDFILE, BANNER PIECE ENDED, OUTCOME_SUCCESS,
	    "", "" },
	{ "nothing at all", SCAN_CMDFILE, "", OUTCOME_FAILURE, "",
	    "rman printed nothing" },
	{ "the cause is the last of a stack", SCAN_CMDFILE,
	    BANNER HEADER "RMAN-03002: failure of backup command at 1\n"
			  "RMAN-03009: failure of backup command on c1\n"
			  "ORA-19809: limit exceeded for recovery files\n"
			  "ORA-19804: cannot reclaim 1 bytes\n" ENDED,
	    OUTCOME_FAILURE, "ORA-19809",
	    "ORA-19809: limit exceeded for recovery files" },
	{ "a cause on the wrapper's line", SCAN_CMDFILE,
	    HEADER "RMAN-03002: failure of list command at 1\n"
		   "RMAN-06004: Oracle error from recovery catalog database:"
		   " RMAN-20001: target database not found\n",
	    OUTCOME_FAILURE, "RMAN-20001",
	    "RMAN-20001: target database not found" },
	{ "only wrappers", SCAN_CMDFILE,
	    HEADER "RMAN-03002: failure of backup command at 1\n",
	    OUTCOME_FAILURE, "RMAN-03002",
	    "RMAN-03002: failure of backup command at 1" },
	{ "a header and nothing behind it", SCAN_CMDFILE, HEADER,
	    OUTCOME_FAILURE, "RMAN-00569", "an empty error stack" },
	{ "the first of two stacks", SCAN_STDIN,
	    HEADER "ORA-19504: first\n\n" HEADER "ORA-27040: second\n\n",
	    OUTCOME_FAILURE, "ORA-19504", "ORA-19504: first" },
	{ "a code after the stack is not its cause", SCAN_STDIN,
	    HEADER "RMAN-03002: failure of x\n\nORA-12541: no listener\n",
	    OUTCOME_FAILURE, "RMAN-03002", "RMAN-03002: failure of x" },
	{ "a syntax error", SCAN_STDIN,
	    "RMAN> 2> 3> " HEADER
	    "RMAN-00558: error encountered while parsing input commands\n"
	    "RMAN-01009: syntax error: found \";\"\n\nRMAN> \n" ENDED,
	    OUTCOME_FAILURE, "RMAN-01009",
	    "RMAN-01009: syntax error: found \";\"" },
	{ "in-band failure without a stack", SCAN_STDIN,
	    "RMAN-03009: failure of backup command on c1 channel at 1\n"
	    "ORA-19502: write error\nORA-27072: File I/O error\n"
	    "continuing other job steps, job failed will not be re-run\n"
	    "ORA-00001: not this one\n",
	    OUTCOME_FAILURE, "ORA-19502", "ORA-19502: write error" },
	{ "a stack after an in-band failure wins", SCAN_STDIN,
	    "RMAN-03009: failure of backup command\nORA-19502: in band\n"
	    "continuing\n" HEADER "RMAN-03002: x\nORA-27072: in the stack\n",
	    OUTCOME_FAILURE, "ORA-27072", "ORA-27072: in the stack" },
	{ "carriage returns", SCAN_CMDFILE,
	    "RMAN-03002: failure of x\r\nORA-00257: archiver error\r\n\r\n",
	    OUTCOME_FAILURE, "ORA-00257", "ORA-00257: archiver error" },
	{ "echo of a cmdfile proves nothing", SCAN_CMDFILE,
	    "RMAN> RMAN-03009: a comment\n2> RMAN-00569: another\n3> \n" PIECE,
	    OUTCOME_SUCCESS, "", "" },
	{ "behind the prompts of stdin stands output", SCAN_STDIN,
	    "RMAN> 2> 17> 9999> RMAN-03009: failure of x\n", OUTCOME_FAILURE,
	    "RMAN-03009", "RMAN-03009: failure of x" },
	{ "codes in names are no evidence", SCAN_CMDFILE,
	    "input datafile name=/u/RMAN-03009.dbf\n"
	    "channel c1: tag='ORA-01234'\n"
	    " RMAN-03009: not at the start\n"
	    "RMAN-03009 without a colon\nRMAN-3009: four digits\n"
	    "RMAN-030090: six\nXRMAN-03009: x\nrman-03009: x\n",
	    OUTCOME_SUCCESS, "", "" },
	{ "a warning code is no failure", SCAN_CMDFILE,
	    "RMAN-08137: warning: archived log not deleted\n", OUTCOME_SUCCESS,
	    "", "" },
	{ "a last line that is cut says nothing", SCAN_CMDFILE,
	    "fine\nRMAN-03009: failure of", OUTCOME_SUCCESS, "", "" },
	{ "a failed host command", SCAN_CMDFILE,
	    "RMAN-06135: error executing host command\n", OUTCOME_FAILURE,
	    "RMAN-06135", "RMAN-06135: error executing host command" },
	{ "controls and broken characters in a reason", SCAN_CMDFILE,
	    "RMAN-00601: a\tb\x1b[31m\xfc\n", OUTCOME_FAILURE, "RMAN-00601",
	    "RMAN-00601: a b [31m\xef\xbf\xbd" },
};

START_TEST(output_is_judged_by_its_codes)
{
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct scan_verdict verdict;

		judge(cases[i].feed, cases[i].text, strlen(cases[i].text), 4096,
		    &good, &verdict);
		ck_assert_msg(verdict.outcome == cases[i].outcome,
		    "%s: outcome %d", cases[i].name, (int)verdict.outcome);
		ck_assert_msg(strcmp(verdict.code, cases[i].code) == 0,
		    "%s: code %s", cases[i].name, verdict.code);
		ck_assert_msg(strcmp(verdict.reason, cases[i].reason) == 0,
		    "%s: reason %s", cases[i].name, verdict.reason);
	}
}
END_TEST

START_TEST(pieces_of_any_size_give_the_same_verdict)
{
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *text = cases[i].text;
		struct scan_verdict whole;

		judge(cases[i].feed, text, strlen(text), 4096, &good, &whole);
		for (size_t step = 1; step < 9; step++) {
			struct scan_verdict other;

			judge(cases[i].feed, text, strlen(text), step, &good,
			    &other);
			ck_assert_msg(other.outcome == whole.outcome &&
				other.pieces == whole.pieces &&
				other.stack_begin == whole.stack_begin &&
				other.stack_end == whole.stack_end &&
				strcmp(other.code, whole.code) == 0 &&
				strcmp(other.reason, whole.reason) == 0 &&
				strcmp(other.stack, whole.stack) == 0,
			    "%s in steps of %zu", cases[i].name, step);
		}
	}
}
END_TEST

START_TEST(how_it_ended_comes_before_what_it_printed)
{
	static const char clean[] = "all is well\n";
	static const char stack[] = HEADER "ORA-01034: not available\n";
	const struct {
		struct scan_end end;
		const char *text;
		enum outcome outcome;
		const char *code, *reason;
	} ends[] = {
		{ { .exit_status = 1 }, clean, OUTCOME_FAILURE, "",
		    "exit status 1" },
		{ { .exit_status = -1, .signal = SIGKILL }, clean,
		    OUTCOME_FAILURE, "", "ended by signal KILL" },
		{ { .exit_status = -1, .signal = SIGSEGV }, stack,
		    OUTCOME_FAILURE, "ORA-01034", "ended by signal SEGV" },
		{ { .exit_status = 1 }, stack, OUTCOME_FAILURE, "ORA-01034",
		    "ORA-01034: not available" },
		{ { .exit_status = 1 }, "", OUTCOME_FAILURE, "",
		    "exit status 1" },
		{ { .stop = SCAN_TIMED_OUT,
		      .signal = SIGTERM,
		      .why = "timed out after 24h" },
		    stack, OUTCOME_TIMEOUT, "ORA-01034",
		    "timed out after 24h" },
		{ { .stop = SCAN_TIMED_OUT }, clean, OUTCOME_TIMEOUT, "",
		    "timed out" },
		{ { .stop = SCAN_CANCELLED }, clean, OUTCOME_CANCELLED, "",
		    "cancelled" },
		{ { .stop = SCAN_INTERRUPTED, .exit_status = -1 }, clean,
		    OUTCOME_INTERRUPTED, "",
		    "its keeper was lost: nobody knows how it ended" },
		{ { .stop = SCAN_NOT_STARTED,
		      .exit_status = -1,
		      .why = "starting /x: No such file or directory" },
		    "", OUTCOME_FAILURE, "",
		    "starting /x: No such file or directory" },
		{ { .input_incomplete = true }, clean, OUTCOME_WARNING, "",
		    "rman did not read all its lines" },
		{ { .output_cut = true }, clean, OUTCOME_WARNING, "",
		    "not all of its output was stored" },
		{ { .output_cut = true, .lost = "ORA-19809" }, clean,
		    OUTCOME_FAILURE, "ORA-19809",
		    "ORA-19809, in output that is not stored" },
		{ { .output_cut = true }, "", OUTCOME_WARNING, "",
		    "not all of its output was stored" },
		{ { .policy.expects_pieces = true }, clean, OUTCOME_WARNING, "",
		    "no backup piece was made" },
		{ { .policy.expects_pieces = true }, PIECE, OUTCOME_SUCCESS, "",
		    "" },
	};

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct scan_verdict verdict;

		judge(SCAN_CMDFILE, ends[i].text, strlen(ends[i].text), 4096,
		    &ends[i].end, &verdict);
		ck_assert_msg(verdict.outcome == ends[i].outcome,
		    "%zu: outcome %d", i, (int)verdict.outcome);
		ck_assert_str_eq(verdict.code, ends[i].code);
		ck_assert_str_eq(verdict.reason, ends[i].reason);
	}
}
END_TEST

START_TEST(a_warning_is_good_when_it_is_a_backup_all_the_same)
{
	static const struct {
		struct scan_end end;
		const char *text;
		bool is_good;
	} ends[] = {
		{ { .policy.kinds = KIND_FULL }, PIECE, true },
		{ { .input_incomplete = true }, PIECE, false },
		{ { .output_cut = true }, PIECE, false },
		{ { .policy.expects_pieces = true }, "x\n", false },
		{ { .policy = { .expects_pieces = true,
			.kinds = KIND_VALIDATE | KIND_MAINTENANCE } },
		    "x\n", true },
		{ { .policy = { .expects_pieces = true,
			.kinds = KIND_VALIDATE | KIND_FULL } },
		    "x\n", false },
		{ { .exit_status = 1 }, PIECE, false },
		{ { .stop = SCAN_CANCELLED }, PIECE, false },
	};

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct scan_verdict verdict;

		judge(SCAN_CMDFILE, ends[i].text, strlen(ends[i].text), 4096,
		    &ends[i].end, &verdict);
		ck_assert_msg(verdict.is_good == ends[i].is_good, "%zu", i);
	}
}
END_TEST

START_TEST(a_failure_says_when_to_try_again)
{
	struct scan_verdict verdict;

	judge(SCAN_CMDFILE, HEADER "ORA-00230: x\n", strlen(HEADER) + 13, 4096,
	    &good, &verdict);
	ck_assert_int_eq(verdict.retry, RETRY_SOON);
	judge(SCAN_CMDFILE, PIECE, strlen(PIECE), 4096, &good, &verdict);
	ck_assert_int_eq(verdict.retry, RETRY_NONE);
}
END_TEST

START_TEST(pieces_are_counted_where_their_lines_begin)
{
	static const char text[] = PIECE
	    "RMAN-08530: piece handle=/b/02 tag=T comment=NONE\n"
	    "channel c1: piece handle=not this one\n" PIECE;
	struct scan_verdict verdict;

	judge(SCAN_CMDFILE, text, strlen(text), 4096, &good, &verdict);
	ck_assert_int_eq(verdict.pieces, 3);
}
END_TEST

START_TEST(a_stack_is_kept_with_its_place)
{
	static const char before[] = "something\n";
	static const char stack[] = HEADER
	    "RMAN-03002: failure of x\n"
	    "ORA-27040: file create error\n"
	    "Linux-x86_64 Error: 2: No such file or directory\n";
	static const char after[] = "\nRecovery Manager complete.\n";
	char *text = mem_format("%s%s%s", before, stack, after);
	struct scan_verdict verdict;

	judge(SCAN_CMDFILE, text, strlen(text), 4096, &good, &verdict);
	ck_assert_str_eq(verdict.stack, stack + strlen(HEADER));
	ck_assert_uint_eq(verdict.stack_begin, strlen(before));
	ck_assert_uint_eq(verdict.stack_end, strlen(before) + strlen(stack));
	free(text);
}
END_TEST

START_TEST(a_stack_is_cut_at_its_limit)
{
	struct scan scan;
	struct scan_verdict verdict;

	scan_init(&scan, SCAN_CMDFILE);
	scan_bytes(&scan, HEADER, strlen(HEADER));
	for (int i = 0; i < 1000; i++)
		scan_bytes(&scan, "ORA-27040: \xc3\xa4\xff\n", 15);
	scan_finish(&scan, &good, &verdict);
	ck_assert_uint_le(strlen(verdict.stack), LIMIT_STACK);
	ck_assert_uint_ge(strlen(verdict.stack), LIMIT_STACK - 4);
	ck_assert_uint_eq(verdict.stack_end, strlen(HEADER) + 15000);
	ck_assert_str_eq(verdict.reason, "ORA-27040: \xc3\xa4\xef\xbf\xbd");
}
END_TEST

START_TEST(any_number_of_prompts_may_stand_before_output)
{
	struct scan scan;
	struct scan_verdict verdict;
	char prompt[16];

	scan_init(&scan, SCAN_STDIN);
	scan_bytes(&scan, "RMAN> ", 6);
	for (int i = 2; i < 10000; i++) {
		(void)snprintf(prompt, sizeof(prompt), "%d> ", i);
		scan_bytes(&scan, prompt, strlen(prompt));
	}
	scan_bytes(&scan, "RMAN-03002: failure of x\n", 25);
	scan_finish(&scan, &good, &verdict);
	ck_assert_str_eq(verdict.code, "RMAN-03002");
}
END_TEST

START_TEST(a_line_of_any_length_is_one_line)
{
	static const size_t sizes[] = { SCAN_LINE - 1, SCAN_LINE, SCAN_LINE + 1,
		65536, 16 << 20 };

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		char *text = mem_new(sizes[i] + 1, 1);
		struct scan scan;
		struct scan_verdict verdict;

		memset(text, 'x', sizes[i]);
		scan_init(&scan, SCAN_CMDFILE);
		scan_bytes(&scan, text, sizes[i]);
		/* No line begins here. */
		scan_bytes(&scan, "RMAN-03009: x\n", 14);
		scan_bytes(&scan, "RMAN-00601: y\n", 14);
		scan_finish(&scan, &good, &verdict);
		ck_assert_str_eq(verdict.code, "RMAN-00601");
		ck_assert_uint_eq(verdict.stack_begin, sizes[i] + 14);
		free(text);
	}
}
END_TEST

START_TEST(a_long_line_of_a_stack_keeps_its_beginning)
{
	char line[2000];
	struct scan scan;
	struct scan_verdict verdict;

	memset(line, 'x', sizeof(line));
	memcpy(line, "ORA-00600: ", 11);
	line[sizeof(line) - 1] = '\n';
	scan_init(&scan, SCAN_CMDFILE);
	scan_bytes(&scan, HEADER, strlen(HEADER));
	scan_bytes(&scan, line, sizeof(line));
	scan_finish(&scan, &good, &verdict);
	ck_assert_uint_eq(strlen(verdict.stack), SCAN_LINE + 1);
	ck_assert_uint_eq(strlen(verdict.reason), LIMIT_REASON);
	ck_assert_str_eq(verdict.code, "ORA-00600");
}
END_TEST

START_TEST(zero_bytes_are_bytes_like_others)
{
	static const char text[] = "a\0b\nRMAN-00601: x\0y\n";
	struct scan_verdict verdict;

	judge(SCAN_CMDFILE, text, sizeof(text) - 1, 4096, &good, &verdict);
	ck_assert_str_eq(verdict.code, "RMAN-00601");
	ck_assert_str_eq(verdict.reason, "RMAN-00601: x\xef\xbf\xbdy");
}
END_TEST

START_TEST(a_failure_is_known_while_output_still_comes)
{
	struct scan scan;

	scan_init(&scan, SCAN_CMDFILE);
	ck_assert_str_eq(scan_failure_code(&scan), "");
	scan_bytes(&scan, HEADER, strlen(HEADER));
	ck_assert_str_eq(scan_failure_code(&scan), "RMAN-00569");
	scan_bytes(&scan, "ORA-00018: x\n", 13);
	ck_assert_str_eq(scan_failure_code(&scan), "ORA-00018");
}
END_TEST

UNIT_MAIN("worker/scan", output_is_judged_by_its_codes,
    pieces_of_any_size_give_the_same_verdict,
    how_it_ended_comes_before_what_it_printed,
    a_warning_is_good_when_it_is_a_backup_all_the_same,
    a_failure_says_when_to_try_again,
    pieces_are_counted_where_their_lines_begin, a_stack_is_kept_with_its_place,
    a_stack_is_cut_at_its_limit, any_number_of_prompts_may_stand_before_output,
    a_line_of_any_length_is_one_line,
    a_long_line_of_a_stack_keeps_its_beginning,
    zero_bytes_are_bytes_like_others,
    a_failure_is_known_while_output_still_comes)
