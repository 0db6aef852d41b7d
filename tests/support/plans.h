/*
 * plans - small plans that tests share.
 *
 * Thread: maker.
 */
#ifndef SUPPORT_PLANS_H
#define SUPPORT_PLANS_H

#include "memdb/memdb.h"
#include "snapshot/facts.h"

/* The plan of doc/SNAPSHOT.md: one connection, one strategy. Sealed. */
struct memdb *plan_small(void);

/* And the facts that go with it. Sealed. */
struct facts *plan_small_facts(void);

/* Nothing but what the catalog says of itself. Sealed. */
struct memdb *plan_empty(void);

/*
 * So many of each: strategies and connections with every field, and each
 * strategy with so many lines and frequencies. Sealed.
 */
struct memdb *plan_large(int connections, int strategies, int rows);

#endif
