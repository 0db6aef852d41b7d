/*
 * Random plans and histories of a clock - minutes that pass, freezes, absences,
 * steps in both directions, restarts - through the planner and a real journal,
 * against a slow and obvious model that keeps a mark for every minute.
 *
 * The clock is of this file: it takes the place of platform/now. HISTORIES says
 * how many, HISTORY_SEED where they begin; a failure names its seed.
 */
#include "config.h"

#include <stdio.h>
#include <time.h>

#include "base/defs.h"
#include "base/mem.h"
#include "base/text.h"
#include "daemon/planner.h"
#include "daemon/starter.h"
#include "platform/now.h"
#include "tests/support/daemons.h"
#include "tests/unit.h"

enum {
	STRATEGIES = 6,
	MOST_FREQUENCIES = 3,
	LOOKS = 120,
	DAYS = 40,
	MINUTES = DAYS * MINUTES_PER_DAY,
	MARGIN = 2 * MINUTES_PER_DAY,
	MOST_ROWS = 20000
};

/* 2026-03-15T00:00:00Z: both ends of the two weeks between New York's change
 * and Prague's. */
#define BASE (INT64_C(1773532800) / 60)

static int64_t fake_ms;

struct wall_time
now_wall(void)
{
	return (struct wall_time){ fake_ms / 1000 };
}

int64_t
now_wall_ms(void)
{
	return fake_ms;
}

struct mono_time
now_mono(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (struct mono_time){ (int64_t)now.tv_sec * 1000 +
		now.tv_nsec / 1000000 };
}

/* A small generator of our own: the same numbers on every machine. */
static uint64_t state;

static int
random_below(int bound)
{
	state = state * UINT64_C(6364136223846793005) + 1;
	return (int)((uint32_t)(state >> 33) % (uint32_t)bound);
}

/* What the model says of one execution. */
struct row {
	int strategy;
	int64_t slot, last_slot, slots;
	int attempt;
	enum outcome outcome;
};

struct model {
	bool due[STRATEGIES][MINUTES]; /* from BASE on */
	int64_t catch_up[STRATEGIES];
	int64_t horizon, cursor;
	struct row rows[MOST_ROWS];
	size_t count;
};

static struct model model;
static const char *const ids[STRATEGIES] = { "a", "b", "c", "d", "e", "f" };

static struct frequency
random_frequency(void)
{
	return (struct frequency){
		(int8_t)(random_below(3) == 0 ? random_below(7) : -1),
		(int8_t)(random_below(3) == 0 ? random_below(5) : -1),
		(int8_t)random_below(60)
	};
}

static bool
names(const struct frequency *frequency, int64_t local)
{
	struct civil civil = civil_from_seconds(local * 60);

	return (frequency->day == -1 || frequency->day == civil.week_day) &&
	    (frequency->hour == -1 || frequency->hour == civil.hour) &&
	    frequency->minute == civil.minute;
}

/* Minute by minute, with a mark for each local minute that has been passed. */
static void
mark_due(int strategy, const struct zone *zone, const struct frequency *rows,
    int count)
{
	static bool passed[MINUTES + 2 * MARGIN];
	int64_t low = BASE - MARGIN;

	memset(passed, false, sizeof(passed));
	memset(passed, true, MARGIN / 2);
	for (int64_t slot = BASE - MARGIN / 4; slot < BASE + MINUTES; slot++) {
		int64_t local = slot + zone_offset(zone, slot * 60) / 60;
		bool is_due = false;

		for (int i = 0; i < count; i++)
			is_due |= rows[i].hour == -1 && names(&rows[i], local);
		for (int64_t at = local; !passed[at - low]; at--) {
			passed[at - low] = true;
			for (int i = 0; i < count; i++)
				is_due |= rows[i].hour != -1 &&
				    names(&rows[i], at);
		}
		if (slot >= BASE)
			model.due[strategy][slot - BASE] = is_due;
	}
}

static bool
model_has(int strategy, int64_t slot, int attempt)
{
	for (size_t i = 0; i < model.count; i++)
		if (model.rows[i].strategy == strategy &&
		    model.rows[i].slot == slot &&
		    model.rows[i].attempt == attempt)
			return true;
	return false;
}

static void
model_add(int strategy, int64_t slot, enum outcome outcome)
{
	int attempt = outcome == OUTCOME_SUCCESS;

	/* A slot that ran is neither run again nor written off. */
	if (model_has(strategy, slot, 1) || model_has(strategy, slot, attempt))
		return;
	ck_assert_uint_lt(model.count, MOST_ROWS);
	model.rows[model.count++] = (struct row){ strategy, slot, slot, 1,
		attempt, outcome };
}

/* One row for all that was due in a time too long ago. */
static void
model_absence(int strategy, int64_t first, int64_t last)
{
	struct row row = { strategy, -1, -1, 0, 0, OUTCOME_MISSED };

	for (int64_t slot = first; slot <= last; slot++) {
		if (!model.due[strategy][slot - BASE])
			continue;
		if (row.slots++ == 0)
			row.slot = slot;
		row.last_slot = slot;
	}
	if (row.slots == 0)
		return;
	/* What begins it has a row already: it stands for the others. */
	while (row.slots > 1 && model_has(strategy, row.slot, 0)) {
		row.slots--;
		do
			row.slot++;
		while (!model.due[strategy][row.slot - BASE]);
	}
	if (row.slots == 1) {
		model_add(strategy, row.slot, OUTCOME_MISSED);
		return;
	}
	ck_assert_uint_lt(model.count, MOST_ROWS);
	model.rows[model.count++] = row;
}

static void
model_span(int strategy, int64_t first, int64_t now)
{
	int64_t latest = -1;

	for (int64_t slot = first; slot <= now; slot++)
		if (model.due[strategy][slot - BASE])
			latest = slot;
	for (int64_t slot = first; slot <= now; slot++) {
		if (!model.due[strategy][slot - BASE])
			continue;
		if (now - slot > model.catch_up[strategy])
			model_add(strategy, slot, OUTCOME_MISSED);
		else if (slot != latest)
			model_add(strategy, slot, OUTCOME_SKIPPED);
		else
			model_add(strategy, slot, OUTCOME_SUCCESS);
	}
}

static void
model_look(int64_t now)
{
	int64_t first = model.cursor + 1;

	if (model.cursor == now)
		return;
	if (model.cursor < 0 || model.cursor > now)
		first = now;
	for (int i = 0; i < STRATEGIES; i++) {
		int64_t near = first;

		if (now - first + 1 > model.horizon) {
			near = now - model.horizon + 1;
			model_absence(i, first, near - 1);
		}
		model_span(i, near, now);
	}
	model.cursor = now;
}

/* What waits, runs at once and well. */
static bool
run_job(struct store *store, void *arg, struct fault *fault)
{
	return store_change(store, arg, NULL, fault);
}

static void
run_all(struct daemon *daemon)
{
	while (daemon->board.count != 0) {
		struct task *task = daemon->board.tasks[0];
		struct execution execution = task->execution;

		execution.state = EXECUTION_ENDED;
		execution.outcome = OUTCOME_SUCCESS;
		execution.started_ms = execution.finished_ms = fake_ms;
		journal_submit(daemon->journal, NULL, run_job, NULL,
		    &execution);
		daemons_settle(daemon);
		board_remove(&daemon->board, task);
	}
}

static int
compare_rows(const void *a, const void *b)
{
	const struct row *one = a, *other = b;

	if (one->strategy != other->strategy)
		return one->strategy - other->strategy;
	if (one->slot != other->slot)
		return one->slot < other->slot ? -1 : 1;
	return one->attempt - other->attempt;
}

static void
check_rows(struct daemon *daemon, uint64_t seed, int look)
{
	static struct row sorted[MOST_ROWS], found[MOST_ROWS];
	size_t count;
	struct execution *executions = daemons_journal(daemon, &count);

	ck_assert_uint_le(count, MOST_ROWS);
	for (size_t i = 0; i < count; i++)
		found[i] = (struct row){ executions[i].strategy[0] - 'a',
			executions[i].slot, executions[i].last_slot,
			executions[i].slots, executions[i].attempt,
			executions[i].outcome };
	free(executions);
	memcpy(sorted, model.rows, sizeof(sorted));
	qsort(sorted, model.count, sizeof(*sorted), compare_rows);
	if (count != 0)
		qsort(found, count, sizeof(*found), compare_rows);
	for (size_t i = 0; i < count || i < model.count; i++) {
		const struct row *a = &sorted[i], *b = &found[i];

		if (i < count && i < model.count && compare_rows(a, b) == 0 &&
		    a->last_slot == b->last_slot && a->slots == b->slots &&
		    a->outcome == b->outcome)
			continue;
		ck_abort_msg("seed %llu, look %d, row %zu of %zu (model %zu): "
			     "journal %s/%ld/%d %s %ld to %ld, model "
			     "%s/%ld/%d %s %ld to %ld",
		    (unsigned long long)seed, look, i, count, model.count,
		    i < count ? ids[b->strategy] : "-", (long)(b->slot - BASE),
		    b->attempt, outcome_name(b->outcome), (long)b->slots,
		    (long)(b->last_slot - BASE),
		    i < model.count ? ids[a->strategy] : "-",
		    (long)(a->slot - BASE), a->attempt,
		    outcome_name(a->outcome), (long)a->slots,
		    (long)(a->last_slot - BASE));
	}
}

static void
make_plan(struct daemon *daemon)
{
	static const char *const zones[] = { "CET-1CEST,M3.5.0,M10.5.0/3",
		"EST5EDT,M3.2.0,M11.1.0",
		"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "UTC0" };
	static const char *const catch_ups[] = { "0", "5m", "1h", "4h" };
	static const int64_t minutes[] = { 0, 5, 60, 240 };
	static struct frequency rows[STRATEGIES][MOST_FREQUENCIES];
	int counts[STRATEGIES];

	daemons_open(daemon);
	daemon->config->schedule.max_running = 0; /* run_all runs them */
	model.horizon = 60 * (1 + random_below(3));
	daemon->config->schedule.horizon_s = model.horizon * 60;
	for (int i = 0; i < STRATEGIES; i++) {
		int which = random_below((int)COUNT_OF(catch_ups));

		counts[i] = 1 + random_below(MOST_FREQUENCIES);
		for (int k = 0; k < counts[i]; k++)
			rows[i][k] = random_frequency();
		daemons_strategy_of(ids[i], rows[i], (size_t)counts[i]);
		daemons_option(ids[i], "catch_up", catch_ups[which]);
		daemons_option(ids[i], "timezone",
		    zones[random_below((int)COUNT_OF(zones))]);
		model.catch_up[i] = minutes[which];
	}
	daemons_plan(daemon, "127.0.0.1");
	planner_start(daemon, -1);
	for (int i = 0; i < STRATEGIES; i++)
		mark_due(i,
		    zones_of(&daemon->zones,
			memdb_strategy(daemon->plan.memdb, ids[i])),
		    rows[i], counts[i]);
}

/* How many minutes the clock moves until somebody looks again. */
static int
random_move(void)
{
	int kind = random_below(100);

	if (kind < 60)
		return 1;
	if (kind < 62)
		return 0;
	if (kind < 78)
		return 2 + random_below(40); /* frozen */
	if (kind < 86)
		return 60 + random_below(600); /* away */
	if (kind < 89)
		return random_below(4 * MINUTES_PER_DAY);
	if (kind < 96)
		return -1 - random_below(90); /* set back */
	return -random_below(2 * MINUTES_PER_DAY);
}

static int64_t
stored_cursor(struct daemon *daemon)
{
	char *path = daemon_path(daemon, "journal.db");
	struct fault fault;
	struct store *store = store_open_reading(path, &fault);
	int64_t cursor;

	ck_assert_ptr_nonnull(store);
	ck_assert(store_cursor(store, &cursor, &fault));
	store_close(store);
	free(path);
	return cursor;
}

static void
live_through(uint64_t seed)
{
	struct daemon daemon;
	int64_t now = BASE + MINUTES_PER_DAY;

	state = seed * UINT64_C(1000003) + 1;
	model.cursor = -1;
	model.count = 0;
	make_plan(&daemon);
	/* Half of them near a change of the clocks. */
	if (random_below(2) == 0)
		now = BASE + 13 * MINUTES_PER_DAY + 20 * 60;
	for (int look = 0; look < LOOKS; look++) {
		int move = random_move();

		if (now + move < BASE || now + move >= BASE + MINUTES)
			move = -move;
		now += move;
		fake_ms = now * 60000 + random_below(60000);
		if (random_below(20) == 0)
			planner_start(&daemon, stored_cursor(&daemon));
		planner_tick(&daemon);
		daemons_settle(&daemon);
		run_all(&daemon);
		model_look(now);
		ck_assert_int_eq(daemon.planner.cursor, now);
		if (look % 40 == 39)
			check_rows(&daemon, seed, look);
	}
	daemons_close(&daemon);
}

START_TEST(whatever_the_clock_does_each_slot_has_its_one_end)
{
	const char *histories = getenv("HISTORIES");
	const char *from = getenv("HISTORY_SEED");
	uint64_t seed = from == NULL ? 1 : strtoull(from, NULL, 10);
	long count = histories == NULL ? 6 : strtol(histories, NULL, 10);

	for (; count > 0; count--)
		live_through(seed++);
}
END_TEST

UNIT_MAIN("daemon/histories", whatever_the_clock_does_each_slot_has_its_one_end)
