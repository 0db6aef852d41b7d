#include "config.h"

#include "examples/reservation/restoring.h"

#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

START_TEST(a_name_that_is_none_is_refused)
{
	struct world_bytes world = world_sink();
	char room[LIMIT_NAME + 1];

	bx_write_text(world.sink, "Praha");
	bx_write_text(world.sink, "a;b");
	world_written(&world);
	restoring_name(world.source, room);
	ck_assert_str_eq(room, "Praha");
	restoring_name(world.source, room);
	ck_assert_str_eq(room, "");
	world_refused(&world, "at byte 13: expected a name");
	world_forget(&world);
	world = world_sink();
	bx_write_text(world.sink, NULL);
	world_written(&world);
	restoring_name(world.source, room);
	world_refused(&world, "at byte 0: expected a name");
	world_forget(&world);
}
END_TEST

START_TEST(numbers_rise_up_to_the_last_given)
{
	static const struct {
		uint64_t number;
		bool is_fine;
	} cases[] = { { 4, true }, { 9, true }, { 3, false }, { 2, false },
		{ 10, false } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct world_bytes world = world_sink();
		uint64_t before = 3;

		world_written(&world);
		restoring_number(world.source, 0, &before, cases[i].number, 9);
		ck_assert_int_eq(bx_source_failed(world.source),
		    !cases[i].is_fine);
		ck_assert_uint_eq(before, cases[i].number);
		world_forget(&world);
	}
}
END_TEST

UNIT_MAIN("examples/reservation/restoring", a_name_that_is_none_is_refused,
    numbers_rise_up_to_the_last_given)
