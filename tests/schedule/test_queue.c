#include "config.h"

#include "schedule/queue.h"

#include "base/defs.h"
#include "tests/unit.h"

enum { MOST = 16 };

/* Spelled short: R runs, L archived logs only, A alone. */
struct row {
	const char *id, *strategy, *connection;
	int64_t slot;
	enum priority priority;
	const char *flags;
	enum queue_answer answer;
	size_t behind;
};

static struct queue_item
item_of_row(const struct row *row)
{
	struct queue_item item = {
		.id = row->id,
		.strategy = row->strategy,
		.connection = row->connection,
		.slot = row->slot,
		.priority = row->priority,
		.is_archivelog = strchr(row->flags, 'L') != NULL,
		.is_alone = strchr(row->flags, 'A') != NULL,
		.is_running = strchr(row->flags, 'R') != NULL,
	};

	return item;
}

static void
check_rows(const char *what, const struct row *rows, size_t count,
    size_t max_running, bool archivelog_beside)
{
	struct queue_rules rules = { max_running, archivelog_beside };
	struct queue_item items[MOST] = { 0 };
	struct queue_place places[MOST];

	for (size_t i = 0; i < count; i++)
		items[i] = item_of_row(&rows[i]);
	queue_decide(items, count, &rules, places);
	for (size_t i = 0; i < count; i++) {
		ck_assert_msg(places[i].answer == rows[i].answer,
		    "%s: item %s has answer %d", what, rows[i].id,
		    (int)places[i].answer);
		ck_assert_msg(places[i].behind == rows[i].behind,
		    "%s: item %s is behind %zu", what, rows[i].id,
		    places[i].behind);
	}
}

START_TEST(the_order_is_priority_slot_strategy_id)
{
	const struct row by_priority[] = {
		{ "a", "s1", "c1", 10, PRIORITY_LOW, "", QUEUE_WAIT_SLOT, 0 },
		{ "b", "s2", "c2", 20, PRIORITY_MEDIUM, "", QUEUE_WAIT_SLOT,
		    1 },
		{ "c", "s3", "c3", 30, PRIORITY_HIGH, "", QUEUE_START, 2 },
	};
	const struct row by_slot[] = {
		{ "a", "s1", "c1", 20, PRIORITY_HIGH, "", QUEUE_WAIT_SLOT, 0 },
		{ "b", "s2", "c2", 10, PRIORITY_HIGH, "", QUEUE_START, 1 },
	};
	const struct row by_hand[] = {
		{ "a", "s1", "c1", 0, PRIORITY_HIGH, "", QUEUE_WAIT_SLOT, 0 },
		{ "b", "s2", "c2", -1, PRIORITY_HIGH, "", QUEUE_START, 1 },
	};
	const struct row by_strategy[] = {
		{ "a", "s2", "c1", 10, PRIORITY_HIGH, "", QUEUE_WAIT_SLOT, 0 },
		{ "b", "s1", "c2", 10, PRIORITY_HIGH, "", QUEUE_START, 1 },
	};
	const struct row by_id[] = {
		{ "b", "s1", "c1", -1, PRIORITY_HIGH, "", QUEUE_WAIT_SELF, 1 },
		{ "a", "s1", "c1", -1, PRIORITY_HIGH, "", QUEUE_START, 1 },
	};

	check_rows("priority", by_priority, 3, 1, true);
	check_rows("slot", by_slot, 2, 1, true);
	check_rows("by hand", by_hand, 2, 1, true);
	check_rows("strategy", by_strategy, 2, 1, true);
	check_rows("id", by_id, 2, 1, true);
}
END_TEST

START_TEST(no_more_than_max_running)
{
	const struct row full[] = {
		{ "a", "s1", "c1", 10, PRIORITY_HIGH, "", QUEUE_WAIT_SLOT, 0 },
		{ "b", "s2", "c2", 10, PRIORITY_LOW, "R", QUEUE_RUNS, 1 },
		{ "c", "s3", "c3", 10, PRIORITY_LOW, "R", QUEUE_RUNS, 2 },
	};
	const struct row room[] = {
		{ "a", "s1", "c1", 10, PRIORITY_HIGH, "", QUEUE_START, 0 },
		{ "b", "s2", "c2", 10, PRIORITY_LOW, "R", QUEUE_RUNS, 1 },
		{ "c", "s3", "c3", 10, PRIORITY_LOW, "", QUEUE_WAIT_SLOT, 2 },
	};

	check_rows("full", full, 3, 2, true);
	check_rows("more than full", full, 3, 1, true);
	check_rows("none", full, 1, 0, true);
	check_rows("room for one", room, 3, 2, true);
}
END_TEST

START_TEST(one_connection_has_one_run_and_archived_logs_beside)
{
	const struct row data[] = {
		{ "a", "s1", "c1", 10, PRIORITY_HIGH, "R", QUEUE_RUNS, 0 },
		{ "b", "s2", "c1", 10, PRIORITY_HIGH, "", QUEUE_WAIT_CONNECTION,
		    0 },
		{ "c", "s3", "c1", 10, PRIORITY_LOW, "L", QUEUE_START, 2 },
		{ "d", "s4", "c1", 11, PRIORITY_LOW, "L", QUEUE_WAIT_CONNECTION,
		    2 },
		{ "e", "s5", "c2", 12, PRIORITY_LOW, "", QUEUE_START, 4 },
	};
	const struct row logs[] = {
		{ "a", "s1", "c1", 10, PRIORITY_LOW, "RL", QUEUE_RUNS, 0 },
		{ "b", "s2", "c1", 10, PRIORITY_HIGH, "", QUEUE_START, 1 },
		{ "c", "s3", "c1", 10, PRIORITY_HIGH, "L",
		    QUEUE_WAIT_CONNECTION, 0 },
	};
	const struct row apart[] = {
		{ "a", "s1", "c1", 10, PRIORITY_LOW, "RL", QUEUE_RUNS, 0 },
		{ "b", "s2", "c1", 10, PRIORITY_HIGH, "", QUEUE_WAIT_CONNECTION,
		    0 },
		{ "c", "s3", "c2", 10, PRIORITY_HIGH, "", QUEUE_START, 2 },
		{ "d", "s4", "c2", 10, PRIORITY_HIGH, "L",
		    QUEUE_WAIT_CONNECTION, 2 },
	};

	check_rows("beside a data run", data, 5, 9, true);
	check_rows("beside a log run", logs, 3, 9, true);
	check_rows("not beside", apart, 4, 9, false);
}
END_TEST

START_TEST(a_strategy_is_never_beside_itself)
{
	const struct row rows[] = {
		{ "a", "s1", "c1", 10, PRIORITY_LOW, "R", QUEUE_RUNS, 0 },
		{ "b", "s1", "c1", 20, PRIORITY_HIGH, "", QUEUE_WAIT_SELF, 0 },
		/* Kinds and connection may have changed between two slots. */
		{ "c", "s1", "c1", 30, PRIORITY_HIGH, "L", QUEUE_WAIT_SELF, 0 },
		{ "d", "s1", "c2", 40, PRIORITY_HIGH, "A", QUEUE_WAIT_SELF, 0 },
	};

	check_rows("self", rows, 4, 9, true);
}
END_TEST

START_TEST(who_is_alone_shares_its_connection_with_nobody)
{
	const struct row runs[] = {
		{ "a", "s1", "c1", 10, PRIORITY_LOW, "RA", QUEUE_RUNS, 0 },
		{ "b", "s2", "c1", 10, PRIORITY_HIGH, "L", QUEUE_WAIT_ALONE,
		    0 },
		{ "c", "s3", "c1", 10, PRIORITY_HIGH, "", QUEUE_WAIT_ALONE, 0 },
		{ "d", "s4", "c2", 10, PRIORITY_HIGH, "A", QUEUE_START, 3 },
		{ "e", "s5", "c2", 10, PRIORITY_MEDIUM, "L", QUEUE_WAIT_ALONE,
		    3 },
	};
	const struct row waits[] = {
		{ "a", "s1", "c1", 10, PRIORITY_HIGH, "A", QUEUE_WAIT_ALONE,
		    1 },
		{ "b", "s2", "c1", 10, PRIORITY_LOW, "RL", QUEUE_RUNS, 1 },
		{ "c", "s3", "c1", 10, PRIORITY_LOW, "", QUEUE_START, 2 },
	};

	check_rows("it runs", runs, 5, 9, true);
	check_rows("it waits", waits, 3, 9, true);
}
END_TEST

START_TEST(the_nearest_reason_is_told)
{
	const struct row rows[] = {
		{ "a", "s1", "c1", 10, PRIORITY_LOW, "RA", QUEUE_RUNS, 0 },
		{ "b", "s1", "c1", 20, PRIORITY_HIGH, "A", QUEUE_WAIT_SELF, 0 },
		{ "c", "s2", "c1", 20, PRIORITY_HIGH, "", QUEUE_WAIT_ALONE, 0 },
		{ "d", "s3", "c2", 20, PRIORITY_HIGH, "R", QUEUE_RUNS, 3 },
		{ "e", "s4", "c2", 20, PRIORITY_HIGH, "", QUEUE_WAIT_CONNECTION,
		    3 },
		{ "f", "s5", "c2", 20, PRIORITY_HIGH, "L", QUEUE_WAIT_SLOT, 5 },
	};

	check_rows("reasons", rows, COUNT_OF(rows), 2, true);
	check_rows("nothing", rows, 0, 2, true);
}
END_TEST

static uint32_t
random_below(uint64_t *state, uint32_t bound)
{
	*state = *state * UINT64_C(6364136223846793005) + 1;
	return (uint32_t)(*state >> 33) % bound;
}

static size_t
make_items(struct queue_item *items, uint64_t *state)
{
	static const char *const ids[MOST] = { "a", "b", "c", "d", "e", "f",
		"g", "h", "i", "j", "k", "l", "m", "n", "o", "p" };
	static const char *const strategies[] = { "s0", "s1", "s2", "s3", "s4",
		"s5", "s6", "s7" };
	static const char *const connections[] = { "c0", "c1", "c2", "c3" };
	size_t count = random_below(state, MOST + 1);

	for (size_t i = 0; i < count; i++) {
		uint32_t strategy = random_below(state, COUNT_OF(strategies));

		items[i].id = ids[i];
		items[i].strategy = strategies[strategy];
		items[i].connection = connections[strategy / 2];
		items[i].slot = (int64_t)random_below(state, 4) - 1;
		items[i].priority = random_below(state, PRIORITIES);
		items[i].is_archivelog = random_below(state, 2) == 0;
		items[i].is_alone = random_below(state, 5) == 0;
		items[i].is_running = random_below(state, 4) == 0;
	}
	return count;
}

/* May these two run at the same time? Written from the rules alone. */
static bool
may_be_together(const struct queue_item *a, const struct queue_item *b,
    const struct queue_rules *rules)
{
	if (strcmp(a->strategy, b->strategy) == 0)
		return false;
	if (strcmp(a->connection, b->connection) != 0)
		return true;
	if (a->is_alone || b->is_alone)
		return false;
	return rules->archivelog_beside && a->is_archivelog != b->is_archivelog;
}

static bool
is_before(const struct queue_item *a, const struct queue_item *b)
{
	int order = strcmp(a->strategy, b->strategy);

	if (a->priority != b->priority)
		return a->priority < b->priority;
	if (a->slot != b->slot)
		return a->slot < b->slot;
	return order != 0 ? order < 0 : strcmp(a->id, b->id) < 0;
}

/*
 * An item starts exactly when, at its turn, there is room and nothing that
 * runs or was started before it is in its way.
 */
static bool
must_start(const struct queue_item *items, size_t count, size_t me,
    const struct queue_rules *rules, const struct queue_place *places)
{
	size_t running = 0;

	for (size_t i = 0; i < count; i++) {
		if (!items[i].is_running &&
		    (places[i].answer != QUEUE_START ||
			!is_before(&items[i], &items[me])))
			continue;
		running++;
		if (!may_be_together(&items[i], &items[me], rules))
			return false;
	}
	return running < rules->max_running;
}

static bool
is_in_the_way(const struct queue_item *items, size_t me,
    const struct queue_place *places)
{
	size_t other = places[me].behind;
	bool holds = places[other].answer == QUEUE_RUNS ||
	    places[other].answer == QUEUE_START;
	const struct queue_item *a = &items[me];
	const struct queue_item *b = &items[other];

	switch (places[me].answer) {
	case QUEUE_RUNS:
	case QUEUE_START:
	case QUEUE_WAIT_SLOT:
		return other == me;
	case QUEUE_WAIT_SELF:
		return holds && strcmp(a->strategy, b->strategy) == 0;
	case QUEUE_WAIT_CONNECTION:
		return holds && strcmp(a->connection, b->connection) == 0;
	case QUEUE_WAIT_ALONE:
		return holds && strcmp(a->connection, b->connection) == 0 &&
		    (a->is_alone || b->is_alone);
	}
	return false;
}

static void
check_laws(const struct queue_item *items, size_t count,
    const struct queue_rules *rules, const struct queue_place *places)
{
	size_t running = 0;
	size_t started = 0;

	for (size_t i = 0; i < count; i++) {
		bool starts = places[i].answer == QUEUE_START;

		running += items[i].is_running;
		started += starts;
		if (items[i].is_running != (places[i].answer == QUEUE_RUNS))
			ck_abort_msg("RUNS is for what runs");
		if (!items[i].is_running &&
		    starts != must_start(items, count, i, rules, places))
			ck_abort_msg("item %zu starts: %d", i, starts);
		if (!is_in_the_way(items, i, places))
			ck_abort_msg("item %zu is not in the way",
			    places[i].behind);
		for (size_t j = 0; j < count && starts; j++)
			if (j != i &&
			    (items[j].is_running ||
				places[j].answer == QUEUE_START) &&
			    !may_be_together(&items[i], &items[j], rules))
				ck_abort_msg("%zu beside %zu", i, j);
		for (size_t j = 0; j < count && starts; j++)
			if (places[j].answer == QUEUE_WAIT_SLOT &&
			    is_before(&items[j], &items[i]))
				ck_abort_msg("%zu overtook %zu", i, j);
	}
	if (started > 0 && running + started > rules->max_running)
		ck_abort_msg("%zu at once", running + started);
}

START_TEST(the_laws_hold_for_any_queue)
{
	uint64_t state = 4711;

	for (int round = 0; round < 200000; round++) {
		struct queue_rules rules = { random_below(&state, 7),
			random_below(&state, 2) == 0 };
		struct queue_item items[MOST] = { 0 }, turned[MOST] = { 0 };
		struct queue_place places[MOST], again[MOST];
		size_t count = make_items(items, &state);

		queue_decide(items, count, &rules, places);
		check_laws(items, count, &rules, places);
		/* The order in which the caller lists them says nothing. */
		for (size_t i = 0; i < count; i++)
			turned[i] = items[count - 1 - i];
		queue_decide(turned, count, &rules, again);
		for (size_t i = 0; i < count; i++)
			if (again[count - 1 - i].answer != places[i].answer)
				ck_abort_msg("round %d, item %zu", round, i);
	}
}
END_TEST

UNIT_MAIN("schedule/queue", the_order_is_priority_slot_strategy_id,
    no_more_than_max_running,
    one_connection_has_one_run_and_archived_logs_beside,
    a_strategy_is_never_beside_itself,
    who_is_alone_shares_its_connection_with_nobody, the_nearest_reason_is_told,
    the_laws_hold_for_any_queue)
