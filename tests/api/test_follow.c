#include "config.h"

#include "api/follow.h"

#include <stdio.h>

#include "base/mem.h"
#include "base/text.h"
#include "platform/file.h"
#include "platform/process.h"
#include "tests/support/backend.h"
#include "tests/support/http.h"
#include "tests/unit.h"

#define OUTPUT "/v1/executions/2222/output"
#define REQUEST " HTTP/1.0\r\n\r\n"

enum { MIB = 1 << 20, ROOM = 64 << 10 };

START_TEST(what_comes_next_follows_from_where_one_stands)
{
	const struct {
		struct follow_state state;
		enum follow_step step;
		uint64_t size;
	} cases[] = {
		/* offset, durable, is_cut, has_ended, follows */
		{ { 0, 0, false, false, true }, FOLLOW_WAIT, 0 },
		{ { 0, 0, false, false, false }, FOLLOW_END, 0 },
		{ { 0, 0, false, true, true }, FOLLOW_END, 0 },
		{ { 7, 5, false, false, true }, FOLLOW_WAIT, 0 },
		{ { 7, 5, false, true, true }, FOLLOW_END, 0 },
		{ { 0, 9, false, false, true }, FOLLOW_READ, 9 },
		{ { 4, 9, false, true, false }, FOLLOW_READ, 5 },
		{ { 0, FOLLOW_BATCH, false, false, true }, FOLLOW_READ,
		    FOLLOW_BATCH },
		{ { 0, UINT64_MAX, false, false, true }, FOLLOW_READ,
		    FOLLOW_BATCH },
		{ { 4, 9, true, false, true }, FOLLOW_WAIT, 5 },
		{ { 4, 9, true, true, true }, FOLLOW_MISS, 5 },
		{ { 4, 9, true, false, false }, FOLLOW_MISS, 5 },
		{ { 9, 9, true, true, true }, FOLLOW_END, 0 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint64_t size;

		ck_assert_int_eq(follow_decide(&cases[i].state, &size),
		    cases[i].step);
		ck_assert_uint_eq(size, cases[i].size);
	}
}
END_TEST

START_TEST(what_is_durable_is_sent_and_the_answer_ends)
{
	struct backend *backend = backend_start();
	struct http_answer answer;

	backend_grow(backend, "one\ntwo\n");
	answer = http_ask(backend->socket, "GET", OUTPUT, "");
	ck_assert_int_eq(answer.status, 200);
	ck_assert_str_eq(answer.body, "one\ntwo\n");
	ck_assert_ptr_nonnull(
	    strstr(answer.headers, "application/octet-stream"));
	http_clear(&answer);
	answer = http_ask(backend->socket, "GET", OUTPUT "?from=4", "");
	ck_assert_str_eq(answer.body, "two\n");
	http_clear(&answer);
	answer = http_ask(backend->socket, "GET", OUTPUT "?from=99", "");
	ck_assert_str_eq(answer.body, "");
	http_clear(&answer);
	backend_stop(backend);
}
END_TEST

/* Read on until `text` is what came behind the headers. */
static void
expect(int connection, const char *text)
{
	static char all[4096];
	static size_t size;
	const char *body = NULL;

	while (body == NULL || strcmp(body + 4, text) != 0) {
		size_t got = http_read(connection, all + size,
		    sizeof(all) - 1 - size);

		ck_assert_uint_gt(got, 0);
		size += got;
		all[size] = '\0';
		body = strstr(all, "\r\n\r\n");
	}
}

START_TEST(a_follower_gets_what_grows_until_the_end)
{
	struct backend *backend = backend_start();
	char room[16];
	int connection = http_open(backend->socket,
	    "GET " OUTPUT "?follow=1" REQUEST);

	expect(connection, "");
	backend_grow(backend, "one\n");
	expect(connection, "one\n");
	backend_grow(backend, "two\n");
	expect(connection, "one\ntwo\n");
	backend_end(backend, OUTCOME_SUCCESS);
	ck_assert_uint_eq(http_read(connection, room, sizeof(room)), 0);
	http_close(connection);
	backend_stop(backend);
}
END_TEST

START_TEST(many_followers_come_and_go)
{
	struct backend *backend = backend_start();
	int connections[20];
	char room[4096];

	for (int i = 0; i < 20; i++) {
		connections[i] = http_open(backend->socket,
		    "GET " OUTPUT "?follow=1" REQUEST);
		ck_assert_uint_gt(http_read(connections[i], room, sizeof(room)),
		    0);
	}
	for (int i = 0; i < 20; i += 2)
		http_close(connections[i]);
	backend_grow(backend, "one\n");
	for (int i = 1; i < 20; i += 2) {
		ck_assert_uint_eq(http_read(connections[i], room, 4), 4);
		ck_assert_int_eq(memcmp(room, "one\n", 4), 0);
	}
	for (int i = 1; i < 20; i += 4)
		http_close(connections[i]);

	/* The rest is closed by the end of the API. */
	backend_stop(backend);
	for (int i = 3; i < 20; i += 4) {
		ck_assert_uint_eq(http_read(connections[i], room, sizeof(room)),
		    0);
		http_close(connections[i]);
	}
}
END_TEST

START_TEST(what_was_cut_is_counted)
{
	struct backend *backend = backend_start();
	char *path = file_join(backend->folder, BACKEND_LIVING);
	struct http_answer answer;
	struct fault fault;

	backend_grow(backend, "one\ntwo\n");
	ck_assert(file_replace(path, "one\n", 4, &fault));
	answer = http_ask(backend->socket, "GET", OUTPUT, "");
	ck_assert_str_eq(answer.body,
	    "one\n[4 bytes of this output are gone]\n");
	http_clear(&answer);
	ck_assert(file_remove(path, &fault));
	answer = http_ask(backend->socket, "GET", OUTPUT "?from=1", "");
	ck_assert_str_eq(answer.body, "[7 bytes of this output are gone]\n");
	http_clear(&answer);
	free(path);
	backend_stop(backend);
}
END_TEST

/* Lines of 64 bytes that count, so that a lost or doubled one shows. */
static void
write_lines(struct backend *backend, size_t mib)
{
	char *path = file_join(backend->folder, BACKEND_LIVING);
	char *block = mem_new(MIB + 1, 1);
	struct fault fault;
	int descriptor = file_open(path, FILE_APPEND, &fault);
	size_t number = 0;

	for (size_t i = 0; i < mib; i++) {
		for (size_t at = 0; at < MIB; at += 64)
			(void)snprintf(block + at, 65, "%063zu\n", number++);
		ck_assert(file_write_all(descriptor, block, MIB, &fault));
	}
	file_close(descriptor);
	backend->executions[1].log_bytes = mib * MIB;
	free(block);
	free(path);
}

/* What is left of the answer counts on from `number`, to its end. */
static size_t
read_lines(int connection, char *room, size_t begun)
{
	size_t number = 0, size = begun, got;

	while ((got = http_read(connection, room + size, ROOM - size)) > 0) {
		size_t at = 0;

		size += got;
		for (; at + 64 <= size; at += 64, number++) {
			if (strtoul(room + at, NULL, 10) != number)
				ck_abort_msg("line %zu is wrong", number);
		}
		memmove(room, room + at, size - at);
		size -= at;
	}
	ck_assert_uint_eq(size, 0);
	return number;
}

/* Take the headers; what came behind them stays in the room. */
static size_t
skip_headers(int connection, char *room)
{
	size_t size = 0;
	char *body = NULL;

	while (body == NULL) {
		size += http_read(connection, room + size, 4096 - size);
		room[size] = '\0';
		body = strstr(room, "\r\n\r\n");
	}
	size -= (size_t)(body + 4 - room);
	memmove(room, body + 4, size);
	return size;
}

START_TEST(a_hundred_mebibytes_pass_whole_in_little_memory)
{
	struct backend *backend = backend_start();
	char *room = mem_new(ROOM + 1, 1);
	uint64_t before;
	int connection;
	size_t begun;

	write_lines(backend, 100);
	before = process_memory(process_self());
	connection = http_open(backend->socket, "GET " OUTPUT REQUEST);
	begun = skip_headers(connection, room);
	ck_assert_uint_eq(read_lines(connection, room, begun), 100 * MIB / 64);
	if (!UNIT_IS_SANITIZED)
		ck_assert_uint_lt(process_memory(process_self()),
		    before + 16 * MIB);
	http_close(connection);
	free(room);
	backend_stop(backend);
}
END_TEST

START_TEST(a_follower_that_reads_nothing_costs_one_window_and_loses_nothing)
{
	struct backend *backend = backend_start();
	char *room = mem_new(ROOM + 1, 1);
	uint64_t before = process_memory(process_self());
	struct http_answer other;
	int connections[8];
	size_t begun;

	write_lines(backend, 32);
	for (int i = 0; i < 8; i++)
		connections[i] = http_open(backend->socket,
		    "GET " OUTPUT "?follow=1" REQUEST);

	/* The others are served meanwhile. */
	other = http_ask(backend->socket, "GET", "/v1/status", "");
	ck_assert_int_eq(other.status, 200);
	http_clear(&other);
	if (!UNIT_IS_SANITIZED)
		ck_assert_uint_lt(process_memory(process_self()),
		    before + 16 * MIB);
	backend_end(backend, OUTCOME_SUCCESS);
	for (int i = 0; i < 8; i++) {
		begun = skip_headers(connections[i], room);
		ck_assert_uint_eq(read_lines(connections[i], room, begun),
		    32 * MIB / 64);
		http_close(connections[i]);
	}
	free(room);
	backend_stop(backend);
}
END_TEST

UNIT_MAIN("api/follow", what_comes_next_follows_from_where_one_stands,
    what_is_durable_is_sent_and_the_answer_ends,
    a_follower_gets_what_grows_until_the_end, many_followers_come_and_go,
    what_was_cut_is_counted, a_hundred_mebibytes_pass_whole_in_little_memory,
    a_follower_that_reads_nothing_costs_one_window_and_loses_nothing)
