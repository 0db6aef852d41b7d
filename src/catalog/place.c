#include "config.h"

#include "catalog/place.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

static char *
copy(const char *text)
{
	return text == NULL ? NULL : mem_text(text);
}

struct catalog_place *
place_copy(const struct catalog_place *place)
{
	struct catalog_place *made = mem_new(1, sizeof(*made));
	char **connections = mem_new(place->connection_count,
	    sizeof(*connections));

	for (size_t i = 0; i < place->connection_count; i++)
		connections[i] = mem_text(place->connections[i]);
	*made = (struct catalog_place){
		.connections = (const char *const *)connections,
		.connection_count = place->connection_count,
		.password_file = copy(place->password_file),
		.runner = copy(place->runner),
		.embedded = copy(place->embedded),
		.sql_folder = copy(place->sql_folder),
	};
	return made;
}

/* A copy owns what the struct shows as borrowed. */
static void
let_go(const void *owned)
{
	free((void *)(uintptr_t)owned);
}

void
place_free(struct catalog_place *place)
{
	if (place == NULL)
		return;
	for (size_t i = 0; i < place->connection_count; i++)
		let_go(place->connections[i]);
	let_go(place->connections);
	let_go(place->password_file);
	let_go(place->runner);
	let_go(place->embedded);
	let_go(place->sql_folder);
	free(place);
}
