/*
 * random_plan - plans that nobody thought of.
 *
 * Thread: maker.
 */
#ifndef TESTS_SUPPORT_RANDOM_PLAN_H
#define TESTS_SUPPORT_RANDOM_PLAN_H

#include <stdint.h>

#include "memdb/memdb.h"

/*
 * Some `items` of everything together, in random proportions and order, with
 * random texts; the same for the same seed. Sealed.
 */
struct memdb *random_plan(uint64_t seed, unsigned items);

#endif
