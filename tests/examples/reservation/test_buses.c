#include "config.h"

#include "examples/reservation/buses.h"

#include <stdio.h>

#include "examples/reservation/limits.h"
#include "examples/reservation/text.h"
#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

START_TEST(buses_have_names_of_their_own)
{
	struct buses buses;
	struct fault fault;
	struct bus *bus;

	buses_init(&buses);
	bus = buses_add(&buses, "1AB 2345", 8, &fault);
	ck_assert_uint_eq(bus->number, 1);
	ck_assert_ptr_null(buses_add(&buses, "1ab 2345", 8, &fault));
	ck_assert_str_eq(fault.text, "there is a bus '1ab 2345' already");
	ck_assert_ptr_null(buses_add(&buses, "x", 0, &fault));
	ck_assert_ptr_null(buses_add(&buses, "x", LIMIT_SEATS + 1, &fault));
	ck_assert_str_eq(fault.text, "a bus has 1 to 200 seats");
	ck_assert_ptr_nonnull(buses_add(&buses, "x", LIMIT_SEATS, &fault));
	ck_assert_ptr_eq(buses_named(&buses, "1AB 2345"), bus);
	ck_assert_ptr_null(buses_named(&buses, "a;b"));
	ck_assert_ptr_eq(buses_find(&buses, 1), bus);
	ck_assert_ptr_null(buses_find(&buses, 3));
	buses.last_number = LIMIT_NUMBER;
	ck_assert_ptr_null(buses_add(&buses, "y", 1, &fault));
	ck_assert_str_eq(fault.text, "no number of a bus is left");
	buses_clear(&buses);
}
END_TEST

START_TEST(there_is_a_limit)
{
	struct buses buses;
	struct fault fault;
	char name[24];

	buses_init(&buses);
	for (int i = 0; i < LIMIT_BUSES; i++) {
		(void)snprintf(name, sizeof(name), "%d", i);
		ck_assert_ptr_nonnull(buses_add(&buses, name, 1, &fault));
	}
	ck_assert_ptr_null(buses_add(&buses, "x", 1, &fault));
	ck_assert_str_eq(fault.text, "there are 10000 buses already");
	buses_clear(&buses);
}
END_TEST

START_TEST(buses_are_restored_with_their_index)
{
	struct world_bytes world = world_sink();
	struct buses buses, other;
	struct fault fault;

	buses_init(&buses);
	buses_init(&other);
	ck_assert_ptr_nonnull(buses_add(&buses, "b", 2, &fault));
	ck_assert_ptr_nonnull(buses_add(&buses, "a", 1, &fault));
	buses_save(&buses, world.sink);
	world_written(&world);
	buses_restore(&other, world.source);
	world_read(&world);
	ck_assert_uint_eq(other.last_number, 2);
	ck_assert_uint_eq(buses_named(&other, "A")->number, 2);
	ck_assert_uint_eq(buses_named(&other, "B")->seat_count, 2);
	buses_clear(&buses);
	buses_clear(&other);
	world_forget(&world);
}
END_TEST

START_TEST(one_name_twice_is_refused)
{
	struct world_bytes world = world_sink();
	struct buses buses;
	struct fault fault;

	buses_init(&buses);
	ck_assert_ptr_nonnull(buses_add(&buses, "a", 1, &fault));
	ck_assert_ptr_nonnull(buses_add(&buses, "b", 1, &fault));
	text_copy(buses_find(&buses, 2)->name, "A");
	buses_save(&buses, world.sink);
	world_written(&world);
	buses_clear(&buses);
	buses_restore(&buses, world.source);
	world_refused(&world,
	    "at byte 82, in block SEAT: there is a bus 'A' already");
	buses_clear(&buses);
	world_forget(&world);
}
END_TEST

UNIT_MAIN("examples/reservation/buses", buses_have_names_of_their_own,
    there_is_a_limit, buses_are_restored_with_their_index,
    one_name_twice_is_refused)
