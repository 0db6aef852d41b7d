/*
 * intake - a journal that had to begin anew takes in what lies on the disk.
 *
 * The folders of executions say what ran and how it ended (doc/WORKER.md).
 * What lives, what nobody began, and what ended within two days goes on as
 * after any restart; the cursor is now. One alert says so, and `status` as
 * long as the damaged journal lies there.
 *
 * Thread: loop.
 */
#ifndef DAEMON_INTAKE_H
#define DAEMON_INTAKE_H

#include "daemon/daemon.h"

/* Before the journal is asked for what it remembers. */
void intake_start(struct daemon *daemon);

/* A sentence for `status`, or NULL. */
const char *intake_damage(const struct daemon *daemon);

void intake_clear(struct daemon *daemon);

#endif
