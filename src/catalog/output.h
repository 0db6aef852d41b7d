/*
 * output - the bytes that an rman printed, into rows of table log.
 *
 * Parts of at most LIMIT_PART bytes of clean UTF-8, cut between characters
 * only; the excerpt (excerpt.h) of a log beyond the limit. Each part's length
 * is read back, since a driver may store nothing and say that all is well.
 *
 * Thread: maker.
 */
#ifndef CATALOG_OUTPUT_H
#define CATALOG_OUTPUT_H

#include "catalog/server.h"

struct output_order {
	const char *path;   /* its file; NULL: it has none */
	uint64_t log_bytes; /* that are durable in it */
	uint64_t stack_begin, stack_end;
	uint64_t max_log;
	const char *strategy, *execution;
	int64_t moment_ms; /* local clock */
	int64_t moment_utc_ms;
};

/*
 * In the transaction of the caller. A file that cannot be opened becomes one
 * part that says so; no bytes become a row without a text.
 */
MUST_CHECK bool output_add(struct catalog *catalog,
    const struct output_order *order, struct fault *fault);

#endif
