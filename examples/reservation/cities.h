/*
 * cities - the container of cities; the document's CCities.
 *
 * Thread: maker; shared as whole.h says.
 */
#ifndef RESERVATION_CITIES_H
#define RESERVATION_CITIES_H

#include "city.h"
#include "fault.h"
#include "sorted.h"

struct cities {
	uint64_t last_number; /* counts the cities that there ever were */
	struct sorted by_number;
};

void cities_init(struct cities *cities);
void cities_clear(struct cities *cities);

/* With the next number. Faults: there are LIMIT_CITIES. */
MUST_CHECK struct city *
cities_add(struct cities *cities, const char *name, struct fault *fault);

struct city *cities_find(const struct cities *cities, uint64_t number);

void cities_save(const struct cities *cities, struct bx_sink *sink);

/* Into an empty one. After a failure of the source it holds what came. */
void cities_restore(struct cities *cities, struct bx_source *source);

#endif
