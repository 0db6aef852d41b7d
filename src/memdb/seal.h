/*
 * seal - turn the rows that came into the tables that stay.
 *
 * The one step between filling and reading, behind memdb_seal: rows are
 * sorted, counted to their owners and laid one behind the other, then the
 * indexes are built.
 *
 * Thread: maker.
 */
#ifndef MEMDB_SEAL_H
#define MEMDB_SEAL_H

#include <stdbool.h>

#include "base/fault.h"
#include "memdb/generation.h"

/*
 * Faults: FAULT_DUPLICATE, FAULT_ABSENT; the generation is then good for
 * nothing but memdb_release.
 */
MUST_CHECK bool seal(struct memdb *memdb, struct fault *fault);

#endif
