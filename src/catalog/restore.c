#include "config.h"

#include "catalog/restore.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "catalog/applying.h"
#include "catalog/load.h"

/* Ids of rows that are no part of the plan, in order. */
struct unusable {
	char **ids;
	size_t count;
};

struct restoring {
	struct catalog *catalog;
	const struct memdb *plan;
	struct memdb *present;
	struct catalog_info info;
	size_t connection_count, strategy_count; /* rows of both kinds */
	struct unusable unusable[OPTION_SCOPES];
	bool writes;
};

static bool
is_present(const struct restoring *restoring, enum option_scope scope,
    const char *id)
{
	const struct connection *connection;

	if (scope == OPTION_STRATEGY)
		return memdb_strategy(restoring->present, id) != NULL;
	connection = memdb_connection(restoring->present, id);
	return connection != NULL && strcmp(connection->id, id) == 0;
}

/* The ids of all rows: which of them does the plan not have? */
static bool
look_at_rows(struct restoring *restoring, enum option_scope scope,
    enum statement statement, size_t *out_count, struct fault *fault)
{
	struct odbc_query *query = catalog_query(restoring->catalog, statement,
	    fault);
	struct unusable *unusable = &restoring->unusable[scope];
	bool has_row = false;
	bool is_good = query != NULL && odbc_execute(query, NULL, fault);

	while (is_good) {
		const char *id;

		is_good = odbc_fetch(query, &has_row, fault);
		if (!is_good || !has_row)
			break;
		*out_count += 1;
		id = odbc_text(query, 0);
		if (id == NULL || is_present(restoring, scope, id))
			continue;
		unusable->ids = mem_grow(unusable->ids, unusable->count + 1,
		    sizeof(*unusable->ids));
		unusable->ids[unusable->count++] = mem_text(id);
	}
	odbc_query_free(query);
	return is_good;
}

static int
compare_ids(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
look(struct restoring *restoring, struct fault *fault)
{
	struct catalog *catalog = restoring->catalog;

	restoring->present = catalog_look_within(catalog, fault);
	if (restoring->present == NULL ||
	    !look_at_rows(restoring, OPTION_CONNECTION, STATEMENT_CONNECTIONS,
		&restoring->connection_count, fault) ||
	    !look_at_rows(restoring, OPTION_STRATEGY, STATEMENT_STRATEGIES,
		&restoring->strategy_count, fault))
		return false;
	for (size_t i = 0; i < OPTION_SCOPES; i++)
		if (restoring->unusable[i].count > 0)
			qsort(restoring->unusable[i].ids,
			    restoring->unusable[i].count, sizeof(char *),
			    compare_ids);
	return true;
}

struct restoring *
restore_begin(struct catalog *catalog, const struct memdb *plan, bool writes,
    struct fault *fault)
{
	struct restoring *restoring = mem_new(1, sizeof(*restoring));

	restoring->catalog = catalog;
	restoring->plan = plan;
	restoring->writes = writes;
	if (catalog_info(catalog, &restoring->info, fault) &&
	    odbc_begin(catalog->odbc, writes, fault) && look(restoring, fault))
		return restoring;
	restore_end(restoring);
	return NULL;
}

void
restore_end(struct restoring *restoring)
{
	if (restoring == NULL)
		return;
	odbc_rollback(restoring->catalog->odbc);
	memdb_release(restoring->present);
	for (size_t i = 0; i < OPTION_SCOPES; i++) {
		for (size_t j = 0; j < restoring->unusable[i].count; j++)
			free(restoring->unusable[i].ids[j]);
		free(restoring->unusable[i].ids);
	}
	free(restoring);
}

const struct catalog_info *
restore_info(const struct restoring *restoring)
{
	return &restoring->info;
}

/* Whom restore_each tells what. */
struct telling {
	const struct restoring *restoring;
	difference_fn each;
	void *arg;
};

/* Added, it says; but its unusable rows are in the way. */
static bool
tell(void *arg, const struct difference *difference)
{
	const struct telling *telling = arg;
	const struct unusable *unusable =
	    &telling->restoring->unusable[difference->scope];
	struct difference changed = *difference;

	if (difference->kind == DIFFERENCE_ADDED && unusable->count > 0 &&
	    bsearch(&difference->id, unusable->ids, unusable->count,
		sizeof(char *), compare_ids) != NULL)
		changed.kind = DIFFERENCE_CHANGED;
	return telling->each(telling->arg, &changed);
}

static bool
is_in_plan(const struct memdb *plan, enum option_scope scope, const char *id)
{
	const struct connection *connection;

	if (scope == OPTION_STRATEGY)
		return memdb_strategy(plan, id) != NULL;
	connection = memdb_connection(plan, id);
	return connection != NULL && strcmp(connection->id, id) == 0;
}

bool
restore_each(const struct restoring *restoring, difference_fn each, void *arg)
{
	struct telling telling = { restoring, each, arg };

	if (!difference_each(restoring->present, restoring->plan, tell,
		&telling))
		return false;
	for (int scope = 0; scope < OPTION_SCOPES; scope++) {
		const struct unusable *unusable = &restoring->unusable[scope];

		for (size_t i = 0; i < unusable->count; i++) {
			const struct difference difference = {
				.kind = DIFFERENCE_REMOVED,
				.scope = (enum option_scope)scope,
				.id = unusable->ids[i],
				.old_plan = restoring->present,
				.new_plan = restoring->plan,
			};

			if (!is_in_plan(restoring->plan, difference.scope,
				difference.id) &&
			    !each(arg, &difference))
				return false;
		}
	}
	return true;
}

/* A pass over the differences: of one sort, in an order that keys allow. */
struct pass {
	struct restoring *restoring;
	struct applying *applying;
	enum option_scope scope;
	bool removes;
	size_t count;
	struct fault *fault;
};

static void
add_options(struct edit *edit, const struct difference *difference)
{
	const struct option *options;
	size_t count = memdb_options(difference->new_plan, difference->scope,
	    difference->id, &options);

	for (size_t i = 0; i < count; i++)
		edit_add_value(edit, options[i].name, options[i].value);
}

static struct edit *
edit_connection(const struct difference *difference)
{
	const struct connection *connection = difference->new_connection;
	bool is_new = difference->kind == DIFFERENCE_ADDED;
	struct edit *edit = edit_new(
	    is_new ? EDIT_CONNECTION_ADD : EDIT_CONNECTION_SET);

	edit->id = mem_text(connection->id);
	edit->name = mem_text(is_new ? connection->name : connection->id);
	if (!is_new)
		edit_add_value(edit, "name", connection->name);
	edit_add_value(edit, "instance", connection->instance);
	edit_add_value(edit, "ip", connection->ip);
	edit_add_value(edit, "port", connection->port);
	edit_add_value(edit, "runner", connection->runner);
	edit_add_value(edit, "alive", connection->is_alive ? "1" : "0");
	add_options(edit, difference);
	return edit;
}

static struct edit *
edit_strategy(const struct difference *difference)
{
	const struct strategy *strategy = difference->new_strategy;
	struct edit *edit = edit_new(difference->kind == DIFFERENCE_ADDED ?
		EDIT_STRATEGY_ADD :
		EDIT_STRATEGY_SET);

	edit->id = mem_text(strategy->id);
	edit_add_value(edit, "connection", strategy->connection);
	edit_add_value(edit, "priority", priority_name(strategy->priority));
	edit_add_value(edit, "alive", strategy->is_alive ? "1" : "0");
	add_options(edit, difference);
	edit->has_lines = edit->has_frequencies = true;
	for (size_t i = 0; i < strategy->line_count; i++)
		edit_add_line(edit, strategy->lines[i]);
	for (size_t i = 0; i < strategy->frequency_count; i++)
		edit_add_frequency(edit, &strategy->frequencies[i]);
	return edit;
}

static struct edit *
edit_of(const struct difference *difference)
{
	struct edit *edit;

	if (difference->kind != DIFFERENCE_REMOVED)
		return difference->scope == OPTION_STRATEGY ?
		    edit_strategy(difference) :
		    edit_connection(difference);
	edit = edit_new(difference->scope == OPTION_STRATEGY ?
		EDIT_STRATEGY_REMOVE :
		EDIT_CONNECTION_REMOVE);
	if (difference->scope == OPTION_STRATEGY)
		edit->id = mem_text(difference->id);
	else
		edit->name = mem_text(difference->id);
	return edit;
}

static bool
apply_one(void *arg, const struct difference *difference)
{
	struct pass *pass = arg;
	struct edit *edit;
	bool is_done;

	if (difference->scope != pass->scope ||
	    (difference->kind == DIFFERENCE_REMOVED) != pass->removes)
		return true;
	edit = edit_of(difference);
	is_done = edit_check(edit, pass->fault) &&
	    applying_carry_out(pass->applying, edit, pass->fault);
	if (!is_done)
		fault_prefix(pass->fault, "%s %.25s",
		    difference->scope == OPTION_STRATEGY ? "strategy" :
							   "connection",
		    difference->id);
	edit_free(edit);
	return is_done;
}

/* A strategy may move from a connection that goes to one that comes. */
static bool
apply_all(struct restoring *restoring, struct change *change,
    struct fault *fault)
{
	static const struct {
		enum option_scope scope;
		bool removes;
	} order[] = {
		{ OPTION_STRATEGY, true },
		{ OPTION_CONNECTION, false },
		{ OPTION_STRATEGY, false },
		{ OPTION_CONNECTION, true },
	};
	struct applying *applying = mem_new(1, sizeof(*applying));
	bool is_done = true;

	applying->catalog = restoring->catalog;
	applying->is_restored = true;
	applying->change = *change;
	for (size_t i = 0; is_done && i < COUNT_OF(order); i++) {
		struct pass pass = { .restoring = restoring,
			.applying = applying,
			.scope = order[i].scope,
			.removes = order[i].removes,
			.fault = fault };

		is_done = restore_each(restoring, apply_one, &pass);
	}
	*change = applying->change;
	free(applying);
	return is_done;
}

static bool
stop_at_once(void *arg, const struct difference *difference)
{
	(void)arg;
	(void)difference;
	return false;
}

static bool
refuse_other_plan(const struct restoring *restoring, struct fault *fault)
{
	if (restoring->connection_count + restoring->strategy_count == 0 ||
	    restore_each(restoring, stop_at_once, NULL))
		return true;
	return fault_set(fault, FAULT_REFUSED,
	    "the catalog has a plan already, %zu connections and %zu "
	    "strategies: --replace makes it that of the snapshot",
	    restoring->connection_count, restoring->strategy_count);
}

/* Neither a plan nor a history: it may become another catalog. */
static bool
is_fresh(struct restoring *restoring, bool *out_is_fresh, struct fault *fault)
{
	struct odbc_query *query;
	bool has_row = false, is_good;
	int64_t count = 0;

	*out_is_fresh = false;
	if (restoring->connection_count + restoring->strategy_count > 0)
		return true;
	query = catalog_query(restoring->catalog, STATEMENT_EXECUTIONS, fault);
	is_good = query != NULL && catalog_one_row(query, &has_row, fault) &&
	    odbc_number(query, 0, 0, INT64_MAX, &count, fault);
	odbc_query_free(query);
	*out_is_fresh = count == 0;
	return is_good;
}

/* Whoever knew the catalog that was sees that this one goes on from there. */
static bool
identify(struct restoring *restoring, struct change *change,
    struct fault *fault)
{
	const struct memdb_info *info = memdb_info(restoring->plan);
	struct odbc_query *query;
	int64_t version = 0;
	bool is_done;

	if (info->catalog == NULL ||
	    !catalog_version(restoring->catalog, &version, fault))
		return info->catalog == NULL;
	if (version <= info->plan_version && info->plan_version < INT64_MAX)
		version = info->plan_version + 1;
	query = catalog_query(restoring->catalog, STATEMENT_IDENTIFY, fault);
	if (query == NULL)
		return false;
	odbc_bind_text(query, info->catalog);
	odbc_bind_number(query, version);
	is_done = odbc_execute(query, NULL, fault);
	odbc_query_free(query);
	change->object = "catalog";
	return is_done &&
	    change_item(change, "catalog_uuid", restoring->info.uuid,
		info->catalog, fault);
}

bool
restore_apply(struct restoring *restoring, bool replaces, const char *who,
    struct fault *fault)
{
	struct change change;
	bool becomes = false;

	assert(restoring->writes);
	return (replaces || refuse_other_plan(restoring, fault)) &&
	    is_fresh(restoring, &becomes, fault) &&
	    change_begin(&change, restoring->catalog, who, "snapshot restore",
		fault) &&
	    apply_all(restoring, &change, fault) &&
	    (!becomes || identify(restoring, &change, fault)) &&
	    odbc_commit(restoring->catalog->odbc, fault);
}
