/*
 * turns - of the executions that wait: whose turn it is, what becomes of those
 * that wait too long, and what each of them waits for.
 *
 * Ten thousand may wait, and a look follows every end: so what depends on the
 * plan and the minute is settled once for both, and a look
 * reads only as far as the places reach that are free (turns_next).
 *
 * Units: minutes since the epoch.
 * Thread: loop.
 */
#ifndef DAEMON_TURNS_H
#define DAEMON_TURNS_H

#include "daemon/daemon.h"
#include "schedule/fate.h"

/*
 * What becomes of a waiting task; `room` as fate_of has it. A run by hand may
 * wait as long as a slot does, from when it was asked for.
 */
enum fate turns_fate(struct daemon *daemon, struct task *task, int64_t now,
    char room[LIMIT_REASON + 1]);

/* Put those that may start in the order of their turns. */
void turns_sort(struct daemon *daemon, int64_t now);

/* Those that start now, to be freed by the caller; 0: none. */
size_t turns_next(struct daemon *daemon, struct task ***out_tasks);

/* Say of each that waits what for. */
void turns_explain(struct daemon *daemon);

#endif
