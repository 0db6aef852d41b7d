/*
 * retention - what the journal holds stays within [journal] limit and keep.
 *
 * At the limit the files of whole executions go, oldest end first: of those
 * that every reader has, then of successes that some reader has not, then of
 * all others. Their facts stay; who reads an output that is gone gets a mark
 * that counts its bytes. Behind `keep`, what every reader has goes with its
 * facts; the newest of a strategy never.
 *
 * Small questions to the journal, and a thread of its own that removes: no
 * claim waits for a large file to go.
 *
 * Thread: loop.
 */
#ifndef DAEMON_RETENTION_H
#define DAEMON_RETENTION_H

#include "daemon/daemon.h"

void retention_start(struct daemon *daemon);
void retention_stop(struct daemon *daemon); /* waits for its thread */

/* An execution ended; its files are there to stay. */
void retention_ended(struct daemon *daemon, const struct execution *execution);

/* Bytes that executions take on the disk; -1: not counted yet. */
int64_t retention_bytes(const struct daemon *daemon);

#endif
