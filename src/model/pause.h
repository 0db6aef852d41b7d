/*
 * pause - a time in which a strategy, or all of a connection, starts nothing
 * by itself.
 *
 * It is kept as the option `pause` of its owner, so that it travels with the
 * plan:
 *
 *	since=2026-11-28T08:00:00Z until=2026-11-28T12:00:00Z by=ana
 *	reason=new disks
 *
 * in one line, in this order; each may be left out, not all of them. Without
 * since it began before anything, without until it has no end of its own. A
 * person who writes the row by hand may write `yes` for all of that.
 *
 * Units: seconds since the epoch.
 * Thread: any.
 */
#ifndef MODEL_PAUSE_H
#define MODEL_PAUSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/fault.h"
#include "base/limits.h"
#include "model/edit.h"

#define PAUSE_OPTION "pause"

struct pause {
	int64_t since_s;         /* 0: always */
	int64_t until_s;         /* 0: no end; else not in it any more */
	char by[LIMIT_NAME + 1]; /* who did it, or "" */
	char reason[LIMIT_PAUSE_REASON + 1]; /* or "" */
};

enum { PAUSE_TEXT_MAX = 320 };

/* As the option's value; what it cannot hold of `by` and `reason` is cut. */
void pause_format(char room[PAUSE_TEXT_MAX], const struct pause *pause);

/* Faults: FAULT_FORMAT, FAULT_LIMIT. */
MUST_CHECK bool
pause_read(const char *text, struct pause *out_pause, struct fault *fault);

bool pause_holds(const struct pause *pause, int64_t utc_s);

/* Does `a` end later? One without an end does. */
bool pause_outlasts(const struct pause *a, const struct pause *b);

/* "paused until 2026-11-28T12:00:00Z by ana: new disks" */
void pause_say(char room[LIMIT_REASON + 1], const struct pause *pause);

/*
 * A copy of an edit of kind EDIT_PAUSE with its `until` as an instant: typed
 * as calendar_parse reads it in `zone`, or as a duration from `now_s` on. The
 * caller's; NULL after a fault. Faults: FAULT_USAGE, also when that is past.
 */
MUST_CHECK struct edit *pause_resolve(const struct edit *edit,
    const struct zone *zone, int64_t now_s, struct fault *fault);

#endif
