#include "config.h"

#include "examples/reservation/plan.h"

#include "examples/reservation/customer.h"
#include "examples/reservation/kinds.h"
#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

START_TEST(customers_come_and_go)
{
	static const struct moment departure = { 20261224, 510 };
	struct bus *bus = bus_new(1, "1AB 2345", 4);
	struct city *from = city_new(1, "Praha");
	struct city *to = city_new(2, "Brno");
	struct plan *plan = plan_new(3, bus, from, to, &departure);
	struct customer *customer = customer_new(5, "Jan", 2);

	plan_add_customer(plan, customer);
	plan_add_customer(plan, customer_new(9, "Eva", 1));
	ck_assert_uint_eq(plan->taken, 3);
	ck_assert_ptr_eq(plan_customer(plan, 5), customer);
	ck_assert_ptr_eq(plan_take_customer(plan, 5), customer);
	ck_assert_ptr_null(plan_take_customer(plan, 5));
	ck_assert_uint_eq(plan->taken, 1);
	customer_free(customer);
	plan_free(plan);
	plan_free(NULL);
	bus_free(bus);
	city_free(from);
	city_free(to);
}
END_TEST

START_TEST(a_plan_is_restored_with_what_it_points_at)
{
	struct world_bytes world = world_sink();
	struct database database;
	struct plan *plan, *before;

	database_init(&database);
	world_fill(&database);
	before = plans_find(&database.plans, 2);
	plan_save(before, world.sink);
	world_written(&world);
	plan = plan_restore(&database, world.source);
	world_read(&world);
	ck_assert_uint_eq(plan->number, 2);
	ck_assert_ptr_eq(plan->bus, before->bus);
	ck_assert_ptr_eq(plan->from, before->from);
	ck_assert_ptr_eq(plan->to, before->to);
	ck_assert_int_eq(moment_compare(&plan->departure, &before->departure),
	    0);
	ck_assert_uint_eq(plan->taken, 3);
	ck_assert_str_eq(plan_customer(plan, 2)->name, "Eva");
	plan_free(plan);
	database_clear(&database);
	world_forget(&world);
}
END_TEST

/* A plan in which one number is wrong. */
static const struct wrong {
	uint64_t bus, from, to, day, minute, customers, customer, seats;
	const char *sentence;
} wrongs[] = {
	{ 3, 2, 1, 20261224, 0, 1, 2, 3,
	    "at byte 8, in block PLAN: there is no bus 3" },
	{ 1, 4, 1, 20261224, 0, 1, 2, 3,
	    "at byte 8, in block PLAN: there is no city 4" },
	{ 1, 2, 5, 20261224, 0, 1, 2, 3,
	    "at byte 8, in block PLAN: there is no city 5" },
	{ 1, 2, 2, 20261224, 0, 1, 2, 3,
	    "at byte 8, in block PLAN: it goes from city 2 to the same" },
	{ 1, 2, 1, 20261232, 0, 1, 2, 3,
	    "at byte 8, in block PLAN: there is no day 20261232" },
	{ 1, 2, 1, 20261224, 1440, 1, 2, 3,
	    "at byte 48, in block PLAN: expected a number from 0 to 1439, "
	    "found 1440" },
	{ 1, 2, 1, 20261224, 0, 9, 2, 3,
	    "at byte 56, in block PLAN: expected a number from 0 to 8, "
	    "found 9" },
	{ 1, 2, 1, 20261224, 0, 1, 3, 3,
	    "at byte 64, in block CUST: customer 3 booked 3 seats and has 0" },
	{ 1, 2, 1, 20261224, 0, 1, 2, 2,
	    "at byte 64, in block CUST: customer 2 booked 2 seats and has 3" },
	{ 1, 2, 1, 20261224, 0, 0, 2, 3,
	    "at byte 64, in block PLAN: of bus 1 3 seats are taken, of 0 we "
	    "have the customers" },
};

START_TEST(a_plan_that_does_not_fit_is_refused)
{
	struct database database;

	database_init(&database);
	world_fill(&database);
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		const struct wrong *wrong = &wrongs[i];
		struct world_bytes world = world_sink();

		bx_write_header(world.sink, KIND_PLAN);
		bx_write_uint(world.sink, 2);
		bx_write_uint(world.sink, wrong->bus);
		bx_write_uint(world.sink, wrong->from);
		bx_write_uint(world.sink, wrong->to);
		bx_write_uint(world.sink, wrong->day);
		bx_write_uint(world.sink, wrong->minute);
		bx_write_uint(world.sink, wrong->customers);
		bx_write_header(world.sink, KIND_CUSTOMER);
		bx_write_uint(world.sink, wrong->customer);
		bx_write_uint(world.sink, wrong->seats);
		bx_write_text(world.sink, "x");
		world_written(&world);
		ck_assert_ptr_null(plan_restore(&database, world.source));
		world_refused(&world, wrong->sentence);
		world_forget(&world);
	}
	database_clear(&database);
}
END_TEST

UNIT_MAIN("examples/reservation/plan", customers_come_and_go,
    a_plan_is_restored_with_what_it_points_at,
    a_plan_that_does_not_fit_is_refused)
