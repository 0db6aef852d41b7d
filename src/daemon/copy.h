/*
 * copy - the plan in force as a snapshot, for whoever reads it over the API;
 * with the last good execution of each connection and kind, and the counter
 * "minute", the last one that was evaluated.
 *
 * The generation is held and never changes, so the daemon goes on with the
 * next one meanwhile.
 *
 * Thread: loop.
 */
#ifndef DAEMON_COPY_H
#define DAEMON_COPY_H

#include "daemon/daemon.h"

struct copy;

/* Faults: FAULT_RETRY while there is no plan. */
MUST_CHECK struct copy *
copy_begin(const struct daemon *daemon, struct fault *fault);

/* A little of it: appended to `piece`, or nothing yet. */
MUST_CHECK bool copy_go_on(struct copy *copy, struct buf *piece,
    bool *out_is_done, struct fault *fault);
void copy_end(struct copy *copy); /* NULL is fine */

#endif
