/*
 * slots - which strategies of a plan are due in a span of minutes.
 *
 * Joins the memory database's index with schedule/due; pure but for the
 * memory of its answer.
 *
 * Units: slots are UTC minutes since the epoch.
 * Thread: any.
 */
#ifndef DAEMON_SLOTS_H
#define DAEMON_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "daemon/zones.h"
#include "memdb/memdb.h"

struct slot {
	const struct strategy *strategy; /* of the generation */
	int64_t slot;
};

struct slots {
	struct slot *slots; /* by strategy, then by time; each once */
	size_t count;
	bool is_cut; /* there are more */
};

/* Which strategies count; NULL: those that are alive. */
typedef bool (*slots_wanted_fn)(void *arg, const struct strategy *strategy);

/*
 * From `first` to `last`, both included, each strategy in its zone: `zones`
 * must be made for this plan, or be all zero. It gives up in the minute in
 * which it has found more than `most`, those that are twice in it too; 0:
 * never.
 */
void slots_between(const struct memdb *memdb, const struct zones *zones,
    int64_t first, int64_t last, size_t most, slots_wanted_fn is_wanted,
    void *arg, struct slots *out_slots);
void slots_clear(struct slots *slots);

/* By time, then by strategy: as a person reads them. */
void slots_sort_by_time(struct slots *slots);

/* The next slot from `from` before `end`; -1 when there is none. */
int64_t slots_next(const struct strategy *strategy, const struct zone *zone,
    int64_t from, int64_t end);

/*
 * How many from `first` to `last`; the first and the last of them. It takes
 * no longer for fifty years (a clock that began in 1970) than for one.
 */
int64_t slots_count(const struct strategy *strategy, const struct zone *zone,
    int64_t first, int64_t last, int64_t *out_first, int64_t *out_last);

#endif
