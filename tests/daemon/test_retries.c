#include "config.h"

#include "daemon/retries.h"

#include <stdio.h>

#include "daemon/starter.h"
#include "platform/now.h"
#include "tests/support/daemons.h"
#include "tests/unit.h"

#define STACK(code)                                                            \
	"echo 'RMAN-00571: ==='; echo 'RMAN-00569: === ERROR'; "               \
	"echo 'RMAN-00571: ==='; echo '" code ": no'; echo; exit 1"

#define GOOD                                                                   \
	"echo 'piece handle=/b/1 tag=T'\necho 'Recovery Manager complete.'\n"

/* Fails twice, beside itself a file that counts. */
#define FAILS_TWICE                                                            \
	"echo x >>\"$0.runs\"\n"                                               \
	"[ $(wc -l <\"$0.runs\") -gt 2 ] || { " STACK(                         \
	    "ORA-00230") "; }\n" GOOD

static struct daemon daemon_;

static int64_t
now_slot(void)
{
	return floor_div(now_wall().utc_s, 60);
}

static void
set_up(const char *script, const char *retries)
{
	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup database;", NULL);
	daemons_option("nightly", "retries", retries);
	daemons_option("nightly", "retry_delay", "1s");
	daemons_plan(&daemon_, "127.0.0.1");
	if (script != NULL)
		daemons_rman(&daemon_, script);
}

static bool
is_empty(void *arg)
{
	(void)arg;
	return daemon_.board.count == 0;
}

static bool
has_failed_once(void *arg)
{
	(void)arg;
	return daemon_.board.count == 1 &&
	    daemon_.board.tasks[0]->execution.attempt == 2;
}

START_TEST(one_outcome_an_attempt_until_one_is_good)
{
	struct execution *executions;
	size_t count;

	set_up(FAILS_TWICE, "3");
	(void)daemons_claim(&daemon_, "nightly", now_slot());
	starter_look(&daemon_);
	daemons_await(&daemon_, is_empty, NULL);
	executions = daemons_journal(&daemon_, &count);
	ck_assert_uint_eq(count, 3);
	for (size_t i = 0; i < count; i++) {
		const struct execution *one = &executions[count - 1 - i];

		ck_assert_int_eq(one->attempt, (int)i + 1);
		ck_assert_int_eq(one->slot, executions[0].slot);
		ck_assert_int_eq(one->outcome,
		    i < 2 ? OUTCOME_FAILURE : OUTCOME_SUCCESS);
		ck_assert_int_eq(one->is_good, i == 2);
		if (i < 2)
			ck_assert_ptr_nonnull(
			    strstr(one->reason, " of 4 follows at "));
	}
	ck_assert_int_ge(executions[1].started_ms,
	    executions[2].finished_ms + 1000);
	ck_assert_int_ge(executions[0].started_ms,
	    executions[1].finished_ms + 2000);
	free(executions);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(what_does_not_pass_has_one_attempt)
{
	static const char *const scripts[] = { STACK("RMAN-00558"),
		STACK("ORA-01017"), "exit 3" };

	for (size_t i = 0; i < COUNT_OF(scripts); i++) {
		struct execution *executions;
		size_t count;

		set_up(scripts[i], "3");
		(void)daemons_claim(&daemon_, "nightly", now_slot());
		starter_look(&daemon_);
		daemons_await(&daemon_, is_empty, NULL);
		executions = daemons_journal(&daemon_, &count);
		ck_assert_uint_eq(count, 1);
		ck_assert_int_eq(executions[0].outcome, OUTCOME_FAILURE);
		free(executions);
		daemons_close(&daemon_);
	}
}
END_TEST

START_TEST(the_last_attempt_says_so)
{
	struct execution *executions;
	size_t count;

	set_up(STACK("ORA-12541"), "1");
	(void)daemons_claim(&daemon_, "nightly", now_slot());
	starter_look(&daemon_);
	daemons_await(&daemon_, is_empty, NULL);
	executions = daemons_journal(&daemon_, &count);
	ck_assert_uint_eq(count, 2);
	ck_assert_str_eq(executions[0].reason,
	    "ORA-12541: no; attempt 2 was the last");
	free(executions);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(an_attempt_waits_for_its_time_and_can_be_cancelled)
{
	struct execution *executions;
	struct task *task;
	struct fault fault;
	int64_t due_ms;
	size_t count;

	set_up(STACK("ORA-00230"), "1");
	daemon_.config->schedule.retry_delay_s = 1;
	(void)daemons_claim(&daemon_, "nightly", now_slot());
	starter_look(&daemon_);
	daemons_await(&daemon_, has_failed_once, NULL);
	task = daemon_.board.tasks[0];
	ck_assert_int_eq(task->execution.state, EXECUTION_CLAIMED);
	due_ms = retries_due_ms(&daemon_, &task->execution);
	ck_assert_int_eq(due_ms, task->execution.claimed_ms + 1000);
	ck_assert_int_eq(task->not_before_ms, due_ms);
	ck_assert_ptr_nonnull(task->again);
	ck_assert(starter_cancel(&daemon_, task, "me", &fault));
	daemons_await(&daemon_, is_empty, NULL);
	executions = daemons_journal(&daemon_, &count);
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(executions[0].attempt, 2);
	ck_assert_int_eq(executions[0].outcome, OUTCOME_CANCELLED);
	ck_assert_int_eq(executions[0].retry, RETRY_NONE);
	free(executions);
	daemons_close(&daemon_);
}
END_TEST

UNIT_MAIN("daemon/retries", one_outcome_an_attempt_until_one_is_good,
    what_does_not_pass_has_one_attempt, the_last_attempt_says_so,
    an_attempt_waits_for_its_time_and_can_be_cancelled)
