#include "config.h"

#include "daemon/starter.h"

#include <stdio.h>

#include "base/text.h"
#include "daemon/planner.h"
#include "platform/file.h"
#include "platform/now.h"
#include "tests/support/daemons.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

#define SAY_AND_END                                                            \
	"echo 'piece handle=/b/1 tag=T'\n"                                     \
	"echo 'Recovery Manager complete.'; exit 0"

static struct daemon daemon_;
static struct fault fault;

static int64_t
now_slot(void)
{
	return floor_div(now_wall().utc_s, 60);
}

static void
set_up(const char *script)
{
	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup database;", NULL);
	daemons_strategy("weekly", "backup database;", NULL);
	daemons_strategy("empty", NULL, NULL);
	daemons_option("nightly", "start_within", "1h");
	daemons_plan(&daemon_, "127.0.0.1");
	if (script != NULL)
		daemons_rman(&daemon_, script);
}

static void
break_keepers(void)
{
	free(daemon_.config->worker.socket);
	daemon_.config->worker.socket = daemon_path(&daemon_, "no-socket");
}

static bool
is_empty(void *arg)
{
	(void)arg;
	return daemon_.board.count == 0;
}

static bool
has_begun(void *arg)
{
	const struct task *task = arg;

	return task->execution.state == EXECUTION_RUNNING;
}

static bool
is_ending(void *arg)
{
	const struct task *task = arg;

	return task->is_ending;
}

static bool
will_try_again(void *arg)
{
	const struct task *task = arg;

	return task->again != NULL;
}

static struct execution
end_of(const char *strategy)
{
	daemons_await(&daemon_, is_empty, NULL);
	return daemons_only(&daemon_, strategy);
}

START_TEST(a_claim_becomes_a_run_and_an_outcome)
{
	struct execution execution;

	set_up(SAY_AND_END);
	(void)daemons_claim(&daemon_, "nightly", now_slot());
	starter_look(&daemon_);
	ck_assert_uint_eq(daemon_.board.active_count, 1);
	execution = end_of("nightly");
	ck_assert_int_eq(execution.outcome, OUTCOME_SUCCESS);
	ck_assert_int_eq(execution.attempt, 1);
	ck_assert_int_eq(execution.pieces, 1);
	ck_assert_int_ne(execution.started_ms, 0);
	ck_assert_uint_ne(execution.log_bytes, 0);
	ck_assert_uint_eq(daemon_.board.active_count, 0);
	ck_assert_ptr_nonnull(board_past(&daemon_.board, "nightly"));
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_strategy_without_lines_is_skipped)
{
	struct execution execution;

	set_up(NULL);
	(void)daemons_claim(&daemon_, "empty", EXECUTION_BY_HAND);
	starter_look(&daemon_);
	execution = end_of("empty");
	ck_assert_int_eq(execution.outcome, OUTCOME_SKIPPED);
	ck_assert_str_eq(execution.reason, "it has no lines");
	ck_assert_ptr_nonnull(board_past(&daemon_.board, "empty"));
	daemons_close(&daemon_);
}
END_TEST

START_TEST(an_rman_that_is_not_known_is_a_failure_that_says_so)
{
	struct execution execution;

	set_up(NULL);
	(void)daemons_claim(&daemon_, "nightly", EXECUTION_BY_HAND);
	starter_look(&daemon_);
	execution = end_of("nightly");
	ck_assert_int_eq(execution.outcome, OUTCOME_FAILURE);
	ck_assert_ptr_nonnull(strstr(execution.reason, "oracle_home"));
	daemons_close(&daemon_);
}
END_TEST

START_TEST(what_cannot_start_holds_up_nothing)
{
	set_up(NULL);
	daemon_.config->schedule.max_running = 1;
	for (int i = 0; i < 50; i++)
		(void)daemons_claim(&daemon_, "empty", EXECUTION_BY_HAND);
	starter_look(&daemon_);
	/* All in one look, though they wait for one another. */
	for (size_t i = 0; i < daemon_.board.count; i++)
		ck_assert(daemon_.board.tasks[i]->is_ending);
	daemons_await(&daemon_, is_empty, NULL);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(what_waits_too_long_is_missed)
{
	struct execution execution;
	struct task *task;

	set_up(NULL);
	(void)daemons_claim(&daemon_, "nightly", now_slot() - 100);
	task = daemons_claim(&daemon_, "weekly", EXECUTION_BY_HAND);
	task->execution.claimed_ms -= INT64_C(7) * 3600 * 1000;
	starter_look(&daemon_);
	execution = end_of("nightly");
	ck_assert_int_eq(execution.outcome, OUTCOME_MISSED);
	ck_assert_str_eq(execution.reason,
	    "it could not start within 1h (start_within)");
	/* By hand too: nobody expects it any more. */
	execution = daemons_only(&daemon_, "weekly");
	ck_assert_int_eq(execution.outcome, OUTCOME_MISSED);
	daemons_close(&daemon_);
}
END_TEST

/* How many rows of the journal have this slot and attempt. */
static size_t
count_of(int64_t slot, int attempt)
{
	size_t count, found = 0;
	struct execution *all = daemons_journal(&daemon_, &count);

	for (size_t i = 0; i < count; i++)
		found += all[i].slot == slot && all[i].attempt == attempt;
	free(all);
	return found;
}

START_TEST(what_was_only_written_off_can_be_claimed_again)
{
	int64_t slot = now_slot() - 100;

	set_up(NULL);
	(void)daemons_claim(&daemon_, "nightly", slot);
	starter_look(&daemon_);
	daemons_await(&daemon_, is_empty, NULL);
	ck_assert_uint_eq(count_of(slot, 0), 1);
	/* The clock was set back: the slot is due once more. */
	(void)daemons_claim(&daemon_, "nightly", slot);
	starter_look(&daemon_);
	daemons_await(&daemon_, is_empty, NULL);
	ck_assert_uint_eq(count_of(slot, 0), 1);
	ck_assert_uint_eq(count_of(slot, 1), 1);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(what_waits_can_be_cancelled)
{
	struct execution execution;
	struct task *task;

	set_up(NULL);
	task = daemons_claim(&daemon_, "nightly", now_slot());
	ck_assert(starter_cancel(&daemon_, task, "olga", &fault));
	ck_assert(!starter_cancel(&daemon_, task, "olga", &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	execution = end_of("nightly");
	ck_assert_int_eq(execution.outcome, OUTCOME_CANCELLED);
	ck_assert_int_eq(execution.attempt, 1);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(what_is_about_to_start_can_be_cancelled)
{
	struct execution execution;
	struct task *task;

	set_up("touch ../../../ran");
	task = daemons_claim(&daemon_, "nightly", now_slot());
	daemons_hold(&daemon_);
	starter_look(&daemon_);
	ck_assert(task->is_active);
	ck_assert(starter_cancel(&daemon_, task, "olga", &fault));
	daemons_let_go(&daemon_);
	execution = end_of("nightly");
	ck_assert_int_eq(execution.outcome, OUTCOME_CANCELLED);
	ck_assert_str_eq(execution.reason, "cancelled before it began");
	daemons_close(&daemon_);
}
END_TEST

START_TEST(what_runs_can_be_cancelled)
{
	struct execution execution;
	struct task *task;

	set_up("echo begun; exec sleep 30");
	task = daemons_claim(&daemon_, "nightly", now_slot());
	starter_look(&daemon_);
	daemons_await(&daemon_, has_begun, task);
	ck_assert(starter_cancel(&daemon_, task, "olga", &fault));
	execution = end_of("nightly");
	ck_assert_int_eq(execution.outcome, OUTCOME_CANCELLED);
	ck_assert_str_eq(execution.reason, "cancelled by olga");
	daemons_close(&daemon_);
}
END_TEST

START_TEST(what_has_ended_is_not_cancelled)
{
	struct execution execution;
	struct task *task;

	set_up(SAY_AND_END);
	task = daemons_claim(&daemon_, "nightly", now_slot());
	starter_look(&daemon_);
	daemons_settle(&daemon_); /* its keeper is started */
	daemons_hold(&daemon_);
	daemons_await(&daemon_, is_ending, task);
	ck_assert(task->is_active);
	ck_assert(!starter_cancel(&daemon_, task, "olga", &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	daemons_let_go(&daemon_);
	execution = end_of("nightly");
	ck_assert_int_eq(execution.outcome, OUTCOME_SUCCESS);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(nobody_is_told_that_it_runs_before_that_is_durable)
{
	struct task *task;

	set_up(SAY_AND_END);
	task = daemons_claim(&daemon_, "nightly", now_slot());
	starter_look(&daemon_);
	daemons_settle(&daemon_);
	daemons_hold(&daemon_);
	daemons_await(&daemon_, is_ending, task);
	ck_assert_int_eq(task->execution.state, EXECUTION_STARTING);
	ck_assert_uint_eq(task->changes, 2);
	daemons_let_go(&daemon_);
	ck_assert_int_ne(end_of("nightly").started_ms, 0);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_start_that_fails_is_tried_again_unless_cancelled)
{
	struct execution execution;
	struct task *task;

	set_up(SAY_AND_END);
	break_keepers();
	task = daemons_claim(&daemon_, "nightly", now_slot());
	starter_look(&daemon_);
	daemons_await(&daemon_, will_try_again, task);
	ck_assert(task->is_active);
	ck_assert(starter_cancel(&daemon_, task, "olga", &fault));
	ck_assert(!task->is_active);
	execution = end_of("nightly");
	ck_assert_int_eq(execution.outcome, OUTCOME_CANCELLED);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_cancel_outlives_the_start_that_fails)
{
	struct execution execution;
	struct task *task;

	set_up(SAY_AND_END);
	break_keepers();
	task = daemons_claim(&daemon_, "nightly", now_slot());
	/* In one round, so that the loop stops before the start has failed. */
	daemons_hold(&daemon_);
	starter_look(&daemon_);
	daemons_let_go(&daemon_);
	daemons_settle(&daemon_);
	if (task->run != NULL) {
		ck_assert(starter_cancel(&daemon_, task, "olga", &fault));
		execution = end_of("nightly");
		ck_assert_int_eq(execution.outcome, OUTCOME_CANCELLED);
		ck_assert_uint_eq(count_of(execution.slot, 1), 1);
	}
	daemons_close(&daemon_);
}
END_TEST

START_TEST(an_output_that_is_gone_does_not_hold_up_its_end)
{
	struct execution execution;

	set_up("rm ../output; " SAY_AND_END);
	(void)daemons_claim(&daemon_, "nightly", now_slot());
	starter_look(&daemon_);
	execution = end_of("nightly");
	ck_assert_int_eq(execution.state, EXECUTION_ENDED);
	ck_assert_int_eq(daemon_.phase, DAEMON_RUNNING);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_state_that_cannot_be_kept_ends_the_daemon)
{
	struct execution execution;

	set_up(SAY_AND_END);
	/* The journal does not know it. */
	execution = planner_execution(&daemon_,
	    memdb_strategy(daemon_.plan.memdb, "nightly"), now_slot());
	(void)starter_add(&daemon_, &execution);
	starter_look(&daemon_);
	loop_run(daemon_.loop);
	ck_assert_int_eq(daemon_.phase, DAEMON_STOPPING);
	ck_assert_int_eq(daemon_.exit_status, 1);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(after_a_restart_what_had_not_begun_waits_again)
{
	struct execution executions[2];

	set_up(NULL);
	for (int i = 0; i < 2; i++)
		executions[i] = planner_execution(&daemon_,
		    memdb_strategy(daemon_.plan.memdb, "nightly"),
		    EXECUTION_BY_HAND);
	executions[1].state = EXECUTION_STARTING;
	starter_start(&daemon_, executions, 2);
	ck_assert_uint_eq(daemon_.board.count, 2);
	ck_assert(!daemon_.board.tasks[0]->is_active);
	ck_assert(!daemon_.board.tasks[1]->is_active);
	ck_assert(!daemon_.board.tasks[1]->is_ending);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(after_a_restart_what_ran_without_a_trace_is_interrupted)
{
	struct execution execution;
	struct task *task;

	set_up(NULL);
	task = daemons_claim(&daemon_, "nightly", now_slot());
	execution = task->execution;
	board_remove(&daemon_.board, task);
	execution.state = EXECUTION_RUNNING;
	starter_start(&daemon_, &execution, 1);
	ck_assert_uint_eq(daemon_.board.active_count, 0);
	execution = end_of("nightly");
	ck_assert_int_eq(execution.outcome, OUTCOME_INTERRUPTED);
	ck_assert_int_eq(execution.attempt, 1);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(after_a_restart_what_runs_is_found_again)
{
	struct execution execution;
	struct task *task;
	char *go;

	set_up(
	    "while ! test -e ../../../go; do sleep 0.05; done; " SAY_AND_END);
	task = daemons_claim(&daemon_, "nightly", now_slot());
	starter_look(&daemon_);
	daemons_await(&daemon_, has_begun, task);
	daemons_settle(&daemon_);
	execution = task->execution;
	board_remove(&daemon_.board, task);
	/* The next life. */
	starter_start(&daemon_, &execution, 1);
	ck_assert_uint_eq(daemon_.board.active_count, 1);
	go = daemon_path(&daemon_, "go");
	ck_assert(file_replace(go, "", 0, &fault));
	free(go);
	execution = end_of("nightly");
	ck_assert_int_eq(execution.outcome, OUTCOME_SUCCESS);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_stop_that_waits_leaves_what_has_not_begun)
{
	set_up(SAY_AND_END);
	daemon_.config->daemon.stop = CONFIG_STOP_WAIT;
	(void)daemons_claim(&daemon_, "nightly", now_slot());
	daemons_hold(&daemon_);
	starter_look(&daemon_);
	daemon_stop(&daemon_, NULL);
	daemons_let_go(&daemon_);
	loop_run(daemon_.loop); /* until the daemon has stopped */
	ck_assert_int_eq(daemons_only(&daemon_, "nightly").state,
	    EXECUTION_STARTING);
	ck_assert_ptr_null(daemon_.board.tasks[0]->run);
	loop_timer_free(daemon_.farewell);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_stop_that_waits_does_not_wait_for_another_try)
{
	struct task *task;

	set_up(SAY_AND_END);
	break_keepers();
	daemon_.config->daemon.stop = CONFIG_STOP_WAIT;
	task = daemons_claim(&daemon_, "nightly", now_slot());
	starter_look(&daemon_);
	daemons_await(&daemon_, will_try_again, task);
	daemon_stop(&daemon_, NULL);
	loop_run(daemon_.loop);
	ck_assert_int_eq(daemons_only(&daemon_, "nightly").state,
	    EXECUTION_STARTING);
	loop_timer_free(daemon_.farewell);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_stop_that_ends_ends_what_runs)
{
	struct execution execution;
	struct task *task;

	set_up("echo begun; exec sleep 30");
	daemon_.config->daemon.stop = CONFIG_STOP_END;
	task = daemons_claim(&daemon_, "nightly", now_slot());
	(void)daemons_claim(&daemon_, "weekly", now_slot());
	starter_look(&daemon_);
	daemons_await(&daemon_, has_begun, task);
	daemon_stop(&daemon_, NULL);
	loop_run(daemon_.loop);
	execution = daemons_only(&daemon_, "nightly");
	ck_assert_int_eq(execution.outcome, OUTCOME_CANCELLED);
	ck_assert_str_eq(execution.reason, "cancelled by the daemon's stop");
	ck_assert_int_eq(daemons_only(&daemon_, "weekly").state,
	    EXECUTION_CLAIMED);
	loop_timer_free(daemon_.farewell);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_daemon_that_fails_ends_no_backup)
{
	struct execution execution;
	struct task *task;

	set_up("echo begun; exec sleep 30");
	daemon_.config->daemon.stop = CONFIG_STOP_END;
	task = daemons_claim(&daemon_, "nightly", now_slot());
	starter_look(&daemon_);
	daemons_await(&daemon_, has_begun, task);
	(void)fault_set(&fault, FAULT_SYSTEM, "the disk is full");
	daemon_stop(&daemon_, &fault);
	ck_assert_int_eq(daemon_.exit_status, 1);
	ck_assert(!task->wants_cancel);
	/* For the test's sake. */
	ck_assert(starter_cancel(&daemon_, task, "olga", &fault));
	execution = end_of("nightly");
	ck_assert_str_eq(execution.reason, "cancelled by olga");
	daemons_close(&daemon_);
}
END_TEST

START_TEST(where_state_dir_takes_no_files_a_run_has_a_refuge)
{
	char *runtime = scratch_new();
	char *executions, *folder;
	struct execution execution;
	int64_t slot = now_slot();

	ck_assert_int_eq(setenv("RUNTIME_DIRECTORY", runtime, 1), 0);
	set_up(SAY_AND_END);
	/* As a disk that lost its folder: not even root makes one in it. */
	executions = daemon_path(&daemon_, "executions");
	free(scratch_file(daemon_.config->daemon.state_dir, "executions", ""));
	daemon_.keeping.state = JOURNAL_UNKEPT;
	(void)daemons_claim(&daemon_, "nightly", slot);
	starter_look(&daemon_);
	execution = end_of("nightly");
	ck_assert_int_eq(execution.outcome, OUTCOME_SUCCESS);
	ck_assert_uint_ne(execution.log_bytes, 0);
	folder = daemon_folder(&daemon_, execution.id);
	ck_assert_int_eq(strncmp(folder, runtime, strlen(runtime)), 0);
	free(folder);
	free(executions);
	daemons_close(&daemon_);
	scratch_free(runtime);
}
END_TEST

UNIT_MAIN("daemon/starter", a_claim_becomes_a_run_and_an_outcome,
    a_strategy_without_lines_is_skipped,
    an_rman_that_is_not_known_is_a_failure_that_says_so,
    what_cannot_start_holds_up_nothing, what_waits_too_long_is_missed,
    what_was_only_written_off_can_be_claimed_again, what_waits_can_be_cancelled,
    what_is_about_to_start_can_be_cancelled, what_runs_can_be_cancelled,
    what_has_ended_is_not_cancelled,
    nobody_is_told_that_it_runs_before_that_is_durable,
    a_start_that_fails_is_tried_again_unless_cancelled,
    a_cancel_outlives_the_start_that_fails,
    an_output_that_is_gone_does_not_hold_up_its_end,
    a_state_that_cannot_be_kept_ends_the_daemon,
    after_a_restart_what_had_not_begun_waits_again,
    after_a_restart_what_ran_without_a_trace_is_interrupted,
    after_a_restart_what_runs_is_found_again,
    a_stop_that_waits_leaves_what_has_not_begun,
    a_stop_that_waits_does_not_wait_for_another_try,
    a_stop_that_ends_ends_what_runs, a_daemon_that_fails_ends_no_backup,
    where_state_dir_takes_no_files_a_run_has_a_refuge)
