/*
 * restore - make the catalog's plan that of a snapshot.
 *
 * First it is looked at: what differs, with the connections and strategies
 * whose rows cannot be used. Then all of it is applied, or nothing, by the
 * statements of any edit, with a row of table change for every value.
 *
 *	restoring = restore_begin(catalog, plan, false, &fault);
 *	restore_each(restoring, ...);
 *	restore_end(restoring);
 *
 * Thread: maker.
 */
#ifndef CATALOG_RESTORE_H
#define CATALOG_RESTORE_H

#include "catalog/server.h"
#include "memdb/difference.h"

struct restoring;

/*
 * `plan` is borrowed until the end. With `writes` nobody else changes the
 * catalog meanwhile. Faults: those of catalog_info; FAULT_RETRY when somebody
 * is writing.
 */
MUST_CHECK struct restoring *restore_begin(struct catalog *catalog,
    const struct memdb *plan, bool writes, struct fault *fault);

/* What is not applied is taken back. NULL is fine. */
void restore_end(struct restoring *restoring);

/* As the catalog says of itself. */
const struct catalog_info *restore_info(const struct restoring *restoring);

/*
 * From the catalog to the snapshot, as difference_each. Of what cannot be used
 * nothing is known but its id: it is changed or removed from nothing.
 */
bool
restore_each(const struct restoring *restoring, difference_fn each, void *arg);

/*
 * Apply and commit. A catalog that has neither a plan nor executions also
 * becomes the snapshot's: it takes its UUID, and a higher plan version. Faults:
 * FAULT_REFUSED for a catalog with another plan, unless `replaces`.
 */
MUST_CHECK bool restore_apply(struct restoring *restoring, bool replaces,
    const char *who, struct fault *fault);

#endif
