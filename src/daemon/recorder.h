/*
 * recorder - a reader of the journal: what ended goes into the catalog.
 *
 * One execution at a time, in the order in which they ended; its position
 * moves, durably, when the catalog has it. Doing one twice changes nothing
 * there. While the catalog is away it waits, for days if need be. What the
 * catalog will never take is set aside with an error, so that it does not
 * hold up what follows.
 *
 * Thread: loop.
 */
#ifndef DAEMON_RECORDER_H
#define DAEMON_RECORDER_H

#include "daemon/daemon.h"

void recorder_start(struct daemon *daemon, int64_t position, int64_t waiting);
void recorder_stop(struct daemon *daemon);

/* One more has ended, durably. */
void recorder_ended(struct daemon *daemon);

/* There may be something to record. */
void recorder_look(struct daemon *daemon);

#endif
