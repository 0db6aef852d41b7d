#include "config.h"

#include "worker/scan.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "model/kind.h"
#include "tests/unit.h"

#define RULE "RMAN-00571: ==========================================\n"
#define HEADER RULE "RMAN-00569: == ERROR MESSAGE STACK FOLLOWS ==\n" RULE
#define BANNER                                                                 \
	"\nRecovery Manager: Release 19.0.0.0.0 - Production\n\n"              \
	"connected to target database: XE (DBID=1)\n\n"
#define ENDED "\n\nRecovery Manager complete.\n"
#define PIECE "piece handle=/b/01 tag=T comment=NONE\n"
#define MISSING                                                                \
	"the line that ends a session is missing: it was cut off, or crashed"

static void
judge_by(const struct scan_policy *policy, const char *text, size_t size,
    size_t step, const struct scan_end *end, struct scan_verdict *out_verdict)
{
	struct scan *scan = mem_new(1, sizeof(*scan));

	scan_init(scan, policy);
	for (size_t at = 0; at < size; at += step)
		scan_bytes(scan, text + at,
		    size - at < step ? size - at : step);
	ck_assert_uint_eq(scan->bytes, size);
	scan_finish(scan, end, out_verdict);
	free(scan);
}

static void
judge(enum scan_feed feed, const char *text, const struct scan_end *end,
    struct scan_verdict *out_verdict)
{
	judge_by(&(struct scan_policy){ .feed = feed }, text, strlen(text),
	    4096, end, out_verdict);
}

static const struct scan_end good = { .stop = SCAN_BY_ITSELF };

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
	{ "nobody connected", SCAN_CMDFILE, "x\n" ENDED, OUTCOME_FAILURE, "",
	    "it was never connected to a database" },
	{ "the cause is the first that wraps nothing", SCAN_CMDFILE,
	    BANNER HEADER "RMAN-03002: failure of backup command at 1\n"
			  "RMAN-03009: failure of backup command on c1\n"
			  "ORA-19809: limit exceeded for recovery files\n"
			  "ORA-19804: cannot reclaim 1 bytes\n" ENDED,
	    OUTCOME_FAILURE, "ORA-19809",
	    "ORA-19809: limit exceeded for recovery files" },
	{ "only wrappers", SCAN_CMDFILE,
	    HEADER "RMAN-03002: failure of backup command at 1\n",
	    OUTCOME_FAILURE, "RMAN-03002",
	    "RMAN-03002: failure of backup command at 1" },
	{ "a header and nothing behind it", SCAN_CMDFILE, HEADER,
	    OUTCOME_FAILURE, "RMAN-00569", "an empty error stack" },
	{ "a syntax error", SCAN_STDIN,
	    "RMAN> 2> 3> " HEADER
	    "RMAN-00558: error encountered while parsing input commands\n"
	    "RMAN-01009: syntax error: found \";\"\n\nRMAN> \n" ENDED,
	    OUTCOME_FAILURE, "RMAN-01009",
	    "RMAN-01009: syntax error: found \";\"" },
	{ "carriage returns", SCAN_CMDFILE,
	    "RMAN-03002: failure of x\r\nORA-00257: archiver error\r\n\r\n",
	    OUTCOME_FAILURE, "ORA-00257", "ORA-00257: archiver error" },
	{ "echo of a cmdfile proves nothing", SCAN_CMDFILE,
	    BANNER
	    "RMAN> RMAN-03009: a comment\n2> RMAN-00569: x\n" PIECE ENDED,
	    OUTCOME_SUCCESS, "", "" },
	{ "behind the prompts of stdin stands output", SCAN_STDIN,
	    "RMAN> 2> 17> 9999> RMAN-03009: failure of x\n", OUTCOME_FAILURE,
	    "RMAN-03009", "RMAN-03009: failure of x" },
	{ "and of step", SCAN_STEP, "RMAN> RMAN-03009: failure of x\n",
	    OUTCOME_FAILURE, "RMAN-03009", "RMAN-03009: failure of x" },
	{ "codes in names are no evidence", SCAN_CMDFILE,
	    BANNER "input datafile name=/u/RMAN-03009.dbf\n"
		   "channel c1: tag='ORA-01234'\n"
		   "RMAN-03009 without a colon\nRMAN-3009: four digits\n"
		   "RMAN-030090: six\nXRMAN-03009: x\nrman-03009: x\n" ENDED,
	    OUTCOME_SUCCESS, "", "" },
	{ "a code that warns", SCAN_CMDFILE,
	    BANNER "RMAN-08137: warning: archived log not deleted\n" ENDED,
	    OUTCOME_WARNING, "RMAN-08137",
	    "RMAN-08137: warning: archived log not deleted" },
	{ "no end", SCAN_CMDFILE, BANNER PIECE, OUTCOME_WARNING, "", MISSING },
	{ "an end without a line end", SCAN_CMDFILE,
	    BANNER PIECE "Recovery Manager complete.", OUTCOME_SUCCESS, "",
	    "" },
	{ "a last line that is cut says nothing", SCAN_CMDFILE,
	    BANNER "RMAN-03009: failure of", OUTCOME_WARNING, "", MISSING },
	{ "controls and broken characters in a reason", SCAN_CMDFILE,
	    "RMAN-00601: a\tb\x1b[31m\xfc\n", OUTCOME_FAILURE, "RMAN-00601",
	    "RMAN-00601: a b\xef\xbf\xbd" },
	{ "zero bytes", SCAN_CMDFILE, BANNER "RMAN-00601: x\n", OUTCOME_FAILURE,
	    "RMAN-00601", "RMAN-00601: x" },
};

START_TEST(output_is_judged_by_its_codes)
{
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct scan_verdict verdict;

		judge(cases[i].feed, cases[i].text, &good, &verdict);
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
		const struct scan_policy policy = { .feed = cases[i].feed };
		struct scan_verdict whole, other;

		judge(cases[i].feed, text, &good, &whole);
		for (size_t step = 1; step < 9; step++) {
			judge_by(&policy, text, strlen(text), step, &good,
			    &other);
			ck_assert_msg(memcmp(&other, &whole, sizeof(whole)) ==
				0,
			    "%s in steps of %zu", cases[i].name, step);
		}
	}
}
END_TEST

START_TEST(how_it_ended_comes_before_what_it_printed)
{
	static const char clean[] = BANNER PIECE ENDED;
	static const char stack[] = BANNER HEADER
	    "ORA-01034: not available\n" ENDED;
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
		{ { .output_cut = true, .lost = "corrupt blocks" }, clean,
		    OUTCOME_FAILURE, "",
		    "corrupt blocks, in output that is not stored" },
		{ { .output_cut = true }, "", OUTCOME_WARNING, "",
		    "not all of its output was stored" },
	};

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct scan_verdict verdict;

		judge(SCAN_CMDFILE, ends[i].text, &ends[i].end, &verdict);
		ck_assert_msg(verdict.outcome == ends[i].outcome,
		    "%zu: outcome %d, %s", i, (int)verdict.outcome,
		    verdict.reason);
		ck_assert_str_eq(verdict.code, ends[i].code);
		ck_assert_str_eq(verdict.reason, ends[i].reason);
	}
}
END_TEST

START_TEST(a_warning_is_good_when_it_is_a_backup_all_the_same)
{
	static const struct {
		struct scan_policy policy;
		struct scan_end end;
		const char *text;
		bool is_good;
	} ends[] = {
		{ { .kinds = KIND_FULL }, { 0 }, BANNER PIECE ENDED, true },
		{ { 0 }, { 0 }, BANNER PIECE "ORA-28002: x\n" ENDED, true },
		{ { 0 }, { 0 }, BANNER "ORA-28002: x\n" ENDED, false },
		{ { 0 }, { .input_incomplete = true }, BANNER PIECE ENDED,
		    false },
		{ { 0 }, { .output_cut = true }, BANNER PIECE ENDED, false },
		{ { 0 }, { 0 }, BANNER PIECE, false },
		{ { 0 }, { 0 },
		    BANNER PIECE
		    "backup cancelled because all files were skipped\n" ENDED,
		    false },
		{ { .expects_pieces = true }, { 0 }, BANNER ENDED, false },
		{ { .expects_pieces = true,
		      .kinds = KIND_VALIDATE | KIND_MAINTENANCE },
		    { 0 }, BANNER ENDED, true },
		{ { .expects_pieces = true,
		      .kinds = KIND_VALIDATE | KIND_FULL },
		    { 0 }, BANNER ENDED, false },
		{ { .kinds = KIND_VALIDATE }, { 0 }, BANNER, false },
		{ { 0 }, { .exit_status = 1 }, BANNER PIECE ENDED, false },
		{ { 0 }, { .stop = SCAN_CANCELLED }, BANNER PIECE ENDED,
		    false },
	};

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct scan_verdict verdict;

		judge_by(&ends[i].policy, ends[i].text, strlen(ends[i].text),
		    4096, &ends[i].end, &verdict);
		ck_assert_msg(verdict.is_good == ends[i].is_good, "%zu: %s", i,
		    verdict.reason);
	}
}
END_TEST

START_TEST(a_failure_says_when_to_try_again)
{
	struct scan_verdict verdict;

	judge(SCAN_CMDFILE, BANNER HEADER "ORA-00230: x\n" ENDED, &good,
	    &verdict);
	ck_assert_int_eq(verdict.retry, RETRY_SOON);
	judge(SCAN_CMDFILE, BANNER PIECE ENDED, &good, &verdict);
	ck_assert_int_eq(verdict.retry, RETRY_NONE);
	judge(SCAN_CMDFILE, "",
	    &(struct scan_end){ .output_cut = true, .lost = "ORA-19809" },
	    &verdict);
	ck_assert_int_eq(verdict.retry, RETRY_LATER);
}
END_TEST

START_TEST(a_site_says_what_it_ignores_and_what_fails)
{
	static const char text[] = BANNER PIECE
	    "RMAN-08137: warning: x\nORA-28002: y\n" ENDED;
	struct scan_policy policy = { 0 };
	struct scan_verdict verdict;
	struct fault fault;

	ck_assert(code_list_read("RMAN-08137", &policy.ignore, &fault));
	judge_by(&policy, text, strlen(text), 4096, &good, &verdict);
	ck_assert_str_eq(verdict.code, "ORA-28002");
	ck_assert(
	    code_list_read("RMAN-08137,ORA-28002", &policy.ignore, &fault));
	judge_by(&policy, text, strlen(text), 4096, &good, &verdict);
	ck_assert_int_eq(verdict.outcome, OUTCOME_SUCCESS);
	ck_assert(code_list_read("ORA-28002", &policy.escalate, &fault));
	judge_by(&policy, text, strlen(text), 4096, &good, &verdict);
	ck_assert_int_eq(verdict.outcome, OUTCOME_FAILURE);
	ck_assert_str_eq(verdict.code, "ORA-28002");
	ck_assert_str_eq(verdict.stack, "ORA-28002: y\n");
	/* What always fails cannot be ignored. */
	policy = (struct scan_policy){ 0 };
	ck_assert(code_list_read("RMAN-03009", &policy.ignore, &fault));
	judge_by(&policy, "RMAN-03009: x\n", 14, 4096, &good, &verdict);
	ck_assert_int_eq(verdict.outcome, OUTCOME_FAILURE);
}
END_TEST

START_TEST(all_reasons_are_told_the_weightiest_first)
{
	struct scan_verdict verdict;

	judge(SCAN_CMDFILE, BANNER "ORA-28002: y\n" HEADER "ORA-19809: x\n",
	    &(struct scan_end){ .exit_status = 1 }, &verdict);
	ck_assert_uint_eq(verdict.reason_count, 4);
	ck_assert_str_eq(verdict.reasons[0], "ORA-19809: x");
	ck_assert_str_eq(verdict.reasons[1], "exit status 1");
	ck_assert_str_eq(verdict.reasons[2], "ORA-28002: y");
	ck_assert_str_eq(verdict.reasons[3], MISSING);
	ck_assert_str_eq(verdict.reason, verdict.reasons[0]);
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

	judge(SCAN_CMDFILE, text, &good, &verdict);
	ck_assert_str_eq(verdict.stack, stack + strlen(HEADER));
	ck_assert_uint_eq(verdict.stack_begin, strlen(before));
	ck_assert_uint_eq(verdict.stack_end, strlen(before) + strlen(stack));
	free(text);
}
END_TEST

START_TEST(a_stack_of_any_length_has_its_end)
{
	struct scan *scan = mem_new(1, sizeof(*scan));
	struct scan_verdict verdict;

	scan_init(scan, &(struct scan_policy){ 0 });
	scan_bytes(scan, HEADER, strlen(HEADER));
	for (int i = 0; i < 1000; i++)
		scan_bytes(scan, "ORA-27040: \xc3\xa4\xff\n", 15);
	scan_finish(scan, &good, &verdict);
	ck_assert_uint_le(strlen(verdict.stack), LIMIT_STACK);
	ck_assert_uint_ge(strlen(verdict.stack), LIMIT_STACK - 4);
	ck_assert_uint_eq(verdict.stack_end, strlen(HEADER) + 15000);
	ck_assert_str_eq(verdict.reason, "ORA-27040: \xc3\xa4\xef\xbf\xbd");
	free(scan);
}
END_TEST

START_TEST(a_failure_is_known_while_output_still_comes)
{
	struct scan *scan = mem_new(1, sizeof(*scan));
	static const char row[] = "5    FAILED 0 2 2561 1139184\n";

	scan_init(scan, &(struct scan_policy){ 0 });
	ck_assert_str_eq(scan_failure_code(scan), "");
	scan_bytes(scan, row, strlen(row));
	ck_assert_str_eq(scan_failure_code(scan), "corrupt blocks");
	scan_bytes(scan, HEADER, strlen(HEADER));
	ck_assert_str_eq(scan_failure_code(scan), "RMAN-00569");
	scan_bytes(scan, "ORA-00018: x\n", 13);
	ck_assert_str_eq(scan_failure_code(scan), "ORA-00018");
	free(scan);
}
END_TEST

UNIT_MAIN("worker/scan", output_is_judged_by_its_codes,
    pieces_of_any_size_give_the_same_verdict,
    how_it_ended_comes_before_what_it_printed,
    a_warning_is_good_when_it_is_a_backup_all_the_same,
    a_failure_says_when_to_try_again,
    a_site_says_what_it_ignores_and_what_fails,
    all_reasons_are_told_the_weightiest_first, a_stack_is_kept_with_its_place,
    a_stack_of_any_length_has_its_end,
    a_failure_is_known_while_output_still_comes)
