#include "config.h"

#include "daemon/turns.h"

#include <stdio.h>
#include <time.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/planner.h"
#include "daemon/starter.h"
#include "platform/now.h"
#include "tests/support/daemons.h"
#include "tests/unit.h"

enum { MANY = 10000, MANY_CONNECTIONS = 500, ROUNDS = 3000 };

static struct daemon daemon_;

static int64_t
now_slot(void)
{
	return floor_div(now_wall().utc_s, 60);
}

static struct execution
make(int number, const char *strategy, const char *connection, int64_t slot)
{
	struct execution execution = { .slot = slot,
		.attempt = 1,
		.claimed_ms = now_wall_ms(),
		.kinds = KIND_FULL,
		.priority = PRIORITY_MEDIUM };

	(void)snprintf(execution.id, sizeof(execution.id), "%08d", number);
	(void)text_copy(execution.strategy, sizeof(execution.strategy),
	    strategy);
	(void)text_copy(execution.connection, sizeof(execution.connection),
	    connection);
	return execution;
}

static struct task *
add(int number, const char *strategy, const char *connection, int64_t slot)
{
	struct execution execution = make(number, strategy, connection, slot);

	return board_add(&daemon_.board, &execution);
}

static void
set_up(void)
{
	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup database;", NULL);
	daemons_strategy("hourly", "backup database;", NULL);
	daemons_option("nightly", "alone", "yes");
	daemons_plan(&daemon_, "127.0.0.1");
}

START_TEST(a_slot_that_is_yet_to_come_is_in_nobodys_way)
{
	char reason[LIMIT_REASON + 1];
	struct task *future, *due, *other;
	struct task **next;
	int64_t now = now_slot();

	set_up();
	/* Claimed before the clock was set back by five hours. */
	future = add(1, "nightly", "C_1", now + 300);
	due = add(2, "nightly", "C_1", now);
	ck_assert_int_eq(turns_fate(&daemon_, due, now, reason), FATE_WAIT);
	ck_assert_int_eq(turns_fate(&daemon_, future, now, reason), FATE_WAIT);
	turns_sort(&daemon_, now);
	ck_assert_uint_eq(turns_next(&daemon_, &next), 1);
	ck_assert_ptr_eq(next[0], due);
	free(next);
	turns_explain(&daemon_);
	ck_assert_str_eq(future->waits_for, "its time: the clock was set back");
	/* When its time has come the earlier one gives way. */
	other = add(3, "nightly", "C_1", now + 300);
	ck_assert_int_eq(turns_fate(&daemon_, due, now + 300, reason),
	    FATE_SUPERSEDED);
	ck_assert_int_eq(turns_fate(&daemon_, other, now + 300, reason),
	    FATE_WAIT);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(the_plan_is_asked_again_when_it_has_changed)
{
	char reason[LIMIT_REASON + 1];
	struct task *task, *gone;
	int64_t now = now_slot();

	set_up();
	task = add(1, "nightly", "C_1", now);
	gone = add(2, "deleted", "C_1", now);
	ck_assert_int_eq(turns_fate(&daemon_, task, now, reason), FATE_WAIT);
	ck_assert(task->is_alone);
	ck_assert_int_eq(task->start_within, 6 * 60);
	ck_assert_int_eq(turns_fate(&daemon_, gone, now, reason), FATE_DEAD);
	(void)memcpy(daemon_.name, "db02", 5);
	ck_assert_int_eq(turns_fate(&daemon_, task, now, reason), FATE_DEAD);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_pause_ends_what_waits_but_nothing_by_hand)
{
	char reason[LIMIT_REASON + 1];
	struct task *waits, *by_hand;
	int64_t now = now_slot();

	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup database;", NULL);
	daemons_option("nightly", "pause", "by=ana");
	daemons_plan(&daemon_, "127.0.0.1");
	waits = add(1, "nightly", "C_1", now - 5);
	by_hand = add(2, "nightly", "C_1", EXECUTION_BY_HAND);
	ck_assert_int_eq(turns_fate(&daemon_, waits, now, reason), FATE_PAUSED);
	ck_assert_str_eq(reason, "paused by ana");
	ck_assert_int_eq(turns_fate(&daemon_, by_hand, now, reason), FATE_WAIT);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(each_that_waits_knows_what_for)
{
	struct task *runs, *self, *connection, *slot;
	int64_t now = now_slot();

	set_up();
	daemon_.config->schedule.max_running = 1;
	runs = add(1, "hourly", "C_1", now - 1);
	self = add(2, "hourly", "C_1", now);
	connection = add(3, "other", "C_1", now);
	slot = add(4, "third", "C_2", now);
	board_activate(&daemon_.board, runs);
	turns_explain(&daemon_);
	ck_assert_str_eq(self->waits_for,
	    "the earlier run of the same strategy");
	ck_assert_str_eq(connection->waits_for,
	    "hourly of the same connection");
	ck_assert_str_eq(slot->waits_for,
	    "its turn: 1 run already ([schedule] max_running)");
	connection->is_alone = true;
	self->is_ending = true;
	turns_explain(&daemon_);
	ck_assert_str_eq(connection->waits_for,
	    "hourly: one of them runs alone");
	ck_assert_str_eq(self->waits_for, "the journal: it ends");
	daemon_.phase = DAEMON_STARTING;
	turns_explain(&daemon_);
	ck_assert_str_eq(slot->waits_for, "the first answer of the catalog");
	daemon_.phase = DAEMON_STOPPING;
	turns_explain(&daemon_);
	ck_assert_str_eq(slot->waits_for, "the next start of the daemon");
	daemons_close(&daemon_);
}
END_TEST

/* Numbers that are the same in every run. */
static unsigned
number(unsigned below)
{
	static uint64_t state = 88172645463325252U;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state % below);
}

static void
fill_at_random(int64_t now)
{
	unsigned count = 1 + number(24);

	for (unsigned i = 0; i < count; i++) {
		char strategy[] = { 's', (char)('a' + number(10)), '\0' };
		char connection[] = { 'c', (char)('a' + number(5)), '\0' };
		struct execution execution = make((int)i, strategy, connection,
		    number(3) == 0 ? EXECUTION_BY_HAND : now - number(3));
		struct task *task;

		execution.priority = (enum priority)number(PRIORITIES);
		execution.kinds = number(3) == 0 ? KIND_ARCHIVELOG : KIND_FULL;
		task = board_add(&daemon_.board, &execution);
		task->is_alone = number(6) == 0;
		if (number(4) == 0)
			board_activate(&daemon_.board, task);
	}
	daemon_.config->schedule.max_running = 1 + number(8);
	daemon_.config->schedule.archivelog_beside = number(2) == 0;
}

/* What starts when every task is looked at. */
static size_t
start_all(bool *starts)
{
	const struct board *board = &daemon_.board;
	const struct queue_rules rules = {
		.max_running = (size_t)daemon_.config->schedule.max_running,
		.archivelog_beside = daemon_.config->schedule.archivelog_beside,
	};
	struct queue_item *items = mem_new(board->count, sizeof(*items));
	struct queue_place *places = mem_new(board->count, sizeof(*places));
	size_t count = 0;

	for (size_t i = 0; i < board->count; i++) {
		const struct task *task = board->tasks[i];

		items[i] = (struct queue_item){ .id = task->execution.id,
			.strategy = task->execution.strategy,
			.connection = task->execution.connection,
			.slot = task->execution.slot,
			.priority = task->execution.priority,
			.is_archivelog = kind_is_archivelog_only(
			    task->execution.kinds),
			.is_alone = task->is_alone,
			.is_running = task->is_active };
	}
	queue_decide(items, board->count, &rules, places);
	for (size_t i = 0; i < board->count; i++) {
		starts[i] = places[i].answer == QUEUE_START;
		count += starts[i];
	}
	free(items);
	free(places);
	return count;
}

START_TEST(a_short_look_starts_what_a_long_one_would)
{
	int64_t now = now_slot();
	size_t most = 0;

	set_up();
	for (int round = 0; round < ROUNDS; round++) {
		bool starts[32];
		struct task **next;
		size_t expected, found;

		fill_at_random(now);
		turns_sort(&daemon_, now);
		expected = start_all(starts);
		found = turns_next(&daemon_, &next);
		ck_assert_msg(found == expected, "round %d: %zu, not %zu",
		    round, found, expected);
		for (size_t i = 0; i < daemon_.board.count; i++) {
			bool is_found = false;

			for (size_t j = 0; j < found; j++)
				is_found = is_found ||
				    next[j] == daemon_.board.tasks[i];
			ck_assert_msg(is_found == starts[i], "round %d", round);
		}
		if (found != 0)
			free(next);
		if (found > most)
			most = found;
		while (daemon_.board.count != 0)
			board_remove(&daemon_.board, daemon_.board.tasks[0]);
	}
	ck_assert_uint_ge(most, 3);
	daemons_close(&daemon_);
}
END_TEST

static double
cpu_s(void)
{
	struct timespec now;

	ck_assert_int_eq(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now), 0);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Ten thousand strategies of five hundred connections, due in this minute. */
static void
open_with_many(void)
{
	int64_t now_s = now_wall().utc_s;
	const struct frequency frequency = { -1, -1,
		(int8_t)(now_s / 60 % 60) };

	daemons_open(&daemon_);
	for (int i = 0; i < MANY; i++) {
		char id[16];

		(void)snprintf(id, sizeof(id), "K_%d", i % MANY_CONNECTIONS);
		if (i < MANY_CONNECTIONS)
			daemons_connection(id);
		else
			daemons_of(id);
		(void)snprintf(id, sizeof(id), "S_%d", i);
		daemons_strategy(id, "backup database;", &frequency);
	}
	daemons_plan(&daemon_, "127.0.0.1");
	planner_start(&daemon_, floor_div(now_s, 60) - 1);
}

static bool
is_empty(void *arg)
{
	(void)arg;
	return daemon_.board.count == 0 && !daemon_.planner.is_claiming;
}

/*
 * The bounds are wide, for slow machines and sanitizers: what they catch is a
 * look whose time grows with the square of what waits, which took minutes.
 */
START_TEST(ten_thousand_slots_of_one_minute_take_no_time)
{
	double start;
	size_t count;

	open_with_many();
	start = cpu_s();
	planner_tick(&daemon_);
	daemons_await(&daemon_, is_empty, NULL);
	start = cpu_s() - start;
	ck_assert_msg(start < 10, "%.3f s", start);
	free(daemons_journal(&daemon_, &count));
	ck_assert_uint_ge(count, MANY);
	if (getenv("MEASURE") != NULL)
		(void)printf("10,000 slots claimed, started, ended: %.3f s\n",
		    start);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(ten_thousand_ends_cost_a_short_look_each)
{
	struct board *board = &daemon_.board;
	int64_t now = now_slot();
	size_t looks = 0;
	double start;

	open_with_many();
	for (int i = 0; i < MANY; i++) {
		char strategy[16], connection[16];

		(void)snprintf(strategy, sizeof(strategy), "S_%d", i);
		(void)snprintf(connection, sizeof(connection), "K_%d",
		    i % MANY_CONNECTIONS);
		(void)add(i, strategy, connection, now);
	}
	start = cpu_s();
	turns_sort(&daemon_, now);
	while (board->count != 0) {
		struct task **next;
		size_t count = turns_next(&daemon_, &next);

		looks++;
		for (size_t i = 0; i < count; i++)
			board_activate(board, next[i]);
		if (count != 0)
			free(next);
		ck_assert_uint_ge(board->active_count, 1);
		ck_assert_uint_le(board->active_count, 4);
		board_remove(board, board->active[0]);
	}
	start = cpu_s() - start;
	ck_assert_uint_eq(looks, MANY);
	ck_assert_msg(start < 10, "%.3f s", start);
	if (getenv("MEASURE") != NULL)
		(void)printf("10,000 ends, a look each: %.3f s\n", start);
	daemons_close(&daemon_);
}
END_TEST

UNIT_MAIN("daemon/turns", a_pause_ends_what_waits_but_nothing_by_hand,
    a_slot_that_is_yet_to_come_is_in_nobodys_way,
    the_plan_is_asked_again_when_it_has_changed, each_that_waits_knows_what_for,
    a_short_look_starts_what_a_long_one_would,
    ten_thousand_slots_of_one_minute_take_no_time,
    ten_thousand_ends_cost_a_short_look_each)
