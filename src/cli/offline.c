#include "config.h"

#include "cli/offline.h"

#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "config/max_age.h"
#include "journal/store.h"
#include "memdb/kinds.h"
#include "platform/file.h"
#include "platform/host.h"
#include "schedule/protection.h"
#include "snapshot/shelf.h"

enum { PREFIX_LEAST = 4, MS_PER_MINUTE = 60000, MS_PER_S = 1000 };

struct offline {
	const struct console *console;
	struct store *store;
	struct memdb *memdb; /* the last plan; NULL: none, or not yet read */
};

static char *
state_path(const struct offline *offline, const char *name)
{
	return file_join(offline->console->config->daemon.state_dir, name);
}

struct offline *
offline_open(struct console *console, struct fault *fault)
{
	struct offline *offline;
	char *path;

	if (!console_become_owner(console, fault))
		return NULL;
	offline = mem_new(1, sizeof(*offline));
	offline->console = console;
	path = state_path(offline, "journal.db");
	if (file_kind(path) == FILE_NONE)
		(void)fault_set(fault, FAULT_CLOSED,
		    "no daemon has ever run here: there is no %s", path);
	else
		offline->store = store_open_reading(path, fault);
	free(path);
	if (offline->store == NULL) {
		if (fault->kind == FAULT_ABSENT)
			fault->kind = FAULT_CLOSED; /* nothing to ask */
		free(offline);
		return NULL;
	}
	return offline;
}

void
offline_close(struct offline *offline)
{
	if (offline == NULL)
		return;
	memdb_release(offline->memdb);
	store_close(offline->store);
	free(offline);
}

/* The cursor is stored each minute, a fact whenever something happens. */
bool
offline_died_ms(struct offline *offline, int64_t *out_ms, struct fault *fault)
{
	struct store_fact *facts = NULL;
	int64_t cursor, sequence, died_ms = 0;
	size_t count = 0;

	if (!store_cursor(offline->store, &cursor, fault) ||
	    !store_last_sequence(offline->store, &sequence, fault))
		return false;
	if (sequence > 0 &&
	    !store_facts(offline->store, sequence - 1, 1, &facts, &count,
		fault))
		return false;
	if (count > 0)
		died_ms = facts[0].at_ms;
	free(facts);
	if (cursor >= 0 && cursor * MS_PER_MINUTE > died_ms)
		died_ms = cursor * MS_PER_MINUTE;
	*out_ms = died_ms;
	return true;
}

static void
tell_damaged(void *arg, const char *path, const struct fault *fault)
{
	char *text = mem_format("%s is not used: %s", path, fault->text);

	(void)json_array_append_new(arg, json_of_text(text));
	free(text);
}

/* The plan that the daemon left on the disk; without one there is none. */
static void
read_plan(struct offline *offline, json_t *remarks)
{
	char *name = NULL;
	struct fault ignored;

	offline->memdb = shelf_take(offline->console->config->daemon.state_dir,
	    tell_damaged, remarks, &name, &ignored);
	free(name);
}

/* The connection's name, where the plan has it. */
static const char *
name_of(const struct offline *offline, const char *id)
{
	const struct connection *connection = offline->memdb == NULL ?
	    NULL :
	    memdb_connection(offline->memdb, id);

	return connection == NULL ? id : connection->name;
}

/* What the status says of a connection, as far as it is known. */
static void
fill_connection(const struct offline *offline, const struct store_good *goods,
    size_t good_count, int64_t now_ms, struct api_connection *row)
{
	const struct config *config = offline->console->config;
	const struct connection *connection = row->connection;
	const char *own = memdb_option(offline->memdb, OPTION_CONNECTION,
	    connection->id, "max_age");
	struct protection_question question = { .now_ms = now_ms };
	struct protection_answer answer;
	struct max_age max_age = { 0 };
	struct fault fault;

	row->worst = -1;
	row->next_slot = -1;
	row->made = question.made = kinds_made(offline->memdb, connection->id);
	for (size_t i = 0; i < good_count; i++) {
		if (strcmp(goods[i].connection, connection->id) != 0)
			continue;
		question.last_good_ms[goods[i].kind] = goods[i].finished_ms;
		if (goods[i].finished_ms > row->last_good_ms)
			row->last_good_ms = goods[i].finished_ms;
	}
	if (!connection->is_alive || row->not_ours != NULL)
		return;
	if (own == NULL || !max_age_read(own, &max_age, &fault))
		own = config->protect.max_age;
	if (!max_age_read(own, &max_age, &fault))
		return;
	memcpy(question.max_age_s, max_age.seconds, sizeof(max_age.seconds));
	answer = protection_of(&question);
	if (answer.protection != PROTECTION_IGNORED)
		row->protection = protection_name(answer.protection);
	row->worst = answer.worst;
	for (unsigned i = 0; i < KINDS; i++) {
		row->kinds[i].next_slot = -1;
		if ((answer.expected & 1U << i) == 0)
			continue;
		row->kinds[i].protection = protection_name(
		    answer.kinds[i].protection);
		row->kinds[i].max_age_s = answer.kinds[i].max_age_s;
		row->kinds[i].last_good_ms = answer.kinds[i].last_good_ms;
	}
}

/* Whose it is no daemon says; one that names another runner is not ours. */
static const char *
not_ours(const struct offline *offline, const struct connection *connection)
{
	const char *name = offline->console->config->daemon.name;
	char host[256];

	if (connection->runner == NULL ||
	    text_equal_fold(connection->runner, "any"))
		return NULL;
	host_name(host, sizeof(host));
	return strcmp(connection->runner, name[0] == '\0' ? host : name) == 0 ?
	    NULL :
	    connection->runner;
}

static bool
add_connections(struct offline *offline, json_t *rows, struct fault *fault)
{
	const struct connection *connections;
	struct store_good *goods;
	size_t count, good_count;

	if (offline->memdb == NULL)
		return true;
	if (!store_goods(offline->store, &goods, &good_count, fault))
		return false;
	count = memdb_connections(offline->memdb, &connections);
	for (size_t i = 0; i < count; i++) {
		struct api_connection row = { .connection = &connections[i] };

		row.not_ours = not_ours(offline, &connections[i]);
		fill_connection(offline, goods, good_count,
		    offline->console->now_s * MS_PER_S, &row);
		(void)json_array_append_new(rows, json_of_connection(&row));
	}
	free(goods);
	return true;
}

/* The strategy's row of that name, made when it is not there. */
static json_t *
strategy_row(const struct offline *offline, json_t *rows,
    const struct execution *execution)
{
	json_t *row;
	size_t at;

	json_array_foreach(rows, at, row)
	{
		const char *name = json_string_value(
		    json_object_get(row, "strategy"));

		if (name != NULL && strcmp(name, execution->strategy) == 0)
			return row;
	}
	row = json_object();
	(void)json_object_set_new(row, "strategy",
	    json_of_text(execution->strategy));
	(void)json_object_set_new(row, "connection",
	    json_of_text(name_of(offline, execution->connection)));
	(void)json_object_set_new(row, "connection_id",
	    json_of_text(execution->connection));
	(void)json_object_set_new(row, "alive", json_true());
	(void)json_object_set_new(row, "living", json_null());
	(void)json_object_set_new(row, "last", json_null());
	(void)json_object_set_new(row, "last_good_at", json_null());
	(void)json_object_set_new(row, "next_due_at", json_null());
	(void)json_array_append_new(rows, row);
	return row;
}

/* The newest ended execution of each, under `name`. */
static bool
add_last(struct offline *offline, json_t *rows, bool only_good,
    const char *name, struct fault *fault)
{
	struct execution *executions;
	size_t count;

	if (!store_last(offline->store, only_good, &executions, &count, fault))
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct execution *execution = &executions[i];
		json_t *row = strategy_row(offline, rows, execution);

		(void)json_object_set_new(row, name,
		    strcmp(name, "last") == 0 ?
			json_of_execution(execution, NULL, NULL) :
			json_of_time(execution->finished_ms));
	}
	free(executions);
	return true;
}

static bool
add_living(struct offline *offline, json_t *rows, struct fault *fault)
{
	const struct store_filter filter = { .want = STORE_LIVING };
	struct execution *executions;
	size_t count;

	if (!store_list(offline->store, &filter, &executions, &count, fault))
		return false;
	for (size_t i = 0; i < count; i++)
		(void)json_object_set_new(strategy_row(offline, rows,
					      &executions[i]),
		    "living", json_of_execution(&executions[i], NULL, NULL));
	free(executions);
	return true;
}

json_t *
offline_status(struct offline *offline, struct fault *fault)
{
	const char *name = offline->console->config->daemon.name;
	json_t *json = json_object(), *rows = json_array();
	json_t *connections = json_array(), *remarks = json_array();
	char host[256];
	int64_t died_ms;

	host_name(host, sizeof(host));
	(void)json_object_set_new(json, "name",
	    json_of_text(name[0] == '\0' ? host : name));
	(void)json_object_set_new(json, "state", json_of_text("dead"));
	(void)json_object_set_new(json, "remarks", remarks);
	(void)json_object_set_new(json, "connections", connections);
	(void)json_object_set_new(json, "strategies", rows);
	read_plan(offline, remarks);
	if (!offline_died_ms(offline, &died_ms, fault) ||
	    !add_connections(offline, connections, fault) ||
	    !add_last(offline, rows, false, "last", fault) ||
	    !add_last(offline, rows, true, "last_good_at", fault) ||
	    !add_living(offline, rows, fault)) {
		json_decref(json);
		return NULL;
	}
	(void)json_object_set_new(json, "dead_since", json_of_time(died_ms));
	return json;
}

json_t *
offline_executions(struct offline *offline, const char *strategy, bool only_bad,
    int64_t since_ms, size_t most, struct fault *fault)
{
	const struct store_filter filter = { .want = STORE_NEWEST,
		.strategy = strategy,
		.only_bad = only_bad,
		.since_ms = since_ms,
		.most = most };
	struct execution *executions;
	size_t count;
	json_t *rows;

	if (!store_list(offline->store, &filter, &executions, &count, fault))
		return NULL;
	rows = json_array();
	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(rows,
		    json_of_execution(&executions[i], NULL, NULL));
	free(executions);
	return rows;
}

/* The only one that the filter lets through; *out_count says how many. */
static bool
find_one(struct offline *offline, const struct store_filter *filter,
    struct execution *out_execution, size_t *out_count, struct fault *fault)
{
	struct execution *executions;

	if (!store_list(offline->store, filter, &executions, out_count, fault))
		return false;
	if (*out_count > 0)
		*out_execution = executions[0];
	free(executions);
	return true;
}

bool
offline_find(struct offline *offline, const char *what,
    struct execution *out_execution, struct fault *fault)
{
	struct store_filter filter = { .want = STORE_NEWEST,
		.strategy = what,
		.most = 1 };
	struct execution execution;
	size_t count;

	if (!find_one(offline, &filter, &execution, &count, fault))
		return false;
	if (count == 0 && strlen(what) >= PREFIX_LEAST) {
		filter.strategy = NULL;
		filter.id_prefix = what;
		filter.most = 2;
		if (!find_one(offline, &filter, &execution, &count, fault))
			return false;
	}
	if (count == 0)
		return fault_set(fault, FAULT_ABSENT,
		    "the journal has no execution and no run of a strategy "
		    "called '%s'",
		    what);
	if (count > 1)
		return fault_set(fault, FAULT_USAGE,
		    "more than one execution begins with '%s'", what);
	*out_execution = execution;
	return true;
}

json_t *
offline_execution(struct offline *offline, const struct execution *execution,
    struct fault *fault)
{
	char *detail;
	json_t *json;

	if (!store_detail(offline->store, execution->id, &detail, fault))
		return NULL;
	json = json_of_execution(execution, NULL, detail);
	free(detail);
	return json;
}

char *
offline_output_path(const struct offline *offline, const char *id)
{
	char *folder = state_path(offline, "executions");
	char *own = file_join(folder, id);
	char *path = file_join(own, "output");

	free(own);
	free(folder);
	return path;
}
