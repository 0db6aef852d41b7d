#include "config.h"

#include "catalog/check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalog/load.h"

enum { SENTENCE_MAX = 512 };

struct checking {
	check_fn report;
	void *arg;
	enum check_severity worst;
};

/* What 10_tables.sql makes. */
struct object {
	const char *name, *kind;
	bool is_there;
};

static const struct object objects[] = {
	{ "catalog_info", "table", false },
	{ "change", "table", false },
	{ "connection", "table", false },
	{ "connection_option", "table", false },
	{ "error", "table", false },
	{ "execution", "table", false },
	{ "frequency", "table", false },
	{ "log", "table", false },
	{ "script", "table", false },
	{ "strategy", "table", false },
	{ "strategy_line", "table", false },
	{ "strategy_option", "table", false },
	{ "strategy_line_number", "trigger", false },
	{ "connection_inserted", "trigger", false },
	{ "connection_updated", "trigger", false },
	{ "connection_deleted", "trigger", false },
	{ "strategy_inserted", "trigger", false },
	{ "strategy_updated", "trigger", false },
	{ "strategy_deleted", "trigger", false },
	{ "strategy_line_inserted", "trigger", false },
	{ "strategy_line_updated", "trigger", false },
	{ "strategy_line_deleted", "trigger", false },
	{ "frequency_inserted", "trigger", false },
	{ "frequency_updated", "trigger", false },
	{ "frequency_deleted", "trigger", false },
	{ "connection_option_inserted", "trigger", false },
	{ "connection_option_updated", "trigger", false },
	{ "connection_option_deleted", "trigger", false },
	{ "strategy_option_inserted", "trigger", false },
	{ "strategy_option_updated", "trigger", false },
	{ "strategy_option_deleted", "trigger", false },
};

/* Rows whose owner is not there. */
static const struct {
	enum statement statement;
	const char *what;
} orphans[] = {
	{ STATEMENT_ORPHAN_STRATEGIES, "strategies without their connection" },
	{ STATEMENT_ORPHAN_LINES, "lines without their strategy" },
	{ STATEMENT_ORPHAN_FREQUENCIES, "frequencies without their strategy" },
	{ STATEMENT_ORPHAN_CONNECTION_OPTIONS,
	    "options without their connection" },
	{ STATEMENT_ORPHAN_STRATEGY_OPTIONS, "options without their strategy" },
	{ STATEMENT_ORPHAN_LOGS, "log rows without their strategy" },
	{ STATEMENT_ORPHAN_ERRORS, "error rows without their strategy" },
};

static void PRINTF_LIKE(3, 4) tell(struct checking *checking,
    enum check_severity severity, const char *format, ...)
{
	char sentence[SENTENCE_MAX];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	if (severity > checking->worst)
		checking->worst = severity;
	checking->report(checking->arg, severity, sentence);
}

static bool
mark_objects(struct catalog *catalog, struct object *found, struct fault *fault)
{
	const struct dialect *dialect = odbc_dialect(catalog->odbc);
	struct odbc_query *query = odbc_prepare(catalog->odbc, dialect->objects,
	    fault);
	bool has_row = false;
	bool is_good = query != NULL && odbc_execute(query, NULL, fault);

	while (is_good) {
		const char *name, *kind;

		is_good = odbc_fetch(query, &has_row, fault);
		if (!is_good || !has_row)
			break;
		name = odbc_text(query, 0);
		kind = odbc_text(query, 1);
		if (name == NULL || kind == NULL)
			continue;
		for (size_t i = 0; i < COUNT_OF(objects); i++)
			if (text_equal_fold(name, objects[i].name) &&
			    text_equal_fold(kind, objects[i].kind))
				found[i].is_there = true;
	}
	odbc_query_free(query);
	return is_good;
}

static void
check_objects(struct checking *checking, struct catalog *catalog)
{
	struct object found[COUNT_OF(objects)];
	struct fault fault;
	size_t missing = 0;

	memcpy(found, objects, sizeof(found));
	if (!mark_objects(catalog, found, &fault)) {
		tell(checking, CHECK_BAD, "tables cannot be listed: %s",
		    fault.text);
		return;
	}
	for (size_t i = 0; i < COUNT_OF(found); i++) {
		if (found[i].is_there)
			continue;
		missing++;
		tell(checking, CHECK_BAD,
		    "%s %s is missing: run 'backupexec catalog init'",
		    found[i].kind, found[i].name);
	}
	if (missing == 0)
		tell(checking, CHECK_GOOD, "all tables and triggers are there");
}

static bool
check_info(struct checking *checking, struct catalog *catalog)
{
	struct catalog_info info;
	struct fault fault;

	if (!catalog_info(catalog, &info, &fault)) {
		tell(checking, CHECK_BAD, "%s", fault.text);
		return false;
	}
	tell(checking, CHECK_GOOD,
	    "catalog %s, schema version %" PRId64 ", plan version %" PRId64,
	    info.uuid, info.schema_version, info.plan_version);
	if (info.owner[0] == '\0')
		tell(checking, CHECK_WARNING,
		    "nobody owns the catalog: the first daemon that loads it "
		    "will");
	else if (catalog->runner[0] != '\0' &&
	    strcmp(info.owner, catalog->runner) != 0)
		tell(checking, CHECK_WARNING,
		    "the catalog belongs to %s: rows without a runner do not "
		    "run on %s",
		    info.owner, catalog->runner);
	else
		tell(checking, CHECK_GOOD, "the catalog belongs to %s",
		    info.owner);
	return true;
}

static void
check_orphans(struct checking *checking, struct catalog *catalog)
{
	for (size_t i = 0; i < COUNT_OF(orphans); i++) {
		struct fault fault;
		struct odbc_query *query = catalog_query(catalog,
		    orphans[i].statement, &fault);
		bool has_row = false;
		int64_t count = 0;

		if (query == NULL || !catalog_one_row(query, &has_row, &fault))
			tell(checking, CHECK_BAD, "%s: %s", orphans[i].what,
			    fault.text);
		else if (has_row &&
		    odbc_number(query, 0, 1, INT64_MAX, &count, &fault))
			tell(checking, CHECK_WARNING, "%" PRId64 " %s", count,
			    orphans[i].what);
		odbc_query_free(query);
	}
}

static void
check_plan(struct checking *checking, struct catalog *catalog)
{
	const struct memdb_remark *remarks;
	const struct connection *connections;
	const struct strategy *strategies;
	struct memdb *memdb;
	struct fault fault;
	size_t count;

	memdb = catalog_look(catalog, &fault);
	if (memdb == NULL) {
		tell(checking, CHECK_BAD, "the plan cannot be loaded: %s",
		    fault.text);
		return;
	}
	count = memdb_remarks(memdb, &remarks);
	for (size_t i = 0; i < count; i++)
		tell(checking, CHECK_WARNING, "%s", remarks[i].text);
	tell(checking, CHECK_GOOD,
	    "the plan has %zu connections, %zu "
	    "strategies",
	    memdb_connections(memdb, &connections),
	    memdb_strategies(memdb, &strategies));
	memdb_release(memdb);
}

enum check_severity
check_open(struct catalog *catalog, check_fn report, void *arg)
{
	struct checking checking = { .report = report, .arg = arg };

	tell(&checking, CHECK_GOOD, "the catalog can be reached: %s",
	    odbc_description(catalog->odbc));
	check_objects(&checking, catalog);
	if (check_info(&checking, catalog)) {
		check_orphans(&checking, catalog);
		check_plan(&checking, catalog);
	}
	return checking.worst;
}

enum check_severity
check_catalog(const struct catalog_place *place, check_fn report, void *arg)
{
	struct checking checking = { .report = report, .arg = arg };
	struct fault fault;
	struct catalog *catalog = catalog_open(place, &fault);
	enum check_severity worst;

	if (catalog == NULL) {
		tell(&checking, CHECK_BAD, "the catalog cannot be reached: %s",
		    fault.text);
		return checking.worst;
	}
	worst = check_open(catalog, report, arg);
	catalog_close(catalog);
	return worst;
}
