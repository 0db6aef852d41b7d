/*
 * remarks - what cannot work in the plan in force (schedule/mistake): said in
 * the log when it is new, and in the status.
 *
 * Thread: loop.
 */
#ifndef DAEMON_REMARKS_H
#define DAEMON_REMARKS_H

#include "daemon/daemon.h"

/* The plan or the settings are new. Of connections of others nothing. */
void remarks_look(struct daemon *daemon);
void remarks_clear(struct daemon *daemon);

#endif
