#include "config.h"

#include "daemon/board.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

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
	free(board->tasks);
	free(board->pasts);
	*board = (struct board){ 0 };
}

struct task *
board_add(struct board *board, const struct execution *execution)
{
	struct task *task = mem_new(1, sizeof(*task));

	task->execution = *execution;
	board->tasks = mem_grow(board->tasks, board->count + 1,
	    sizeof(struct task *));
	board->tasks[board->count++] = task;
	return task;
}

void
board_remove(struct board *board, struct task *take_task)
{
	size_t i = 0;

	while (i < board->count && board->tasks[i] != take_task)
		i++;
	assert(i < board->count);
	board->count--;
	memmove(&board->tasks[i], &board->tasks[i + 1],
	    (board->count - i) * sizeof(struct task *));
	free_task(take_task);
}

struct task *
board_find(const struct board *board, const char *id)
{
	for (size_t i = 0; i < board->count; i++)
		if (strcmp(board->tasks[i]->execution.id, id) == 0)
			return board->tasks[i];
	return NULL;
}

struct task *
board_of_strategy(const struct board *board, const char *strategy)
{
	struct task *waiting = NULL;

	for (size_t i = 0; i < board->count; i++) {
		struct task *task = board->tasks[i];

		if (strcmp(task->execution.strategy, strategy) != 0)
			continue;
		if (task_is_running(task))
			return task;
		if (waiting == NULL)
			waiting = task;
	}
	return waiting;
}

/* Where the strategy stands or would stand. */
static size_t
place_of(const struct board *board, const char *strategy)
{
	size_t low = 0, high = board->past_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(board->pasts[middle].strategy, strategy) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
stands_at(const struct board *board, size_t place, const char *strategy)
{
	return place < board->past_count &&
	    strcmp(board->pasts[place].strategy, strategy) == 0;
}

void
board_ended(struct board *board, const struct execution *execution)
{
	size_t place = place_of(board, execution->strategy);
	struct past *past;

	if (!stands_at(board, place, execution->strategy)) {
		board->pasts = mem_grow(board->pasts, board->past_count + 1,
		    sizeof(*board->pasts));
		memmove(&board->pasts[place + 1], &board->pasts[place],
		    (board->past_count - place) * sizeof(*board->pasts));
		board->past_count++;
		board->pasts[place] = (struct past){ 0 };
		(void)text_copy(board->pasts[place].strategy,
		    sizeof(board->pasts[place].strategy), execution->strategy);
	}
	past = &board->pasts[place];
	if (board_is_good(execution) &&
	    execution->finished_ms > past->last_good_ms)
		past->last_good_ms = execution->finished_ms;
	if (past->has_last && execution->finished_ms < past->last.finished_ms)
		return;
	past->has_last = true;
	past->last = *execution;
}

const struct past *
board_past(const struct board *board, const char *strategy)
{
	size_t place = place_of(board, strategy);

	return stands_at(board, place, strategy) ? &board->pasts[place] : NULL;
}

bool
board_is_good(const struct execution *execution)
{
	if (execution->outcome == OUTCOME_WARNING)
		return execution->pieces > 0;
	return execution->outcome == OUTCOME_SUCCESS;
}

bool
task_is_running(const struct task *task)
{
	return task->run != NULL || task->again != NULL ||
	    (task->is_changing && task->execution.state != EXECUTION_ENDED) ||
	    task->execution.state == EXECUTION_RUNNING;
}
