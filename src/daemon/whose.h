/*
 * whose - which daemon runs a connection's strategies.
 *
 * A named runner runs them; without one the owner of the catalog does, where
 * the connection's address is this machine's. Every connection has one answer
 * and a sentence that a DBA can act on.
 *
 * Thread: any.
 */
#ifndef DAEMON_WHOSE_H
#define DAEMON_WHOSE_H

#include "base/limits.h"
#include "model/connection.h"

enum whose {
	WHOSE_OURS,
	WHOSE_ANOTHERS,
	WHOSE_NOBODYS /* no daemon runs it: an error of the plan */
};

/*
 * `owner` is the catalog's (NULL: none yet), `is_here` says whether the
 * connection's address is this machine's. `room` holds LIMIT_REASON + 1 and
 * gets the sentence; "" for ours.
 */
enum whose whose_is(const struct connection *connection, const char *owner,
    const char *daemon_name, bool is_here, char room[LIMIT_REASON + 1]);

#endif
