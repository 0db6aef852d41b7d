#include "config.h"

#include "daemon/starter.h"

#include <stdio.h>

#include "base/text.h"
#include "daemon/planner.h"
#include "platform/now.h"
#include "tests/support/daemons.h"
#include "tests/unit.h"

static struct daemon daemon_;

static struct execution
claim(const char *strategy, int64_t slot)
{
	return planner_execution(&daemon_,
	    memdb_strategy(daemon_.plan.memdb, strategy), slot);
}

static bool
add_run(struct store *store, void *arg, struct fault *fault)
{
	return store_add(store, arg, fault);
}

/* A durable claim. */
static struct task *
add(struct execution *execution)
{
	journal_submit(daemon_.journal, NULL, add_run, NULL, execution);
	daemons_settle(&daemon_);
	return starter_add(&daemon_, execution);
}

static struct execution
only_one(void)
{
	size_t count;
	struct execution *all = daemons_journal(&daemon_, &count);
	struct execution one;

	ck_assert_uint_eq(count, 1);
	one = all[0];
	free(all);
	return one;
}

START_TEST(a_strategy_without_lines_is_skipped)
{
	struct execution execution;

	daemons_open(&daemon_);
	daemons_strategy("empty", NULL, NULL);
	daemons_plan(&daemon_, "127.0.0.1");
	execution = claim("empty", EXECUTION_BY_HAND);
	(void)add(&execution);
	starter_look(&daemon_);
	daemons_settle(&daemon_);
	execution = only_one();
	ck_assert_int_eq(execution.outcome, OUTCOME_SKIPPED);
	ck_assert_str_eq(execution.reason, "it has no lines");
	ck_assert_uint_eq(daemon_.board.count, 0);
	ck_assert_ptr_nonnull(board_past(&daemon_.board, "empty"));
	daemons_close(&daemon_);
}
END_TEST

START_TEST(an_rman_that_is_not_known_is_a_failure_that_says_so)
{
	struct execution execution;

	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup database;", NULL);
	daemons_plan(&daemon_, "127.0.0.1");
	execution = claim("nightly", EXECUTION_BY_HAND);
	(void)add(&execution);
	starter_look(&daemon_);
	daemons_settle(&daemon_);
	execution = only_one();
	ck_assert_int_eq(execution.outcome, OUTCOME_FAILURE);
	ck_assert_ptr_nonnull(strstr(execution.reason, "oracle_home"));
	daemons_close(&daemon_);
}
END_TEST

START_TEST(what_waits_too_long_is_missed)
{
	struct execution execution;
	int64_t slot = floor_div(now_wall().utc_s, 60) - 100;

	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup database;", NULL);
	daemons_option("nightly", "start_within", "1h");
	daemons_plan(&daemon_, "127.0.0.1");
	execution = claim("nightly", slot);
	(void)add(&execution);
	starter_look(&daemon_);
	daemons_settle(&daemon_);
	execution = only_one();
	ck_assert_int_eq(execution.outcome, OUTCOME_MISSED);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(what_waits_can_be_cancelled)
{
	struct execution execution;
	struct fault fault;
	struct task *task;

	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup database;", NULL);
	daemons_plan(&daemon_, "127.0.0.1");
	execution = claim("nightly", EXECUTION_BY_HAND);
	task = add(&execution);
	ck_assert(starter_cancel(&daemon_, task, "olga", &fault));
	daemons_settle(&daemon_);
	execution = only_one();
	ck_assert_int_eq(execution.outcome, OUTCOME_CANCELLED);
	ck_assert_uint_eq(daemon_.board.count, 0);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(after_a_restart_what_had_not_begun_waits_again)
{
	struct execution executions[2];

	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup database;", NULL);
	daemons_plan(&daemon_, "127.0.0.1");
	executions[0] = claim("nightly", EXECUTION_BY_HAND);
	executions[1] = claim("nightly", EXECUTION_BY_HAND);
	executions[1].state = EXECUTION_STARTING;
	starter_start(&daemon_, executions, 2);
	ck_assert_uint_eq(daemon_.board.count, 2);
	ck_assert(!task_is_running(daemon_.board.tasks[0]));
	ck_assert(!task_is_running(daemon_.board.tasks[1]));
	daemons_close(&daemon_);
}
END_TEST

UNIT_MAIN("daemon/starter", a_strategy_without_lines_is_skipped,
    an_rman_that_is_not_known_is_a_failure_that_says_so,
    what_waits_too_long_is_missed, what_waits_can_be_cancelled,
    after_a_restart_what_had_not_begun_waits_again)
