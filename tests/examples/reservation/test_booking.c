#include "config.h"

#include "examples/reservation/booking.h"

#include <pthread.h>

#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

START_TEST(seats_are_those_that_are_free)
{
	struct database database;
	struct booking_wish wish = world_wish();
	struct booking booking;
	struct fault fault;

	database_init(&database);
	world_fill(&database);
	ck_assert(booking_make(&database, &wish, &booking, &fault));
	ck_assert_uint_eq(booking.plan->number, 1);
	ck_assert_uint_eq(booking.customer, 4);
	ck_assert_uint_eq(booking.seats[0], 3);
	ck_assert_uint_eq(booking.seats[1], 4);
	wish.seats[0] = 7;
	wish.seats[1] = 6;
	ck_assert(booking_make(&database, &wish, &booking, &fault));
	ck_assert_uint_eq(booking.seats[0], 7);
	ck_assert_uint_eq(booking.seats[1], 6);
	ck_assert_uint_eq(booking.plan->taken, 6);
	ck_assert_uint_eq(database.sold, 9);
	database_clear(&database);
}
END_TEST

START_TEST(a_booking_is_all_or_nothing)
{
	struct database database;
	struct booking_wish wish = world_wish();
	struct booking booking;
	struct fault fault;

	database_init(&database);
	world_fill(&database);
	wish.seats[0] = 5; /* free, but 1 is not */
	wish.seats[1] = 1;
	ck_assert(!booking_make(&database, &wish, &booking, &fault));
	ck_assert_str_eq(fault.text,
	    "no bus from Praha to Brno has these 2 seats then");
	wish.seats[0] = 0;
	wish.seat_count = 7; /* 6 are free */
	ck_assert(!booking_make(&database, &wish, &booking, &fault));
	ck_assert_uint_eq(plans_find(&database.plans, 1)->taken, 2);
	ck_assert_uint_eq(database.last_customer, 3);
	wish.seat_count = 6;
	ck_assert(booking_make(&database, &wish, &booking, &fault));
	ck_assert_uint_eq(plans_find(&database.plans, 1)->taken, 8);
	database_clear(&database);
}
END_TEST

START_TEST(the_next_journey_is_taken_when_one_is_full)
{
	static const struct moment noon = { 20261224, 720 };
	struct database database;
	struct booking_wish wish = world_wish();
	struct booking booking;
	struct fault fault;

	database_init(&database);
	world_fill(&database);
	ck_assert(database_add_plan(&database, "2BC 3456", "Praha", "Brno",
	    &noon, &fault));
	wish.seat_count = 4;
	ck_assert(booking_make(&database, &wish, &booking, &fault));
	ck_assert_uint_eq(booking.plan->number, 1);
	ck_assert(booking_make(&database, &wish, &booking, &fault));
	ck_assert_uint_eq(booking.plan->number, 4);
	wish.seat_count = 2;
	wish.minute = 720;
	ck_assert(!booking_make(&database, &wish, &booking, &fault));
	wish.minute = 510;
	ck_assert(booking_make(&database, &wish, &booking, &fault));
	wish.minute = 511;
	ck_assert(!booking_make(&database, &wish, &booking, &fault));
	ck_assert_str_eq(fault.text, "no bus goes from Praha to Brno then");
	database_clear(&database);
}
END_TEST

START_TEST(wishes_that_make_no_sense_are_refused)
{
	struct database database;
	struct booking_wish wish = world_wish();
	struct booking booking;
	struct fault fault;

	database_init(&database);
	world_fill(&database);
	wish.name = "";
	ck_assert(!booking_make(&database, &wish, &booking, &fault));
	wish = world_wish();
	wish.seat_count = 0;
	ck_assert(!booking_make(&database, &wish, &booking, &fault));
	wish.seat_count = LIMIT_SEATS + 1;
	ck_assert(!booking_make(&database, &wish, &booking, &fault));
	ck_assert_str_eq(fault.text, "1 to 200 seats can be booked at once");
	wish = world_wish();
	wish.seats[0] = wish.seats[1] = 5;
	ck_assert(!booking_make(&database, &wish, &booking, &fault));
	ck_assert_str_eq(fault.text, "seat 5 is named twice");
	wish.seats[1] = 9;
	ck_assert(!booking_make(&database, &wish, &booking, &fault));
	wish = world_wish();
	wish.to = "Paris";
	ck_assert(!booking_make(&database, &wish, &booking, &fault));
	ck_assert_str_eq(fault.text, "there is no city 'Paris'");
	database.sold = LIMIT_SOLD - LIMIT_SEATS + 1;
	ck_assert(!booking_make(&database, &wish, &booking, &fault));
	ck_assert_str_eq(fault.text,
	    "4000000 seats are sold, this is all we can");
	database.sold = 0;
	database.last_customer = LIMIT_NUMBER - LIMIT_CLIENTS + 1;
	wish = world_wish();
	ck_assert(!booking_make(&database, &wish, &booking, &fault));
	ck_assert_str_eq(fault.text, "no number of a customer is left");
	database.last_customer--;
	ck_assert(booking_make(&database, &wish, &booking, &fault));
	database_clear(&database);
}
END_TEST

START_TEST(a_cancelled_ticket_frees_its_seats_once)
{
	struct database database;
	struct fault fault;

	database_init(&database);
	world_fill(&database);
	ck_assert(!booking_cancel(&database, 1, 2, &fault));
	ck_assert_str_eq(fault.text, "there is no ticket 1-2");
	ck_assert(!booking_cancel(&database, 9, 2, &fault));
	ck_assert(booking_cancel(&database, 2, 2, &fault));
	ck_assert(!booking_cancel(&database, 2, 2, &fault));
	ck_assert_uint_eq(plans_find(&database.plans, 2)->taken, 0);
	ck_assert_uint_eq(database.sold, 2);
	ck_assert_uint_eq(seat_customer(bus_seat(buses_find(&database.buses, 1),
					    8),
			      2),
	    0);
	ck_assert_uint_eq(database.last_customer, 3);
	database_clear(&database);
}
END_TEST

enum { THREADS = 8, ROUNDS = 200 };

static struct database shared;

/* Book and cancel at random, two journeys of one bus. */
static void *
book(void *arg)
{
	unsigned state = *(unsigned *)arg;

	for (int i = 0; i < ROUNDS; i++) {
		struct booking_wish wish = world_wish();
		struct booking booking;
		struct fault fault;

		state = state * 1103515245 + 12345;
		if (state >> 16 & 1) {
			wish.from = "Brno";
			wish.to = "Praha";
		}
		wish.seat_count = 1 + (state >> 20) % 3;
		if (!booking_make(&shared, &wish, &booking, &fault))
			continue;
		if (state >> 24 & 1 || booking.plan->number == 1)
			ck_assert(booking_cancel(&shared, booking.plan->number,
			    booking.customer, &fault));
	}
	return NULL;
}

START_TEST(many_at_once_share_no_seat)
{
	struct world_bytes world = world_sink();
	struct database other;
	pthread_t threads[THREADS];
	unsigned seeds[THREADS];

	database_init(&shared);
	database_init(&other);
	world_fill(&shared);
	for (unsigned i = 0; i < THREADS; i++) {
		seeds[i] = i;
		ck_assert_int_eq(pthread_create(&threads[i], NULL, book,
				     &seeds[i]),
		    0);
	}
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	ck_assert_int_gt(shared.longest_wait_ns, 0);
	/* A restore looks at everything. */
	database_save(&shared, world.sink);
	world_written(&world);
	database_restore(&other, world.source);
	world_read(&world);
	world_equal(&shared, &other);
	database_clear(&shared);
	database_clear(&other);
	world_forget(&world);
}
END_TEST

UNIT_MAIN("examples/reservation/booking", seats_are_those_that_are_free,
    a_booking_is_all_or_nothing, the_next_journey_is_taken_when_one_is_full,
    wishes_that_make_no_sense_are_refused,
    a_cancelled_ticket_frees_its_seats_once, many_at_once_share_no_seat)
