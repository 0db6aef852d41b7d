/*
 * connection - a database instance that can be backed up.
 *
 * The structs of this folder are plain values. Texts are borrowed: from a
 * generation of the memory database, a row or a request, as long as that
 * lives. NULL where a text may be left out, never "".
 *
 * Thread: any.
 */
#ifndef MODEL_CONNECTION_H
#define MODEL_CONNECTION_H

#include <stdbool.h>

#include "base/fault.h"

struct connection {
	const char *id;       /* conn_id, at most LIMIT_ID */
	const char *name;     /* conn_name, what a person types */
	const char *instance; /* SID or service */
	const char *ip;       /* address or host name */
	const char *port;     /* "1521" */
	const char *runner;   /* [daemon] name, "any", or NULL: the owner */
	bool is_alive;
};

/*
 * Lengths, characters (model/field), the port; only the runner may be left
 * out. Faults: FAULT_FORMAT, FAULT_LIMIT.
 */
MUST_CHECK bool
connection_check(const struct connection *connection, struct fault *fault);

#endif
