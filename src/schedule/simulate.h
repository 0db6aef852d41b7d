/*
 * simulate - what would wait for what: the queue's rules played through for
 * the slots to come, with the usual duration of each.
 *
 * From one event to the next (a slot is due, a run ends) the waiting are
 * written off or started as the daemon would: superseded, too late, and
 * queue_decide for the rest. What really happens differs as far as runs take
 * longer or shorter than usual, fail, or are asked for by hand.
 *
 * Pure but for its memory: values in, values out.
 *
 * Units: _s seconds since the epoch or of a duration; a slot is a UTC minute.
 * Thread: any.
 */
#ifndef SCHEDULE_SIMULATE_H
#define SCHEDULE_SIMULATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schedule/queue.h"

enum simulate_fate {
	SIMULATE_OPEN, /* not played so far: too many wait at once */
	SIMULATE_RUNS,
	SIMULATE_MISSED,     /* waits longer than start_within */
	SIMULATE_SUPERSEDED, /* `behind` comes before its turn does */
	SIMULATE_PAUSED
};

struct simulate_run {
	/* By hand, or with a slot that is over: it waits already. */
	struct queue_item item;
	int64_t usual_s;      /* at least 1 */
	int64_t start_within; /* minutes */
	int64_t started_s;    /* of one that runs already */
	bool is_paused;
	/* The answer. */
	enum simulate_fate fate;
	int64_t start_s, end_s;   /* of one that runs */
	enum queue_answer waited; /* what for, at first; QUEUE_START: nothing */
	size_t behind;            /* who was in the way */
};

/*
 * `runs` in the order of their slots. It gives up after so much work that a
 * person would not wait for more; what is open then, is later.
 */
void simulate(struct simulate_run *runs, size_t count,
    const struct queue_rules *rules, int64_t now_s);

#endif
