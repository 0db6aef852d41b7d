/*
 * inspect - what is installed, reachable and allowed on this host, each with
 * what to do about it, without starting anything.
 *
 * Thread: loop.
 */
#ifndef DAEMON_INSPECT_H
#define DAEMON_INSPECT_H

#include "api/api.h"
#include "daemon/daemon.h"

/* Owns the texts of its findings and databases. */
struct inspect {
	struct api_finding *findings;
	size_t count, room;
	struct api_database *databases;
	size_t database_count;
	char **texts;
	size_t text_count, text_room;
	char **running; /* instances whose pmon is seen */
	size_t running_count;
};

/* Of one connection; NULL: of the host and all. Faults: FAULT_ABSENT. */
MUST_CHECK bool inspect_host(struct daemon *daemon, const char *connection,
    struct inspect *inspect, struct fault *fault);

/* The databases in oratab. Faults: those of oratab_read. */
MUST_CHECK bool inspect_databases(struct daemon *daemon,
    struct inspect *inspect, struct fault *fault);
void inspect_clear(struct inspect *inspect);

/*
 * When the daemon has begun to run: log what is not good, a few connections a
 * turn, so that no slot waits for it; with test_at_start a session of each
 * follows, one after the other.
 */
void inspect_start(struct daemon *daemon);
void inspect_stop(struct daemon *daemon);

#endif
