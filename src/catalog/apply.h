/*
 * apply - an edit of the plan as SQL, with a row of table change for every
 * value that is another afterwards.
 *
 * One transaction: all of it or nothing.
 *
 * Thread: maker.
 */
#ifndef CATALOG_APPLY_H
#define CATALOG_APPLY_H

#include "catalog/server.h"
#include "model/edit.h"

/*
 * Faults: those of edit_check; FAULT_ABSENT and FAULT_DUPLICATE for names;
 * FAULT_REFUSED for a connection that has strategies.
 */
MUST_CHECK bool apply_edit(struct catalog *catalog, const struct edit *edit,
    const char *who, struct fault *fault);

#endif
