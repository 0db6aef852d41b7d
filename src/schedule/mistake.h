/*
 * mistake - what cannot work in a plan, however well it runs: an age that no
 * frequency can keep, a strategy that is never due, a connection that nobody
 * backs up.
 *
 * Pure. Weeks are those of the wall's clock, without the hour that its changes
 * take or give.
 *
 * Thread: any.
 */
#ifndef SCHEDULE_MISTAKE_H
#define SCHEDULE_MISTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/kind.h"
#include "model/strategy.h"

/* A living strategy, and what it makes. */
struct mistake_strategy {
	const struct strategy *strategy;
	unsigned kinds;
};

/* A living connection with its living strategies. */
struct mistake_connection {
	const char *name;
	const struct mistake_strategy *strategies;
	size_t count;
	int64_t max_age_s[KINDS]; /* 0: not named */
	bool is_own;              /* max_age is the connection's own */
};

/* A sentence of at most LIMIT_REASON bytes, as one may stand in a log. */
typedef void (*mistake_fn)(void *arg, const char *sentence);

void mistake_find(const struct mistake_connection *connection, mistake_fn each,
    void *arg);

/*
 * The longest time between two minutes at which one of these kinds, or what
 * renews it, is due; 0 when it never is.
 */
int64_t mistake_longest_gap_s(const struct mistake_strategy *strategies,
    size_t count, unsigned kind);

#endif
