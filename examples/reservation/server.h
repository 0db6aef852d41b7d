/*
 * server - the local socket, and a thread for each client on it.
 *
 * Anybody who may reach the socket may book; who is the administrator, the
 * system tells: the user that runs the server, and root.
 *
 * Thread: maker; server_run's threads are its own and ended when it returns.
 */
#ifndef RESERVATION_SERVER_H
#define RESERVATION_SERVER_H

#include "database.h"
#include "fault.h"

struct server;

/* Listens at `path`, where nobody else does; a stale socket is replaced. */
MUST_CHECK struct server *
server_new(struct database *database, const char *path, struct fault *fault);

/* The socket is removed. */
void server_free(struct server *server);

/* Serve until server_stop; then no client is left. */
void server_run(struct server *server);

/* May be called from a signal handler, and from another thread. */
void server_stop(struct server *server);

#endif
