#include "config.h"

#include "examples/reservation/plans.h"

#include "examples/reservation/kinds.h"
#include "examples/reservation/limits.h"
#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

START_TEST(plans_are_restored_with_their_counter)
{
	struct world_bytes world = world_sink();
	struct database database;
	struct plans plans;

	database_init(&database);
	world_fill(&database);
	database.plans.last_number = 8;
	plans_save(&database.plans, world.sink);
	world_written(&world);
	plans_init(&plans);
	plans_restore(&plans, &database, world.source);
	world_read(&world);
	ck_assert_uint_eq(plans.by_number.count, 3);
	ck_assert_uint_eq(plans.last_number, 8);
	ck_assert_uint_eq(plans_find(&plans, 1)->taken, 2);
	ck_assert_ptr_null(plans_find(&plans, 4));
	plans_clear(&plans);
	database_clear(&database);
	world_forget(&world);
}
END_TEST

START_TEST(a_plan_beyond_the_counter_is_refused)
{
	struct world_bytes world = world_sink();
	struct database database;
	struct plans plans;

	database_init(&database);
	world_fill(&database);
	database.plans.last_number = 2;
	plans_save(&database.plans, world.sink);
	world_written(&world);
	plans_init(&plans);
	plans_restore(&plans, &database, world.source);
	ck_assert(bx_source_failed(world.source));
	plans_clear(&plans);
	database_clear(&database);
	world_forget(&world);
}
END_TEST

START_TEST(there_is_a_limit)
{
	static const struct moment departure = { 20261224, 510 };
	struct database database;
	struct plans *plans = &database.plans;
	struct fault fault;
	struct bus *bus;
	const struct city *from, *to;

	database_init(&database);
	world_fill(&database);
	bus = buses_find(&database.buses, 1);
	from = cities_find(&database.cities, 1);
	to = cities_find(&database.cities, 2);
	plans->last_number = LIMIT_NUMBER;
	ck_assert_ptr_null(plans_add(plans, bus, from, to, &departure, &fault));
	ck_assert_str_eq(fault.text, "no number of a plan is left");
	plans->last_number = 3;
	while (plans->by_number.count < LIMIT_PLANS)
		ck_assert_ptr_nonnull(
		    plans_add(plans, bus, from, to, &departure, &fault));
	ck_assert_ptr_null(plans_add(plans, bus, from, to, &departure, &fault));
	ck_assert_str_eq(fault.text, "there are 100000 plans already");
	database_clear(&database);
}
END_TEST

UNIT_MAIN("examples/reservation/plans", plans_are_restored_with_their_counter,
    a_plan_beyond_the_counter_is_refused, there_is_a_limit)
