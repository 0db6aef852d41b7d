#include "config.h"

#include "daemon/forecast.h"

#include <stdio.h>

#include "base/text.h"
#include "platform/now.h"
#include "tests/support/daemons.h"
#include "tests/unit.h"

static struct daemon daemon_;
static size_t told_count, executions_told, living_told, usuals_told;
static struct execution first_told;
static struct api_usual usual_told;
static struct fault told;

static void
on_forecast(void *arg, const struct api_forecast *forecast,
    const struct fault *fault)
{
	(void)arg;
	told_count++;
	if (fault != NULL) {
		told = *fault;
		return;
	}
	executions_told = forecast->execution_count;
	living_told = forecast->living_count;
	usuals_told = forecast->usual_count;
	if (executions_told > 0)
		first_told = forecast->executions[0];
	for (size_t i = 0; i < usuals_told; i++)
		if (strcmp(forecast->usuals[i].strategy, "nightly") == 0)
			usual_told = forecast->usuals[i];
	ck_assert_int_eq(forecast->max_running, 4);
}

static bool
add_run(struct store *store, void *arg, struct fault *fault)
{
	return store_add(store, arg, fault);
}

static void
add_done(void *arg, const struct fault *fault)
{
	ck_assert_msg(fault == NULL, "%s", fault == NULL ? "" : fault->text);
	free(arg);
}

static void
add(int number, int64_t slot, bool is_good, int64_t took_ms)
{
	struct execution *execution = calloc(1, sizeof(*execution));

	(void)snprintf(execution->id, sizeof(execution->id),
	    "%08d-0000-4000-8000-000000000000", number);
	(void)text_copy(execution->strategy, sizeof(execution->strategy),
	    "nightly");
	(void)text_copy(execution->connection, sizeof(execution->connection),
	    "C_1");
	execution->slot = execution->last_slot = slot;
	execution->slots = 1;
	execution->attempt = 1;
	execution->state = EXECUTION_ENDED;
	execution->outcome = is_good ? OUTCOME_SUCCESS : OUTCOME_FAILURE;
	execution->is_good = is_good;
	execution->claimed_ms = execution->started_ms = slot * 60000;
	execution->finished_ms = execution->started_ms + took_ms;
	journal_submit(daemon_.journal, NULL, add_run, add_done, execution);
}

START_TEST(it_tells_what_was_what_lives_and_what_is_usual)
{
	static const struct frequency nightly = { -1, 2, 30 };
	static const struct frequency sunday = { 0, 2, 30 };
	int64_t day = floor_div(now_wall().utc_s, 86400) * 1440;

	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup database;", &nightly);
	daemons_strategy("hand", "backup archivelog all;", NULL);
	daemons_strategy("never", "backup database;", NULL);
	daemons_strategy("weekly", "backup database;", &sunday);
	daemons_option("nightly", "alone", "yes");
	daemons_option("nightly", "start_within", "2h");
	daemons_plan(&daemon_, "127.0.0.1");
	add(1, day - 10 * 1440, true, 60000);
	add(2, day - 9 * 1440, true, 600000);
	add(3, day - 8 * 1440, true, 120000);
	add(4, day - 7 * 1440, false, 1);
	(void)daemons_claim(&daemon_, "hand", day);
	forecast_ask(&daemon_, (day - 9 * 1440) * 60, 24, on_forecast, NULL);
	ck_assert_uint_eq(told_count, 0);
	daemons_settle(&daemon_);
	ck_assert_uint_eq(told_count, 1);
	ck_assert_uint_eq(executions_told, 1);
	ck_assert_int_eq(first_told.slot, day - 9 * 1440);
	ck_assert_uint_eq(living_told, 1);
	ck_assert_int_eq(usual_told.usual_ms, 120000);
	ck_assert(usual_told.is_alone);
	ck_assert_int_eq(usual_told.start_within, 120);
	ck_assert_uint_eq(usual_told.kinds, KIND_FULL);
	ck_assert_uint_ge(usuals_told, 2); /* hand lives, weekly it depends */
	ck_assert_uint_le(usuals_told, 3);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(many_strategies_are_asked_in_pieces)
{
	static const struct frequency daily = { -1, 2, 30 };
	enum { MANY = 1000 };

	daemons_open(&daemon_);
	for (int i = 0; i < MANY; i++) {
		char id[16];

		(void)snprintf(id, sizeof(id), "s%04d", i);
		daemons_strategy(id, "backup database;", &daily);
	}
	daemons_plan(&daemon_, "127.0.0.1");
	forecast_ask(&daemon_, now_wall().utc_s, 24, on_forecast, NULL);
	for (int i = 0; i < 20 && told_count == 0; i++)
		daemons_settle(&daemon_);
	ck_assert_uint_eq(told_count, 1);
	ck_assert_uint_eq(usuals_told, MANY);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(without_a_plan_or_with_a_wrong_span_it_refuses_later)
{
	daemons_open(&daemon_);
	forecast_ask(&daemon_, 0, 24, on_forecast, NULL);
	ck_assert_uint_eq(told_count, 0);
	daemons_settle(&daemon_);
	ck_assert_uint_eq(told_count, 1);
	ck_assert_int_eq(told.kind, FAULT_RETRY);
	forecast_ask(&daemon_, 0, LIMIT_API_HOURS + 1, on_forecast, NULL);
	daemons_settle(&daemon_);
	ck_assert_str_eq(told.text, "hours: 8785 is not 1 to 8784");
	daemons_close(&daemon_);
}
END_TEST

UNIT_MAIN("daemon/forecast", it_tells_what_was_what_lives_and_what_is_usual,
    many_strategies_are_asked_in_pieces,
    without_a_plan_or_with_a_wrong_span_it_refuses_later)
