#include "config.h"

#include "examples/reservation/cities.h"

#include "examples/reservation/kinds.h"
#include "examples/reservation/limits.h"
#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

START_TEST(numbers_are_given_once_and_survive)
{
	struct world_bytes world = world_sink();
	struct cities cities, other;
	struct fault fault;

	cities_init(&cities);
	ck_assert_uint_eq(cities_add(&cities, "Praha", &fault)->number, 1);
	ck_assert_uint_eq(cities_add(&cities, "Brno", &fault)->number, 2);
	cities.last_number = 5; /* three are gone */
	cities_save(&cities, world.sink);
	world_written(&world);
	cities_init(&other);
	cities_restore(&other, world.source);
	world_read(&world);
	ck_assert_uint_eq(other.by_number.count, 2);
	ck_assert_str_eq(cities_find(&other, 2)->name, "Brno");
	ck_assert_ptr_null(cities_find(&other, 3));
	ck_assert_uint_eq(cities_add(&other, "Most", &fault)->number, 6);
	cities_clear(&cities);
	cities_clear(&other);
	world_forget(&world);
}
END_TEST

START_TEST(there_is_a_limit)
{
	struct cities cities;
	struct fault fault;

	cities_init(&cities);
	for (int i = 0; i < LIMIT_CITIES; i++)
		ck_assert_ptr_nonnull(cities_add(&cities, "x", &fault));
	ck_assert_ptr_null(cities_add(&cities, "x", &fault));
	ck_assert_str_eq(fault.text, "there are 10000 cities already");
	cities_clear(&cities);
}
END_TEST

START_TEST(numbers_come_to_an_end)
{
	struct cities cities;
	struct fault fault;

	cities_init(&cities);
	cities.last_number = LIMIT_NUMBER - 1;
	ck_assert_ptr_nonnull(cities_add(&cities, "x", &fault));
	ck_assert_ptr_null(cities_add(&cities, "y", &fault));
	ck_assert_str_eq(fault.text, "no number of a city is left");
	cities_clear(&cities);
}
END_TEST

START_TEST(wrong_counts_and_numbers_are_refused)
{
	static const struct {
		uint64_t last, count, first, second;
		const char *sentence;
	} cases[] = {
		{ 2, 10001, 1, 2,
		    "at byte 16, in block CITS: expected a number from 0 to "
		    "10000, found 10001" },
		{ 2, 2, 1, 1,
		    "at byte 49, in block CITY: expected a number from 2 to "
		    "2, found 1" },
		{ 2, 2, 1, 3,
		    "at byte 49, in block CITY: expected a number from 2 to "
		    "2, found 3" },
		{ 2, 3, 1, 2,
		    "in block CITY: the stream ends early, at byte 74" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct world_bytes world = world_sink();
		struct cities cities;

		bx_write_header(world.sink, KIND_CITIES);
		bx_write_uint(world.sink, cases[i].last);
		bx_write_uint(world.sink, cases[i].count);
		bx_write_header(world.sink, KIND_CITY);
		bx_write_uint(world.sink, cases[i].first);
		bx_write_text(world.sink, "x");
		bx_write_header(world.sink, KIND_CITY);
		bx_write_uint(world.sink, cases[i].second);
		bx_write_text(world.sink, "y");
		world_written(&world);
		cities_init(&cities);
		cities_restore(&cities, world.source);
		world_refused(&world, cases[i].sentence);
		cities_clear(&cities);
		world_forget(&world);
	}
}
END_TEST

UNIT_MAIN("examples/reservation/cities", numbers_are_given_once_and_survive,
    there_is_a_limit, numbers_come_to_an_end,
    wrong_counts_and_numbers_are_refused)
