/*
 * retries - the attempt that follows a failed one.
 *
 * It is claimed in the transaction that makes the failure durable, so that it
 * follows from a recorded outcome and from nothing else, and survives whatever
 * comes then. When its turn comes is read from it again: it was claimed when
 * the other had ended, and until it ends itself `retry` is that one's class.
 *
 * Thread: loop.
 */
#ifndef DAEMON_RETRIES_H
#define DAEMON_RETRIES_H

#include "daemon/daemon.h"

/*
 * Does another attempt follow this one, which is about to be durably ended?
 * Its reason then says when, or why none does.
 */
bool retries_follow(const struct daemon *daemon, struct execution *ended,
    struct execution *out_next);

/* When an attempt that waits may start; 0: it is the first. */
int64_t
retries_due_ms(const struct daemon *daemon, const struct execution *execution);

#endif
