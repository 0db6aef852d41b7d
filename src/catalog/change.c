#include "config.h"

#include "catalog/change.h"

#include <string.h>

#include "platform/host.h"
#include "platform/now.h"

static bool
add_row(struct change *change, const char *item, const char *old_value,
    const char *new_value, struct fault *fault)
{
	struct odbc_query *query = catalog_query(change->catalog,
	    STATEMENT_CHANGE_ADD, fault);
	bool is_done;

	if (query == NULL)
		return false;
	change->count++;
	odbc_bind_text(query, change->id);
	odbc_bind_number(query, change->count);
	odbc_bind_time(query, change->at_ms);
	odbc_bind_text(query, change->who);
	odbc_bind_text(query, change->what);
	odbc_bind_text(query, change->object);
	odbc_bind_text(query, item);
	odbc_bind_long(query, old_value,
	    old_value == NULL ? 0 : strlen(old_value));
	odbc_bind_long(query, new_value,
	    new_value == NULL ? 0 : strlen(new_value));
	is_done = odbc_execute(query, NULL, fault);
	odbc_query_free(query);
	return is_done;
}

bool
change_begin(struct change *change, struct catalog *catalog, const char *who,
    const char *what, struct fault *fault)
{
	unsigned char random[UUID_BYTES];

	if (!host_random(random, sizeof(random), fault))
		return false;
	*change = (struct change){
		.catalog = catalog,
		.who = who,
		.what = what,
		.at_ms = now_wall_ms(),
	};
	uuid_format(change->id, random);
	return true;
}

bool
change_item(struct change *change, const char *item, const char *old_value,
    const char *new_value, struct fault *fault)
{
	const char *before = old_value == NULL ? "" : old_value;
	const char *after = new_value == NULL ? "" : new_value;

	/* Null and "" are one, as they are on Oracle. */
	if (strcmp(before, after) == 0)
		return true;
	return add_row(change, item, before, after, fault);
}

bool
change_note(struct catalog *catalog, const char *who, const char *what,
    const char *object, struct fault *fault)
{
	struct change change;

	if (!change_begin(&change, catalog, who, what, fault))
		return false;
	change.object = object;
	return add_row(&change, NULL, NULL, NULL, fault);
}
