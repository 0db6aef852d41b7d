/*
 * rights - who may read and who may change over the control socket.
 *
 * Whoever may change may read, too: a run is waited for, an edit is shown.
 * Pure; the groups are looked up by the caller.
 *
 * Thread: any.
 */
#ifndef API_RIGHTS_H
#define API_RIGHTS_H

#include <stdbool.h>

#include "base/fault.h"

enum right { RIGHT_READ, RIGHT_CHANGE };

/* What is known of a peer. */
struct rights_peer {
	const char *name; /* for the sentence */
	bool is_root;
	bool is_daemon;          /* the daemon's own user */
	bool is_in_read_group;   /* [api] group */
	bool is_in_change_group; /* [daemon] admin_group */
};

/* Faults: FAULT_REFUSED, saying which setting would allow it. */
MUST_CHECK bool rights_check(const struct rights_peer *peer, enum right right,
    struct fault *fault);

#endif
