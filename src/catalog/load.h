/*
 * load - the plan from the catalog into a memory database.
 *
 * In one read transaction, so that the generation is one instant. A row that
 * cannot be used never makes the load fail: it is left out, with one remark.
 * A strategy with a line that cannot be used is left out whole, since half a
 * script is another script; a priority that is not known counts as medium and
 * an alive that is neither 0 nor 1 as alive. Rows with an origin belong to
 * another catalog's plan. Ids are taken as they stand, blanks included.
 *
 * Thread: maker.
 */
#ifndef CATALOG_LOAD_H
#define CATALOG_LOAD_H

#include "catalog/server.h"
#include "memdb/memdb.h"

/*
 * Sealed, held once by the caller; NULL after a fault. A catalog that nobody
 * owns gets an owner.
 */
MUST_CHECK struct memdb *
catalog_load(struct catalog *catalog, struct fault *fault);

/* Likewise, and the owner stays what it is. */
MUST_CHECK struct memdb *
catalog_look(struct catalog *catalog, struct fault *fault);

/* Likewise, in the transaction that the caller has begun. */
MUST_CHECK struct memdb *
catalog_look_within(struct catalog *catalog, struct fault *fault);

#endif
