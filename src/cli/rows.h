/*
 * rows - connections and strategies of a plan in memory as the API's JSON; what
 * only a daemon knows of them is null.
 *
 * Thread: maker.
 */
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include <jansson.h>

#include "memdb/memdb.h"
#include "snapshot/facts.h"

/* Paused are those that are at `now_s`. */
json_t *rows_connections(const struct memdb *memdb, int64_t now_s);

/* With the lines of their scripts, or without. */
json_t *
rows_strategies(const struct memdb *memdb, int64_t now_s, bool has_lines);
json_t *rows_strategy(const struct memdb *memdb, int64_t now_s,
    const struct strategy *strategy, bool has_lines);

/*
 * The plan alone: what it says of itself, and both, without those nulls; and
 * the facts that go with it.
 */
json_t *rows_plan(const struct memdb *memdb, const struct facts *facts);

#endif
