/*
 * connect - the connection, and the server process that comes with it.
 */
#ifndef STANDIN_CONNECT_H
#define STANDIN_CONNECT_H

#include <stdbool.h>

#include "tests/standin/session.h"

/*
 * Connect to `role`: target, catalog or auxiliary. On failure the stack is in
 * the session, unless it was asked to stop.
 */
bool connect_to(struct session *session, const char *role, const char *connect,
    bool at_start);

#endif
