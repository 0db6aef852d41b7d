/*
 * shelter - what the daemon must know, in memory, while its journal cannot be
 * written.
 *
 * Temporary tables of the same names stand before those of the file, so that
 * every statement goes on as it is. They hold what has not ended, the newest
 * of each strategy, two days, and everything that is no execution; no old
 * facts. Back on the disk goes what became of it: in one transaction, with the
 * facts numbered behind those that were there.
 *
 * Thread: maker, as the store.
 */
#ifndef JOURNAL_SHELTER_H
#define JOURNAL_SHELTER_H

#include <stdbool.h>

#include "base/fault.h"

struct sqlite3;

/* Outside of a transaction, both. On failure nothing has changed. */
MUST_CHECK bool shelter_enter(struct sqlite3 *db, struct fault *fault);
MUST_CHECK bool shelter_leave(struct sqlite3 *db, struct fault *fault);

/* What a failure of SQLite means: FAULT_FULL where it could not write. */
enum fault_kind shelter_kind(struct sqlite3 *db);

#endif
