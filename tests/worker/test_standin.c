#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/defs.h"
#include "base/mem.h"
#include "platform/file.h"
#include "tests/support/held.h"
#include "tests/unit.h"
#include "worker/scan.h"

/* A keeper and the stand-in for rman, judged as the daemon would. */

enum { TOGETHER = 8 /* cases that run at the same time */ };

static const char backup_only[] = "backup database;\n";
static const char backup_first[] = "backup database;\nlist backup;\n";

struct standin_case {
	const char *knobs[4]; /* NULL at the end */
	enum scan_feed feed;
	const char *script;
	int64_t timeout_s;
	enum outcome outcome;
	const char *code;
	const char *reason; /* its beginning */
};

/* $ORACLE_HOME/bin/rman below the scratch folder. */
static char *
install(const char *folder)
{
	const char *top = getenv("top_builddir");
	char *from = mem_format("%s/tests/standin/rman",
	    top == NULL ? "." : top);
	char *bin = mem_format("%s/home/bin", folder);
	char *to = file_join(bin, "rman");
	struct fault fault;
	struct buf program;

	buf_init(&program, 64 << 20);
	ck_assert(file_read_whole(from, &program, &fault));
	ck_assert(file_make_folder(bin, false, &fault));
	ck_assert(file_replace(to, program.bytes, program.size, &fault));
	ck_assert_int_eq(chmod(to, 0700), 0);
	buf_clear(&program);
	free(bin);
	free(from);
	return to;
}

static void
begin(struct held *held, const struct standin_case *one)
{
	struct request *request = &held->request;
	size_t count = 0;

	held_init(held, one->feed, "");
	free(request->program);
	request->program = install(held->folder);
	free(request->script);
	request->script = mem_text(one->script);
	request->timeout_s = one->timeout_s;
	free(request->environment[0]);
	request->environment = mem_grow(request->environment, 8,
	    sizeof(char *));
	request->environment[count++] = mem_format("ORACLE_HOME=%s/home",
	    held->folder);
	request->environment[count++] = mem_text("ORACLE_SID=XE");
	for (size_t i = 0; i < COUNT_OF(one->knobs); i++) {
		if (one->knobs[i] != NULL)
			request->environment[count++] =
			    mem_format("FAKERMAN_%s", one->knobs[i]);
	}
	request->environment[count] = NULL;
	held_start(held);
}

static void
judge(struct held *held, const struct standin_case *one,
    struct scan_verdict *out_verdict)
{
	struct scan *scan = mem_new(1, sizeof(*scan));
	struct scan_end end = { 0 };

	held_wait(held);
	end.stop = held->end.stop;
	end.exit_status = held->end.exit_status;
	end.signal = held->end.signal;
	end.input_incomplete = held->end.input_cut;
	end.output_cut = held->end.output_cut;
	end.why = held->end.why[0] != '\0' ? held->end.why : NULL;
	scan_init(scan,
	    &(struct scan_policy){ .feed = one->feed, .expects_pieces = true });
	scan_bytes(scan, buf_text(&held->output), held->output.size);
	scan_finish(scan, &end, out_verdict);
	free(scan);
}

static void
check(const struct standin_case *one, const struct scan_verdict *verdict)
{
	const char *name = one->knobs[0] != NULL ? one->knobs[0] : "plain";
	static const char *const feeds[] = { "cmdfile", "stdin", "step" };
	const char *feed = feeds[one->feed];

	ck_assert_msg(verdict->outcome == one->outcome,
	    "%s by %s: outcome %d, reason %s", name, feed,
	    (int)verdict->outcome, verdict->reason);
	ck_assert_msg(strcmp(verdict->code, one->code) == 0,
	    "%s by %s: code %s", name, feed, verdict->code);
	ck_assert_msg(strncmp(verdict->reason, one->reason,
			  strlen(one->reason)) == 0,
	    "%s by %s: reason %s", name, feed, verdict->reason);
}

static void
run_cases(const struct standin_case *cases, size_t count)
{
	struct held held[TOGETHER];

	for (size_t first = 0; first < count; first += TOGETHER) {
		size_t last = first + TOGETHER < count ? first + TOGETHER :
							 count;

		for (size_t i = first; i < last; i++)
			begin(&held[i - first], &cases[i]);
		for (size_t i = first; i < last; i++) {
			struct scan_verdict verdict;

			judge(&held[i - first], &cases[i], &verdict);
			check(&cases[i], &verdict);
			held_clear(&held[i - first]);
		}
	}
}

START_TEST(a_failure_is_one_under_every_exit_policy_and_feed)
{
	static const char *const policies[] = { "EXIT=any", "EXIT=last",
		"EXIT=zero" };
	static const struct {
		const char *knob, *code;
	} failures[] = {
		{ "FAIL=fra_full", "ORA-19809" },
		{ "FAIL=missing_arch", "RMAN-06059" },
		{ "FAIL=nfs", "ORA-19504" },
		{ "FAIL=no_dir", "ORA-19504" },
		{ "FAIL=sbt_auth", "ORA-27028" },
		{ "FAIL=sbt_net", "ORA-19506" },
		{ "FAIL=enqueue", "ORA-00230" },
		{ "FAIL=snapshot_cf", "ORA-00245" },
		{ "FAIL=corrupt", "ORA-19566" },
		{ "FAIL=not_registered", "RMAN-20001" },
		{ "FAIL=wallet", "ORA-19914" },
		{ "FAIL=session_lost", "RMAN-10038" },
		{ "FAIL=ora600", "ORA-00600" },
		{ "INBAND_FAIL=1", "ORA-19502" },
		{ "INBAND_FAIL=2", "ORA-19502" },
		{ "CONNECT_FAIL=ORA-01017", "ORA-01017" },
	};
	static const enum scan_feed feeds[] = { SCAN_CMDFILE, SCAN_STDIN,
		SCAN_STEP };
	struct standin_case cases[COUNT_OF(feeds) * COUNT_OF(failures)];

	for (size_t p = 0; p < COUNT_OF(policies); p++) {
		for (size_t i = 0; i < COUNT_OF(cases); i++)
			cases[i] = (struct standin_case){
				.knobs = { failures[i / 3].knob, policies[p] },
				.feed = feeds[i % 3],
				.script = backup_first,
				.outcome = OUTCOME_FAILURE,
				.code = failures[i / 3].code,
				.reason = failures[i / 3].code,
			};
		run_cases(cases, COUNT_OF(cases));
	}
}
END_TEST

START_TEST(what_it_prints_or_does_is_judged_right)
{
	static const struct standin_case cases[] = {
		{ { NULL }, SCAN_CMDFILE, backup_only, 0, OUTCOME_SUCCESS, "",
		    "" },
		{ { NULL }, SCAN_STDIN, backup_only, 0, OUTCOME_SUCCESS, "",
		    "" },
		{ { NULL }, SCAN_STEP, backup_first, 0, OUTCOME_SUCCESS, "",
		    "" },
		{ { NULL }, SCAN_STEP, "run{;\nbackup database;\n}\n", 0,
		    OUTCOME_FAILURE, "RMAN-01009", "RMAN-01009: " },
		{ { NULL }, SCAN_STDIN, "list backup;\n", 0, OUTCOME_WARNING,
		    "", "no backup piece was made" },
		{ { NULL }, SCAN_STDIN, "run{;\nbackup database;\n}\n", 0,
		    OUTCOME_FAILURE, "RMAN-01009", "RMAN-01009: " },
		{ { NULL }, SCAN_CMDFILE, "run{;\nbackup database;\n}\n", 0,
		    OUTCOME_FAILURE, "RMAN-01009", "RMAN-01009: " },
		{ { "EXIT=7" }, SCAN_CMDFILE, backup_only, 0, OUTCOME_FAILURE,
		    "", "exit status 7" },
		{ { "EXIT=signal:SEGV" }, SCAN_STDIN, backup_only, 0,
		    OUTCOME_FAILURE, "", "ended by signal SEGV" },
		{ { "CRASH_AT=backup:3", "CRASH=kill" }, SCAN_CMDFILE,
		    backup_only, 0, OUTCOME_FAILURE, "",
		    "ended by signal KILL" },
		{ { "GARBAGE=nul,utf8,latin1,ansi,crlf,cr,ff,bom,code" },
		    SCAN_CMDFILE, backup_only, 0, OUTCOME_SUCCESS, "", "" },
		{ { "GARBAGE=nul,utf8,latin1,ansi,crlf,cr,ff,bom,code",
		      "FAIL=fra_full", "FAIL_MATCH=list", "EXIT=zero" },
		    SCAN_STDIN, backup_first, 0, OUTCOME_FAILURE, "ORA-19809",
		    "ORA-19809: " },
		{ { "LONG_LINE=16777216" }, SCAN_CMDFILE, backup_only, 0,
		    OUTCOME_SUCCESS, "", "" },
		{ { "LINES=200000" }, SCAN_STDIN, backup_only, 0,
		    OUTCOME_SUCCESS, "", "" },
		{ { "STDERR=something", "STDERR_INTERLEAVE=1" }, SCAN_STDIN,
		    backup_only, 0, OUTCOME_SUCCESS, "", "" },
		{ { "VERSION=11.2" }, SCAN_CMDFILE, backup_only, 0,
		    OUTCOME_SUCCESS, "", "" },
		{ { "CHILD=60000" }, SCAN_CMDFILE, backup_only, 0,
		    OUTCOME_SUCCESS, "", "" },
		{ { "HANG=connect" }, SCAN_CMDFILE, backup_only, 1,
		    OUTCOME_TIMEOUT, "RMAN-03099",
		    "timed out after 1s (ended by SIGINT" },
		{ { "HANG=backup", "IGNORE=INT" }, SCAN_STDIN, backup_only, 1,
		    OUTCOME_TIMEOUT, "",
		    "timed out after 1s (SIGINT was not enough: SIGTERM)" },
		{ { "HANG=exit", "IGNORE=INT,TERM" }, SCAN_STDIN, backup_only,
		    1, OUTCOME_TIMEOUT, "",
		    "timed out after 1s (SIGINT and SIGTERM were not" },
	};

	run_cases(cases, COUNT_OF(cases));
}
END_TEST

UNIT_MAIN("worker and stand-in",
    a_failure_is_one_under_every_exit_policy_and_feed,
    what_it_prints_or_does_is_judged_right)
