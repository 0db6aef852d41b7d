/*
 * keeper - the small process that holds one rman: backupexec-worker.
 *
 * It takes one request and five descriptors from a socket, writes `begun`,
 * starts rman, feeds it, stores what it prints, ends it at its deadline or
 * when `control` says so, and writes `end`. It needs nobody while it does
 * that. The files and their order: doc/WORKER.md.
 *
 * Thread: the only one of its process.
 */
#ifndef WORKER_KEEPER_H
#define WORKER_KEEPER_H

#include "base/fault.h"

/*
 * From the request to the end of everything. Faults: no request came, or
 * `begun` or `end` could not be written.
 */
MUST_CHECK bool keeper_run(int socket, struct fault *fault);

#endif
