#include "config.h"

#include "daemon/board.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "platform/now.h"

/* Where the name stands or would stand. */
static size_t
place_of(const struct roll *roll, const char *name)
{
	size_t low = 0, high = roll->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(roll->rows[middle], name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
stands_at(const struct roll *roll, size_t place, const char *name)
{
	return place < roll->count && strcmp(roll->rows[place], name) == 0;
}

static void *
find(const struct roll *roll, const char *name)
{
	size_t place = place_of(roll, name);

	return stands_at(roll, place, name) ? roll->rows[place] : NULL;
}

/* Room for one more of `count`; twice as much each time there is none. */
static void *
grow(void *rows, size_t count, size_t *room)
{
	if (count < *room)
		return rows;
	*room = *room == 0 ? 16 : 2 * *room;
	return mem_grow(rows, *room, sizeof(void *));
}

/* A new one has `size` bytes, all zero but the name. */
static void *
find_or_add(struct roll *roll, const char *name, size_t size)
{
	size_t place = place_of(roll, name);

	if (stands_at(roll, place, name))
		return roll->rows[place];
	roll->rows = grow(roll->rows, roll->count, &roll->room);
	memmove(&roll->rows[place + 1], &roll->rows[place],
	    (roll->count - place) * sizeof(void *));
	roll->count++;
	roll->rows[place] = mem_new(1, size);
	(void)text_copy(roll->rows[place], LIMIT_ID + 1, name);
	return roll->rows[place];
}

static void
take_out(struct roll *roll, const char *name)
{
	size_t place = place_of(roll, name);

	free(roll->rows[place]);
	roll->count--;
	memmove(&roll->rows[place], &roll->rows[place + 1],
	    (roll->count - place) * sizeof(void *));
}

static void
clear_roll(struct roll *roll)
{
	for (size_t i = 0; i < roll->count; i++)
		free(roll->rows[i]);
	free(roll->rows);
}

static void
free_task(struct task *task)
{
	run_free(task->run);
	loop_timer_free(task->again);
	free(task->output);
	free(task);
}

void
board_clear(struct board *board)
{
	for (size_t i = 0; i < board->count; i++)
		free_task(board->tasks[i]);
	clear_roll(&board->crews);
	clear_roll(&board->lanes);
	clear_roll(&board->pasts);
	clear_roll(&board->goods);
	free(board->tasks);
	free(board->active);
	free(board->turns);
	*board = (struct board){ 0 };
}

struct task *
board_add(struct board *board, const struct execution *execution)
{
	struct task *task = mem_new(1, sizeof(*task));
	size_t room = board->room;
	struct task **place;

	task->execution = *execution;
	task->turn = TURN_NONE;
	task->crew = find_or_add(&board->crews, execution->strategy,
	    sizeof(*task->crew));
	task->lane = find_or_add(&board->lanes, execution->connection,
	    sizeof(*task->lane));
	task->lane->tasks++;
	for (place = &task->crew->first; *place != NULL;)
		place = &(*place)->next;
	*place = task;
	/* All of them may be active. */
	board->active = grow(board->active, board->count, &room);
	board->tasks = grow(board->tasks, board->count, &board->room);
	board->tasks[board->count++] = task;
	board->is_stale = true;
	return task;
}

/* The array without this one, in the same order. */
static void
leave(struct task **tasks, size_t *count, const struct task *task)
{
	size_t i = 0;

	while (i < *count && tasks[i] != task)
		i++;
	assert(i < *count);
	(*count)--;
	memmove(&tasks[i], &tasks[i + 1], (*count - i) * sizeof(struct task *));
}

/* What of its lane it counts for. */
static size_t *
count_of(struct task *task)
{
	return kind_is_archivelog_only(task->execution.kinds) ?
	    &task->lane->archivelog :
	    &task->lane->data;
}

void
board_rest(struct board *board, struct task *task)
{
	if (!task->is_active)
		return;
	task->is_active = false;
	task->crew->active--;
	(*count_of(task))--;
	task->lane->alone -= task->is_alone;
	leave(board->active, &board->active_count, task);
}

void
board_remove(struct board *board, struct task *take_task)
{
	struct crew *crew = take_task->crew;
	struct lane *lane = take_task->lane;
	struct task **place = &crew->first;

	board_rest(board, take_task);
	board_drop_turn(board, take_task);
	while (*place != take_task)
		place = &(*place)->next;
	*place = take_task->next;
	if (crew->first == NULL)
		take_out(&board->crews, crew->strategy);
	if (--lane->tasks == 0)
		take_out(&board->lanes, lane->connection);
	leave(board->tasks, &board->count, take_task);
	free_task(take_task);
}

void
board_activate(struct board *board, struct task *task)
{
	if (task->is_active)
		return;
	task->is_active = true;
	task->crew->active++;
	(*count_of(task))++;
	task->lane->alone += task->is_alone;
	board->active[board->active_count++] = task;
	board_drop_turn(board, task);
}

void
board_drop_turn(struct board *board, struct task *task)
{
	if (task->turn == TURN_NONE)
		return;
	board->turns[task->turn].task = NULL;
	task->turn = TURN_NONE;
}

static struct task *
find_in(struct task *const *tasks, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(tasks[i]->execution.id, id) == 0)
			return tasks[i];
	return NULL;
}

struct task *
board_find(const struct board *board, const char *id)
{
	return find_in(board->tasks, board->count, id);
}

struct task *
board_find_active(const struct board *board, const char *id)
{
	return find_in(board->active, board->active_count, id);
}

struct task *
board_of_strategy(const struct board *board, const char *strategy)
{
	const struct crew *crew = find(&board->crews, strategy);

	if (crew == NULL)
		return NULL;
	for (struct task *task = crew->first; task != NULL; task = task->next)
		if (task->is_active)
			return task;
	return crew->first;
}

/*
 * As the journal keeps it: what has not happened yet is from before a clock was
 * set back, and older.
 */
static bool
is_newer(int64_t finished_ms, int64_t than_ms)
{
	return finished_ms > than_ms || than_ms > now_wall_ms();
}

void
board_ended(struct board *board, const struct execution *execution)
{
	struct past *past = find_or_add(&board->pasts, execution->strategy,
	    sizeof(*past));

	if (execution->is_good &&
	    is_newer(execution->finished_ms, past->last_good_ms))
		past->last_good_ms = execution->finished_ms;
	for (unsigned kind = 0; execution->is_good && kind < KINDS; kind++)
		if ((execution->kinds & 1U << kind) != 0)
			board_set_good(board, execution->connection, kind,
			    execution->id, execution->finished_ms);
	if (past->has_last &&
	    execution->finished_ms != past->last.finished_ms &&
	    !is_newer(execution->finished_ms, past->last.finished_ms))
		return;
	past->has_last = true;
	past->last = *execution;
}

void
board_set_good(struct board *board, const char *connection, unsigned kind,
    const char *execution, int64_t finished_ms)
{
	struct goods *goods = find_or_add(&board->goods, connection,
	    sizeof(*goods));
	int64_t *last_ms = &goods->last_ms[kind];

	if (!is_newer(finished_ms, *last_ms))
		return;
	*last_ms = finished_ms;
	(void)text_copy(goods->executions[kind],
	    sizeof(goods->executions[kind]), execution);
}

const struct goods *
board_goods(const struct board *board, const char *connection)
{
	return find(&board->goods, connection);
}

const struct past *
board_past(const struct board *board, const char *strategy)
{
	return find(&board->pasts, strategy);
}
