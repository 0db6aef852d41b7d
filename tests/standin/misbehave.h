/*
 * misbehave - what the knobs put into the middle of a BACKUP.
 */
#ifndef STANDIN_MISBEHAVE_H
#define STANDIN_MISBEHAVE_H

#include <stdbool.h>

#include "tests/standin/session.h"

/* Hang, pause, burn, and print what was asked for. */
void misbehave(const struct session *session);

/*
 * Take the lock of FAKERMAN_LOCK for this database and class, which the system
 * drops with the process. False when another stand-in has it, which the trace
 * calls OVERLAP, or a file that begins with `held`.
 */
bool
misbehave_lock(const struct session *session, bool touches_data, int *out_fd);
void misbehave_unlock(int fd);

#endif
