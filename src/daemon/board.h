/*
 * board - the executions that live, and how each strategy last ended.
 *
 * Thread: loop.
 */
#ifndef DAEMON_BOARD_H
#define DAEMON_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/execution.h"
#include "worker/run.h"

struct daemon;

/* One execution that has not ended. */
struct task {
	struct daemon *daemon;
	struct execution execution; /* as it is durable */
	struct run *run;            /* NULL: it waits */
	bool is_changing;           /* a change of state is on its way */
	bool is_held; /* claimed, not to be started: the daemon stops */
	bool is_syncing;
	bool wants_cancel;
	char cancelled_by[LIMIT_NAME + 1];
	uint64_t seen_bytes;    /* of its output, not all durable yet */
	unsigned failed_starts; /* nothing was begun, tried again */
	struct loop_timer *again;
	char *output; /* path, for the sync */
	char waits_for[LIMIT_REASON + 1];
};

/* How a strategy ended last. */
struct past {
	char strategy[LIMIT_ID + 1];
	bool has_last;
	struct execution last; /* newest that ended */
	int64_t last_good_ms;
};

struct board {
	struct task **tasks; /* oldest first */
	size_t count;
	struct past *pasts; /* in the order of strategies */
	size_t past_count;
};

void board_clear(struct board *board);

/* The task is the board's. */
struct task *board_add(struct board *board, const struct execution *execution);
void board_remove(struct board *board, struct task *take_task);

/* NULL when there is none. */
struct task *board_find(const struct board *board, const char *id);

/* Running before waiting, earlier before later; NULL when there is none. */
struct task *board_of_strategy(const struct board *board, const char *strategy);

/* An execution has ended: remember it where it is the newest. */
void board_ended(struct board *board, const struct execution *execution);

/* NULL when it never ended. */
const struct past *board_past(const struct board *board, const char *strategy);

/* Success, or a warning with at least one piece (DESIGN.md, section 2). */
bool board_is_good(const struct execution *execution);

/* Has its place among the running: starting, running, or about to start. */
bool task_is_running(const struct task *task);

#endif
