#include "config.h"

#include "tests/examples/reservation/world.h"

#include <check.h>
#include <string.h>

#include "examples/reservation/customer.h"

enum { ROOM = 64 << 20 };

struct booking_wish
world_wish(void)
{
	const struct booking_wish wish = {
		.from = "Praha",
		.to = "Brno",
		.day = 20261224,
		.minute = BOOKING_ANY_MINUTE,
		.name = "Jan Novák",
		.seat_count = 2,
	};

	return wish;
}

void
world_fill(struct database *database)
{
	static const struct moment morning = { 20261224, 510 };
	static const struct moment evening = { 20261224, 1080 };
	static const struct moment later = { 20261227, 0 };
	struct booking_wish wish = world_wish();
	struct booking booking;
	struct fault fault;

	ck_assert(database_add_city(database, "Praha", &fault));
	ck_assert(database_add_city(database, "Brno", &fault));
	ck_assert(database_add_city(database, "České Budějovice", &fault));
	ck_assert(database_add_alias(database, "Praha", "Prague", &fault));
	ck_assert(database_add_alias(database, "Prague", "Prag", &fault));
	ck_assert(database_add_alias(database, "brno", "Brünn", &fault));
	ck_assert(database_add_bus(database, "1AB 2345", 8, &fault));
	ck_assert(database_add_bus(database, "2BC 3456", 4, &fault));
	ck_assert(database_add_plan(database, "1AB 2345", "Praha", "Brno",
	    &morning, &fault));
	ck_assert(database_add_plan(database, "1AB 2345", "Brno", "Praha",
	    &evening, &fault));
	ck_assert(database_add_plan(database, "2BC 3456", "Praha",
	    "České Budějovice", &later, &fault));
	ck_assert(booking_make(database, &wish, &booking, &fault));
	wish.from = "Brünn";
	wish.to = "prague";
	wish.name = "Eva";
	wish.seat_count = 3;
	wish.seats[0] = 8;
	wish.seats[1] = 1;
	wish.seats[2] = 5;
	ck_assert(booking_make(database, &wish, &booking, &fault));
	wish = world_wish();
	ck_assert(booking_make(database, &wish, &booking, &fault));
	ck_assert(booking_cancel(database, 1, 3, &fault));
}

struct world_bytes
world_sink(void)
{
	struct world_bytes world = { .sink = bx_sink_new_memory(ROOM) };

	return world;
}

void
world_written(struct world_bytes *world)
{
	struct bx_fault fault;

	ck_assert(bx_sink_finish(world->sink, &fault));
	world->bytes = bx_sink_bytes(world->sink, &world->size);
	world->source = bx_source_new_memory(world->bytes, world->size);
}

void
world_forget(struct world_bytes *world)
{
	bx_source_free(world->source);
	bx_sink_free(world->sink);
}

void
world_read(struct world_bytes *world)
{
	struct bx_fault fault = { 0 };
	bool done = bx_source_finish(world->source, &fault);

	ck_assert_msg(done, "%s", fault.text);
}

void
world_refused(struct world_bytes *world, const char *sentence)
{
	struct bx_fault fault;

	ck_assert(bx_source_failed(world->source));
	ck_assert(!bx_source_finish(world->source, &fault));
	ck_assert_int_eq(fault.kind, BX_FORMAT);
	ck_assert_str_eq(fault.text, sentence);
}

static void
indexes_find_all(const struct database *database)
{
	const struct sorted *cities = &database->cities.by_number;
	const struct sorted *plans = &database->plans.by_number;
	const struct sorted *buses = &database->buses.by_number;

	for (size_t i = 0; i < cities->count; i++) {
		const struct city *city = cities->items[i];

		ck_assert_ptr_eq(names_find(&database->names, city->name),
		    city);
	}
	for (size_t i = 0; i < database->aliases.count; i++) {
		const struct alias *alias = database->aliases.items[i];

		ck_assert_ptr_eq(names_find(&database->names, alias->name),
		    alias->city);
	}
	for (size_t i = 0; i < buses->count; i++) {
		const struct bus *bus = buses->items[i];

		ck_assert_ptr_eq(buses_named(&database->buses, bus->name), bus);
	}
	for (size_t i = 0; i < plans->count; i++) {
		const struct plan *plan = plans->items[i];
		size_t first, count;
		bool is_there = false;

		count = routes_find(&database->routes, plan->from, plan->to,
		    plan->departure.day, &first);
		for (size_t j = first; j < first + count; j++)
			is_there |= database->routes.by_route.items[j] == plan;
		ck_assert(is_there);
	}
	ck_assert_uint_eq(database->routes.by_route.count, plans->count);
	ck_assert_uint_eq(database->names.by_name.count,
	    cities->count + database->aliases.count);
}

void
world_equal(struct database *a, struct database *b)
{
	struct world_bytes left = world_sink();
	struct world_bytes right = world_sink();

	database_save(a, left.sink);
	database_save(b, right.sink);
	world_written(&left);
	world_written(&right);
	ck_assert_uint_eq(left.size, right.size);
	ck_assert(memcmp(left.bytes, right.bytes, left.size) == 0);
	world_forget(&left);
	world_forget(&right);
	ck_assert_uint_eq(a->sold, b->sold);
	indexes_find_all(a);
	indexes_find_all(b);
}
