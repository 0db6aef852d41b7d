/*
 * shelf - the snapshots that a daemon keeps in its state_dir.
 *
 * plan.snapshot is the newest. snapshots/ has one for each version of the plan
 * that was in force, named NUMBER-CATALOG-VERSION.snapshot: the highest number
 * is the newest, and the older ones are there when it is damaged. A file
 * appears under its name when it is whole.
 *
 * Thread: maker.
 */
#ifndef SNAPSHOT_SHELF_H
#define SNAPSHOT_SHELF_H

#include "memdb/memdb.h"

#define SHELF_NEWEST "plan.snapshot"
#define SHELF_FOLDER "snapshots"

/*
 * Make these bytes the newest. A plan of another version than the last one's,
 * or of another catalog, also gets a file of its own; of those only the `most`
 * newest stay.
 */
MUST_CHECK bool shelf_put(const char *state_dir, const void *bytes, size_t size,
    const struct memdb_info *info, size_t most, struct fault *fault);

/* A file that is not taken: it is damaged or cannot be read. */
typedef void (
    *shelf_damaged_fn)(void *arg, const char *path, const struct fault *fault);

/*
 * The newest that is whole, held once by the caller, and its path from
 * state_dir on (free it). Those before it that are not whole are told. Faults:
 * FAULT_ABSENT when there is none.
 */
MUST_CHECK struct memdb *shelf_take(const char *state_dir,
    shelf_damaged_fn damaged, void *arg, char **out_name, struct fault *fault);

#endif
