/*
 * session - a short run of rman beside the queue, by the same way as a backup:
 * the same keeper, user and environment. What it prints is read, and told to
 * who asked; nothing of it is kept.
 *
 * Its folder lies in sessions/ of state_dir, which a daemon empties when it
 * starts.
 *
 * Thread: loop.
 */
#ifndef DAEMON_SESSION_H
#define DAEMON_SESSION_H

#include "api/api.h"
#include "daemon/daemon.h"

/*
 * Connect as a backup would, and ask who is there. `done` is called once, and
 * never from inside the call. Faults: FAULT_ABSENT, FAULT_REFUSED when
 * SESSION_MOST run already, FAULT_CONFIG, FAULT_CLOSED when the daemon stops.
 */
enum { SESSION_MOST = 4, SESSION_TIMEOUT_S = 60 };
void session_test(struct daemon *daemon, const char *connection,
    api_test_fn done, void *arg);

/* Let rman look at a script, which is not run, as in checksyntax. */
void session_syntax(struct daemon *daemon, const struct api_script *script,
    api_test_fn done, void *arg);

void session_start(struct daemon *daemon);

/* Those that run are left to their keepers; who asked is told. */
void session_stop(struct daemon *daemon);

#endif
