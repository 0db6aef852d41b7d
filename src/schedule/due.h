/*
 * due - which frequencies fall due in one minute of real time.
 *
 * The one rule about local time (DESIGN.md, promise 10): a frequency that
 * names its hour runs once a local day even where the clock changes, in the
 * first minute after a gap that swallowed its minute, and in the first of two
 * passes of a repeated one. A frequency of every hour follows real time.
 *
 * Said exactly: a local minute is passed once, when the wall first shows it or
 * something later, and that is when a named hour is due. So the rule holds
 * over any table of offsets that zone_check accepts: a skipped day, a change
 * at midnight, a step back that soon follows a step forward.
 *
 * Pure: the caller brings the zone and the minute. Who looks strategies up by
 * minute of the week takes those of a named hour for each of the local minutes
 * local - gap to local unless is_repeated, those of every hour for local.
 *
 * Units: minutes since the epoch; `local` is the same count of a wall clock.
 * Thread: any.
 */
#ifndef SCHEDULE_DUE_H
#define SCHEDULE_DUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"
#include "model/frequency.h"

/* One minute of real time, as a wall clock in some zone sees it. */
struct due_minute {
	int64_t slot;     /* UTC */
	int64_t local;    /* what the clock on the wall shows */
	int64_t gap;      /* local minutes skipped just before this one */
	bool is_repeated; /* the wall has passed this local minute before */
};

struct due_minute due_minute_of(const struct zone *zone, int64_t slot);

bool
due_now(const struct frequency *frequency, const struct due_minute *minute);

/*
 * The first slot at or after `from` and before `end` at which `frequency` is
 * due; `end` when there is none.
 */
int64_t due_next(const struct frequency *frequency, const struct zone *zone,
    int64_t from, int64_t end);

#endif
