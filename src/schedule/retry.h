/*
 * retry - is a failed execution worth another attempt, and when.
 *
 * Only an error of a class that passes by itself is: the wait for it doubles
 * with each attempt, and is six times as long where room or a device must come
 * back first. The next attempt must be able to start within start_within of
 * the slot. A run by hand has somebody who looks at it, and is not repeated.
 *
 * Units: _ms milliseconds since the epoch, _s seconds; a slot is a minute.
 * Thread: any.
 */
#ifndef SCHEDULE_RETRY_H
#define SCHEDULE_RETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "model/execution.h"

struct retry_rules {
	int64_t retries; /* attempts beyond the first */
	int64_t delay_s; /* before the second */
	int64_t start_within_s;
};

/* How long to wait after `attempt` failed with an error of that class. */
int64_t retry_wait_s(enum retry_class retry, int attempt, int64_t delay_s);

/*
 * Does another attempt follow one that has ended? *out_at_ms is when. `room`
 * gets a few words for the reason of the one that ended: which attempt comes
 * when, or why none does although errors of its class pass; else "".
 */
bool
retry_follows(const struct execution *ended, const struct retry_rules *rules,
    int64_t *out_at_ms, char room[LIMIT_REASON + 1]);

#endif
