/*
 * pauses - which pauses of a plan hold for a strategy: its connection's, and
 * its own.
 *
 * Units: seconds since the epoch.
 * Thread: any.
 */
#ifndef MEMDB_PAUSES_H
#define MEMDB_PAUSES_H

#include <stddef.h>
#include <stdint.h>

#include "memdb/memdb.h"
#include "model/pause.h"

/* By their scope; one that is not there is `has` false. */
struct pauses {
	bool has[OPTION_SCOPES];
	struct pause list[OPTION_SCOPES];
};

/* `strategy` NULL: of the connection alone. What cannot be read is none. */
void pauses_of(const struct memdb *memdb, const char *connection,
    const char *strategy, struct pauses *out_pauses);

/* The one that holds at that time, the longer of two; NULL: none. */
const struct pause *pauses_at(const struct pauses *pauses, int64_t utc_s);

/*
 * The first moment after `utc_s` at which the answer of pauses_at may be
 * another; INT64_MAX: never.
 */
int64_t pauses_next(const struct pauses *pauses, int64_t utc_s);

#endif
