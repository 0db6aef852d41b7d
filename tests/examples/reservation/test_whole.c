#include "config.h"

#include "examples/reservation/whole.h"

#include <stdatomic.h>
#include <time.h>

#include "tests/unit.h"

enum { THREADS = 8, ROUNDS = 2000 };

/* Two numbers that are equal whenever nobody has the whole alone. */
static struct whole whole;
static int first, second;
static _Atomic int torn, inside;

static void *
share(void *arg)
{
	(void)arg;
	for (int i = 0; i < ROUNDS; i++) {
		whole_share(&whole);
		atomic_fetch_add(&inside, 1);
		if (first != second)
			atomic_fetch_add(&torn, 1);
		atomic_fetch_sub(&inside, 1);
		whole_leave(&whole);
	}
	return NULL;
}

static void *
seize(void *arg)
{
	(void)arg;
	for (int i = 0; i < ROUNDS / 10; i++) {
		whole_seize(&whole);
		if (atomic_load(&inside) != 0)
			atomic_fetch_add(&torn, 1);
		first++;
		second++;
		whole_yield(&whole);
	}
	return NULL;
}

START_TEST(who_has_it_alone_is_alone)
{
	pthread_t threads[THREADS + 2];

	whole_init(&whole);
	for (size_t i = 0; i < THREADS + 2; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL,
				     i < THREADS ? share : seize, NULL),
		    0);
	for (size_t i = 0; i < THREADS + 2; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	ck_assert_int_eq(torn, 0);
	ck_assert_int_eq(first, 2 * (ROUNDS / 10));
	whole_clear(&whole);
}
END_TEST

static _Atomic int order_count;
static _Atomic int shared_at, seized_at;

static void *
share_once(void *arg)
{
	(void)arg;
	whole_share(&whole);
	atomic_store(&shared_at, atomic_fetch_add(&order_count, 1) + 1);
	whole_leave(&whole);
	return NULL;
}

static void *
seize_once(void *arg)
{
	(void)arg;
	whole_seize(&whole);
	atomic_store(&seized_at, atomic_fetch_add(&order_count, 1) + 1);
	whole_yield(&whole);
	return NULL;
}

/* Until so many wait on either side. */
static void
await(unsigned to_share, unsigned to_seize)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	bool waits = false;

	while (!waits) {
		(void)pthread_mutex_lock(&whole.mutex);
		waits = whole.to_share == to_share &&
		    whole.to_seize == to_seize;
		(void)pthread_mutex_unlock(&whole.mutex);
		(void)nanosleep(&pause, NULL);
	}
}

START_TEST(a_backup_goes_before_later_bookings)
{
	pthread_t sharer, seizer;

	whole_init(&whole);
	whole_share(&whole);
	ck_assert_int_eq(pthread_create(&seizer, NULL, seize_once, NULL), 0);
	await(0, 1);
	ck_assert_int_eq(pthread_create(&sharer, NULL, share_once, NULL), 0);
	await(1, 1);
	whole_leave(&whole);
	ck_assert_int_eq(pthread_join(seizer, NULL), 0);
	ck_assert_int_eq(pthread_join(sharer, NULL), 0);
	ck_assert_int_lt(seized_at, shared_at);
	whole_clear(&whole);
}
END_TEST

START_TEST(a_booking_waits_for_one_backup_not_for_two)
{
	pthread_t sharer, seizer;

	whole_init(&whole);
	whole_seize(&whole);
	ck_assert_int_eq(pthread_create(&sharer, NULL, share_once, NULL), 0);
	await(1, 0);
	ck_assert_int_eq(pthread_create(&seizer, NULL, seize_once, NULL), 0);
	await(1, 1);
	whole_yield(&whole);
	ck_assert_int_eq(pthread_join(seizer, NULL), 0);
	ck_assert_int_eq(pthread_join(sharer, NULL), 0);
	ck_assert_int_lt(shared_at, seized_at);
	ck_assert_int_ge(whole_longest_ns(&whole), 2000000);
	whole_clear(&whole);
}
END_TEST

UNIT_MAIN("examples/reservation/whole", who_has_it_alone_is_alone,
    a_backup_goes_before_later_bookings,
    a_booking_waits_for_one_backup_not_for_two)
