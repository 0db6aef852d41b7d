/*
 * buses - the container of buses; the document's CBuses.
 *
 * Thread: maker; shared as whole.h says.
 */
#ifndef RESERVATION_BUSES_H
#define RESERVATION_BUSES_H

#include "bus.h"
#include "fault.h"
#include "sorted.h"

struct buses {
	uint64_t last_number; /* counts the buses that there ever were */
	struct sorted by_number;
	struct sorted by_name; /* an index: not saved */
};

void buses_init(struct buses *buses);
void buses_clear(struct buses *buses);

/* Faults: the name is taken, too many seats, LIMIT_BUSES. */
MUST_CHECK struct bus *buses_add(struct buses *buses, const char *name,
    size_t seat_count, struct fault *fault);

struct bus *buses_find(const struct buses *buses, uint64_t number);
struct bus *buses_named(const struct buses *buses, const char *name);

void buses_save(const struct buses *buses, struct bx_sink *sink);

/* Into an empty one. After a failure of the source it holds what came. */
void buses_restore(struct buses *buses, struct bx_source *source);

#endif
