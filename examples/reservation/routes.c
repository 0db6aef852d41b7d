#include "routes.h"

/* -1, 0 or 1, as <=> is elsewhere. */
static int
order(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int
compare(const void *a, const void *b)
{
	const struct plan *left = a;
	const struct plan *right = b;
	int by = order(left->from->number, right->from->number);

	if (by == 0)
		by = order(left->to->number, right->to->number);
	if (by == 0)
		by = moment_compare(&left->departure, &right->departure);
	return by != 0 ? by : order(left->number, right->number);
}

void
routes_init(struct routes *routes)
{
	sorted_init(&routes->by_route, compare);
}

void
routes_clear(struct routes *routes)
{
	sorted_clear(&routes->by_route);
}

void
routes_put(struct routes *routes, struct plan *plan)
{
	sorted_put(&routes->by_route, plan);
}

void
routes_add(struct routes *routes, struct plan *plan)
{
	sorted_add(&routes->by_route, plan);
}

void
routes_settle(struct routes *routes)
{
	sorted_settle(&routes->by_route);
}

size_t
routes_find(const struct routes *routes, const struct city *from,
    const struct city *to, uint32_t day, size_t *out_first)
{
	const struct plan key = {
		.from = from,
		.to = to,
		.departure = { .day = day },
	};
	struct plan beyond = key;

	beyond.departure.day++;
	*out_first = sorted_first(&routes->by_route, &key);
	return sorted_first(&routes->by_route, &beyond) - *out_first;
}
