/*
 * board - the executions that live, and how each strategy last ended.
 *
 * A task that has its place among the running is active; the others wait. So
 * that ten thousand that wait cost nothing but when their turn comes, tasks
 * hang together by strategy (a crew) and by connection (a lane), and those
 * that may start stand in the order of their turns. What makes that order old
 * (a new task, another plan, a minute gone by) sets `is_stale`; starter.c
 * makes it anew.
 *
 * Thread: loop.
 */
#ifndef DAEMON_BOARD_H
#define DAEMON_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memdb/pauses.h"
#include "model/execution.h"
#include "schedule/queue.h"
#include "worker/run.h"

struct daemon;
struct task;

/* The living executions of one strategy, oldest first. */
struct crew {
	char strategy[LIMIT_ID + 1];
	struct task *first;
	size_t active;
	uint64_t seen; /* by which search for a turn */
};

/* Those of one connection: how many are active, and of what sort. */
struct lane {
	char connection[LIMIT_ID + 1];
	size_t tasks;
	size_t data, archivelog; /* together all that are active */
	size_t alone;
	uint64_t seen; /* by which search for a turn */
};

enum { TURN_NONE = -1 };

/* One execution that has not ended. */
struct task {
	struct daemon *daemon;
	struct execution execution; /* as it is durable */
	struct crew *crew;
	struct lane *lane;
	struct task *next; /* of its crew */
	ptrdiff_t turn;    /* its place in the board's turns, or TURN_NONE */
	struct run *run;   /* NULL: it has no keeper */
	size_t changes;    /* of its state, on their way into the journal */
	bool is_active;    /* starting, running, or about to start again */
	bool is_ending;    /* its end is on its way */
	bool is_alone;     /* as the plan says */
	bool is_syncing;
	bool wants_refuge; /* state_dir took no files of it */
	bool wants_cancel;
	char cancelled_by[LIMIT_NAME + 1];
	uint64_t generation;  /* of the plan that the next one is from */
	int64_t start_within; /* minutes */
	struct pauses pauses;
	uint64_t seen_bytes;    /* of its output, not all durable yet */
	unsigned failed_starts; /* nothing was begun, tried again */
	int64_t not_before_ms;  /* of another attempt; 0: any time */
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

/* When each kind of a connection was last good, in ms; 0: never. */
struct goods {
	char connection[LIMIT_ID + 1];
	int64_t last_ms[KINDS];
	char executions[KINDS][UUID_TEXT_MAX]; /* which that was */
};

/* One that may start when its turn comes; `task` NULL: not any more. */
struct turn {
	struct task *task;
	struct queue_item item;
};

/* Pointers to structs that begin with a name, in the order of the names. */
struct roll {
	void **rows;
	size_t count, room;
};

struct board {
	struct task **tasks; /* oldest first */
	size_t count, room;
	struct task **active; /* in no order */
	size_t active_count;
	struct roll crews, lanes, pasts, goods;
	struct turn *turns; /* first come first */
	size_t turn_count, first_turn;
	bool is_stale;
	int64_t looked; /* the minute of the last look */
	uint64_t search;
};

void board_clear(struct board *board);

/* The task is the board's; it waits. */
struct task *board_add(struct board *board, const struct execution *execution);
void board_remove(struct board *board, struct task *take_task);

/*
 * It gets its place among the running, or loses it. Twice is fine. Who shall
 * have a turn again makes the board stale.
 */
void board_activate(struct board *board, struct task *task);
void board_rest(struct board *board, struct task *task);

/* Its turn will not come. */
void board_drop_turn(struct board *board, struct task *task);

/* NULL when there is none. */
struct task *board_find(const struct board *board, const char *id);
struct task *board_find_active(const struct board *board, const char *id);

/* Active before waiting, earlier before later; NULL when there is none. */
struct task *board_of_strategy(const struct board *board, const char *strategy);

/* An execution has ended: remember it where it is the newest. */
void board_ended(struct board *board, const struct execution *execution);

/* What the journal says of the last good ones, before any ends. */
void board_set_good(struct board *board, const char *connection, unsigned kind,
    const char *execution, int64_t finished_ms);

/* NULL when nothing of it was ever good. */
const struct goods *
board_goods(const struct board *board, const char *connection);

/* NULL when it never ended. */
const struct past *board_past(const struct board *board, const char *strategy);

#endif
