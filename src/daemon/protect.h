/*
 * protect - schedule/protection, asked with the plan, the settings and what
 * was good.
 *
 * Thread: loop.
 */
#ifndef DAEMON_PROTECT_H
#define DAEMON_PROTECT_H

#include "daemon/daemon.h"

/*
 * What the status says of a connection's protection. What its strategies make,
 * and when each kind is next due, must be in it already. One that does not live
 * or that another daemon runs is not watched.
 */
void protect_fill(const struct daemon *daemon, int64_t now_ms,
    struct api_connection *connection);

#endif
