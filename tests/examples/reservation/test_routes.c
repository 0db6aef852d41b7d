#include "config.h"

#include "examples/reservation/routes.h"

#include "tests/unit.h"

enum { PLANS = 6 };

static struct city *cities[2];
static struct bus *bus;
static struct plan *plans[PLANS];

/* 1 to 4 from the first city to the other, the last two back. */
static void
make_plans(void)
{
	static const struct moment departures[PLANS] = { { 20261224, 510 },
		{ 20261225, 60 }, { 20261224, 30 }, { 20261223, 1439 },
		{ 20261224, 510 }, { 20261231, 510 } };

	cities[0] = city_new(1, "Praha");
	cities[1] = city_new(2, "Brno");
	bus = bus_new(1, "1AB 2345", 4);
	for (size_t i = 0; i < PLANS; i++)
		plans[i] = plan_new(i + 1, bus, cities[i / 4],
		    cities[1 - i / 4], &departures[i]);
}

static void
free_plans(void)
{
	for (size_t i = 0; i < PLANS; i++)
		plan_free(plans[i]);
	bus_free(bus);
	city_free(cities[0]);
	city_free(cities[1]);
}

static void
finds_them(const struct routes *routes)
{
	size_t first;

	ck_assert_uint_eq(routes_find(routes, cities[0], cities[1], 20261224,
			      &first),
	    2);
	ck_assert_ptr_eq(routes->by_route.items[first], plans[2]);
	ck_assert_ptr_eq(routes->by_route.items[first + 1], plans[0]);
	ck_assert_uint_eq(routes_find(routes, cities[1], cities[0], 20261231,
			      &first),
	    1);
	ck_assert_ptr_eq(routes->by_route.items[first], plans[5]);
	ck_assert_uint_eq(routes_find(routes, cities[1], cities[0], 20261225,
			      &first),
	    0);
}

START_TEST(journeys_of_a_route_and_day_are_found_in_order)
{
	struct routes one, all;

	make_plans();
	routes_init(&one);
	routes_init(&all);
	for (size_t i = 0; i < PLANS; i++) {
		routes_put(&one, plans[i]);
		routes_add(&all, plans[i]);
	}
	routes_settle(&all);
	finds_them(&one);
	finds_them(&all);
	routes_clear(&one);
	routes_clear(&all);
	free_plans();
}
END_TEST

UNIT_MAIN("examples/reservation/routes",
    journeys_of_a_route_and_day_are_found_in_order)
