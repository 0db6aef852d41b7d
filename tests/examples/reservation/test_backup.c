#include "config.h"

#include "examples/reservation/backup.h"

#include <pthread.h>
#include <unistd.h>

#include "examples/reservation/limits.h"
#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

/* Restore these bytes; what cannot be restored leaves an empty database. */
static bool
restores(const void *bytes, size_t size, struct database *database,
    struct bx_fault *fault)
{
	struct database empty;
	bool done;

	database_init(&empty);
	database_init(database);
	done = backup_restore(database, bx_source_new_memory(bytes, size),
	    fault);
	if (!done)
		world_equal(database, &empty);
	database_clear(&empty);
	return done;
}

static void
refused(const void *bytes, size_t size, const char *what, size_t at)
{
	struct database database;
	struct bx_fault fault;

	ck_assert_msg(!restores(bytes, size, &database, &fault),
	    "%s at byte %zu is restored", what, at);
	ck_assert_msg(bx_fault_is_format(&fault), "%s at byte %zu: %s", what,
	    at, fault.text);
	ck_assert_msg(strstr(fault.text, "byte") != NULL, "%s", fault.text);
	database_clear(&database);
}

START_TEST(a_backup_is_restored)
{
	struct answer answer = { 0 };
	struct database database, other;
	struct bx_fault why;
	struct fault fault;

	database_init(&database);
	world_fill(&database);
	ck_assert(backup_make(&database, &answer, &fault));
	ck_assert(restores(answer.bytes, answer.size, &other, &why));
	world_equal(&database, &other);
	answer_clear(&answer);
	database_clear(&database);
	database_clear(&other);
}
END_TEST

START_TEST(every_truncation_and_every_flip_is_refused)
{
	struct answer answer = { 0 };
	struct database database;
	struct fault fault;
	unsigned char *copy;

	database_init(&database);
	world_fill(&database);
	ck_assert(backup_make(&database, &answer, &fault));
	copy = malloc(answer.size + 1);
	ck_assert_ptr_nonnull(copy);
	memcpy(copy, answer.bytes, answer.size);
	for (size_t at = 0; at < answer.size; at++) {
		refused(copy, at, "the end", at);
		for (unsigned char flip = 1; flip != 0; flip *= 4) {
			copy[at] ^= flip;
			refused(copy, answer.size, "a flip", at);
			copy[at] ^= flip;
		}
		copy[at] = (unsigned char)~copy[at];
		refused(copy, answer.size, "a byte turned over", at);
		copy[at] = (unsigned char)~copy[at];
	}
	copy[answer.size] = 0;
	refused(copy, answer.size + 1, "one more", answer.size);
	free(copy);
	answer_clear(&answer);
	database_clear(&database);
}
END_TEST

/* A backup, compressed and encrypted, in memory; freed with its sink. */
struct wrapped {
	struct bx_sink *sink;
	const unsigned char *bytes;
	size_t size;
};

static struct wrapped
wrap(const struct answer *answer, const struct bx_key *key)
{
	struct bx_sink *memory = bx_sink_new_memory(1 << 20);
	struct wrapped made = {
		.sink = bx_sink_new_zstd(bx_sink_new_seal(memory, key)),
	};
	struct bx_fault fault;

	bx_write_bytes(made.sink, answer->bytes, answer->size);
	ck_assert(bx_sink_finish(made.sink, &fault));
	made.bytes = bx_sink_bytes(memory, &made.size);
	return made;
}

static bool
unwraps(const void *bytes, size_t size, const struct bx_key *key)
{
	struct database database;
	struct bx_source *source;
	struct bx_fault fault;
	bool done;

	database_init(&database);
	source = bx_source_new_filters(bx_source_new_memory(bytes, size), key);
	done = backup_restore(&database, source, &fault);
	ck_assert_uint_eq(database.cities.by_number.count, done ? 3 : 0);
	database_clear(&database);
	return done;
}

static struct bx_key *
make_key(void)
{
	char path[] = "/tmp/reservation.XXXXXX";
	int descriptor = mkstemp(path);
	struct bx_fault fault = { 0 };
	struct bx_key *key;

	ck_assert_int_ge(descriptor, 0);
	ck_assert_int_eq(write(descriptor,
			     "00112233445566778899aabbccddeeff"
			     "00112233445566778899aabbccddeeff\n",
			     65),
	    65);
	(void)close(descriptor);
	key = bx_key_read(path, &fault);
	ck_assert_msg(key != NULL, "%s", fault.text);
	(void)unlink(path);
	return key;
}

START_TEST(nor_does_one_get_through_the_filters)
{
	struct answer answer = { 0 };
	struct database database;
	struct bx_key *key = make_key();
	struct wrapped wrapped;
	struct fault fault;
	unsigned char *copy;

	database_init(&database);
	world_fill(&database);
	ck_assert(backup_make(&database, &answer, &fault));
	wrapped = wrap(&answer, key);
	ck_assert(unwraps(wrapped.bytes, wrapped.size, key));
	copy = calloc(1, wrapped.size + 1);
	ck_assert_ptr_nonnull(copy);
	memcpy(copy, wrapped.bytes, wrapped.size);
	ck_assert(!unwraps(copy, wrapped.size + 1, key));
	for (size_t at = 0; at < wrapped.size; at++) {
		ck_assert_msg(!unwraps(copy, at, key), "the end at %zu", at);
		copy[at] ^= 1;
		ck_assert_msg(!unwraps(copy, wrapped.size, key),
		    "a flip at %zu", at);
		copy[at] ^= 1;
	}
	free(copy);
	bx_sink_free(wrapped.sink);
	bx_key_free(key);
	answer_clear(&answer);
	database_clear(&database);
}
END_TEST

/* Without digests, whatever is restored is at least whole in itself. */
START_TEST(what_is_inside_is_checked_without_digests_too)
{
	struct world_bytes world = world_sink();
	struct database database, empty;
	size_t restored = 0;
	unsigned char *copy;

	database_init(&database);
	database_init(&empty);
	world_fill(&database);
	database_save(&database, world.sink);
	world_written(&world);
	copy = malloc(world.size);
	ck_assert_ptr_nonnull(copy);
	memcpy(copy, world.bytes, world.size);
	for (size_t i = 0; i < 2 * world.size; i++) {
		bool is_end = i >= world.size;
		size_t at = i % world.size;
		struct world_bytes again = world_sink();
		struct database other, third;
		struct bx_source *source;
		struct bx_fault fault;

		copy[at] ^= is_end ? 0 : 1;
		database_init(&other);
		database_init(&third);
		source = bx_source_new_memory(copy, is_end ? at : world.size);
		database_restore(&other, source);
		if (!bx_source_finish(source, &fault)) {
			ck_assert_msg(strstr(fault.text, "byte ") != NULL, "%s",
			    fault.text);
			database_empty(&other);
			world_equal(&other, &empty);
		} else {
			restored++;
			ck_assert(!is_end);
			database_save(&other, again.sink);
			world_written(&again);
			database_restore(&third, again.source);
			world_read(&again);
			world_equal(&other, &third);
		}
		bx_source_free(source);
		world_forget(&again);
		database_clear(&other);
		database_clear(&third);
		copy[at] ^= is_end ? 0 : 1;
	}
	/* A letter of a name, say. */
	ck_assert_uint_lt(restored, world.size / 2);
	free(copy);
	world_forget(&world);
	database_clear(&database);
	database_clear(&empty);
}
END_TEST

START_TEST(a_fault_of_the_device_is_told_as_such)
{
	struct database database;
	struct bx_fault fault;

	database_init(&database);
	ck_assert(
	    !backup_restore(&database, bx_source_new_descriptor(-1), &fault));
	ck_assert(!bx_fault_is_format(&fault));
	database_clear(&database);
}
END_TEST

START_TEST(so_many_backups_are_in_memory_at_once)
{
	struct answer answers[LIMIT_BACKUPS + 1] = { { 0 } };
	struct database database;
	struct fault fault;

	database_init(&database);
	for (size_t i = 0; i < LIMIT_BACKUPS; i++)
		ck_assert(backup_make(&database, &answers[i], &fault));
	ck_assert(!backup_make(&database, &answers[LIMIT_BACKUPS], &fault));
	ck_assert_str_eq(fault.text, "2 backups are being sent already");
	answer_clear(&answers[LIMIT_BACKUPS]);
	answer_clear(&answers[0]);
	ck_assert(backup_make(&database, &answers[0], &fault));
	for (size_t i = 0; i < LIMIT_BACKUPS; i++)
		answer_clear(&answers[i]);
	database_clear(&database);
}
END_TEST

enum { THREADS = 8, JOURNEYS = 8, SEATS = 40 };

static struct database shared;
static _Atomic bool is_over;

static void *
book(void *arg)
{
	unsigned state = *(unsigned *)arg;

	while (!atomic_load(&is_over)) {
		struct booking_wish wish = world_wish();
		struct booking booking;
		struct fault fault;

		state = state * 1103515245 + 12345;
		wish.minute = 720 + (state >> 16) % JOURNEYS;
		wish.seat_count = 1 + (state >> 20) % 6;
		if (booking_make(&shared, &wish, &booking, &fault) &&
		    (state >> 24) % 4 != 0)
			ck_assert(booking_cancel(&shared, booking.plan->number,
			    booking.customer, &fault));
	}
	return NULL;
}

static void
add_journeys(void)
{
	struct fault fault;

	ck_assert(database_add_bus(&shared, "long", SEATS, &fault));
	for (uint32_t i = 0; i < JOURNEYS; i++) {
		const struct moment departure = { 20261224, 720 + i };

		ck_assert(database_add_plan(&shared, "long", "Praha", "Brno",
		    &departure, &fault));
	}
}

START_TEST(no_booking_is_half_in_a_backup)
{
	pthread_t threads[THREADS];
	unsigned seeds[THREADS];
	uint64_t last_customer = 0;

	database_init(&shared);
	world_fill(&shared);
	add_journeys();
	for (unsigned i = 0; i < THREADS; i++) {
		seeds[i] = i;
		ck_assert_int_eq(pthread_create(&threads[i], NULL, book,
				     &seeds[i]),
		    0);
	}
	for (int i = 0; i < 40; i++) {
		struct answer answer = { 0 };
		struct database other;
		struct bx_fault why = { 0 };
		struct fault fault;
		bool done;

		ck_assert(backup_make(&shared, &answer, &fault));
		done = restores(answer.bytes, answer.size, &other, &why);
		ck_assert_msg(done, "%s", why.text);
		ck_assert_uint_ge(other.last_customer, last_customer);
		last_customer = other.last_customer;
		answer_clear(&answer);
		database_clear(&other);
	}
	atomic_store(&is_over, true);
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	ck_assert_uint_gt(last_customer, 3);
	database_clear(&shared);
}
END_TEST

UNIT_MAIN("examples/reservation/backup", a_backup_is_restored,
    every_truncation_and_every_flip_is_refused,
    nor_does_one_get_through_the_filters,
    what_is_inside_is_checked_without_digests_too,
    a_fault_of_the_device_is_told_as_such,
    so_many_backups_are_in_memory_at_once, no_booking_is_half_in_a_backup)
