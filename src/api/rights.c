#include "config.h"

#include "api/rights.h"

bool
rights_check(const struct rights_peer *peer, enum right right,
    struct fault *fault)
{
	if (peer->is_root || peer->is_daemon || peer->is_in_change_group)
		return true;
	if (right == RIGHT_CHANGE)
		return fault_set(fault, FAULT_REFUSED,
		    "%s may not change anything here: only root, the daemon's "
		    "user and members of [daemon] admin_group may",
		    peer->name);
	if (peer->is_in_read_group)
		return true;
	return fault_set(fault, FAULT_REFUSED,
	    "%s may not read this: only root, the daemon's user and members "
	    "of [api] group or [daemon] admin_group may",
	    peer->name);
}
