/*
 * starter - from claimed to ended: the queue, keepers, and what became durable
 * before what.
 *
 * Thread: loop.
 */
#ifndef DAEMON_STARTER_H
#define DAEMON_STARTER_H

#include "daemon/daemon.h"

/* Take the executions that the last life left; before the loop runs. */
void starter_start(struct daemon *daemon, const struct execution *executions,
    size_t count);

/* A durable claim joins the queue. */
struct task *
starter_add(struct daemon *daemon, const struct execution *execution);

/* An execution that is durably ended: tell everybody. */
void starter_ended(struct daemon *daemon, const struct execution *execution);

/* Start what may start, end what may not any more. */
void starter_look(struct daemon *daemon);

/* The daemon stops: what waits for another try is left to the next life. */
void starter_stop(struct daemon *daemon);

/*
 * Ended as cancelled, or its keeper asked to end it. Faults: FAULT_ABSENT when
 * it is ending already, FAULT_SYSTEM when its keeper cannot be asked.
 */
MUST_CHECK bool starter_cancel(struct daemon *daemon, struct task *task,
    const char *who, struct fault *fault);

#endif
