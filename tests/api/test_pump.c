#include "config.h"

#include "api/pump.h"

#include "base/mem.h"
#include "tests/support/backend.h"
#include "tests/support/http.h"
#include "tests/unit.h"

#define SNAPSHOT "/v1/snapshot"
#define REQUEST "GET " SNAPSHOT " HTTP/1.1\r\nHost: x\r\n\r\n"

enum { MIB = 1 << 20 };

static size_t counted;

static void
count(struct backend *backend)
{
	counted = backend->snapshots;
}

static size_t
readers(struct backend *backend)
{
	backend_do(backend, count);
	return counted;
}

static bool
counts(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)bytes[i] != (i & 0xff))
			return false;
	return true;
}

START_TEST(every_byte_arrives)
{
	static const size_t sizes[] = { 1, 99999, 100000, 100001, 3 * MIB };
	struct backend *backend = backend_start();

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct http_answer answer;

		backend->snapshot_size = sizes[i];
		answer = http_ask(backend->socket, "GET", SNAPSHOT, "");
		ck_assert_int_eq(answer.status, 200);
		ck_assert_ptr_nonnull(
		    strstr(answer.headers, "application/octet-stream"));
		ck_assert_uint_eq(answer.size, sizes[i]);
		ck_assert(counts(answer.body, answer.size));
		http_clear(&answer);
	}
	ck_assert_uint_eq(readers(backend), 0);
	backend_stop(backend);
}
END_TEST

START_TEST(without_a_plan_there_is_a_sentence)
{
	struct backend *backend = backend_start();
	struct http_answer answer = http_ask(backend->socket, "GET", SNAPSHOT,
	    "");

	ck_assert_int_eq(answer.status, 503);
	ck_assert_ptr_nonnull(strstr(answer.body, "there is no plan yet"));
	http_clear(&answer);
	backend_stop(backend);
}
END_TEST

/* All that comes; is the end mark of the chunks among it? */
static bool
ends_well(int connection, size_t *out_size)
{
	char *room = mem_new(MIB, 1);
	bool has_end = false;
	size_t got;

	*out_size = 0;
	while ((got = http_read(connection, room, MIB)) > 0) {
		*out_size += got;
		has_end = got >= 5 &&
		    memcmp(room + got - 5, "0\r\n\r\n", 5) == 0;
	}
	free(room);
	http_close(connection);
	return has_end;
}

START_TEST(one_that_fails_on_its_way_ends_without_an_end_mark)
{
	struct backend *backend = backend_start();
	size_t size;

	backend->snapshot_size = MIB;
	ck_assert(ends_well(http_open(backend->socket, REQUEST), &size));
	backend->snapshot_fails = MIB / 2;
	ck_assert(!ends_well(http_open(backend->socket, REQUEST), &size));
	ck_assert_uint_gt(size, MIB / 4);
	ck_assert_uint_lt(size, MIB / 2 + 1000);
	ck_assert_uint_eq(readers(backend), 0);
	backend_stop(backend);
}
END_TEST

/* Until so many are being read. */
static void
await_readers(struct backend *backend, size_t number)
{
	while (readers(backend) != number)
		;
}

START_TEST(slow_readers_keep_nobody_and_cost_one_piece)
{
	struct backend *backend = backend_start();
	int connections[LIMIT_API_SNAPSHOTS];
	struct http_answer answer;
	size_t size;

	backend->snapshot_size = 64 * (size_t)MIB;
	for (size_t i = 0; i < LIMIT_API_SNAPSHOTS; i++) {
		char room[64];

		connections[i] = http_open(backend->socket, REQUEST);
		ck_assert_uint_gt(http_read(connections[i], room, 64), 0);
	}
	ck_assert_uint_eq(readers(backend), LIMIT_API_SNAPSHOTS);
	for (int i = 0; i < 10; i++) {
		answer = http_ask(backend->socket, "GET", "/v1/status", "");
		ck_assert_int_eq(answer.status, 200);
		http_clear(&answer);
	}

	/* One more is too many. */
	answer = http_ask(backend->socket, "GET", SNAPSHOT, "");
	ck_assert_int_eq(answer.status, 503);
	ck_assert_ptr_nonnull(
	    strstr(answer.body, "8 snapshots are being read already"));
	http_clear(&answer);

	/* One goes away, one is read to its end, the API ends the rest. */
	http_close(connections[0]);
	await_readers(backend, LIMIT_API_SNAPSHOTS - 1);
	ck_assert(ends_well(connections[1], &size));
	ck_assert_uint_gt(size, 64 * (size_t)MIB - 1000);
	await_readers(backend, LIMIT_API_SNAPSHOTS - 2);
	backend_stop(backend);
	for (size_t i = 2; i < LIMIT_API_SNAPSHOTS; i++)
		ck_assert(!ends_well(connections[i], &size));
}
END_TEST

START_TEST(who_takes_nothing_for_too_long_is_hung_up_on)
{
	struct backend *backend = backend_start_impatient();
	int connection;
	size_t size;

	backend->snapshot_size = 64 * (size_t)MIB;
	connection = http_open(backend->socket, REQUEST);
	await_readers(backend, 1);
	await_readers(backend, 0);
	ck_assert(!ends_well(connection, &size));
	backend_stop(backend);
}
END_TEST

UNIT_MAIN("api/pump", every_byte_arrives, without_a_plan_there_is_a_sentence,
    one_that_fails_on_its_way_ends_without_an_end_mark,
    slow_readers_keep_nobody_and_cost_one_piece,
    who_takes_nothing_for_too_long_is_hung_up_on)
