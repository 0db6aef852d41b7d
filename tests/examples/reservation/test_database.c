#include "config.h"

#include "examples/reservation/database.h"

#include <stdio.h>

#include "examples/reservation/customer.h"
#include "examples/reservation/limits.h"
#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

START_TEST(everything_is_restored_indexes_included)
{
	struct world_bytes world = world_sink();
	struct database database, other;

	database_init(&database);
	database_init(&other);
	world_fill(&database);
	database_save(&database, world.sink);
	world_written(&world);
	database_restore(&other, world.source);
	world_read(&world);
	world_equal(&database, &other);
	ck_assert_uint_eq(other.last_customer, 3);
	ck_assert_uint_eq(other.sold, 5);
	database_clear(&database);
	database_clear(&other);
	world_forget(&world);
}
END_TEST

START_TEST(an_empty_one_stays_empty)
{
	struct world_bytes world = world_sink();
	struct database database, other;

	database_init(&database);
	database_init(&other);
	database_save(&database, world.sink);
	world_written(&world);
	database_restore(&other, world.source);
	world_read(&world);
	world_equal(&database, &other);
	world_fill(&other);
	database_empty(&other);
	world_equal(&database, &other);
	world_fill(&other);
	database_clear(&database);
	database_clear(&other);
	world_forget(&world);
}
END_TEST

START_TEST(what_cannot_be_added_says_why)
{
	static const struct moment departure = { 20261224, 510 };
	struct database database;
	struct fault fault;
	char name[24];

	database_init(&database);
	world_fill(&database);
	ck_assert(!database_add_city(&database, "prague", &fault));
	ck_assert_str_eq(fault.text, "there is a city 'prague' already");
	ck_assert(!database_add_city(&database, "", &fault));
	ck_assert_str_eq(fault.text,
	    "a name has 1 to 100 bytes, no control character and no ;");
	ck_assert(!database_add_alias(&database, "Atlantis", "x", &fault));
	ck_assert_str_eq(fault.text, "there is no city 'Atlantis'");
	ck_assert(!database_add_alias(&database, "Brno", "Praha", &fault));
	ck_assert(!database_add_bus(&database, "a;b", 4, &fault));
	ck_assert(!database_add_bus(&database, "1AB 2345", 4, &fault));
	ck_assert(!database_add_plan(&database, "x", "Praha", "Brno",
	    &departure, &fault));
	ck_assert_str_eq(fault.text, "there is no bus 'x'");
	ck_assert(!database_add_plan(&database, "1AB 2345", "Praha", "Paris",
	    &departure, &fault));
	ck_assert_str_eq(fault.text, "there is no city 'Paris'");
	ck_assert(!database_add_plan(&database, "1AB 2345", "Praha", "Prag",
	    &departure, &fault));
	ck_assert_str_eq(fault.text, "'Prag' is where it departs");
	while (database.aliases.count < LIMIT_ALIASES) {
		(void)snprintf(name, sizeof(name), "alias %zu",
		    database.aliases.count);
		ck_assert(database_add_alias(&database, "Brno", name, &fault));
	}
	ck_assert(!database_add_alias(&database, "Brno", "x", &fault));
	ck_assert_str_eq(fault.text, "there are 20000 aliases already");
	database_clear(&database);
}
END_TEST

/* Save what `spoil` made of the world; it must be refused with `sentence`. */
static void
refused_after(void (*spoil)(struct database *database), const char *sentence)
{
	struct world_bytes world = world_sink();
	struct database database, other;

	database_init(&database);
	database_init(&other);
	world_fill(&database);
	spoil(&database);
	database_save(&database, world.sink);
	world_written(&world);
	database_restore(&other, world.source);
	world_refused(&world, sentence);
	database_clear(&database);
	database_clear(&other);
	world_forget(&world);
}

static void
seat_nobody(struct database *database)
{
	seat_take(bus_seat(buses_find(&database->buses, 2), 1), 77, 1);
}

static void
seat_one_more(struct database *database)
{
	seat_take(bus_seat(buses_find(&database->buses, 1), 7), 1, 1);
}

static void
seat_one_less(struct database *database)
{
	seat_release(bus_seat(buses_find(&database->buses, 1), 8), 2);
}

static void
seat_another(struct database *database)
{
	struct seat *seat = bus_seat(buses_find(&database->buses, 1), 8);

	seat_release(seat, 2);
	seat_take(seat, 2, 1);
}

static void
repeat_customer(struct database *database)
{
	seat_take(bus_seat(buses_find(&database->buses, 2), 1), 3, 1);
	plan_add_customer(plans_find(&database->plans, 3),
	    customer_new(1, "Jan", 1));
}

static void
forget_counter(struct database *database)
{
	database->last_customer = 1;
}

static void
rename_city(struct database *database)
{
	struct city *city = cities_find(&database->cities, 2);

	city->name[0] = 'P';
	city->name[1] = 'r';
	city->name[2] = 'a';
	city->name[3] = 'g';
}

static void
rename_alias(struct database *database)
{
	struct alias *alias = database->aliases.items[0];

	memcpy(alias->name, "BRNO", 5);
}

START_TEST(what_does_not_fit_together_is_refused)
{
	refused_after(seat_nobody,
	    "at byte 1013, in block PLAN: 6 seats are taken, of 5 there is "
	    "the journey");
	refused_after(seat_one_more,
	    "at byte 808, in block CUST: customer 1 booked 2 seats and has 3");
	refused_after(seat_one_less,
	    "at byte 882, in block CUST: customer 2 booked 3 seats and has 2");
	refused_after(seat_another,
	    "at byte 898, in block CUST: customer 2 booked 3 seats and has 2");
	refused_after(repeat_customer,
	    "at byte 1048, in block CUST: customer 1 is there twice");
	refused_after(forget_counter,
	    "at byte 906, in block CUST: expected a number from 1 to 1, found "
	    "2");
	refused_after(rename_city,
	    "at byte 178, in block ALIS: there is a city 'Prag' already");
	refused_after(rename_alias,
	    "at byte 156, in block ALIS: there is a city 'BRNO' already");
}
END_TEST

UNIT_MAIN("examples/reservation/database",
    everything_is_restored_indexes_included, an_empty_one_stays_empty,
    what_cannot_be_added_says_why, what_does_not_fit_together_is_refused)
