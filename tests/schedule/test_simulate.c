#include "config.h"

#include "schedule/simulate.h"

#include <stdio.h>

#include "base/calendar.h"
#include "base/defs.h"
#include "base/mem.h"
#include "model/execution.h"
#include "tests/unit.h"

enum { MINUTE = 60, NOON = 29930880 /* a minute */ };
#define AT(minute) ((int64_t)(NOON + (minute)) * MINUTE)

static const struct queue_rules rules = { .max_running = 2,
	.archivelog_beside = true };

/* Due so many minutes behind noon, and takes so many. */
static struct simulate_run
make(const char *id, const char *strategy, const char *connection, int due,
    int takes)
{
	return (struct simulate_run){
		.item = { .id = id,
		    .strategy = strategy,
		    .connection = connection,
		    .slot = NOON + due,
		    .priority = PRIORITY_MEDIUM },
		.usual_s = takes * MINUTE,
		.start_within = 360,
	};
}

static void
expect(const struct simulate_run *run, enum simulate_fate fate, int start,
    enum queue_answer waited, size_t behind)
{
	ck_assert_msg(run->fate == fate, "%s: %u", run->item.id, run->fate);
	ck_assert_msg(run->waited == waited, "%s: %u", run->item.id,
	    run->waited);
	if (waited != QUEUE_START)
		ck_assert_msg(run->behind == behind, "%s: %zu", run->item.id,
		    run->behind);
	if (fate != SIMULATE_RUNS)
		return;
	ck_assert_msg(run->start_s == AT(start), "%s: %lld", run->item.id,
	    (long long)(run->start_s / MINUTE - NOON));
	ck_assert_int_eq(run->end_s, run->start_s + run->usual_s);
}

START_TEST(runs_of_one_connection_wait_for_each_other)
{
	struct simulate_run runs[] = { make("1", "full", "a", 0, 600),
		make("2", "other", "a", 10, 30), make("3", "logs", "a", 15, 1),
		make("4", "logs", "a", 30, 1) };

	runs[1].start_within = 1000;
	runs[2].item.is_archivelog = runs[3].item.is_archivelog = true;
	simulate(runs, COUNT_OF(runs), &rules, AT(-1));
	expect(&runs[0], SIMULATE_RUNS, 0, QUEUE_START, 0);
	expect(&runs[1], SIMULATE_RUNS, 600, QUEUE_WAIT_CONNECTION, 0);
	expect(&runs[2], SIMULATE_RUNS, 15, QUEUE_START, 0);
	expect(&runs[3], SIMULATE_RUNS, 30, QUEUE_START, 0);
}
END_TEST

START_TEST(more_than_max_running_wait_for_their_turn)
{
	struct simulate_run runs[] = { make("1", "a", "a", 0, 20),
		make("2", "b", "b", 0, 30), make("3", "c", "c", 0, 10),
		make("4", "d", "d", 0, 10), make("5", "e", "e", 0, 10) };

	runs[4].item.priority = PRIORITY_HIGH;
	simulate(runs, COUNT_OF(runs), &rules, AT(-1));
	expect(&runs[4], SIMULATE_RUNS, 0, QUEUE_START, 0);
	expect(&runs[0], SIMULATE_RUNS, 0, QUEUE_START, 0);
	expect(&runs[1], SIMULATE_RUNS, 10, QUEUE_WAIT_SLOT, 1);
	expect(&runs[2], SIMULATE_RUNS, 20, QUEUE_WAIT_SLOT, 2);
	expect(&runs[3], SIMULATE_RUNS, 30, QUEUE_WAIT_SLOT, 3);
}
END_TEST

START_TEST(the_latest_of_a_strategy_runs_and_what_waits_too_long_does_not)
{
	struct simulate_run runs[] = { make("1", "full", "a", 0, 600),
		make("2", "hourly", "a", 60, 5), make("3", "daily", "a", 90, 5),
		make("4", "hourly", "a", 120, 5),
		make("5", "hourly", "a", 580, 5) };

	simulate(runs, COUNT_OF(runs), &rules, AT(-1));
	expect(&runs[1], SIMULATE_SUPERSEDED, 0, QUEUE_WAIT_CONNECTION, 3);
	expect(&runs[2], SIMULATE_MISSED, 0, QUEUE_WAIT_CONNECTION, 0);
	expect(&runs[4], SIMULATE_RUNS, 600, QUEUE_WAIT_CONNECTION, 0);
}
END_TEST

START_TEST(what_runs_and_waits_at_the_beginning_counts)
{
	struct simulate_run runs[] = { make("1", "long", "a", -100, 30),
		make("2", "hand", "a", 0, 5), make("3", "early", "a", -5, 5),
		make("4", "next", "b", 5, 5) };

	runs[0].item.is_running = true;
	runs[0].started_s = AT(-90); /* it should be over */
	runs[1].item.slot = EXECUTION_BY_HAND;
	simulate(runs, COUNT_OF(runs), &rules, AT(0));
	ck_assert_int_eq(runs[0].fate, SIMULATE_RUNS);
	ck_assert_int_eq(runs[0].start_s, AT(-90));
	ck_assert_int_eq(runs[0].end_s, AT(1));
	expect(&runs[1], SIMULATE_RUNS, 1, QUEUE_WAIT_CONNECTION, 0);
	expect(&runs[2], SIMULATE_RUNS, 6, QUEUE_WAIT_CONNECTION, 0);
	expect(&runs[3], SIMULATE_RUNS, 5, QUEUE_START, 0);
}
END_TEST

START_TEST(a_pause_and_being_alone_are_obeyed)
{
	struct simulate_run runs[] = { make("1", "logs", "a", 0, 10),
		make("2", "alone", "a", 5, 10), make("3", "logs2", "a", 12, 10),
		make("4", "paused", "b", 12, 10) };

	runs[0].item.is_archivelog = runs[2].item.is_archivelog = true;
	runs[1].item.is_alone = true;
	runs[3].is_paused = true;
	simulate(runs, COUNT_OF(runs), &rules, AT(-1));
	expect(&runs[1], SIMULATE_RUNS, 10, QUEUE_WAIT_ALONE, 0);
	expect(&runs[2], SIMULATE_RUNS, 20, QUEUE_WAIT_ALONE, 1);
	expect(&runs[3], SIMULATE_PAUSED, 0, QUEUE_START, 0);
}
END_TEST

static uint32_t seed = 1;

static int
random_to(int end)
{
	seed = seed * 1664525 + 1013904223;
	return (int)(seed >> 8) % end;
}

static bool
overlap(const struct simulate_run *a, const struct simulate_run *b)
{
	return a->start_s < b->end_s && b->start_s < a->end_s;
}

static int
by_slot(const void *a, const void *b)
{
	const struct simulate_run *one = a, *other = b;

	return one->item.slot < other->item.slot ?
	    -1 :
	    one->item.slot > other->item.slot;
}

/* Whatever the plan: nothing is lost, early, or beside what it must not be. */
static void
check_laws(const struct simulate_run *runs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct simulate_run *run = &runs[i];
		size_t at_once = 0;

		ck_assert_int_ne(run->fate, SIMULATE_OPEN);
		if (run->fate != SIMULATE_RUNS)
			continue;
		ck_assert_int_ge(run->start_s, run->item.slot * MINUTE);
		for (size_t k = 0; k < count; k++) {
			const struct simulate_run *other = &runs[k];

			if (other->fate != SIMULATE_RUNS)
				continue;
			at_once += other->start_s <= run->start_s &&
			    other->end_s > run->start_s;
			if (k == i ||
			    strcmp(run->item.connection,
				other->item.connection) != 0 ||
			    run->item.is_archivelog !=
				other->item.is_archivelog)
				continue;
			ck_assert(!overlap(run, other));
		}
		ck_assert_uint_le(at_once, rules.max_running);
	}
}

START_TEST(the_laws_of_the_queue_hold_for_any_plan)
{
	enum { RUNS = 120, ROUNDS = 200 };
	static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g",
		"h" };

	for (int round = 0; round < ROUNDS; round++) {
		struct simulate_run runs[RUNS];
		char ids[RUNS][8];

		for (int i = 0; i < RUNS; i++) {
			int strategy = random_to(8);

			(void)snprintf(ids[i], sizeof(ids[i]), "%d", i);
			runs[i] = make(ids[i], names[strategy],
			    names[strategy % 4], random_to(600),
			    1 + random_to(60));
			runs[i].item.is_archivelog = strategy >= 4;
			runs[i].item.priority = (enum priority)(strategy % 3);
			runs[i].start_within = 30 + random_to(300);
		}
		qsort(runs, RUNS, sizeof(runs[0]), by_slot);
		simulate(runs, RUNS, &rules, AT(-1));
		check_laws(runs, RUNS);
	}
}
END_TEST

START_TEST(work_without_end_is_given_up)
{
	enum { MANY = 100000 };
	struct simulate_run *runs = mem_new(MANY, sizeof(*runs));
	char(*ids)[8] = mem_new(MANY, sizeof(*ids));

	for (int i = 0; i < MANY; i++) {
		(void)snprintf(ids[i], sizeof(ids[i]), "%d", i);
		runs[i] = make(ids[i], ids[i], ids[i], i / 1000, 600);
	}
	simulate(runs, MANY, &rules, AT(-1));
	ck_assert_int_eq(runs[0].fate, SIMULATE_RUNS);
	ck_assert_int_eq(runs[MANY - 1].fate, SIMULATE_OPEN);
	free(ids);
	free(runs);
}
END_TEST

UNIT_MAIN("schedule/simulate", runs_of_one_connection_wait_for_each_other,
    more_than_max_running_wait_for_their_turn,
    the_latest_of_a_strategy_runs_and_what_waits_too_long_does_not,
    what_runs_and_waits_at_the_beginning_counts,
    a_pause_and_being_alone_are_obeyed, the_laws_of_the_queue_hold_for_any_plan,
    work_without_end_is_given_up)
