#include "config.h"

#include "api/server.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/mem.h"
#include "platform/file.h"
#include "tests/support/backend.h"
#include "tests/support/http.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(nonsense_gets_a_clean_answer)
{
	const struct {
		const char *bytes;
		int status;
	} cases[] = {
		{ "\r\n\r\n\r\n\r\n", 400 },
		{ "hello\r\n\r\n", 400 },
		{ "GET /v1/status HTTP/9.9\r\n\r\n", 400 },
		{ "GET http:// HTTP/1.1\r\nConnection: close\r\n\r\n", 404 },
		{ "BREW /v1/status HTTP/1.1\r\nConnection: close\r\n\r\n",
		    501 },
		{ "GET /v1/status HTTP/1.1\r\nno colon\r\n\r\n", 400 },
		{ "POST /v1/run HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400 },
		{ "POST /v1/run HTTP/1.1\r\nConnection: close\r\n"
		  "Content-Length: 99999999999\r\n\r\n",
		    413 },
		{ "PUT /v1/status HTTP/1.1\r\n\r\n", 405 },
		{ "HEAD /v1/status HTTP/1.1\r\n\r\n", 405 },
		{ "DELETE /v1/edit HTTP/1.1\r\n\r\n", 405 },
		{ "OPTIONS /v1/edit HTTP/1.1\r\n\r\n", 405 },
		{ "GET /v1/executions/../../../etc/passwd HTTP/1.1\r\n\r\n",
		    404 },
		{ "GET /v1/executions/%2e%2e%2f%2e%2e HTTP/1.1\r\n\r\n", 404 },
	};
	struct backend *backend = backend_start();

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char room[4096] = "";
		int connection = http_open(backend->socket, cases[i].bytes);
		size_t got = http_read(connection, room, sizeof(room) - 1);
		int status = 0;

		room[got] = '\0';
		(void)sscanf(room, "HTTP/%*d.%*d %d", &status);
		ck_assert_msg(status == cases[i].status, "%s: %d", room,
		    cases[i].status);
		http_close(connection);
	}
	backend_stop(backend);
}
END_TEST

START_TEST(a_405_says_what_is_allowed_and_a_head_has_no_body)
{
	struct backend *backend = backend_start();
	struct http_answer answer;

	answer = http_ask(backend->socket, "HEAD", "/v1/run", "");
	ck_assert_int_eq(answer.status, 405);
	ck_assert_ptr_nonnull(strstr(answer.headers, "Allow: POST"));
	ck_assert_uint_eq(answer.size, 0);
	http_clear(&answer);
	backend_stop(backend);
}
END_TEST

START_TEST(headers_and_bodies_have_limits)
{
	struct backend *backend = backend_start();
	char *filler = mem_new(LIMIT_API_BODY + 2, 1), *bytes;
	struct http_answer answer;
	char room[64];
	int connection;

	/* A body of just the limit is read whole: it is no JSON. */
	memset(filler, ' ', LIMIT_API_BODY);
	answer = http_ask(backend->socket, "POST", "/v1/edit", filler);
	ck_assert_int_eq(answer.status, 400);
	ck_assert_ptr_nonnull(strstr(answer.body, "not JSON"));
	http_clear(&answer);
	bytes = mem_format("POST /v1/edit HTTP/1.1\r\n"
			   "Content-Length: %d\r\n\r\n",
	    LIMIT_API_BODY + 1);
	connection = http_open(backend->socket, bytes);
	ck_assert_uint_gt(http_read(connection, room, 13), 0);
	ck_assert_int_eq(memcmp(room, "HTTP/1.1 413 ", 13), 0);
	http_close(connection);
	free(bytes);

	memset(filler, 'x', LIMIT_API_HEADERS);
	filler[LIMIT_API_HEADERS] = '\0';
	bytes = mem_format("GET /v1/status HTTP/1.1\r\nX: %s\r\n\r\n", filler);
	connection = http_open(backend->socket, bytes);
	ck_assert_uint_gt(http_read(connection, room, 13), 0);
	ck_assert_int_eq(memcmp(room + 8, " 400 ", 5), 0);
	http_close(connection);
	free(bytes);
	free(filler);
	backend_stop(backend);
}
END_TEST

START_TEST(a_request_may_come_in_pieces)
{
	struct backend *backend = backend_start();
	const char *pieces[] = { "tatus HT", "TP/1.1\r", "\n\r", "\n" };
	char room[16];
	int connection = http_open(backend->socket, "GET /v1/s");
	struct fault fault;

	for (size_t i = 0; i < COUNT_OF(pieces); i++)
		ck_assert(socket_send(connection, pieces[i], strlen(pieces[i]),
		    NULL, 0, &fault));
	ck_assert_uint_gt(http_read(connection, room, 12), 0);
	ck_assert_int_eq(memcmp(room, "HTTP/1.1 200", 12), 0);
	http_close(connection);
	backend_stop(backend);
}
END_TEST

START_TEST(one_client_more_than_the_limit_waits_its_turn)
{
	struct backend *backend = backend_start();
	int idle[LIMIT_API_CLIENTS], late;
	char room[16];

	for (int i = 0; i < LIMIT_API_CLIENTS; i++)
		idle[i] = http_open(backend->socket, "GET ");
	late = http_open(backend->socket, "GET /v1/status HTTP/1.1\r\n\r\n");
	http_close(idle[0]);
	ck_assert_uint_gt(http_read(late, room, 12), 0);
	ck_assert_int_eq(memcmp(room, "HTTP/1.1 200", 12), 0);
	http_close(late);
	for (int i = 1; i < LIMIT_API_CLIENTS; i++)
		http_close(idle[i]);
	backend_stop(backend);
}
END_TEST

struct quiet {
	int known;
};

static bool
is_nobody_known(void *arg, const struct socket_peer *peer)
{
	(void)arg;
	(void)peer;
	return false;
}

static void
answer_empty(void *arg, struct exchange *exchange)
{
	(void)arg;
	exchange_reply(exchange, 200, "{}", 2, NULL);
}

static void
run_loop(void *arg)
{
	loop_run(arg);
}

START_TEST(strangers_get_no_more_than_their_share)
{
	static const struct server_events events = { is_nobody_known,
		answer_empty };
	char *folder = scratch_new(), *path = file_join(folder, "control");
	struct loop *loop = loop_new();
	struct fault fault;
	struct server *server = server_start(loop, path, &events, NULL, &fault);
	struct thread *thread = thread_start(run_loop, loop, &fault);
	int idle[LIMIT_API_STRANGERS], more;
	char room[16];

	ck_assert_ptr_nonnull(server);
	for (int i = 0; i < LIMIT_API_STRANGERS; i++)
		idle[i] = http_open(path, "GET ");
	more = http_open(path, "GET / HTTP/1.1\r\n\r\n");
	ck_assert_uint_eq(http_read(more, room, sizeof(room)), 0);
	http_close(more);
	ck_assert(
	    socket_send(idle[0], "/ HTTP/1.1\r\n\r\n", 14, NULL, 0, &fault));
	ck_assert_uint_gt(http_read(idle[0], room, 12), 0);
	ck_assert_int_eq(memcmp(room, "HTTP/1.1 200", 12), 0);
	for (int i = 0; i < LIMIT_API_STRANGERS; i++)
		http_close(idle[i]);
	loop_stop(loop);
	thread_join(thread);
	server_stop(server);
	ck_assert_int_eq(file_kind(path), FILE_NONE);
	loop_free(loop);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_socket_that_cannot_be_made_is_a_fault)
{
	static const struct server_events events = { is_nobody_known,
		answer_empty };
	struct loop *loop = loop_new();
	struct fault fault;

	ck_assert_ptr_null(
	    server_start(loop, "/nonexistent/control", &events, NULL, &fault));
	loop_free(loop);
}
END_TEST

START_TEST(nothing_is_left_open)
{
	int before = scratch_descriptors();
	struct backend *backend = backend_start();
	int idle = http_open(backend->socket, "GET /v1/st");
	struct http_answer answer = http_ask(backend->socket, "GET",
	    "/v1/status", "");

	ck_assert_int_eq(answer.status, 200);
	http_clear(&answer);
	backend_stop(backend);
	http_close(idle);
	ck_assert_int_eq(scratch_descriptors(), before);
}
END_TEST

UNIT_MAIN("api/server", nonsense_gets_a_clean_answer,
    a_405_says_what_is_allowed_and_a_head_has_no_body,
    headers_and_bodies_have_limits, a_request_may_come_in_pieces,
    one_client_more_than_the_limit_waits_its_turn,
    strangers_get_no_more_than_their_share,
    a_socket_that_cannot_be_made_is_a_fault, nothing_is_left_open)
