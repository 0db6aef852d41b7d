#include "config.h"

#include "examples/reservation/seat.h"

#include "examples/reservation/kinds.h"
#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

START_TEST(a_seat_is_taken_once_a_journey)
{
	struct seat seat;

	seat_init(&seat, 3, true);
	for (uint64_t plan = 20; plan != 0; plan -= 2)
		seat_take(&seat, plan, 100 + plan);
	ck_assert_uint_eq(seat.use_count, 10);
	for (uint64_t plan = 1; plan <= 21; plan++)
		ck_assert_uint_eq(seat_customer(&seat, plan),
		    plan % 2 == 0 ? 100 + plan : 0);
	seat_release(&seat, 7);
	seat_release(&seat, 8);
	ck_assert_uint_eq(seat.use_count, 9);
	ck_assert_uint_eq(seat_customer(&seat, 8), 0);
	ck_assert_uint_eq(seat_customer(&seat, 10), 110);
	seat_clear(&seat);
}
END_TEST

START_TEST(a_seat_is_saved_and_restored)
{
	struct world_bytes world = world_sink();
	struct seat seat, other = { 0 };

	seat_init(&seat, 3, true);
	seat_take(&seat, 9, 90);
	seat_take(&seat, 4, 40);
	seat_save(&seat, world.sink);
	world_written(&world);
	seat_restore(&other, 3, world.source);
	world_read(&world);
	ck_assert_uint_eq(other.number, 3);
	ck_assert(other.is_at_window);
	ck_assert_uint_eq(other.use_count, 2);
	ck_assert_uint_eq(seat_customer(&other, 4), 40);
	ck_assert_uint_eq(seat_customer(&other, 9), 90);
	seat_clear(&seat);
	seat_clear(&other);
	world_forget(&world);
}
END_TEST

START_TEST(two_on_one_seat_are_refused)
{
	struct world_bytes world = world_sink();
	struct seat seat = { 0 };

	bx_write_header(world.sink, KIND_SEAT);
	bx_write_uint(world.sink, 3);
	bx_write_bool(world.sink, false);
	bx_write_uint(world.sink, 2);
	for (uint64_t customer = 1; customer <= 2; customer++) {
		bx_write_uint(world.sink, 4);
		bx_write_uint(world.sink, customer);
	}
	world_written(&world);
	seat_restore(&seat, 3, world.source);
	world_refused(&world,
	    "at byte 41, in block SEAT: expected a number from 5 to "
	    "9007199254740992, found 4");
	seat_clear(&seat);
	world_forget(&world);
}
END_TEST

START_TEST(another_seats_number_is_refused)
{
	struct world_bytes world = world_sink();
	struct seat seat;

	seat_init(&seat, 4, false);
	seat_save(&seat, world.sink);
	world_written(&world);
	seat_restore(&seat, 3, world.source);
	world_refused(&world,
	    "at byte 8, in block SEAT: expected a number from 3 to 3, found 4");
	seat_clear(&seat);
	world_forget(&world);
}
END_TEST

UNIT_MAIN("examples/reservation/seat", a_seat_is_taken_once_a_journey,
    a_seat_is_saved_and_restored, two_on_one_seat_are_refused,
    another_seats_number_is_refused)
