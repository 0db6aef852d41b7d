/*
 * facts - what a daemon puts into a snapshot beside the plan: counters, and
 * the last good execution of each connection and kind.
 *
 * Filled in any order, sealed once, then only read, in the order of their
 * keys. Whoever restores the plan on another machine knows from them how well
 * each connection was protected when the snapshot was made.
 *
 * Owns: copies of all that was added.
 * Thread: maker until sealed, then any.
 */
#ifndef SNAPSHOT_FACTS_H
#define SNAPSHOT_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

struct facts_counter {
	const char *name; /* "executions" */
	uint64_t value;
};

enum { FACTS_KINDS = 8 };

struct facts_good {
	const char *connection; /* its id */
	unsigned kind;          /* number of its bit in model/kind */
	const char *execution;  /* its UUID */
	int64_t finished_ms;    /* since the epoch */
};

struct facts;

struct facts *facts_new(void);
void facts_free(struct facts *facts); /* NULL is fine */

/* Faults: FAULT_FORMAT, FAULT_LIMIT; then nothing was added. */
MUST_CHECK bool facts_add_counter(struct facts *facts,
    const struct facts_counter *counter, struct fault *fault);
MUST_CHECK bool facts_add_good(struct facts *facts,
    const struct facts_good *good, struct fault *fault);

/* Faults: FAULT_DUPLICATE for one name, or connection and kind, twice. */
MUST_CHECK bool facts_seal(struct facts *facts, struct fault *fault);

/* Sorted; NULL facts have none. */
size_t facts_counters(const struct facts *facts,
    const struct facts_counter **out_first);
size_t
facts_goods(const struct facts *facts, const struct facts_good **out_first);

/* NULL when there is none. */
const struct facts_counter *
facts_counter(const struct facts *facts, const char *name);
const struct facts_good *
facts_good(const struct facts *facts, const char *connection, unsigned kind);

#endif
