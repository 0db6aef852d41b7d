/*
 * routes - the index of plans by route and day.
 *
 * Never saved: it is made again from the plans.
 *
 * Thread: maker; shared as whole.h says.
 */
#ifndef RESERVATION_ROUTES_H
#define RESERVATION_ROUTES_H

#include "plan.h"
#include "sorted.h"

struct routes {
	struct sorted by_route;
};

void routes_init(struct routes *routes);
void routes_clear(struct routes *routes);

void routes_put(struct routes *routes, struct plan *plan);

/* Likewise for many: they are found when routes_settle was called. */
void routes_add(struct routes *routes, struct plan *plan);
void routes_settle(struct routes *routes);

/*
 * The journeys of that day, in the order of their departure: how many, and the
 * place of the first in by_route.
 */
size_t routes_find(const struct routes *routes, const struct city *from,
    const struct city *to, uint32_t day, size_t *out_first);

#endif
