/*
 * record - one ended execution into the catalog: its row, the text of its
 * script, the parts of its log, and an error row when it went wrong.
 *
 * One transaction, idempotent by the execution's id: an execution whose row
 * has an outcome is there with all that belongs to it, and writing it again
 * changes nothing. So after a crash or a lost connection the caller repeats.
 *
 * An execution with attempt 1 or more replaces the row that said that nobody
 * came to its slot; a "missed" that comes later than it is dropped.
 *
 * Thread: maker.
 */
#ifndef CATALOG_RECORD_H
#define CATALOG_RECORD_H

#include "catalog/client.h"
#include "catalog/server.h"

/* Faults: FAULT_FORMAT and FAULT_LIMIT: it will never go in. */
MUST_CHECK bool record_write(struct catalog *catalog,
    const struct catalog_record *record, struct fault *fault);

#endif
