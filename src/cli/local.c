#include "config.h"

#include "cli/local.h"

#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/mem.h"
#include "catalog/apply.h"
#include "catalog/load.h"
#include "memdb/pauses.h"
#include "model/kind.h"
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

static void
count_one(void *arg, const struct strategy *strategy)
{
	size_t *count = arg;

	(void)strategy;
	(*count)++;
}

json_t *
local_connections(struct local *local, struct fault *fault)
{
	const struct connection *connections;
	json_t *rows;
	size_t count;

	if (!load(local, fault))
		return NULL;
	rows = json_array();
	count = memdb_connections(local->memdb, &connections);
	for (size_t i = 0; i < count; i++) {
		struct api_connection row = { .connection = &connections[i],
			.next_slot = -1 };
		struct pauses pauses;

		pauses_of(local->memdb, connections[i].id, NULL, &pauses);
		row.pause = pauses_at(&pauses, local->console->now_s);
		row.option_count = memdb_options(local->memdb,
		    OPTION_CONNECTION, connections[i].id, &row.options);
		memdb_strategies_of(local->memdb, connections[i].id, count_one,
		    &row.strategy_count);
		(void)json_array_append_new(rows, json_of_connection(&row));
	}
	return rows;
}

static json_t *
strategy_row(const struct local *local, const struct strategy *strategy,
    bool has_lines)
{
	struct api_strategy row = { .strategy = strategy, .next_slot = -1 };
	struct pauses pauses;

	pauses_of(local->memdb, strategy->connection, strategy->id, &pauses);
	row.pause = pauses_at(&pauses, local->console->now_s);
	row.is_pause_own = row.pause == &pauses.list[OPTION_STRATEGY];
	row.connection = memdb_connection(local->memdb, strategy->connection);
	row.kinds = kind_of_lines(strategy->lines, strategy->line_count);
	row.option_count = memdb_options(local->memdb, OPTION_STRATEGY,
	    strategy->id, &row.options);
	return json_of_strategy(&row, has_lines);
}

json_t *
local_strategies(struct local *local, const char *name, struct fault *fault)
{
	const struct strategy *strategies;
	json_t *rows;
	size_t count;

	if (!load(local, fault))
		return NULL;
	if (name != NULL) {
		const struct strategy *one = memdb_strategy(local->memdb, name);

		if (one != NULL)
			return json_pack("[o]", strategy_row(local, one, true));
		(void)fault_set(fault, FAULT_ABSENT,
		    "there is no strategy '%s'", name);
		return NULL;
	}
	rows = json_array();
	count = memdb_strategies(local->memdb, &strategies);
	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(rows,
		    strategy_row(local, &strategies[i], false));
	return rows;
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
