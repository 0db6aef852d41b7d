/*
 * launch - starting rman as a request says: its folder, its lines, its three
 * descriptors, its process group, and exactly the given environment.
 *
 * Thread: the keeper's.
 */
#ifndef WORKER_LAUNCH_H
#define WORKER_LAUNCH_H

#include <stdint.h>

#include "base/fault.h"
#include "worker/request.h"

struct launch {
	char *work; /* rman's folder, NULL before there is one */
	int64_t pid;
	int input;  /* to write its lines to, never waiting; -1: none */
	int output; /* to read what it prints from */
};

/*
 * After a fault there may be a folder to clear, but no process and no
 * descriptor. A keeper that makes its own folder runs as another user than
 * the daemon: then HOME and LOGNAME become the keeper's in `request`.
 */
MUST_CHECK bool launch_start(struct launch *launch, struct request *request,
    struct fault *fault);

/* Close the descriptors and remove the folder. */
void launch_clear(struct launch *launch);

#endif
