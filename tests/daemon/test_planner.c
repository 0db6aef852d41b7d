#include "config.h"

#include "daemon/planner.h"

#include <stdio.h>

#include "daemon/recorder.h"
#include "platform/now.h"
#include "tests/support/daemons.h"
#include "tests/unit.h"

static const struct frequency hourly = { -1, -1, 0 };

static int64_t
now_slot(void)
{
	return floor_div(now_wall().utc_s, 60);
}

/* How many of the journal's executions have this outcome. */
static size_t
count_of(struct daemon *daemon, enum outcome outcome)
{
	size_t count, found = 0;
	struct execution *executions = daemons_journal(daemon, &count);

	for (size_t i = 0; i < count; i++)
		found += executions[i].outcome == outcome;
	free(executions);
	return found;
}

static void
plan_every_minute(struct daemon *daemon, const char *catch_up)
{
	daemons_open(daemon);
	/* Sixty strategies, so that each minute has one, hourly. */
	for (int8_t minute = 0; minute < 60; minute++) {
		const struct frequency frequency = { -1, -1, minute };
		char id[8] = { 'm', (char)('0' + minute / 10),
			(char)('0' + minute % 10), '\0' };

		daemons_strategy(id, NULL, &frequency);
		daemons_option(id, "catch_up", catch_up);
	}
	daemons_plan(daemon, "127.0.0.1");
}

START_TEST(every_minute_behind_the_cursor_is_evaluated_once)
{
	struct daemon daemon;
	size_t count;

	plan_every_minute(&daemon, "1h");
	planner_start(&daemon, now_slot() - 30);
	planner_tick(&daemon);
	planner_tick(&daemon); /* while the first is under way */
	daemons_settle(&daemon);
	planner_tick(&daemon);
	daemons_settle(&daemon);
	free(daemons_journal(&daemon, &count));
	/* One more when the minute changed under the test. */
	ck_assert_uint_ge(count, 30);
	ck_assert_uint_le(count, 31);
	/* They have no lines. */
	ck_assert_uint_eq(count_of(&daemon, OUTCOME_SKIPPED), count);
	ck_assert_int_ge(daemon.planner.cursor, now_slot() - 1);
	daemons_close(&daemon);
}
END_TEST

START_TEST(what_is_later_than_catch_up_is_missed)
{
	struct daemon daemon;

	plan_every_minute(&daemon, "10m");
	planner_start(&daemon, now_slot() - 30);
	planner_tick(&daemon);
	daemons_settle(&daemon);
	ck_assert_uint_ge(count_of(&daemon, OUTCOME_MISSED), 19);
	ck_assert_uint_le(count_of(&daemon, OUTCOME_MISSED), 20);
	daemons_close(&daemon);
}
END_TEST

START_TEST(of_a_long_absence_one_row_says_how_many)
{
	struct daemon daemon;
	struct execution *executions;
	size_t count, absent = 0;

	daemons_open(&daemon);
	daemons_strategy("hourly", NULL, &hourly);
	daemons_plan(&daemon, "127.0.0.1");
	planner_start(&daemon, now_slot() - 10 * MINUTES_PER_DAY);
	planner_tick(&daemon);
	daemons_settle(&daemon);
	executions = daemons_journal(&daemon, &count);
	/* The last day hour by hour, the nine before it in one row. */
	ck_assert_uint_ge(count, 24);
	ck_assert_uint_le(count, 26);
	for (size_t i = 0; i < count; i++) {
		if (executions[i].slots == 1)
			continue;
		absent++;
		ck_assert_int_eq(executions[i].outcome, OUTCOME_MISSED);
		ck_assert_int_eq(executions[i].attempt, 0);
		ck_assert_int_ge(executions[i].slots, 9 * 24 - 1);
		ck_assert_int_le(executions[i].slots, 9 * 24 + 1);
		ck_assert_int_eq(executions[i].last_slot,
		    executions[i].slot + (executions[i].slots - 1) * 60);
	}
	ck_assert_uint_eq(absent, 1);
	free(executions);
	daemons_close(&daemon);
}
END_TEST

START_TEST(a_clock_set_back_moves_the_cursor_back)
{
	struct daemon daemon;

	daemons_open(&daemon);
	daemons_plan(&daemon, "127.0.0.1");
	planner_start(&daemon, now_slot() + 1000);
	planner_tick(&daemon);
	daemons_settle(&daemon);
	ck_assert_int_le(daemon.planner.cursor, now_slot());
	daemons_close(&daemon);
}
END_TEST

START_TEST(what_is_not_ours_or_not_planned_is_not_claimed)
{
	struct daemon daemon;
	size_t count;

	daemons_open(&daemon);
	daemons_strategy("hourly", NULL, &hourly);
	planner_start(&daemon, now_slot() - 120);
	planner_tick(&daemon); /* no plan yet: the cursor waits */
	daemons_settle(&daemon);
	ck_assert_int_le(daemon.planner.cursor, now_slot() - 120);
	daemons_plan(&daemon, "192.0.2.1");
	planner_tick(&daemon);
	daemons_settle(&daemon);
	free(daemons_journal(&daemon, &count));
	ck_assert_uint_eq(count, 0);
	daemons_close(&daemon);
}
END_TEST

/* Hourly, 30 minutes ago the last time; paused, in minutes before now. */
static void
paused_hourly(int64_t since_ago, int64_t until_ago)
{
	const struct frequency frequency = { -1, -1,
		(int8_t)(minute_of_week(now_slot() - 30) % 60) };
	char since[CALENDAR_TEXT_MAX], until[CALENDAR_TEXT_MAX], text[128];

	calendar_format_utc(since, (now_slot() - since_ago) * 60000);
	calendar_format_utc(until, (now_slot() - until_ago) * 60000);
	(void)snprintf(text, sizeof(text), "since=%s until=%s by=ana", since,
	    until);
	daemons_strategy("hourly", NULL, &frequency);
	daemons_option("hourly", "pause", text);
}

START_TEST(slots_of_a_pause_are_skipped_also_when_it_is_over)
{
	struct daemon daemon;
	struct execution *executions;
	size_t count, paused = 0;

	daemons_open(&daemon);
	paused_hourly(300, 60);
	daemons_option("hourly", "catch_up", "24h");
	daemons_option("hourly", "start_within", "24h");
	daemons_plan(&daemon, "127.0.0.1");
	planner_start(&daemon, now_slot() - 420);
	planner_tick(&daemon);
	daemons_settle(&daemon);
	executions = daemons_journal(&daemon, &count);
	/* Two before it, four in it, and the last, which has no lines. */
	ck_assert_uint_eq(count, 7);
	for (size_t i = 0; i < count; i++) {
		ck_assert_int_eq(executions[i].outcome, OUTCOME_SKIPPED);
		paused += strncmp(executions[i].reason, "paused until ", 13) ==
		    0;
	}
	ck_assert_uint_eq(paused, 4);
	free(executions);
	daemons_close(&daemon);
}
END_TEST

START_TEST(a_paused_slot_supersedes_nobody)
{
	struct daemon daemon;
	struct execution *executions;
	size_t count;

	daemons_open(&daemon);
	paused_hourly(120, 1);
	daemons_option("hourly", "catch_up", "24h");
	daemons_option("hourly", "start_within", "24h");
	daemons_plan(&daemon, "127.0.0.1");
	planner_start(&daemon, now_slot() - 180);
	planner_tick(&daemon);
	daemons_settle(&daemon);
	executions = daemons_journal(&daemon, &count);
	ck_assert_uint_eq(count, 3);
	/* The oldest is none of the pause's: it came to its turn. */
	for (size_t i = 0; i < count; i++) {
		bool is_oldest = now_slot() - executions[i].slot >= 150;

		ck_assert_int_eq(strcmp(executions[i].reason,
				     "it has no lines") == 0,
		    is_oldest);
		ck_assert_int_eq(strncmp(executions[i].reason, "paused ", 7) ==
			0,
		    !is_oldest);
	}
	free(executions);
	daemons_close(&daemon);
}
END_TEST

START_TEST(of_a_long_absence_the_paused_part_is_a_row_of_its_own)
{
	enum { DAY = MINUTES_PER_DAY };
	struct daemon daemon;
	struct execution *executions;
	size_t count;
	int64_t missed = 0, skipped = 0, missed_rows = 0;

	daemons_open(&daemon);
	paused_hourly(8 * DAY, 5 * DAY);
	daemons_plan(&daemon, "127.0.0.1");
	planner_start(&daemon, now_slot() - 10 * DAY);
	planner_tick(&daemon);
	daemons_settle(&daemon);
	executions = daemons_journal(&daemon, &count);
	for (size_t i = 0; i < count; i++) {
		if (executions[i].slots == 1)
			continue;
		if (executions[i].outcome == OUTCOME_SKIPPED)
			skipped += executions[i].slots;
		else
			missed += executions[i].slots;
		missed_rows += executions[i].outcome == OUTCOME_MISSED;
	}
	ck_assert_int_eq(skipped, 3 * 24);
	ck_assert_int_eq(missed_rows, 2);
	ck_assert_int_ge(missed, 6 * 24 - 1);
	ck_assert_int_le(missed, 6 * 24 + 1);
	free(executions);
	daemons_close(&daemon);
}
END_TEST

UNIT_MAIN("daemon/planner", slots_of_a_pause_are_skipped_also_when_it_is_over,
    a_paused_slot_supersedes_nobody,
    of_a_long_absence_the_paused_part_is_a_row_of_its_own,
    every_minute_behind_the_cursor_is_evaluated_once,
    what_is_later_than_catch_up_is_missed,
    of_a_long_absence_one_row_says_how_many,
    a_clock_set_back_moves_the_cursor_back,
    what_is_not_ours_or_not_planned_is_not_claimed)
