/*
 * planner - the minute: every minute after the cursor is evaluated, and each
 * slot is claimed, missed or superseded, durably, in one transaction with the
 * cursor.
 *
 * Thread: loop.
 */
#ifndef DAEMON_PLANNER_H
#define DAEMON_PLANNER_H

#include "daemon/daemon.h"

/* Take the cursor from the journal. */
void planner_start(struct daemon *daemon, int64_t cursor);

/* The first minute that is not evaluated, nor being claimed; now at most. */
int64_t planner_next(const struct daemon *daemon);

/* Evaluate up to now. Harmless at any time. */
void planner_tick(struct daemon *daemon);

/* A new execution of a strategy; its id is made here. */
struct execution planner_execution(const struct daemon *daemon,
    const struct strategy *strategy, int64_t slot);

#endif
