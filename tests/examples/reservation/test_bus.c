#include "config.h"

#include "examples/reservation/bus.h"

#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

START_TEST(seats_count_from_one)
{
	struct bus *bus = bus_new(1, "1AB 2345", 6);

	ck_assert_ptr_null(bus_seat(bus, 0));
	ck_assert_ptr_null(bus_seat(bus, 7));
	for (uint64_t number = 1; number <= 6; number++)
		ck_assert_uint_eq(bus_seat(bus, number)->number, number);
	ck_assert(bus_seat(bus, 1)->is_at_window);
	ck_assert(!bus_seat(bus, 2)->is_at_window);
	ck_assert(!bus_seat(bus, 3)->is_at_window);
	ck_assert(bus_seat(bus, 4)->is_at_window);
	bus_free(bus);
	bus_free(NULL);
}
END_TEST

START_TEST(a_bus_is_saved_with_its_seats)
{
	struct world_bytes world = world_sink();
	struct bus *bus = bus_new(5, "1AB 2345", 3);

	seat_take(bus_seat(bus, 2), 11, 12);
	bus_save(bus, world.sink);
	bus_free(bus);
	world_written(&world);
	bus = bus_restore(world.source);
	world_read(&world);
	ck_assert_uint_eq(bus->number, 5);
	ck_assert_str_eq(bus->name, "1AB 2345");
	ck_assert_uint_eq(bus->seat_count, 3);
	ck_assert_uint_eq(seat_customer(bus_seat(bus, 2), 11), 12);
	ck_assert_uint_eq(seat_customer(bus_seat(bus, 1), 11), 0);
	bus_free(bus);
	world_forget(&world);
}
END_TEST

START_TEST(a_bus_that_ends_early_is_refused)
{
	struct world_bytes world = world_sink();
	struct bus *bus = bus_new(5, "1AB 2345", 3);

	bus_save(bus, world.sink);
	bus_free(bus);
	world_written(&world);
	for (size_t size = 0; size < world.size; size++) {
		bx_source_free(world.source);
		world.source = bx_source_new_memory(world.bytes, size);
		ck_assert_ptr_null(bus_restore(world.source));
		ck_assert(bx_source_failed(world.source));
	}
	world_forget(&world);
}
END_TEST

UNIT_MAIN("examples/reservation/bus", seats_count_from_one,
    a_bus_is_saved_with_its_seats, a_bus_that_ends_early_is_refused)
