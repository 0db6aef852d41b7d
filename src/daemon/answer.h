/*
 * answer - the daemon as the backend of the control API.
 *
 * Thread: loop.
 */
#ifndef DAEMON_ANSWER_H
#define DAEMON_ANSWER_H

#include "daemon/daemon.h"

/* Its argument is the daemon. */
extern const struct api_backend answer_backend;

void answer_clear(struct daemon *daemon);

#endif
