#include "buses.h"

#include "kinds.h"
#include "limits.h"
#include "restoring.h"
#include "text.h"

static int
compare_numbers(const void *a, const void *b)
{
	uint64_t left = ((const struct bus *)a)->number;
	uint64_t right = ((const struct bus *)b)->number;

	return (left > right) - (left < right);
}

static int
compare_names(const void *a, const void *b)
{
	return text_compare_fold(((const struct bus *)a)->name,
	    ((const struct bus *)b)->name);
}

void
buses_init(struct buses *buses)
{
	*buses = (struct buses){ 0 };
	sorted_init(&buses->by_number, compare_numbers);
	sorted_init(&buses->by_name, compare_names);
}

void
buses_clear(struct buses *buses)
{
	for (size_t i = 0; i < buses->by_number.count; i++)
		bus_free(buses->by_number.items[i]);
	sorted_clear(&buses->by_number);
	sorted_clear(&buses->by_name);
	buses->last_number = 0;
}

struct bus *
buses_add(struct buses *buses, const char *name, size_t seat_count,
    struct fault *fault)
{
	struct bus *bus;

	if (buses_named(buses, name) != NULL)
		fault_fill(fault, "there is a bus '%s' already", name);
	else if (buses->by_number.count == LIMIT_BUSES)
		fault_fill(fault, "there are %d buses already", LIMIT_BUSES);
	else if (buses->last_number == LIMIT_NUMBER)
		fault_fill(fault, "no number of a bus is left");
	else if (seat_count < 1 || seat_count > LIMIT_SEATS)
		fault_fill(fault, "a bus has 1 to %d seats", LIMIT_SEATS);
	else {
		bus = bus_new(++buses->last_number, name, seat_count);
		sorted_put(&buses->by_number, bus);
		sorted_put(&buses->by_name, bus);
		return bus;
	}
	return NULL;
}

struct bus *
buses_find(const struct buses *buses, uint64_t number)
{
	const struct bus key = { .number = number };

	return sorted_find(&buses->by_number, &key);
}

struct bus *
buses_named(const struct buses *buses, const char *name)
{
	struct bus key;

	if (!text_is_name(name))
		return NULL;
	text_copy(key.name, name);
	return sorted_find(&buses->by_name, &key);
}

void
buses_save(const struct buses *buses, struct bx_sink *sink)
{
	const struct sorted *all = &buses->by_number;

	bx_write_header(sink, KIND_BUSES);
	bx_write_uint(sink, buses->last_number);
	bx_write_uint(sink, all->count);
	for (size_t i = 0; i < all->count; i++)
		bus_save(all->items[i], sink);
}

void
buses_restore(struct buses *buses, struct bx_source *source)
{
	uint64_t count, before = 0;

	bx_read_header(source, KIND_BUSES);
	buses->last_number = bx_read_uint(source, 0, LIMIT_NUMBER);
	count = bx_read_uint(source, 0, LIMIT_BUSES);
	for (; count != 0 && !bx_source_failed(source); count--) {
		uint64_t at = bx_source_at(source);
		struct bus *bus = bus_restore(source);

		if (bus == NULL)
			break;
		sorted_put(&buses->by_number, bus);
		restoring_number(source, at, &before, bus->number,
		    buses->last_number);
		if (buses_named(buses, bus->name) != NULL)
			bx_source_refuse(source, at,
			    "there is a bus '%s' already", bus->name);
		sorted_put(&buses->by_name, bus);
	}
}
