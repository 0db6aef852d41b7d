/*
 * probe - does the recovery catalog answer? A short rman that connects to it
 * and to nothing else, and ends.
 *
 * Thread: the keeper's.
 */
#ifndef WORKER_PROBE_H
#define WORKER_PROBE_H

#include <stdbool.h>

#include "base/limits.h"
#include "loop/loop.h"
#include "worker/request.h"

enum { PROBE_MS = 60000 };

/*
 * Waits for it on the loop, `wait_ms` at most. False with the reason. The
 * request is as it was afterwards.
 */
bool probe_catalog(struct loop *loop, struct request *request, int64_t wait_ms,
    char out_reason[LIMIT_REASON + 1]);

#endif
