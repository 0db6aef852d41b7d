#include "cities.h"

#include "kinds.h"
#include "limits.h"
#include "restoring.h"

static int
compare(const void *a, const void *b)
{
	uint64_t left = ((const struct city *)a)->number;
	uint64_t right = ((const struct city *)b)->number;

	return (left > right) - (left < right);
}

void
cities_init(struct cities *cities)
{
	*cities = (struct cities){ 0 };
	sorted_init(&cities->by_number, compare);
}

void
cities_clear(struct cities *cities)
{
	for (size_t i = 0; i < cities->by_number.count; i++)
		city_free(cities->by_number.items[i]);
	sorted_clear(&cities->by_number);
	cities->last_number = 0;
}

struct city *
cities_add(struct cities *cities, const char *name, struct fault *fault)
{
	struct city *city;

	if (cities->by_number.count == LIMIT_CITIES) {
		fault_fill(fault, "there are %d cities already", LIMIT_CITIES);
		return NULL;
	}
	if (cities->last_number == LIMIT_NUMBER) {
		fault_fill(fault, "no number of a city is left");
		return NULL;
	}
	city = city_new(++cities->last_number, name);
	sorted_put(&cities->by_number, city);
	return city;
}

struct city *
cities_find(const struct cities *cities, uint64_t number)
{
	const struct city key = { .number = number };

	return sorted_find(&cities->by_number, &key);
}

void
cities_save(const struct cities *cities, struct bx_sink *sink)
{
	const struct sorted *all = &cities->by_number;

	bx_write_header(sink, KIND_CITIES);
	bx_write_uint(sink, cities->last_number);
	bx_write_uint(sink, all->count);
	for (size_t i = 0; i < all->count; i++)
		city_save(all->items[i], sink);
}

void
cities_restore(struct cities *cities, struct bx_source *source)
{
	uint64_t count, before = 0;

	bx_read_header(source, KIND_CITIES);
	cities->last_number = bx_read_uint(source, 0, LIMIT_NUMBER);
	count = bx_read_uint(source, 0, LIMIT_CITIES);
	for (; count != 0 && !bx_source_failed(source); count--) {
		uint64_t at = bx_source_at(source);
		struct city *city = city_restore(source);

		if (city == NULL)
			break;
		sorted_put(&cities->by_number, city);
		restoring_number(source, at, &before, city->number,
		    cities->last_number);
	}
}
