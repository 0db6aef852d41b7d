#include "config.h"

#include "daemon/whose.h"

#include <stdio.h>

#include "base/text.h"

static enum whose
by_runner(const char *runner, const char *daemon_name,
    char room[LIMIT_REASON + 1])
{
	if (text_equal_fold(runner, "any")) {
		(void)snprintf(room, LIMIT_REASON + 1,
		    "its runner is any: several daemons on one catalog are "
		    "not served yet; name one");
		return WHOSE_NOBODYS;
	}
	if (text_equal_fold(runner, daemon_name))
		return WHOSE_OURS;
	(void)snprintf(room, LIMIT_REASON + 1, "run by %s", runner);
	return WHOSE_ANOTHERS;
}

enum whose
whose_is(const struct connection *connection, const char *owner,
    const char *daemon_name, bool is_here, char room[LIMIT_REASON + 1])
{
	room[0] = '\0';
	if (connection->runner != NULL)
		return by_runner(connection->runner, daemon_name, room);
	if (owner != NULL && !text_equal_fold(owner, daemon_name)) {
		(void)snprintf(room, LIMIT_REASON + 1,
		    "left to %s, which owns the catalog: this daemon is %s",
		    owner, daemon_name);
		return WHOSE_ANOTHERS;
	}
	if (is_here)
		return WHOSE_OURS;
	(void)snprintf(room, LIMIT_REASON + 1,
	    "no daemon runs it: %.70s is no address of this machine; set its "
	    "ip, or its runner to a [daemon] name",
	    connection->ip);
	return WHOSE_NOBODYS;
}
