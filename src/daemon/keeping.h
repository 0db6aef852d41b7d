/*
 * keeping - what becomes of the daemon's memory when state_dir takes no more:
 * the journal's state, told and tended, and a refuge for the folders of
 * executions that state_dir has no room for.
 *
 * The refuge is RUNTIME_DIRECTORY/executions, or a folder in /tmp named after
 * state_dir; ours alone, or it is refused.
 *
 * Thread: loop.
 */
#ifndef DAEMON_KEEPING_H
#define DAEMON_KEEPING_H

#include "daemon/daemon.h"

/* Of the journal's events; `arg` is the daemon. */
void
keeping_on_state(void *arg, enum journal_state state, const struct fault *why);

/* Once there is a journal, and after a reload. */
void keeping_start(struct daemon *daemon);
void keeping_stop(struct daemon *daemon);

/* "whole", "low", "unkept"; and why it is not whole, or NULL. */
const char *keeping_state(const struct daemon *daemon);
const char *keeping_reason(const struct daemon *daemon);

/* The folder of an execution, wherever it is; state_dir's if nowhere. */
char *keeping_folder(const struct daemon *daemon, const char *id);

/* In the refuge, which is made; free it. */
MUST_CHECK char *
keeping_refuge(struct daemon *daemon, const char *id, struct fault *fault);

#endif
