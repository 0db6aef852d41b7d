#include "config.h"

#include "cli/local.h"

#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/mem.h"
#include "catalog/apply.h"
#include "catalog/load.h"
#include "cli/rows.h"
#include "memdb/memdb.h"
#include "model/pause.h"
#include "platform/file.h"
#include "platform/host.h"
#include "platform/process.h"

struct local {
	const struct console *console;
	struct catalog *catalog;
	struct memdb *memdb; /* read when it is needed, and after an edit */
};

/* As the daemon would open it. */
static struct catalog *
open_catalog(const struct console *console, struct fault *fault)
{
	const struct config *config = console->config;
	const char *connections[CONFIG_CONNECTIONS];
	char *embedded = file_join(config->daemon.state_dir, "catalog.db");
	char name[256];
	struct catalog_place place = { .connections = connections,
		.runner = name,
		.embedded = embedded,
		.sql_folder = console->sql_folder };
	struct catalog *catalog;

	for (size_t i = 0; i < CONFIG_CONNECTIONS; i++) {
		if (config->catalog.connection[i][0] != '\0')
			connections[place.connection_count++] =
			    config->catalog.connection[i];
	}
	if (config->catalog.password_file[0] != '\0')
		place.password_file = config->catalog.password_file;
	if (config->daemon.name[0] == '\0')
		host_name(name, sizeof(name));
	else
		place.runner = config->daemon.name;
	catalog = catalog_open(&place, fault);
	free(embedded);
	return catalog;
}

struct local *
local_open(struct console *console, bool makes, struct fault *fault)
{
	const char *state_dir;
	struct catalog *catalog;
	struct local *local;

	if (!console_config(console, fault))
		return NULL;
	state_dir = console->config->daemon.state_dir;
	if (makes && file_kind(state_dir) == FILE_NONE &&
	    !file_make_folder(state_dir, true, fault))
		return NULL;
	if (!console_become_owner(console, fault))
		return NULL;

	/* The password is in our memory from here on. */
	process_harden();
	catalog = open_catalog(console, fault);
	if (catalog == NULL)
		return NULL;
	local = mem_new(1, sizeof(*local));
	local->console = console;
	local->catalog = catalog;
	return local;
}

void
local_close(struct local *local)
{
	if (local == NULL)
		return;
	memdb_release(local->memdb);
	catalog_close(local->catalog);
	free(local);
}

struct catalog *
local_catalog(struct local *local)
{
	return local->catalog;
}

static bool
load(struct local *local, struct fault *fault)
{
	if (local->memdb == NULL)
		local->memdb = catalog_load(local->catalog, fault);
	return local->memdb != NULL;
}

json_t *
local_remarks(struct local *local, struct fault *fault)
{
	const struct memdb_remark *remarks;
	json_t *rows;
	size_t count;

	if (!load(local, fault))
		return NULL;
	rows = json_array();
	count = memdb_remarks(local->memdb, &remarks);
	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(rows,
		    json_of_text(remarks[i].text));
	return rows;
}

json_t *
local_connections(struct local *local, struct fault *fault)
{
	return load(local, fault) ?
	    rows_connections(local->memdb, local->console->now_s) :
	    NULL;
}

json_t *
local_strategies(struct local *local, const char *name, struct fault *fault)
{
	int64_t now_s = local->console->now_s;
	const struct strategy *one;

	if (!load(local, fault))
		return NULL;
	if (name == NULL)
		return rows_strategies(local->memdb, now_s, false);
	one = memdb_strategy(local->memdb, name);
	if (one != NULL)
		return json_pack("[o]",
		    rows_strategy(local->memdb, now_s, one, true));
	(void)fault_set(fault, FAULT_ABSENT, "there is no strategy '%s'", name);
	return NULL;
}

bool
local_edit(struct local *local, const struct edit *edit, struct fault *fault)
{
	struct edit *resolved = NULL;
	bool is_done;

	if (!local->console->config->rman.allow_host &&
	    !edit_check_host(edit, fault))
		return false;
	memdb_release(local->memdb);
	local->memdb = NULL;
	if (edit->kind == EDIT_PAUSE) {
		resolved = pause_resolve(edit, &local->console->zone,
		    local->console->now_s, fault);
		if (resolved == NULL)
			return false;
		edit = resolved;
	}
	is_done = apply_edit(local->catalog, edit, local->console->who, fault);
	edit_free(resolved);
	return is_done;
}
