/*
 * ship - the plan, sent away as a snapshot: to the targets of [snapshot] ship,
 * after each change, to each at most once in ship_every.
 *
 * A process of its own (snapshot save) sends it, one at a time, so that a
 * target that is slow, hangs or is away keeps nobody. One that fails is tried
 * again after 10 s, 20 s and so on to an hour; the log says so when that begins
 * and when it ends, `status` meanwhile.
 *
 * Thread: loop.
 */
#ifndef DAEMON_SHIP_H
#define DAEMON_SHIP_H

#include "daemon/daemon.h"

/* When each was shipped last is asked of the journal first. */
void ship_start(struct daemon *daemon);

/* The configuration is another. */
void ship_configure(struct daemon *daemon);

/* Send what may be sent now; needs a daemon that can be asked. */
void ship_look(struct daemon *daemon);

/* What would be sent is another. */
void ship_changed(struct daemon *daemon);

/* The targets, in the order of the configuration; how many. */
size_t ship_count(const struct daemon *daemon);
void ship_list(const struct daemon *daemon, struct api_ship *out_first);

/* What is being sent is given up. */
void ship_stop(struct daemon *daemon);

/* How long to wait after so many failures in a row, in ms. Pure. */
int64_t ship_pause_ms(unsigned failures);

/*
 * What the process is told to write to: a folder gets NAME.snapshot; free it.
 * Pure.
 */
char *ship_destination(const char *target, const char *name);

#endif
