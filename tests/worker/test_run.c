#include "config.h"

#include "worker/run.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/defs.h"
#include "base/mem.h"
#include "platform/file.h"
#include "platform/process.h"
#include "platform/socket.h"
#include "tests/support/held.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"
#include "worker/record.h"

#define HEADER                                                                 \
	"RMAN-00571: ===\\n"                                                   \
	"RMAN-00569: === ERROR MESSAGE STACK FOLLOWS ===\\n"                   \
	"RMAN-00571: ===\\n"

/* One execution, watched. */
struct watch {
	struct loop *loop;
	struct loop_timer *timer;
	char *folder, *files_in, *program;
	struct run *run;
	struct run_order order;
	struct run_events events;
	int begun, grew, ended, failed;
	struct run_begun last_begun;
	uint64_t bytes;
	struct run_ended last_ended;
	struct scan_verdict verdict;
	struct fault fault;
	bool free_when_begun, stop_when_begun, stop_when_grown;
};

static void
on_begun(void *arg, const struct run_begun *begun)
{
	struct watch *watch = arg;

	ck_assert_int_eq(watch->ended + watch->failed, 0);
	watch->begun++;
	watch->last_begun = *begun;
	if (watch->free_when_begun) {
		run_free(watch->run);
		watch->run = NULL;
	}
	if (watch->free_when_begun || watch->stop_when_begun)
		loop_stop(watch->loop);
}

static void
on_grew(void *arg, uint64_t log_bytes)
{
	struct watch *watch = arg;

	ck_assert_int_eq(watch->ended + watch->failed, 0);
	ck_assert_int_eq(watch->begun, 1);
	ck_assert_uint_gt(log_bytes, watch->bytes);
	watch->grew++;
	watch->bytes = log_bytes;
	if (watch->stop_when_grown)
		loop_stop(watch->loop);
}

static void
on_ended(void *arg, const struct run_ended *ended)
{
	struct watch *watch = arg;

	ck_assert_int_eq(watch->begun, 1);
	ck_assert_int_eq(watch->ended + watch->failed, 0);
	watch->ended++;
	watch->last_ended = *ended;
	watch->verdict = *ended->verdict;
	run_free(watch->run);
	watch->run = NULL;
	loop_stop(watch->loop);
}

static void
on_failed(void *arg, const struct fault *fault)
{
	struct watch *watch = arg;

	ck_assert_int_eq(watch->begun + watch->ended + watch->failed, 0);
	watch->failed++;
	watch->fault = *fault;
	run_free(watch->run);
	watch->run = NULL;
	loop_stop(watch->loop);
}

static const char *const no_arguments[] = { NULL };
static const char *const path_only[] = { "PATH=/usr/bin:/bin", NULL };

static void
watch_init(struct watch *watch, const char *script)
{
	*watch = (struct watch){
		.loop = loop_new(),
		.folder = scratch_new(),
		.events = { on_begun, on_grew, on_ended, on_failed },
	};
	(void)signal(SIGPIPE, SIG_IGN); /* as process_harden does */
	watch->files_in = mem_format("%s/executions/4711", watch->folder);
	watch->program = held_program(watch->folder, script);
	watch->order = (struct run_order){
		.program = watch->program,
		.arguments = no_arguments,
		.environment = path_only,
		.policy.feed = SCAN_STDIN,
		.script = "backup database;\n",
		.stop_wait_s = 1,
		.log_limit = UINT64_C(1) << 30,
	};
}

static void
watch_start(struct watch *watch, const char *socket)
{
	watch->run = run_start(watch->loop, watch->files_in, socket,
	    &watch->order, &watch->events, watch);
}

/* With a wrong feed: what was begun is known from the files. */
static void
watch_adopt(struct watch *watch)
{
	watch->begun = 0;
	watch->bytes = 0;
	watch->run = run_adopt(watch->loop, watch->files_in,
	    &(struct scan_policy){ .feed = SCAN_CMDFILE }, &watch->events,
	    watch);
}

static void
watch_run(struct watch *watch)
{
	watch_start(watch, NULL);
	loop_run(watch->loop);
}

static char *
file_of(const struct watch *watch, const char *name)
{
	return file_join(watch->files_in, name);
}

/* What the script waits for. */
static void
let_go(const struct watch *watch)
{
	free(scratch_file(watch->folder, "go", ""));
}

#define WAIT_FOR_GO "while [ ! -e \"${0%/*}/go\" ]; do sleep 0.02; done\n"

static void
look_for_keeper(void *arg)
{
	struct watch *watch = arg;
	struct process_identity keeper;
	struct fault fault;

	if (process_identify(watch->last_begun.keeper_pid, &keeper, &fault))
		loop_timer_set(watch->timer, 5);
	else
		loop_stop(watch->loop);
}

/* A keeper that was left alone is still the loop's child. */
static void
watch_clear(struct watch *watch)
{
	run_free(watch->run);
	if (watch->last_begun.keeper_pid != 0) {
		watch->timer = loop_timer_new(watch->loop, look_for_keeper,
		    watch);
		loop_timer_set(watch->timer, 0);
		loop_run(watch->loop);
		loop_timer_free(watch->timer);
	}
	loop_free(watch->loop);
	free(watch->files_in);
	free(watch->program);
	scratch_free(watch->folder);
}

START_TEST(a_good_run_begins_grows_and_ends)
{
	struct watch watch;
	char *work;

	watch_init(&watch,
	    "cat; echo piece handle=/b/1; echo Recovery Manager complete.");
	watch.order.policy.expects_pieces = true;
	watch_run(&watch);
	ck_assert_int_eq(watch.begun, 1);
	ck_assert_int_ge(watch.grew, 1);
	ck_assert_int_eq(watch.ended, 1);
	ck_assert_int_gt(watch.last_begun.keeper_pid, 1);
	ck_assert_int_gt(watch.last_begun.at_ms, 0);
	ck_assert_int_eq(watch.last_ended.began_ms, watch.last_begun.at_ms);
	ck_assert_int_ge(watch.last_ended.at_ms, watch.last_ended.began_ms);
	ck_assert_uint_eq(watch.last_ended.log_bytes, 67);
	ck_assert_uint_eq(watch.bytes, 67);
	ck_assert_int_eq(watch.last_ended.exit_status, 0);
	ck_assert_int_eq(watch.verdict.outcome, OUTCOME_SUCCESS);
	ck_assert_int_eq(watch.verdict.pieces, 1);
	work = file_of(&watch, "work");
	ck_assert_int_eq(file_kind(work), FILE_NONE);
	free(work);
	watch_clear(&watch);
}
END_TEST

START_TEST(the_verdict_comes_from_the_files)
{
	const struct {
		const char *script;
		enum scan_feed feed;
		bool expects_pieces;
		enum outcome outcome;
		const char *code, *reason;
	} cases[] = {
		{ "printf '" HEADER "ORA-19809: limit exceeded\\n'",
		    SCAN_CMDFILE, false, OUTCOME_FAILURE, "ORA-19809",
		    "ORA-19809: limit exceeded" },
		{ "echo x; exit 7", SCAN_CMDFILE, false, OUTCOME_FAILURE, "",
		    "exit status 7" },
		{ "echo x; kill -KILL $$", SCAN_CMDFILE, false, OUTCOME_FAILURE,
		    "", "ended by signal KILL" },
		{ ":", SCAN_CMDFILE, false, OUTCOME_FAILURE, "",
		    "rman printed nothing" },
		{ "echo x", SCAN_CMDFILE, true, OUTCOME_FAILURE, "",
		    "it was never connected to a database" },
		{ "printf '(DBID=1)\\nRecovery Manager complete.\\n'",
		    SCAN_CMDFILE, true, OUTCOME_WARNING, "",
		    "no backup piece was made" },
		{ "printf '(DBID=1)\\nRMAN> RMAN-03009: in the script\\n'\n"
		  "printf 'Recovery Manager complete.\\n'",
		    SCAN_CMDFILE, false, OUTCOME_SUCCESS, "", "" },
		{ "printf 'RMAN> RMAN-03009: no echo\\n'", SCAN_STDIN, false,
		    OUTCOME_FAILURE, "RMAN-03009", "RMAN-03009: no echo" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct watch watch;

		watch_init(&watch, cases[i].script);
		watch.order.policy.feed = cases[i].feed;
		watch.order.policy.expects_pieces = cases[i].expects_pieces;
		watch_run(&watch);
		ck_assert_int_eq(watch.ended, 1);
		ck_assert_str_eq(watch.verdict.reason, cases[i].reason);
		ck_assert_int_eq(watch.verdict.outcome, cases[i].outcome);
		ck_assert_str_eq(watch.verdict.code, cases[i].code);
		watch_clear(&watch);
	}
}
END_TEST

START_TEST(a_long_output_is_scanned_to_its_end)
{
	struct watch watch;

	watch_init(&watch,
	    "yes 'a line of output' | head -c 8388608; echo\n"
	    "printf '" HEADER "ORA-00257: archiver error\\n'");
	watch_run(&watch);
	ck_assert_str_eq(watch.verdict.code, "ORA-00257");
	ck_assert_uint_eq(watch.verdict.stack_begin, 8388609);
	ck_assert_uint_eq(watch.verdict.stack_end, watch.last_ended.log_bytes);
	watch_clear(&watch);
}
END_TEST

START_TEST(what_was_cut_still_fails)
{
	struct watch watch;

	watch_init(&watch,
	    "echo head; echo 'RMAN-03009: failure'; echo 'ORA-19502: x'\n"
	    "yes 'a line of output' | head -c 1000000");
	watch.order.log_limit = 5;
	watch_run(&watch);
	ck_assert_int_eq(watch.verdict.outcome, OUTCOME_FAILURE);
	ck_assert_str_eq(watch.verdict.code, "ORA-19502");
	ck_assert_str_eq(watch.verdict.reason,
	    "ORA-19502, in output that is not stored");
	watch_clear(&watch);
}
END_TEST

START_TEST(a_long_script_does_not_block_the_loop)
{
	struct watch watch;
	char *script = mem_new((2 << 20) + 1, 1);

	memset(script, 'x', 2 << 20);
	script[(2 << 20) - 1] = '\n';
	watch_init(&watch, "wc -c");
	watch.order.script = script;
	watch_run(&watch);
	ck_assert_int_eq(watch.last_ended.exit_status, 0);
	ck_assert_uint_eq(watch.bytes, strlen("2097157\n"));
	free(script);
	watch_clear(&watch);
}
END_TEST

START_TEST(what_cannot_be_started_has_begun_and_failed)
{
	struct watch watch;

	watch_init(&watch, "");
	watch.order.program = "/nonexistent/rman";
	watch_run(&watch);
	ck_assert_int_eq(watch.verdict.outcome, OUTCOME_FAILURE);
	ck_assert_str_eq(watch.verdict.reason,
	    "starting /nonexistent/rman: No such file or directory");
	ck_assert_int_eq(watch.last_ended.exit_status, -1);
	watch_clear(&watch);
}
END_TEST

START_TEST(a_keeper_outlives_the_daemon_and_is_found_again)
{
	struct watch watch;

	watch_init(&watch, "echo first\n" WAIT_FOR_GO "echo last; exit 5");
	watch.stop_when_grown = true;
	watch_start(&watch, NULL);
	ck_assert_int_eq(run_trace(watch.files_in), RUN_LIVES);
	loop_run(watch.loop);
	run_free(watch.run); /* all that is lost with a daemon */
	watch.stop_when_grown = false;
	ck_assert_int_eq(run_trace(watch.files_in), RUN_LIVES);
	watch_adopt(&watch);
	let_go(&watch);
	loop_run(watch.loop);
	ck_assert_int_eq(watch.begun, 1);
	ck_assert_int_gt(watch.last_begun.program_pid, 1);
	ck_assert_int_eq(watch.ended, 1);
	ck_assert_int_eq(watch.last_ended.exit_status, 5);
	ck_assert_str_eq(watch.verdict.reason, "exit status 5");
	watch_clear(&watch);
}
END_TEST

static void
wait_until_over(const struct watch *watch)
{
	while (run_trace(watch->files_in) != RUN_OVER)
		held_nap();
}

START_TEST(what_ended_meanwhile_is_judged_as_often_as_asked)
{
	struct watch watch;

	watch_init(&watch, WAIT_FOR_GO "echo 'RMAN> RMAN-00601: x'; exit 6");
	watch.free_when_begun = true;
	watch_run(&watch);
	watch.free_when_begun = false;
	let_go(&watch);
	wait_until_over(&watch);
	for (int i = 0; i < 2; i++) {
		watch.ended = 0;
		watch_adopt(&watch);
		loop_run(watch.loop);
		ck_assert_int_eq(watch.ended, 1);
		ck_assert_int_eq(watch.last_ended.exit_status, 6);
		ck_assert_str_eq(watch.verdict.reason, "RMAN-00601: x");
		ck_assert_uint_eq(watch.last_ended.log_bytes, 20);
	}
	watch_clear(&watch);
}
END_TEST

START_TEST(a_lost_keeper_makes_it_interrupted_and_ends_rman)
{
	struct watch watch;
	struct process_identity program;
	struct fault fault;

	watch_init(&watch, "echo one; exec sleep 60");
	watch.stop_when_grown = true;
	watch_run(&watch);
	run_free(watch.run);
	watch.stop_when_grown = false;
	watch_adopt(&watch);
	watch.stop_when_begun = true;
	loop_run(watch.loop);
	watch.stop_when_begun = false;
	ck_assert_int_gt(watch.last_begun.program_pid, 1);
	ck_assert(
	    process_identify(watch.last_begun.program_pid, &program, &fault));
	ck_assert_int_eq(kill((pid_t)watch.last_begun.keeper_pid, SIGKILL), 0);
	loop_run(watch.loop);
	ck_assert_int_eq(watch.verdict.outcome, OUTCOME_INTERRUPTED);
	ck_assert_str_eq(watch.verdict.reason,
	    "its keeper was lost: nobody knows how it ended");
	ck_assert_uint_eq(watch.last_ended.log_bytes, 4);
	ck_assert_int_eq(watch.last_ended.exit_status, -1);
	ck_assert_int_ge(watch.last_ended.at_ms, watch.last_ended.began_ms);
	while (process_lives(&program))
		held_nap();
	ck_assert_int_eq(run_trace(watch.files_in), RUN_OVER);
	watch_clear(&watch);
}
END_TEST

START_TEST(nothing_is_started_twice)
{
	struct watch watch;
	char *text;

	watch_init(&watch, "echo x >> \"${0%/*}/count\"");
	watch_run(&watch);
	wait_until_over(&watch);
	watch.begun = watch.ended = 0;
	watch_run(&watch);
	ck_assert_int_eq(watch.failed, 1);
	ck_assert_int_eq(watch.fault.kind, FAULT_REFUSED);
	text = mem_format("%s was begun already, and is not started twice",
	    watch.files_in);
	ck_assert_str_eq(watch.fault.text, text);
	free(text);
	watch_clear(&watch);
}
END_TEST

START_TEST(what_runs_is_not_started_beside_itself)
{
	struct watch watch, other;

	watch_init(&watch, WAIT_FOR_GO);
	watch.stop_when_begun = true;
	watch_run(&watch);
	watch_init(&other, "");
	free(other.files_in);
	other.files_in = mem_text(watch.files_in);
	watch_run(&other);
	ck_assert_int_eq(other.failed, 1);
	ck_assert_int_eq(other.fault.kind, FAULT_REFUSED);
	let_go(&watch);
	loop_run(watch.loop);
	ck_assert_int_eq(watch.ended, 1);
	watch_clear(&other);
	watch_clear(&watch);
}
END_TEST

START_TEST(a_start_that_came_to_nothing_is_no_obstacle)
{
	static const char *const names[] = { "lock", "output", "begun", "end",
		"control" };
	struct watch watch;
	struct fault fault;
	char *work;

	watch_init(&watch, "echo well");
	work = file_of(&watch, "work");
	ck_assert(file_make_folder(work, false, &fault));
	free(scratch_file(work, "lines.rman", "old"));
	free(work);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		free(scratch_file(watch.files_in, names[i], "begun 1 pid="));
	ck_assert_int_eq(run_trace(watch.files_in), RUN_NOTHING);
	watch.order.policy.feed = SCAN_CMDFILE;
	watch_run(&watch);
	ck_assert_int_eq(watch.ended, 1);
	ck_assert_int_eq(watch.last_ended.exit_status, 0);
	ck_assert_uint_eq(watch.last_ended.log_bytes, 5);
	watch_clear(&watch);
}
END_TEST

START_TEST(a_cancel_reaches_the_keeper)
{
	struct watch watch;
	struct fault fault;

	watch_init(&watch, "echo ready; exec sleep 60");
	watch.stop_when_grown = true;
	watch_run(&watch);
	watch.stop_when_grown = false;
	ck_assert(run_cancel(watch.run, &fault));
	ck_assert(run_cancel(watch.run, &fault)); /* once more is fine */
	loop_run(watch.loop);
	ck_assert_int_eq(watch.verdict.outcome, OUTCOME_CANCELLED);
	ck_assert_str_eq(watch.verdict.reason, "cancelled (ended by SIGINT)");
	ck_assert_int_eq(watch.last_ended.signal, SIGINT);
	watch_clear(&watch);
}
END_TEST

START_TEST(a_cancel_also_reaches_an_adopted_one)
{
	struct watch watch;
	struct fault fault;

	watch_init(&watch, "exec sleep 60");
	watch.free_when_begun = true;
	watch_run(&watch);
	watch.free_when_begun = false;
	watch_adopt(&watch);
	ck_assert(run_cancel(watch.run, &fault));
	loop_run(watch.loop);
	ck_assert_int_eq(watch.verdict.outcome, OUTCOME_CANCELLED);
	watch_clear(&watch);
}
END_TEST

/* A unit that starts a keeper for each connection, or refuses to. */
struct unit {
	int listener;
	bool refuses;
	int64_t pid;
};

static void
on_connection(void *arg)
{
	static const char *const arguments[] = { "backupexec-worker", NULL };
	struct unit *unit = arg;
	char *program = process_sibling("backupexec-worker");
	struct process_start start = { .program = program,
		.arguments = arguments,
		.input = accept(unit->listener, NULL, NULL),
		.output = -1,
		.error = -1,
		.new_session = true };
	struct fault fault;

	ck_assert_int_ge(start.input, 0);
	ck_assert(socket_set_blocking(start.input, true, &fault));
	if (!unit->refuses)
		ck_assert(process_spawn(&start, &unit->pid, &fault));
	file_close(start.input);
	free(program);
}

static void
watch_by_unit(struct watch *watch, bool refuses)
{
	char *path = file_join(watch->folder, "socket");
	struct process_end end;
	struct fault fault;
	struct unit unit = { .refuses = refuses };
	struct loop_watch *listening;

	unit.listener = socket_listen(path, &fault);
	ck_assert_int_ge(unit.listener, 0);
	listening = loop_watch_new(watch->loop, unit.listener, false,
	    on_connection, &unit);
	loop_watch_start(listening);
	watch_start(watch, path);
	loop_run(watch->loop);
	if (unit.pid != 0)
		ck_assert(process_wait(unit.pid, &end, &fault));
	loop_watch_free(listening);
	file_close(unit.listener);
	free(path);
}

START_TEST(a_unit_may_start_the_keeper)
{
	struct watch watch;

	watch_init(&watch, "cat lines.rman; basename $PWD");
	watch.order.policy.feed = SCAN_CMDFILE;
	(void)setenv("RUNTIME_DIRECTORY", watch.folder, 1);
	watch_by_unit(&watch, false);
	ck_assert_int_eq(watch.ended, 1);
	ck_assert_int_eq(watch.last_ended.exit_status, 0);
	/* The line, and backupexec-XXXXXX, a folder of its own. */
	ck_assert_uint_eq(watch.bytes, 17 + 18);
	watch_clear(&watch);
}
END_TEST

START_TEST(a_unit_that_starts_nothing_may_be_tried_again)
{
	struct watch watch;

	watch_init(&watch, "");
	watch_by_unit(&watch, true);
	ck_assert_int_eq(watch.failed, 1);
	ck_assert_int_eq(watch.fault.kind, FAULT_RETRY);
	ck_assert_str_eq(watch.fault.text, "the keeper ended before it began");
	ck_assert_int_eq(run_trace(watch.files_in), RUN_NOTHING);
	watch_clear(&watch);
}
END_TEST

START_TEST(a_socket_of_nobody_fails)
{
	struct watch watch;

	watch_init(&watch, "");
	watch_start(&watch, "/nonexistent/socket");
	ck_assert_int_eq(watch.failed, 0); /* later */
	loop_run(watch.loop);
	ck_assert_int_eq(watch.failed, 1);
	ck_assert_int_eq(watch.fault.kind, FAULT_ABSENT);
	ck_assert_int_eq(run_trace(watch.files_in), RUN_NOTHING);
	watch_clear(&watch);
}
END_TEST

START_TEST(a_folder_that_cannot_be_made_fails)
{
	struct watch watch;

	watch_init(&watch, "");
	free(watch.files_in);
	watch.files_in = mem_text("/dev/null/executions/4711");
	watch_run(&watch);
	ck_assert_int_eq(watch.failed, 1);
	watch_clear(&watch);
}
END_TEST

START_TEST(a_folder_tells_what_became_of_it)
{
	const struct {
		const char *begun;
		enum run_trace trace;
	} cases[] = {
		{ "", RUN_NOTHING },
		{ "begun 1 pid=1", RUN_NOTHING },
		{ NULL, RUN_OVER },
	};
	char *folder = scratch_new();

	ck_assert_int_eq(run_trace(folder), RUN_NOTHING);
	ck_assert_int_eq(run_trace("/nonexistent"), RUN_NOTHING);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct record_start begun = { .at_ms = 1 };
		char line[RECORD_MAX];
		struct fault fault;
		char *path;
		int lock;

		(void)record_write_begun(line, &begun);
		free(scratch_file(folder, "begun",
		    cases[i].begun != NULL ? cases[i].begun : line));
		path = scratch_file(folder, "lock", "");
		ck_assert_int_eq(run_trace(folder), cases[i].trace);
		lock = file_open(path, FILE_WRITE, &fault);
		ck_assert(file_lock(lock, &fault));
		ck_assert_int_eq(run_trace(folder), RUN_LIVES);
		file_close(lock);
		free(path);
	}
	scratch_free(folder);
}
END_TEST

START_TEST(no_descriptor_is_left_behind)
{
	struct watch watch;
	int before;

	watch_init(&watch, "echo x");
	watch_run(&watch);
	watch_clear(&watch);
	before = scratch_descriptors();
	for (int i = 0; i < 3; i++) {
		watch_init(&watch, "echo x");
		watch_run(&watch);
		watch_clear(&watch);
	}
	ck_assert_int_eq(scratch_descriptors(), before);
}
END_TEST

UNIT_MAIN("worker/run", a_good_run_begins_grows_and_ends,
    the_verdict_comes_from_the_files, a_long_output_is_scanned_to_its_end,
    what_was_cut_still_fails, a_long_script_does_not_block_the_loop,
    what_cannot_be_started_has_begun_and_failed,
    a_keeper_outlives_the_daemon_and_is_found_again,
    what_ended_meanwhile_is_judged_as_often_as_asked,
    a_lost_keeper_makes_it_interrupted_and_ends_rman, nothing_is_started_twice,
    what_runs_is_not_started_beside_itself,
    a_start_that_came_to_nothing_is_no_obstacle, a_cancel_reaches_the_keeper,
    a_cancel_also_reaches_an_adopted_one, a_unit_may_start_the_keeper,
    a_unit_that_starts_nothing_may_be_tried_again, a_socket_of_nobody_fails,
    a_folder_that_cannot_be_made_fails, a_folder_tells_what_became_of_it,
    no_descriptor_is_left_behind)
