/*
 * span - which minutes to evaluate, given where we were and what time it is.
 *
 * The cursor is the last minute that was evaluated. Every minute after it, up
 * to now, is (promise 9); of an absence longer than the horizon only the last
 * horizon is, and the rest is one missed row a strategy. After a step back the
 * cursor is now; that minute is evaluated once more, since it may only have
 * been written off, and a slot is claimed once however often it is found.
 * Whatever the answer, `last` is the next cursor.
 *
 * Units: UTC minutes since the epoch, first and last included.
 * Thread: any.
 */
#ifndef SCHEDULE_SPAN_H
#define SCHEDULE_SPAN_H

#include <stdbool.h>
#include <stdint.h>

struct span {
	int64_t first, last; /* evaluate these; empty when last < first */
	int64_t absent_first, absent_last; /* too long ago; 0, -1: none */
	bool stepped_back;                 /* the clock is behind the cursor */
};

/*
 * `cursor` < 0: there is none yet, now is evaluated and nothing before it.
 * `horizon` in minutes, at least 1.
 */
struct span span_of(int64_t cursor, int64_t now, int64_t horizon);

#endif
