/*
 * queue - of the executions that wait, which may start now, and for what do
 * the others wait.
 *
 * Order: priority, then slot (by hand first), then strategy, then id. At most
 * max_running at once; of one connection one run that touches data files, and
 * beside it, where archivelog_beside says so, one that backs up archived logs
 * only; a strategy never beside itself; one that is alone only while nothing
 * else of its connection runs, and nothing starts beside it. Who is first in
 * the order and blocked by its connection does not hold up other connections,
 * nor those of its own that may start: nothing that could start is kept back.
 *
 * Pure: values in, values out.
 *
 * Thread: any.
 */
#ifndef SCHEDULE_QUEUE_H
#define SCHEDULE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/strategy.h"

/* One execution that runs or waits; texts are borrowed. */
struct queue_item {
	const char *id;
	const char *strategy;
	const char *connection;
	int64_t slot;
	enum priority priority;
	bool is_archivelog; /* touches no data file */
	bool is_alone;
	bool is_running; /* starting or running: holds its place */
};

struct queue_rules {
	size_t max_running;
	bool archivelog_beside;
};

enum queue_answer {
	QUEUE_RUNS,            /* it runs already */
	QUEUE_START,           /* start it now */
	QUEUE_WAIT_SLOT,       /* max_running are running */
	QUEUE_WAIT_CONNECTION, /* `behind` of its connection is in the way */
	QUEUE_WAIT_SELF,       /* an earlier run of the same strategy */
	QUEUE_WAIT_ALONE       /* it, or `behind`, wants to be alone */
};

struct queue_place {
	enum queue_answer answer;
	size_t behind; /* the item in the way; itself for RUNS, START, SLOT */
};

/*
 * Fill `out_places[i]` for `items[i]`. Of several reasons to wait the one that
 * lies nearest is told: itself, alone, its connection, max_running.
 */
void queue_decide(const struct queue_item *items, size_t count,
    const struct queue_rules *rules, struct queue_place *out_places);

/*
 * Whose turn comes first: less than 0 for `a`. Who has ten thousand items and
 * few places asks queue_decide only of those that run and of the first that
 * are not in their way.
 */
int queue_compare(const struct queue_item *a, const struct queue_item *b);

#endif
