#include "config.h"

#include "examples/reservation/place.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit.h"

static const struct place_way plain;

static void
write_number(const char *name, const struct place_way *way)
{
	struct bx_fault fault = { 0 };
	struct place place;

	ck_assert_msg(place_open_sink(&place, name, way, &fault), "%s",
	    fault.text);
	bx_write_bytes(place.sink, "BXST", 4);
	ck_assert(bx_sink_finish(place.sink, &fault));
	ck_assert(place_end(&place, &fault));
	place_close(&place);
}

static bool
reads_number(const char *name, const struct place_way *way)
{
	struct bx_fault fault = { 0 };
	struct bx_source *source;
	struct place place;
	char room[4];
	bool done;

	ck_assert_msg(place_open_source(&place, name, way, &fault), "%s",
	    fault.text);
	source = place_take_source(&place);
	bx_read_bytes(source, room, 4);
	done = bx_source_finish(source, &fault) && place_end(&place, &fault);
	if (done)
		ck_assert(memcmp(room, "BXST", 4) == 0);
	bx_source_free(source);
	place_close(&place);
	return done;
}

static char folder[] = "/tmp/reservation.XXXXXX";
static char path[sizeof(folder) + 8], key[sizeof(folder) + 8],
    phrase[sizeof(folder) + 8];

static void
write_secret(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(chmod(name, 0600), 0);
	ck_assert_int_gt(fprintf(file, "%s\n", text), 0);
	ck_assert_int_eq(fclose(file), 0);
}

static void
begin(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/b.bx", folder);
	(void)snprintf(key, sizeof(key), "%s/key", folder);
	(void)snprintf(phrase, sizeof(phrase), "%s/phrase", folder);
	write_secret(key,
	    "00112233445566778899aabbccddeeff"
	    "00112233445566778899aabbccddeeff");
	write_secret(phrase, "correct horse battery staple");
}

static void
end(void)
{
	(void)unlink(path);
	ck_assert_int_eq(unlink(key), 0);
	ck_assert_int_eq(unlink(phrase), 0);
	ck_assert_int_eq(rmdir(folder), 0);
}

START_TEST(a_file_is_written_and_read)
{
	struct bx_fault fault;
	struct place place;

	begin();
	write_number(path, &plain);
	ck_assert(reads_number(path, &plain));
	ck_assert_int_eq(unlink(path), 0);
	ck_assert(!place_open_source(&place, path, &plain, &fault));
	ck_assert_int_eq(fault.kind, BX_ABSENT);
	ck_assert(
	    !place_open_sink(&place, "/nonexistent/b.bx", &plain, &fault));
	end();
}
END_TEST

START_TEST(it_is_compressed_and_encrypted_on_the_way)
{
	struct place_way ways[] = {
		{ .is_compressed = true },
		{ .is_encrypted = true, .key_file = key },
		{ .is_compressed = true,
		    .is_encrypted = true,
		    .key_file = key },
		{ .is_encrypted = true, .passphrase_file = phrase },
	};

	begin();
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		write_number(path, &ways[i]);
		ck_assert(reads_number(path, &ways[i]));
		if (!ways[i].is_encrypted)
			continue;
		ck_assert(!reads_number(path, &plain));
		write_number(path, &plain);
		ck_assert(!reads_number(path, &ways[i]));
	}
	end();
}
END_TEST

START_TEST(a_key_that_cannot_be_read_is_told)
{
	const struct place_way way = { .key_file = "/nonexistent/key" };
	struct bx_fault fault;
	struct place place;

	ck_assert(!place_open_sink(&place, "-", &way, &fault));
	ck_assert(!place_open_source(&place, "-", &way, &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "/nonexistent/key"));
}
END_TEST

START_TEST(a_dash_is_standard_input_and_output)
{
	int ends[2], was;

	ck_assert_int_eq(pipe(ends), 0);
	was = dup(STDOUT_FILENO);
	ck_assert_int_eq(dup2(ends[1], STDOUT_FILENO), STDOUT_FILENO);
	write_number("-", &plain);
	ck_assert_int_eq(dup2(was, STDOUT_FILENO), STDOUT_FILENO);
	(void)close(was);
	(void)close(ends[1]);
	ck_assert_int_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	ck_assert(reads_number("-", &plain));
	(void)close(ends[0]);
}
END_TEST

/* What the other thread restores from, and whether it did. */
static bool was_read;
static char address[64];

static void *
restore(void *arg)
{
	was_read = reads_number(address, arg);
	return NULL;
}

START_TEST(a_backup_goes_to_who_listens_for_it)
{
	struct place_way way = { .is_encrypted = true, .key_file = key };
	struct bx_listener *listener;
	struct bx_fault fault = { 0 };
	struct place place;
	pthread_t thread;

	begin();
	listener = bx_listener_new("tcp://127.0.0.1:0", &fault);
	ck_assert_ptr_nonnull(listener);
	(void)snprintf(address, sizeof(address), "tcp://127.0.0.1:%u",
	    bx_listener_port(listener));
	bx_listener_free(listener);
	ck_assert(!place_open_sink(&place, address, &way, &fault));
	ck_assert_int_eq(pthread_create(&thread, NULL, restore, &way), 0);
	while (!place_open_sink(&place, address, &way, &fault))
		(void)poll(NULL, 0, 10);
	bx_write_bytes(place.sink, "BXST", 4);
	ck_assert(bx_sink_finish(place.sink, &fault));
	ck_assert(place_end(&place, &fault));
	place_close(&place);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert(was_read);
	ck_assert(!place_open_source(&place, "tcp://nonsense", &plain, &fault));
	ck_assert(
	    !place_open_sink(&place, "http://localhost:80", &plain, &fault));
	end();
}
END_TEST

UNIT_MAIN("examples/reservation/place", a_file_is_written_and_read,
    it_is_compressed_and_encrypted_on_the_way,
    a_key_that_cannot_be_read_is_told, a_dash_is_standard_input_and_output,
    a_backup_goes_to_who_listens_for_it)
