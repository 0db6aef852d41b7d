/*
 * pump - a snapshot of the plan, sent to whoever reads it.
 *
 * It is made a little at a time, between whatever else the loop has to do, and
 * no further than the reader follows: a slow one costs a piece, the working
 * memory of its maker and the generation that it reads, nobody's time. At most
 * LIMIT_API_SNAPSHOTS are read at once. A reader that takes no piece within
 * LIMIT_API_STALL_S is hung up on.
 *
 * Thread: loop.
 */
#ifndef API_PUMP_H
#define API_PUMP_H

#include "api/api.h"
#include "api/server.h"

struct pumps;

/* `stall_ms` 0: LIMIT_API_STALL_S. */
struct pumps *pumps_new(struct loop *loop, const struct api_backend *backend,
    void *arg, int64_t stall_ms);

/* After the server's stop, which has closed them. NULL is fine. */
void pumps_free(struct pumps *pumps);

/*
 * Answer the exchange, or return false and have answered nothing. Faults: the
 * backend's; FAULT_RETRY when too many are read.
 */
MUST_CHECK bool
pumps_add(struct pumps *pumps, struct exchange *exchange, struct fault *fault);

#endif
