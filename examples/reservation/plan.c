#include "plan.h"

#include <inttypes.h>
#include <stdlib.h>

#include "customer.h"
#include "database.h"
#include "kinds.h"
#include "limits.h"
#include "memory.h"
#include "restoring.h"

static int
compare(const void *a, const void *b)
{
	uint64_t left = ((const struct customer *)a)->number;
	uint64_t right = ((const struct customer *)b)->number;

	return (left > right) - (left < right);
}

struct plan *
plan_new(uint64_t number, struct bus *bus, const struct city *from,
    const struct city *to, const struct moment *departure)
{
	struct plan *plan = memory_new(1, sizeof(*plan));

	plan->number = number;
	plan->bus = bus;
	plan->from = from;
	plan->to = to;
	plan->departure = *departure;
	(void)pthread_mutex_init(&plan->lock, NULL);
	sorted_init(&plan->customers, compare);
	return plan;
}

void
plan_free(struct plan *plan)
{
	if (plan == NULL)
		return;
	for (size_t i = 0; i < plan->customers.count; i++)
		customer_free(plan->customers.items[i]);
	sorted_clear(&plan->customers);
	(void)pthread_mutex_destroy(&plan->lock);
	free(plan);
}

void
plan_add_customer(struct plan *plan, struct customer *customer)
{
	sorted_put(&plan->customers, customer);
	plan->taken += customer->seat_count;
}

struct customer *
plan_customer(const struct plan *plan, uint64_t number)
{
	const struct customer key = { .number = number };

	return sorted_find(&plan->customers, &key);
}

struct customer *
plan_take_customer(struct plan *plan, uint64_t number)
{
	struct customer *customer = plan_customer(plan, number);

	if (customer == NULL)
		return NULL;
	sorted_take(&plan->customers, customer);
	plan->taken -= customer->seat_count;
	return customer;
}

void
plan_save(const struct plan *plan, struct bx_sink *sink)
{
	bx_write_header(sink, KIND_PLAN);
	bx_write_uint(sink, plan->number);
	bx_write_uint(sink, plan->bus->number);
	bx_write_uint(sink, plan->from->number);
	bx_write_uint(sink, plan->to->number);
	bx_write_uint(sink, plan->departure.day);
	bx_write_uint(sink, plan->departure.minute);
	bx_write_uint(sink, plan->customers.count);
	for (size_t i = 0; i < plan->customers.count; i++)
		customer_save(plan->customers.items[i], sink);
}

/* What the bus says of this journey: its customers, a seat each, in order. */
struct seated {
	uint64_t customers[LIMIT_SEATS];
	size_t count;
};

static int
compare_numbers(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a;
	uint64_t right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static void
look_at_seats(const struct plan *plan, struct seated *seated)
{
	seated->count = 0;
	for (size_t i = 0; i < plan->bus->seat_count; i++) {
		uint64_t customer = seat_customer(&plan->bus->seats[i],
		    plan->number);

		if (customer != 0)
			seated->customers[seated->count++] = customer;
	}
	qsort(seated->customers, seated->count, sizeof(seated->customers[0]),
	    compare_numbers);
}

static uint64_t
seats_of(const struct seated *seated, uint64_t customer)
{
	uint64_t count = 0;

	for (size_t i = 0; i < seated->count; i++)
		count += seated->customers[i] == customer;
	return count;
}

static void
restore_customers(struct plan *plan, const struct database *database,
    struct bx_source *source)
{
	uint64_t last_number = atomic_load(&database->last_customer);
	uint64_t count, before = 0;
	struct seated seated;

	look_at_seats(plan, &seated);
	count = bx_read_uint(source, 0, plan->bus->seat_count);
	for (; count != 0 && !bx_source_failed(source); count--) {
		uint64_t at = bx_source_at(source);
		struct customer *customer = customer_restore(source,
		    last_number);
		uint64_t sits_on;

		if (customer == NULL)
			return;
		plan_add_customer(plan, customer);
		restoring_number(source, at, &before, customer->number,
		    last_number);
		sits_on = seats_of(&seated, customer->number);
		if (sits_on != customer->seat_count)
			bx_source_refuse(source, at,
			    "customer %" PRIu64 " booked %" PRIu64
			    " seats and has %" PRIu64,
			    customer->number, customer->seat_count, sits_on);
	}
	if (plan->taken != seated.count)
		bx_source_refuse(source, bx_source_at(source),
		    "of bus %" PRIu64 " %zu seats are taken, of %" PRIu64
		    " we have the customers",
		    plan->bus->number, seated.count, plan->taken);
}

/* The numbers stand for objects that are there. */
static struct plan *
restore_journey(const struct database *database, struct bx_source *source)
{
	uint64_t at = bx_source_at(source);
	uint64_t number = bx_read_uint(source, 1, LIMIT_NUMBER);
	uint64_t bus_number = bx_read_uint(source, 1, LIMIT_NUMBER);
	uint64_t from_number = bx_read_uint(source, 1, LIMIT_NUMBER);
	uint64_t to_number = bx_read_uint(source, 1, LIMIT_NUMBER);
	struct bus *bus = buses_find(&database->buses, bus_number);
	const struct city *from = cities_find(&database->cities, from_number);
	const struct city *to = cities_find(&database->cities, to_number);
	struct moment departure;

	departure.day = (uint32_t)bx_read_uint(source, 0, 99999999);
	departure.minute = (uint32_t)bx_read_uint(source, 0, 24 * 60 - 1);
	if (bus == NULL)
		bx_source_refuse(source, at, "there is no bus %" PRIu64,
		    bus_number);
	if (from == NULL || to == NULL)
		bx_source_refuse(source, at, "there is no city %" PRIu64,
		    from == NULL ? from_number : to_number);
	if (from == to)
		bx_source_refuse(source, at,
		    "it goes from city %" PRIu64 " to the same", from_number);
	if (!moment_is_valid(&departure))
		bx_source_refuse(source, at, "there is no day %u",
		    (unsigned)departure.day);
	if (bx_source_failed(source))
		return NULL;
	return plan_new(number, bus, from, to, &departure);
}

struct plan *
plan_restore(const struct database *database, struct bx_source *source)
{
	struct plan *plan;

	bx_read_header(source, KIND_PLAN);
	plan = restore_journey(database, source);
	if (plan == NULL)
		return NULL;
	restore_customers(plan, database, source);
	if (!bx_source_failed(source))
		return plan;
	plan_free(plan);
	return NULL;
}
