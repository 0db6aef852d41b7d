/*
 * kinds - what a strategy of a plan backs up.
 *
 * Thread: any.
 */
#ifndef MEMDB_KINDS_H
#define MEMDB_KINDS_H

#include "memdb/memdb.h"
#include "model/kind.h"

/* The set of kinds: stated by option `kind`, else read from the lines. */
unsigned kinds_of(const struct memdb *memdb, const struct strategy *strategy);

/* What the living strategies of a connection make. */
unsigned kinds_made(const struct memdb *memdb, const char *connection);

#endif
