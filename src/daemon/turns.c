#include "config.h"

#include "daemon/turns.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/order.h"
#include "daemon/plan.h"
#include "platform/now.h"

/* What the plan says of it; one that is active keeps what it started with. */
static void
refresh(const struct daemon *daemon, struct task *task,
    const struct strategy *strategy)
{
	const struct memdb *memdb = daemon->plan.memdb;
	const char *alone;
	struct fault fault;
	int64_t seconds;

	if (task->generation == daemon->plan.generation)
		return;
	task->generation = daemon->plan.generation;
	if (strategy == NULL ||
	    !order_number(daemon->config, memdb, strategy, "start_within",
		&seconds, &fault))
		seconds = daemon->config->schedule.start_within_s;
	task->start_within = seconds / 60;
	pauses_of(memdb, task->execution.connection, task->execution.strategy,
	    &task->pauses);
	alone = memdb_option(memdb, OPTION_STRATEGY, task->execution.strategy,
	    "alone");
	task->is_alone = alone != NULL && text_equal_fold(alone, "yes");
}

/* Its minute is yet to come when the clock was set back. */
static bool
is_due(const struct task *task, int64_t now)
{
	return task->execution.slot <= now &&
	    (task->not_before_ms == 0 || task->not_before_ms <= now_wall_ms());
}

/* What a task that is not due waits for. */
static void
say_not_due(struct task *task, int64_t now)
{
	char moment[CALENDAR_TEXT_MAX];

	if (task->execution.slot > now) {
		(void)snprintf(task->waits_for, sizeof(task->waits_for),
		    "its time: the clock was set back");
		return;
	}
	calendar_format_utc(moment, task->not_before_ms);
	(void)snprintf(task->waits_for, sizeof(task->waits_for),
	    "%s, attempt %d after an error that passes", moment,
	    task->execution.attempt);
}

static bool
waits(const struct task *task)
{
	return !task->is_active && !task->is_ending;
}

/* The latest slot of its strategy that waits and whose minute has come. */
static int64_t
latest_of(const struct task *task, int64_t now)
{
	int64_t latest = task->execution.slot;

	for (const struct task *other = task->crew->first; other != NULL;
	     other = other->next)
		if (waits(other) && is_due(other, now) &&
		    other->execution.slot > latest)
			latest = other->execution.slot;
	return latest;
}

enum fate
turns_fate(struct daemon *daemon, struct task *task, int64_t now,
    char room[LIMIT_REASON + 1])
{
	const struct strategy *strategy = memdb_strategy(daemon->plan.memdb,
	    task->execution.strategy);
	bool is_by_hand = task->execution.slot == EXECUTION_BY_HAND;
	struct fate_question question = {
		.slot = task->execution.slot,
		.now = now,
		.latest = task->execution.slot,
		.is_alive = true,
	};

	refresh(daemon, task, strategy);
	question.start_within = task->start_within;
	if (is_by_hand) {
		question.slot = floor_div(task->execution.claimed_ms, 60000);
		question.latest = question.slot;
	} else {
		question.latest = latest_of(task, now);
		question.is_alive = strategy != NULL &&
		    plan_runs_here(daemon, strategy);
		question.slot_pause = pauses_at(&task->pauses,
		    question.slot * SECONDS_PER_MINUTE);
		question.now_pause = pauses_at(&task->pauses,
		    now * SECONDS_PER_MINUTE);
	}
	return fate_of(&question, room);
}

static struct queue_item
item_of(const struct task *task)
{
	const struct execution *execution = &task->execution;

	return (struct queue_item){
		.id = execution->id,
		.strategy = execution->strategy,
		.connection = execution->connection,
		.slot = execution->slot,
		.priority = execution->priority,
		.is_archivelog = kind_is_archivelog_only(execution->kinds),
		.is_alone = task->is_alone,
		.is_running = task->is_active,
	};
}

static int
compare_turns(const void *a, const void *b)
{
	const struct turn *one = a, *other = b;

	return queue_compare(&one->item, &other->item);
}

void
turns_sort(struct daemon *daemon, int64_t now)
{
	struct board *board = &daemon->board;

	board->turns = mem_grow(board->turns, board->count,
	    sizeof(*board->turns));
	board->turn_count = board->first_turn = 0;
	for (size_t i = 0; i < board->count; i++) {
		struct task *task = board->tasks[i];

		task->turn = TURN_NONE;
		if (waits(task) && is_due(task, now))
			board->turns[board->turn_count++] = (struct turn){
				task,
				item_of(task),
			};
	}
	if (board->turn_count > 1)
		qsort(board->turns, board->turn_count, sizeof(*board->turns),
		    compare_turns);
	for (size_t i = 0; i < board->turn_count; i++)
		board->turns[i].task->turn = (ptrdiff_t)i;
}

/* Does one that is active keep it from starting, whatever the others do? */
static bool
is_blocked(const struct turn *turn)
{
	const struct lane *lane = turn->task->lane;
	size_t any = lane->data + lane->archivelog;

	if (turn->task->crew->active != 0 || lane->alone != 0 ||
	    (turn->item.is_alone && any != 0))
		return true;
	return (turn->item.is_archivelog ? lane->archivelog : lane->data) != 0;
}

/*
 * The tasks that queue_decide must see: from the first turn on, until there
 * are as many connections with nothing active as places, since of each of
 * these one is sure to start. Not so where only runs of a strategy are found
 * that was met before, in another connection, which an edit can bring about.
 */
static size_t
find_candidates(struct board *board, size_t places, const struct turn **out)
{
	size_t count = 0, free_lanes = 0;

	while (board->first_turn < board->turn_count &&
	    board->turns[board->first_turn].task == NULL)
		board->first_turn++;
	board->search++;
	for (size_t i = board->first_turn;
	     i < board->turn_count && free_lanes < places; i++) {
		const struct turn *turn = &board->turns[i];
		struct lane *lane;
		struct crew *crew;

		if (turn->task == NULL || is_blocked(turn))
			continue;
		out[count++] = turn;
		lane = turn->task->lane;
		crew = turn->task->crew;
		if (lane->data + lane->archivelog == 0 &&
		    lane->seen != board->search &&
		    crew->seen != board->search) {
			lane->seen = board->search;
			free_lanes++;
		}
		crew->seen = board->search;
	}
	return count;
}

static struct queue_rules
rules_of(const struct daemon *daemon)
{
	return (struct queue_rules){
		.max_running = (size_t)daemon->config->schedule.max_running,
		.archivelog_beside = daemon->config->schedule.archivelog_beside,
	};
}

size_t
turns_next(struct daemon *daemon, struct task ***out_tasks)
{
	const struct queue_rules rules = rules_of(daemon);
	struct board *board = &daemon->board;
	size_t active = board->active_count, count, found = 0;
	const struct turn **candidates;
	struct queue_place *places;
	struct queue_item *items;

	if (active >= rules.max_running || board->turn_count == 0)
		return 0;
	candidates = mem_new(board->turn_count, sizeof(*candidates));
	count = find_candidates(board, rules.max_running - active, candidates);
	items = mem_new(active + count, sizeof(*items));
	places = mem_new(active + count, sizeof(*places));
	*out_tasks = mem_new(count, sizeof(struct task *));
	for (size_t i = 0; i < active; i++)
		items[i] = item_of(board->active[i]);
	for (size_t i = 0; i < count; i++)
		items[active + i] = candidates[i]->item;
	queue_decide(items, active + count, &rules, places);
	for (size_t i = 0; i < count; i++)
		if (places[active + i].answer == QUEUE_START)
			(*out_tasks)[found++] = candidates[i]->task;
	free(candidates);
	free(items);
	free(places);
	if (found == 0)
		free(*out_tasks);
	return found;
}

static void
say_place(const struct daemon *daemon, const struct queue_place *place,
    const struct queue_item *behind, struct task *task)
{
	char *room = task->waits_for;
	size_t size = sizeof(task->waits_for);

	switch (place->answer) {
	case QUEUE_RUNS:
		break;
	case QUEUE_START:
		(void)snprintf(room, size, "its start, in a moment");
		break;
	case QUEUE_WAIT_SLOT:
		(void)snprintf(room, size,
		    "its turn: %" PRId64 " run already "
		    "([schedule] max_running)",
		    daemon->config->schedule.max_running);
		break;
	case QUEUE_WAIT_CONNECTION:
		(void)snprintf(room, size, "%s of the same connection",
		    behind->strategy);
		break;
	case QUEUE_WAIT_SELF:
		(void)snprintf(room, size,
		    "the earlier run of the same strategy");
		break;
	case QUEUE_WAIT_ALONE:
		(void)snprintf(room, size, "%s: one of them runs alone",
		    behind->strategy);
		break;
	}
}

/* What keeps even the first in the queue; NULL: nothing. */
static const char *
wait_of_all(const struct daemon *daemon)
{
	if (daemon->phase == DAEMON_STOPPING)
		return "the next start of the daemon";
	if (daemon->plan.memdb == NULL)
		return "a plan";
	if (daemon->phase == DAEMON_STARTING)
		return "the first answer of the catalog";
	return NULL;
}

void
turns_explain(struct daemon *daemon)
{
	const struct queue_rules rules = rules_of(daemon);
	struct board *board = &daemon->board;
	struct queue_item *items = mem_new(board->count, sizeof(*items));
	struct queue_place *places = mem_new(board->count, sizeof(*places));
	struct task **tasks = mem_new(board->count, sizeof(struct task *));
	const char *all = wait_of_all(daemon);
	int64_t now = floor_div(now_wall().utc_s, 60);
	size_t count = 0;

	for (size_t i = 0; i < board->count; i++) {
		struct task *task = board->tasks[i];
		const char *wait = all;

		if (task->is_ending)
			wait = "the journal: it ends";
		if (wait == NULL && !task->is_active && !is_due(task, now)) {
			say_not_due(task, now);
			continue;
		}
		if (task->is_active || wait == NULL) {
			tasks[count] = task;
			items[count++] = item_of(task);
		} else {
			(void)text_copy(task->waits_for,
			    sizeof(task->waits_for), wait);
		}
	}
	queue_decide(items, count, &rules, places);
	for (size_t i = 0; i < count; i++)
		say_place(daemon, &places[i], &items[places[i].behind],
		    tasks[i]);
	free(items);
	free(places);
	free(tasks);
}
