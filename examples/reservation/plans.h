/*
 * plans - the container of plans; the document's CPlans.
 *
 * Thread: maker; shared as whole.h says.
 */
#ifndef RESERVATION_PLANS_H
#define RESERVATION_PLANS_H

#include "fault.h"
#include "plan.h"
#include "sorted.h"

struct plans {
	uint64_t last_number; /* counts the plans that there ever were */
	struct sorted by_number;
};

void plans_init(struct plans *plans);
void plans_clear(struct plans *plans);

/* Faults: LIMIT_PLANS. */
MUST_CHECK struct plan *
plans_add(struct plans *plans, struct bus *bus, const struct city *from,
    const struct city *to, const struct moment *departure, struct fault *fault);

struct plan *plans_find(const struct plans *plans, uint64_t number);

void plans_save(const struct plans *plans, struct bx_sink *sink);

/* Into the empty one of `database`, whose cities and buses are there. */
void plans_restore(struct plans *plans, const struct database *database,
    struct bx_source *source);

#endif
