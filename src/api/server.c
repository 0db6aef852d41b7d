#include "config.h"

#include "api/server.h"

#include <assert.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "log/log.h"
#include "platform/file.h"

enum {
	METHODS = EVHTTP_REQ_GET | EVHTTP_REQ_POST | EVHTTP_REQ_HEAD |
	    EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE | EVHTTP_REQ_OPTIONS |
	    EVHTTP_REQ_TRACE | EVHTTP_REQ_CONNECT | EVHTTP_REQ_PATCH,
	INPUT_STRANGER = LIMIT_API_HEADERS * 2,
	INPUT_MOST = LIMIT_API_BODY + INPUT_STRANGER
};

/* A connection, with its one request once that has arrived. */
struct exchange {
	struct server *server;
	struct exchange *next;
	struct bufferevent *stream;
	struct evhttp_connection *connection; /* NULL: not adopted yet */
	struct event *adopting;
	struct event *hangup; /* while an answer is being made */
	struct loop_timer *patience;
	struct socket_peer peer;
	bool is_known;
	struct evhttp_request *request; /* NULL: none, or answered */
	bool is_streaming;
	loop_fn closed;
	void *closed_arg;
	loop_fn drained;
	void *drained_arg;
};

struct server {
	struct loop *loop;
	char *path;
	struct evhttp *http;
	struct evconnlistener *listener;
	struct server_events events;
	void *arg;
	struct exchange *exchanges;
	size_t count, stranger_count;
};

static void
forget(struct exchange *exchange)
{
	struct server *server = exchange->server;
	struct exchange **at = &server->exchanges;

	while (*at != exchange)
		at = &(*at)->next;
	*at = exchange->next;
	server->count--;
	server->stranger_count -=
	    exchange->connection != NULL && !exchange->is_known ? 1 : 0;
	if (exchange->hangup != NULL)
		event_free(exchange->hangup);
	event_free(exchange->adopting);
	loop_timer_free(exchange->patience);
	free(exchange);
	if (server->listener != NULL && server->count < LIMIT_API_CLIENTS)
		evconnlistener_enable(server->listener);
}

/*
 * evhttp frees the connection. A request that it was still writing it has cut
 * loose before, for us to free; any other it frees itself.
 */
static void
on_connection_closed(struct evhttp_connection *connection, void *arg)
{
	struct exchange *exchange = arg;
	loop_fn closed = exchange->request != NULL ? exchange->closed : NULL;
	void *closed_arg = exchange->closed_arg;

	(void)connection;
	if (exchange->request != NULL &&
	    evhttp_request_get_connection(exchange->request) == NULL)
		evhttp_request_free(exchange->request);
	forget(exchange);
	if (closed != NULL)
		closed(closed_arg);
}

static void
on_patience_ended(void *arg)
{
	struct exchange *exchange = arg;

	evhttp_connection_free(exchange->connection);
}

/*
 * evhttp has made its connection of the stream: from here on we know who it is
 * and hear of its end. It offers no way to the connection before a request
 * has arrived but the argument of the stream's callbacks.
 */
static void
on_adopting(evutil_socket_t none, short what, void *arg)
{
	struct exchange *exchange = arg;
	struct server *server = exchange->server;
	struct bufferevent *stream = exchange->stream;
	struct fault fault;
	void *connection = NULL;

	(void)none;
	(void)what;
	bufferevent_getcb(stream, NULL, NULL, NULL, &connection);
	exchange->stream = NULL;
	(void)bufferevent_decref(stream);
	if (connection == NULL) { /* it failed before it began */
		forget(exchange);
		return;
	}
	if (!socket_peer((int)bufferevent_getfd(stream), &exchange->peer,
		&fault)) {
		forget(exchange);
		evhttp_connection_free(connection);
		return;
	}
	exchange->connection = connection;
	exchange->is_known = server->events.is_known(server->arg,
	    &exchange->peer);
	server->stranger_count += exchange->is_known ? 0 : 1;
	evhttp_connection_set_closecb(connection, on_connection_closed,
	    exchange);
	loop_timer_set(exchange->patience, LIMIT_API_PATIENCE_S * 1000);
	if (!exchange->is_known)
		bufferevent_setwatermark(stream, EV_READ, 0, INPUT_STRANGER);
	if (server->stranger_count > LIMIT_API_STRANGERS)
		evhttp_connection_free(connection);
}

/* A new connection is about to be made: count it, and look at it later. */
static struct bufferevent *
make_stream(struct event_base *base, void *arg)
{
	struct server *server = arg;
	struct exchange *exchange = mem_new(1, sizeof(*exchange));

	exchange->server = server;
	exchange->stream = bufferevent_socket_new(base, -1, 0);
	assert(exchange->stream != NULL);
	bufferevent_incref(exchange->stream);

	/* evhttp takes a body once it is whole. */
	bufferevent_setwatermark(exchange->stream, EV_READ, 0, INPUT_MOST);
	exchange->adopting = event_new(base, -1, 0, on_adopting, exchange);
	assert(exchange->adopting != NULL);
	event_active(exchange->adopting, EV_TIMEOUT, 0);
	exchange->patience = loop_timer_new(server->loop, on_patience_ended,
	    exchange);
	exchange->next = server->exchanges;
	server->exchanges = exchange;
	if (++server->count >= LIMIT_API_CLIENTS)
		evconnlistener_disable(server->listener);
	return exchange->stream;
}

/* Nothing is read while an answer is made: ask for the hang-up alone. */
static void
on_hangup(evutil_socket_t descriptor, short what, void *arg)
{
	struct exchange *exchange = arg;

	(void)descriptor;
	(void)what;
	evhttp_connection_free(exchange->connection);
}

static void
on_request(struct evhttp_request *request, void *arg)
{
	struct server *server = arg;
	struct evhttp_connection *connection = evhttp_request_get_connection(
	    request);
	struct bufferevent *stream = evhttp_connection_get_bufferevent(
	    connection);
	struct exchange *exchange = server->exchanges;

	while (exchange != NULL && exchange->connection != connection)
		exchange = exchange->next;
	assert(exchange != NULL);
	exchange->request = request;
	loop_timer_stop(exchange->patience);
	exchange->hangup = event_new(loop_base(server->loop),
	    bufferevent_getfd(stream), EV_CLOSED, on_hangup, exchange);
	if (exchange->hangup != NULL)
		(void)event_add(exchange->hangup, NULL);
	server->events.request(server->arg, exchange);
}

struct server *
server_start(struct loop *loop, const char *path,
    const struct server_events *events, void *arg, struct fault *fault)
{
	struct event_base *base = loop_base(loop);
	struct server *server;
	int descriptor = socket_listen(path, fault);

	if (descriptor == -1)
		return NULL;
	server = mem_new(1, sizeof(*server));
	server->loop = loop;
	server->path = mem_text(path);
	server->events = *events;
	server->arg = arg;
	server->http = evhttp_new(base);
	server->listener = evconnlistener_new(base, NULL, NULL,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, -1, descriptor);
	assert(server->http != NULL && server->listener != NULL);
	evhttp_set_allowed_methods(server->http, METHODS);
	evhttp_set_max_headers_size(server->http, LIMIT_API_HEADERS);
	evhttp_set_max_body_size(server->http, LIMIT_API_BODY);
	evhttp_set_timeout(server->http, LIMIT_API_PATIENCE_S);
	evhttp_set_bevcb(server->http, make_stream, server);
	evhttp_set_gencb(server->http, on_request, server);
	(void)evhttp_bind_listener(server->http, server->listener);
	return server;
}

void
server_stop(struct server *server)
{
	struct fault fault;

	if (server == NULL)
		return;
	server->listener = NULL;
	for (struct exchange *at = server->exchanges; at != NULL;) {
		struct exchange *next = at->next;

		/* Not adopted yet: evhttp_free ends it without a word to us. */
		if (at->connection == NULL) {
			(void)bufferevent_decref(at->stream);
			forget(at);
		}
		at = next;
	}
	evhttp_free(server->http);
	assert(server->exchanges == NULL);
	if (!file_remove(server->path, &fault))
		log_warning("control socket left behind: reason=%s",
		    log_quoted(fault.text));
	free(server->path);
	free(server);
}

const char *
exchange_method(const struct exchange *exchange)
{
	switch ((int)evhttp_request_get_command(exchange->request)) {
	case EVHTTP_REQ_GET:
		return "GET";
	case EVHTTP_REQ_POST:
		return "POST";
	case EVHTTP_REQ_HEAD:
		return "HEAD";
	case EVHTTP_REQ_PUT:
		return "PUT";
	case EVHTTP_REQ_DELETE:
		return "DELETE";
	default:
		return "this";
	}
}

const char *
exchange_path(const struct exchange *exchange)
{
	const char *path = evhttp_uri_get_path(
	    evhttp_request_get_evhttp_uri(exchange->request));

	return path == NULL ? "" : path;
}

const char *
exchange_query(const struct exchange *exchange)
{
	return evhttp_uri_get_query(
	    evhttp_request_get_evhttp_uri(exchange->request));
}

const struct socket_peer *
exchange_peer(const struct exchange *exchange)
{
	return &exchange->peer;
}

const char *
exchange_body(struct exchange *exchange, size_t *out_size)
{
	struct evbuffer *body = evhttp_request_get_input_buffer(
	    exchange->request);
	const char *bytes = (const char *)evbuffer_pullup(body, -1);

	*out_size = evbuffer_get_length(body);
	return bytes == NULL ? "" : bytes;
}

void
exchange_on_closed(struct exchange *exchange, loop_fn closed, void *arg)
{
	exchange->closed = closed;
	exchange->closed_arg = arg;
}

/* From here on evhttp itself watches the connection. */
static void
put_headers(struct exchange *exchange, const char *type)
{
	struct evkeyvalq *headers = evhttp_request_get_output_headers(
	    exchange->request);

	if (exchange->hangup != NULL)
		(void)event_del(exchange->hangup);
	(void)evhttp_add_header(headers, "Content-Type", type);
	(void)evhttp_add_header(headers, "Connection", "close");
	(void)evhttp_add_header(headers, "Cache-Control", "no-store");
}

void
exchange_reply(struct exchange *exchange, int status, const char *json,
    size_t size, const char *allow)
{
	struct evhttp_request *request = exchange->request;
	struct evbuffer *body = evbuffer_new();

	assert(body != NULL && !exchange->is_streaming);
	put_headers(exchange, "application/json");
	if (allow != NULL)
		(void)evhttp_add_header(evhttp_request_get_output_headers(
					    request),
		    "Allow", allow);
	if (evhttp_request_get_command(request) != EVHTTP_REQ_HEAD)
		(void)evbuffer_add(body, json, size);
	exchange->request = NULL;
	evhttp_send_reply(request, status, NULL, body);
	evbuffer_free(body);
}

void
exchange_begin(struct exchange *exchange)
{
	exchange->is_streaming = true;
	put_headers(exchange, "application/octet-stream");

	/* A reader may stop for as long as it likes: it costs one window. */
	bufferevent_set_timeouts(evhttp_connection_get_bufferevent(
				     exchange->connection),
	    NULL, NULL);
	evhttp_send_reply_start(exchange->request, 200, NULL);
}

static void
on_drained(struct evhttp_connection *connection, void *arg)
{
	struct exchange *exchange = arg;
	loop_fn drained = exchange->drained;

	(void)connection;
	exchange->drained = NULL;
	if (drained != NULL)
		drained(exchange->drained_arg);
}

void
exchange_send(struct exchange *exchange, const void *bytes, size_t size,
    loop_fn drained, void *arg)
{
	struct evbuffer *piece = evbuffer_new();

	assert(piece != NULL && exchange->is_streaming && size > 0);
	(void)evbuffer_add(piece, bytes, size);
	exchange->drained = drained;
	exchange->drained_arg = arg;
	evhttp_send_reply_chunk_with_cb(exchange->request, piece, on_drained,
	    exchange);
	evbuffer_free(piece);
}

void
exchange_end(struct exchange *exchange)
{
	struct evhttp_request *request = exchange->request;

	exchange->request = NULL;
	evhttp_send_reply_end(request);
}

void
exchange_drop(struct exchange *exchange)
{
	evhttp_connection_free(exchange->connection);
}
