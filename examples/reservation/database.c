#include "database.h"

#include <inttypes.h>
#include <stdlib.h>

#include "customer.h"
#include "kinds.h"
#include "limits.h"
#include "memory.h"
#include "restoring.h"
#include "text.h"

static int
compare_aliases(const void *a, const void *b)
{
	return text_compare_fold(((const struct alias *)a)->name,
	    ((const struct alias *)b)->name);
}

static void
init_content(struct database *database)
{
	atomic_store(&database->last_customer, 0);
	atomic_store(&database->sold, 0);
	cities_init(&database->cities);
	sorted_init(&database->aliases, compare_aliases);
	buses_init(&database->buses);
	plans_init(&database->plans);
	names_init(&database->names);
	routes_init(&database->routes);
}

static void
clear_content(struct database *database)
{
	routes_clear(&database->routes);
	names_clear(&database->names);
	plans_clear(&database->plans);
	buses_clear(&database->buses);
	for (size_t i = 0; i < database->aliases.count; i++)
		free(database->aliases.items[i]);
	sorted_clear(&database->aliases);
	cities_clear(&database->cities);
}

void
database_init(struct database *database)
{
	whole_init(&database->whole);
	init_content(database);
	atomic_init(&database->longest_wait_ns, 0);
	atomic_init(&database->bookings, 0);
	atomic_init(&database->cancels, 0);
	atomic_init(&database->backups, 0);
}

void
database_clear(struct database *database)
{
	clear_content(database);
	whole_clear(&database->whole);
}

void
database_empty(struct database *database)
{
	clear_content(database);
	init_content(database);
}

static bool
is_free_name(const struct database *database, const char *name,
    struct fault *fault)
{
	if (!text_is_name(name))
		return fault_set(fault,
		    "a name has 1 to %d bytes, no control character and no ;",
		    LIMIT_NAME);
	if (names_find(&database->names, name) != NULL)
		return fault_set(fault, "there is a city '%s' already", name);
	return true;
}

static const struct city *
city_of(const struct database *database, const char *name, struct fault *fault)
{
	const struct city *city = names_find(&database->names, name);

	if (city == NULL)
		fault_fill(fault, "there is no city '%.100s'", name);
	return city;
}

bool
database_add_city(struct database *database, const char *name,
    struct fault *fault)
{
	const struct city *city;

	if (!is_free_name(database, name, fault))
		return false;
	city = cities_add(&database->cities, name, fault);
	return city != NULL && names_put(&database->names, city->name, city);
}

static struct alias *
alias_new(const char *name, const struct city *city)
{
	struct alias *alias = memory_new(1, sizeof(*alias));

	text_copy(alias->name, name);
	alias->city = city;
	return alias;
}

bool
database_add_alias(struct database *database, const char *city_name,
    const char *name, struct fault *fault)
{
	const struct city *city = city_of(database, city_name, fault);
	struct alias *alias;

	if (city == NULL || !is_free_name(database, name, fault))
		return false;
	if (database->aliases.count == LIMIT_ALIASES)
		return fault_set(fault, "there are %d aliases already",
		    LIMIT_ALIASES);
	alias = alias_new(name, city);
	sorted_put(&database->aliases, alias);
	return names_put(&database->names, alias->name, city);
}

bool
database_add_bus(struct database *database, const char *name, size_t seat_count,
    struct fault *fault)
{
	if (!text_is_name(name))
		return fault_set(fault,
		    "a name has 1 to %d bytes, no control character and no ;",
		    LIMIT_NAME);
	return buses_add(&database->buses, name, seat_count, fault) != NULL;
}

bool
database_add_plan(struct database *database, const char *bus_name,
    const char *from_name, const char *to_name, const struct moment *departure,
    struct fault *fault)
{
	struct bus *bus = buses_named(&database->buses, bus_name);
	const struct city *from = city_of(database, from_name, fault);
	const struct city *to = city_of(database, to_name, fault);
	struct plan *plan;

	if (bus == NULL)
		return fault_set(fault, "there is no bus '%.100s'", bus_name);
	if (from == NULL || to == NULL)
		return false;
	if (from == to)
		return fault_set(fault, "'%s' is where it departs", to_name);
	plan = plans_add(&database->plans, bus, from, to, departure, fault);
	if (plan == NULL)
		return false;
	routes_put(&database->routes, plan);
	return true;
}

static void
save_aliases(const struct sorted *aliases, struct bx_sink *sink)
{
	bx_write_header(sink, KIND_ALIASES);
	bx_write_uint(sink, aliases->count);
	for (size_t i = 0; i < aliases->count; i++) {
		const struct alias *alias = aliases->items[i];

		bx_write_text(sink, alias->name);
		bx_write_uint(sink, alias->city->number);
	}
}

static void
restore_aliases(struct database *database, struct bx_source *source)
{
	uint64_t count;

	bx_read_header(source, KIND_ALIASES);
	count = bx_read_uint(source, 0, LIMIT_ALIASES);
	for (; count != 0 && !bx_source_failed(source); count--) {
		uint64_t at = bx_source_at(source);
		char name[LIMIT_NAME + 1];
		const struct city *city;
		struct alias *alias;
		uint64_t number;

		restoring_name(source, name);
		number = bx_read_uint(source, 1, LIMIT_NUMBER);
		if (bx_source_failed(source))
			return;
		city = cities_find(&database->cities, number);
		if (city == NULL) {
			bx_source_refuse(source, at,
			    "there is no city %" PRIu64, number);
			return;
		}
		alias = alias_new(name, city);
		sorted_put(&database->aliases, alias);
		if (!names_put(&database->names, alias->name, city))
			bx_source_refuse(source, at,
			    "there is a city '%s' already", name);
	}
}

void
database_save(const struct database *database, struct bx_sink *sink)
{
	bx_write_header(sink, KIND_DATABASE);
	bx_write_uint(sink, atomic_load(&database->last_customer));
	cities_save(&database->cities, sink);
	save_aliases(&database->aliases, sink);
	buses_save(&database->buses, sink);
	plans_save(&database->plans, sink);
}

/* The index of cities, which aliases are put into as they come. */
static void
index_cities(struct database *database, struct bx_source *source)
{
	const struct sorted *cities = &database->cities.by_number;

	for (size_t i = 0; i < cities->count; i++) {
		const struct city *city = cities->items[i];

		if (!names_put(&database->names, city->name, city))
			bx_source_refuse(source, bx_source_at(source),
			    "there is a city '%s' already", city->name);
	}
}

static int
compare_numbers(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a;
	uint64_t right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

/*
 * Every customer once, on one journey. Of each journey that is there the seats
 * were compared: a seat that is taken beyond them is taken by nobody.
 */
static void
check_customers(struct database *database, struct bx_source *source)
{
	const struct sorted *plans = &database->plans.by_number;
	const struct sorted *buses = &database->buses.by_number;
	uint64_t at = bx_source_at(source);
	uint64_t taken = 0, sold = 0;
	uint64_t *numbers;
	size_t count = 0;

	for (size_t i = 0; i < buses->count; i++) {
		const struct bus *bus = buses->items[i];

		for (size_t j = 0; j < bus->seat_count; j++)
			taken += bus->seats[j].use_count;
	}
	if (taken > LIMIT_SOLD)
		bx_source_refuse(source, at,
		    "expected at most %d seats sold, found %" PRIu64,
		    LIMIT_SOLD, taken);
	numbers = memory_new(taken, sizeof(*numbers));
	for (size_t i = 0; i < plans->count; i++) {
		const struct plan *plan = plans->items[i];

		sold += plan->taken;
		for (size_t j = 0; j < plan->customers.count; j++) {
			const struct customer *customer =
			    plan->customers.items[j];

			numbers[count++] = customer->number;
		}
	}
	if (sold != taken)
		bx_source_refuse(source, at,
		    "%" PRIu64 " seats are taken, of %" PRIu64
		    " there is the journey",
		    taken, sold);
	qsort(numbers, count, sizeof(*numbers), compare_numbers);
	for (size_t i = 1; i < count; i++)
		if (numbers[i] == numbers[i - 1])
			bx_source_refuse(source, at,
			    "customer %" PRIu64 " is there twice", numbers[i]);
	free(numbers);
	atomic_store(&database->sold, sold);
}

void
database_restore(struct database *database, struct bx_source *source)
{
	const struct sorted *plans = &database->plans.by_number;

	bx_read_header(source, KIND_DATABASE);
	atomic_store(&database->last_customer,
	    bx_read_uint(source, 0, LIMIT_NUMBER));
	cities_restore(&database->cities, source);
	index_cities(database, source);
	restore_aliases(database, source);
	buses_restore(&database->buses, source);
	plans_restore(&database->plans, database, source);
	if (!bx_source_failed(source))
		check_customers(database, source);
	for (size_t i = 0; i < plans->count; i++)
		routes_add(&database->routes, plans->items[i]);
	routes_settle(&database->routes);
}
