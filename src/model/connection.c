#include "config.h"

#include "model/connection.h"

#include <inttypes.h>

#include "base/limits.h"
#include "base/text.h"
#include "model/field.h"

enum { PORT_LAST = 65535 };

static bool
port_check(const char *port, struct fault *fault)
{
	int64_t number;

	if (!field_check("port", port, LIMIT_PORT, fault))
		return false;
	if (!text_number(port, 1, PORT_LAST, &number, fault))
		return fault_wrap(fault, "port");
	return true;
}

bool
connection_check(const struct connection *connection, struct fault *fault)
{
	if (!field_check("conn_id", connection->id, LIMIT_ID, fault))
		return false;
	if (field_check("conn_name", connection->name, LIMIT_NAME, fault) &&
	    field_check("database_instance", connection->instance, LIMIT_NAME,
		fault) &&
	    field_check("ip", connection->ip, LIMIT_NAME, fault) &&
	    port_check(connection->port, fault) &&
	    (connection->runner == NULL ||
		field_check("runner", connection->runner, LIMIT_NAME, fault)))
		return true;
	return fault_wrap(fault, "connection %s", connection->id);
}
