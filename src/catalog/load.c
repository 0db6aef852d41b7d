#include "config.h"

#include "catalog/load.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/field.h"
#include "model/pause.h"

/* A strategy while its lines are gathered. */
struct gathered {
	char *id;
	char *connection;
	enum priority priority;
	bool is_alive, is_left_out;
	size_t line_count;
	char **lines;
};

struct load {
	struct catalog *catalog;
	struct memdb *memdb;
	size_t connection_count, strategy_count;
	char **connections;          /* ids, sorted by their bytes */
	struct gathered *strategies; /* likewise */
	struct gathered *last;       /* the one that was found last */
};

static void PRINTF_LIKE(2, 3) remark(struct load *load, const char *format, ...)
{
	char text[LIMIT_REMARK + 1], clean[3 * LIMIT_REMARK + 1];
	char room[LIMIT_REMARK + 1];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	/* Names in it may be any bytes, and the cut may split a character. */
	clean[text_utf8_clean(clean, text,
	    text_utf8_whole(text, strlen(text)))] = '\0';
	(void)text_copy(room, sizeof(room), clean);
	memdb_add_remark(load->memdb, room);
}

static const char *
shown(const char *text)
{
	return text == NULL ? "" : text;
}

/* Runs a statement and calls `take` for each of its rows. */
typedef bool (
    *row_fn)(struct load *load, struct odbc_query *query, struct fault *fault);

static bool
each_row(struct load *load, enum statement statement, row_fn take,
    struct fault *fault)
{
	struct odbc_query *query = catalog_query(load->catalog, statement,
	    fault);
	bool has_row = false;
	bool is_good = query != NULL && odbc_execute(query, NULL, fault);

	while (is_good) {
		is_good = odbc_fetch(query, &has_row, fault);
		if (!is_good || !has_row)
			break;
		is_good = take(load, query, fault);
	}
	odbc_query_free(query);
	return is_good;
}

static bool
read_alive(struct load *load, const struct odbc_query *query, size_t column,
    const char *what, const char *id)
{
	int64_t alive = 1;
	struct fault fault;

	if (!odbc_number(query, column, 0, 1, &alive, &fault)) {
		remark(load, "%s %s counts as alive: alive: %s", what, id,
		    fault.text);
		return true;
	}
	return alive != 0;
}

static bool
take_connection(struct load *load, struct odbc_query *query,
    struct fault *fault)
{
	struct connection connection = {
		.id = odbc_text(query, 0),
		.name = odbc_text(query, 1),
		.instance = odbc_text(query, 2),
		.ip = odbc_text(query, 3),
		.port = odbc_text(query, 4),
		.runner = odbc_text(query, 6),
	};
	struct fault wrong;

	if (!connection_check(&connection, &wrong)) {
		remark(load, "left out: %s", wrong.text);
		return true;
	}
	connection.is_alive = read_alive(load, query, 5, "connection",
	    connection.id);
	if (!memdb_add_connection(load->memdb, &connection, fault))
		return false;
	load->connections = mem_grow(load->connections,
	    load->connection_count + 1, sizeof(*load->connections));
	load->connections[load->connection_count++] = mem_text(connection.id);
	return true;
}

static int
compare_texts(const void *a, const void *b)
{
	const char *const *left = a;
	const char *const *right = b;

	return strcmp(*left, *right);
}

static int
compare_gathered(const void *a, const void *b)
{
	const struct gathered *left = a;
	const struct gathered *right = b;

	return strcmp(left->id, right->id);
}

static bool
has_connection(const struct load *load, const char *id)
{
	return load->connection_count > 0 &&
	    bsearch(&id, load->connections, load->connection_count,
		sizeof(*load->connections), compare_texts) != NULL;
}

/* Rows come strategy by strategy, so the last one found is the likeliest. */
static struct gathered *
find_strategy(struct load *load, const char *id)
{
	struct gathered key = { .id = (char *)(uintptr_t)id };

	if (load->strategy_count == 0 || id == NULL)
		return NULL;
	if (load->last == NULL || strcmp(load->last->id, id) != 0)
		load->last = bsearch(&key, load->strategies,
		    load->strategy_count, sizeof(*load->strategies),
		    compare_gathered);
	return load->last;
}

static bool
take_strategy(struct load *load, struct odbc_query *query, struct fault *fault)
{
	const char *id = odbc_text(query, 0);
	const char *connection = odbc_text(query, 1);
	struct gathered strategy = { 0 };
	struct fault wrong;

	if (!field_check("strategy_id", id, LIMIT_ID, &wrong)) {
		remark(load, "a strategy is left out: %s", wrong.text);
		return true;
	}
	if (load->strategy_count == LIMIT_STRATEGIES)
		return fault_set(fault, FAULT_LIMIT, "more than %d strategies",
		    LIMIT_STRATEGIES);
	if (connection == NULL || !has_connection(load, connection)) {
		remark(load,
		    "left out: strategy %s: its connection '%s' is not in "
		    "the plan",
		    id, shown(connection));
		strategy.is_left_out = true;
	}
	if (!priority_read(odbc_text(query, 2), &strategy.priority, &wrong)) {
		remark(load, "strategy %s counts as medium: %s", id,
		    wrong.text);
		strategy.priority = PRIORITY_MEDIUM;
	}
	strategy.is_alive = read_alive(load, query, 3, "strategy", id);
	strategy.id = mem_text(id);
	strategy.connection = mem_text(shown(connection));
	load->strategies = mem_grow(load->strategies, load->strategy_count + 1,
	    sizeof(*load->strategies));
	load->strategies[load->strategy_count++] = strategy;
	return true;
}

static bool
take_line(struct load *load, struct odbc_query *query, struct fault *fault)
{
	const char *id = odbc_text(query, 0);
	struct gathered *strategy = find_strategy(load, id);

	(void)fault;
	/* The strategy has a remark already, or is another catalog's. */
	if (strategy == NULL || strategy->is_left_out)
		return true;
	/* strategy_check names a line too many; no more are needed for it. */
	if (strategy->line_count > LIMIT_LINES)
		return true;
	strategy->lines = mem_grow(strategy->lines, strategy->line_count + 1,
	    sizeof(*strategy->lines));
	strategy->lines[strategy->line_count++] = mem_text(
	    shown(odbc_text(query, 1)));
	return true;
}

static bool
add_strategy(struct load *load, struct gathered *gathered, struct fault *fault)
{
	const struct strategy strategy = {
		.id = gathered->id,
		.connection = gathered->connection,
		.priority = gathered->priority,
		.is_alive = gathered->is_alive,
		.line_count = gathered->line_count,
		.lines = (const char *const *)gathered->lines,
	};
	struct fault wrong;

	if (gathered->is_left_out)
		return true;
	if (!strategy_check(&strategy, &wrong)) {
		gathered->is_left_out = true;
		remark(load, "left out: %s", wrong.text);
		return true;
	}
	return memdb_add_strategy(load->memdb, &strategy, fault);
}

static bool
add_strategies(struct load *load, struct fault *fault)
{
	for (size_t i = 0; i < load->strategy_count; i++)
		if (!add_strategy(load, &load->strategies[i], fault))
			return false;
	return true;
}

static bool
read_frequency(const struct odbc_query *query, struct frequency *out_frequency,
    struct fault *fault)
{
	int64_t day = 0, hour = 0, minute = 0;

	if (!odbc_number(query, 1, INT32_MIN, INT32_MAX, &day, fault))
		return fault_wrap(fault, "day");
	if (!odbc_number(query, 2, INT32_MIN, INT32_MAX, &hour, fault))
		return fault_wrap(fault, "hour");
	if (!odbc_number(query, 3, INT32_MIN, INT32_MAX, &minute, fault))
		return fault_wrap(fault, "minutes");
	return frequency_read(day, hour, minute, out_frequency, fault);
}

static bool
take_frequency(struct load *load, struct odbc_query *query, struct fault *fault)
{
	const char *id = odbc_text(query, 0);
	const struct gathered *strategy = find_strategy(load, id);
	struct frequency frequency;
	struct fault wrong;

	if (strategy == NULL || strategy->is_left_out)
		return true;
	if (!read_frequency(query, &frequency, &wrong)) {
		remark(load, "left out: a frequency of strategy %s: %s", id,
		    wrong.text);
		return true;
	}
	return memdb_add_frequency(load->memdb, id, &frequency, fault);
}

static bool
take_option(struct load *load, const struct odbc_query *query,
    enum option_scope scope, struct fault *fault)
{
	const struct option option = {
		.scope = scope,
		.owner = odbc_text(query, 0),
		.name = odbc_text(query, 1),
		.value = odbc_text(query, 2),
	};
	struct pause pause;
	struct fault wrong;

	if (!field_check("name", option.name, LIMIT_OPTION_NAME, &wrong) ||
	    !field_check("value", option.value, LIMIT_OPTION_VALUE, &wrong)) {
		remark(load, "left out: an option of %s: %s",
		    shown(option.owner), wrong.text);
		return true;
	}
	if (strcmp(option.name, PAUSE_OPTION) == 0 &&
	    !pause_read(option.value, &pause, &wrong)) {
		remark(load, "not paused: %s: its option pause %s",
		    shown(option.owner), wrong.text);
		return true;
	}
	return memdb_add_option(load->memdb, &option, fault);
}

static bool
take_connection_option(struct load *load, struct odbc_query *query,
    struct fault *fault)
{
	const char *owner = odbc_text(query, 0);

	if (owner == NULL || !has_connection(load, owner))
		return true;
	return take_option(load, query, OPTION_CONNECTION, fault);
}

static bool
take_strategy_option(struct load *load, struct odbc_query *query,
    struct fault *fault)
{
	const struct gathered *owner = find_strategy(load, odbc_text(query, 0));

	if (owner == NULL || owner->is_left_out)
		return true;
	return take_option(load, query, OPTION_STRATEGY, fault);
}

static bool
load_info(struct load *load, struct fault *fault)
{
	struct catalog_info info;
	struct memdb_info facts;

	if (!catalog_info(load->catalog, &info, fault))
		return false;
	facts = (struct memdb_info){
		.catalog = info.uuid,
		.owner = info.owner[0] == '\0' ? NULL : info.owner,
		.plan_version = info.plan_version,
		.schema_version = info.schema_version,
	};
	return memdb_set_info(load->memdb, &facts, fault);
}

static bool
load_rows(struct load *load, struct fault *fault)
{
	if (!load_info(load, fault) ||
	    !each_row(load, STATEMENT_CONNECTIONS, take_connection, fault))
		return false;
	if (load->connection_count > 0)
		qsort(load->connections, load->connection_count,
		    sizeof(*load->connections), compare_texts);
	if (!each_row(load, STATEMENT_STRATEGIES, take_strategy, fault))
		return false;
	if (load->strategy_count > 0)
		qsort(load->strategies, load->strategy_count,
		    sizeof(*load->strategies), compare_gathered);
	return each_row(load, STATEMENT_LINES, take_line, fault) &&
	    add_strategies(load, fault) &&
	    each_row(load, STATEMENT_FREQUENCIES, take_frequency, fault) &&
	    each_row(load, STATEMENT_CONNECTION_OPTIONS, take_connection_option,
		fault) &&
	    each_row(load, STATEMENT_STRATEGY_OPTIONS, take_strategy_option,
		fault);
}

static void
clear(struct load *load)
{
	for (size_t i = 0; i < load->connection_count; i++)
		free(load->connections[i]);
	for (size_t i = 0; i < load->strategy_count; i++) {
		struct gathered *strategy = &load->strategies[i];

		for (size_t j = 0; j < strategy->line_count; j++)
			free(strategy->lines[j]);
		free(strategy->lines);
		free(strategy->id);
		free(strategy->connection);
	}
	free(load->connections);
	free(load->strategies);
}

/* A catalog that nobody owns becomes ours with its first load. */
static bool
own(struct catalog *catalog, struct fault *fault)
{
	struct catalog_info info;

	return catalog_info(catalog, &info, fault) &&
	    (info.owner[0] != '\0' || catalog_own(catalog, fault));
}

struct memdb *
catalog_load(struct catalog *catalog, struct fault *fault)
{
	return own(catalog, fault) ? catalog_look(catalog, fault) : NULL;
}

struct memdb *
catalog_look(struct catalog *catalog, struct fault *fault)
{
	struct memdb *memdb;

	if (!odbc_begin(catalog->odbc, false, fault))
		return NULL;
	memdb = catalog_look_within(catalog, fault);
	/* Nothing was written: there is nothing to commit. */
	odbc_rollback(catalog->odbc);
	return memdb;
}

struct memdb *
catalog_look_within(struct catalog *catalog, struct fault *fault)
{
	struct load load = { .catalog = catalog, .memdb = memdb_new() };
	bool is_good = load_rows(&load, fault) && memdb_seal(load.memdb, fault);

	clear(&load);
	if (is_good)
		return load.memdb;
	memdb_release(load.memdb);
	return NULL;
}
