/*
 * server - HTTP on a local socket: evhttp, and what it leaves out.
 *
 * Everybody may connect, so admission comes first: at most LIMIT_API_CLIENTS
 * connections, of them LIMIT_API_STRANGERS whose user has no business here. A
 * connection carries one request, which must have arrived whole within
 * LIMIT_API_PATIENCE_S. A client that goes away while its answer is being
 * made is noticed at once.
 *
 * An exchange is one request and its answer. It belongs to the server and is
 * gone after exchange_reply, exchange_end, or the call of its `closed`.
 *
 * Thread: loop.
 */
#ifndef API_SERVER_H
#define API_SERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "loop/loop.h"
#include "platform/socket.h"

struct server;
struct exchange;

struct server_events {
	/* Does this user have any right here? */
	bool (*is_known)(void *arg, const struct socket_peer *peer);

	/* A request has arrived: answer it now or later. */
	void (*request)(void *arg, struct exchange *exchange);
};

MUST_CHECK struct server *server_start(struct loop *loop, const char *path,
    const struct server_events *events, void *arg, struct fault *fault);

/* Every open exchange is closed; the socket is removed. NULL is fine. */
void server_stop(struct server *server);

const char *exchange_method(const struct exchange *exchange);
const char *exchange_path(const struct exchange *exchange);
const char *exchange_query(const struct exchange *exchange); /* or NULL */
const struct socket_peer *exchange_peer(const struct exchange *exchange);

/* The request's body, not followed by a zero byte. */
const char *exchange_body(struct exchange *exchange, size_t *out_size);

/* The client is gone, and so is the exchange. */
void exchange_on_closed(struct exchange *exchange, loop_fn closed, void *arg);

/* The whole answer, as JSON. `allow` is the header of a 405, or NULL. */
void exchange_reply(struct exchange *exchange, int status, const char *json,
    size_t size, const char *allow);

/* An answer in pieces: begin, send (each drained before the next), end. */
void exchange_begin(struct exchange *exchange);
void exchange_send(struct exchange *exchange, const void *bytes, size_t size,
    loop_fn drained, void *arg);
void exchange_end(struct exchange *exchange);

/* Hang up in the middle of it: `closed` is called. */
void exchange_drop(struct exchange *exchange);

#endif
