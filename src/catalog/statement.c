#include "config.h"

#include "catalog/statement.h"

#include <assert.h>

/* Rows of a table that have no strategy. */
#define ORPHANS(table)                                                         \
	"select count(*) from " table " t where not exists "                   \
	"(select 1 from strategy s where s.strategy_id = t.strategy_id)"

/* One text a row; columns are counted by those who read them. */
static const char *const texts[STATEMENTS] = {
	[STATEMENT_INFO] = "select schema_version, catalog_uuid, owner, "
			   "plan_version from catalog_info",
	[STATEMENT_VERSION] = "select plan_version from catalog_info",
	[STATEMENT_OWN] = "update catalog_info set owner = ?, "
			  "plan_version = plan_version + 1 "
			  "where owner is null",
	[STATEMENT_IDENTIFY] = "update catalog_info set catalog_uuid = ?, "
			       "plan_version = ?",

	/* Rows with an origin are another catalog's plan. */
	[STATEMENT_CONNECTIONS] =
	    "select conn_id, conn_name, database_instance, ip, port, alive, "
	    "runner from connection where origin is null order by conn_id",
	[STATEMENT_STRATEGIES] =
	    "select strategy_id, connection, priority, alive from strategy "
	    "where origin is null order by strategy_id",
	[STATEMENT_LINES] = "select strategy_id, line from strategy_line "
			    "order by strategy_id, line_no",
	[STATEMENT_FREQUENCIES] =
	    "select strategy_id, day, hour, minutes from frequency "
	    "order by strategy_id",
	[STATEMENT_CONNECTION_OPTIONS] =
	    "select conn_id, name, value from connection_option "
	    "order by conn_id, name",
	[STATEMENT_STRATEGY_OPTIONS] =
	    "select strategy_id, name, value from strategy_option "
	    "order by strategy_id, name",

	[STATEMENT_EXECUTIONS] = "select count(*) from execution",
	[STATEMENT_EXECUTION] =
	    "select claim_key, outcome from execution where execution_id = ?",
	[STATEMENT_EXECUTION_ADD] =
	    "insert into execution (execution_id, claim_key, strategy_id, "
	    "slot, slots, last_slot, attempt, asked_by, runner, started_at, "
	    "finished_at, outcome, code, reason, kind, pieces, log_bytes, "
	    "script_digest) "
	    "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	/* A row that was inserted as a claim gets its end. */
	[STATEMENT_EXECUTION_END] =
	    "update execution set slots = ?, last_slot = ?, started_at = ?, "
	    "finished_at = ?, outcome = ?, code = ?, reason = ?, kind = ?, "
	    "pieces = ?, log_bytes = ?, script_digest = ? "
	    "where execution_id = ?",
	[STATEMENT_EXECUTION_OF_SLOT] =
	    "select execution_id from execution where strategy_id = ? and "
	    "slot = ? and attempt > 0",
	[STATEMENT_EXECUTION_BY_CLAIM] =
	    "select execution_id, slots from execution where claim_key = ?",
	[STATEMENT_EXECUTION_REMOVE] =
	    "delete from execution where execution_id = ?",
	[STATEMENT_SCRIPT] = "select digest from script where digest = ?",
	[STATEMENT_SCRIPT_ADD] =
	    "insert into script (digest, script_text) values (?, ?)",
	/* The CLOB last, as Oracle wants it. */
	[STATEMENT_LOG_ADD] =
	    "insert into log (strategy_id, moment, moment_utc, execution_id, "
	    "part, log_bytes, log) values (?, ?, ?, ?, ?, ?, ?)",
	[STATEMENT_LOG_LENGTH] = "select length(log) from log "
				 "where execution_id = ? and part = ?",
	[STATEMENT_ERROR_ADD] =
	    "insert into error (strategy_id, moment, moment_utc, message, "
	    "execution_id, slot, code, detail) "
	    "values (?, ?, ?, ?, ?, ?, ?, ?)",
	[STATEMENT_ERROR_REMOVE] = "delete from error where execution_id = ?",

	[STATEMENT_CONNECTION_BY_ID] =
	    "select conn_id, conn_name, database_instance, ip, port, alive, "
	    "runner from connection where conn_id = ?",
	[STATEMENT_CONNECTION_BY_NAME] =
	    "select conn_id, conn_name, database_instance, ip, port, alive, "
	    "runner from connection where conn_name = ?",
	[STATEMENT_CONNECTION_ADD] =
	    "insert into connection (conn_name, database_instance, ip, port, "
	    "alive, runner, conn_id) values (?, ?, ?, ?, ?, ?, ?)",
	[STATEMENT_CONNECTION_SET] =
	    "update connection set conn_name = ?, database_instance = ?, "
	    "ip = ?, port = ?, alive = ?, runner = ? where conn_id = ?",
	[STATEMENT_CONNECTION_REMOVE] =
	    "delete from connection where conn_id = ?",
	[STATEMENT_STRATEGIES_OF] =
	    "select count(*) from strategy where connection = ?",
	[STATEMENT_STRATEGY_BY_ID] =
	    "select strategy_id, connection, priority, alive from strategy "
	    "where strategy_id = ?",
	[STATEMENT_STRATEGY_ADD] =
	    "insert into strategy (connection, priority, alive, strategy_id) "
	    "values (?, ?, ?, ?)",
	[STATEMENT_STRATEGY_SET] =
	    "update strategy set connection = ?, priority = ?, alive = ? "
	    "where strategy_id = ?",
	[STATEMENT_STRATEGY_REMOVE] =
	    "delete from strategy where strategy_id = ?",
	[STATEMENT_LINES_OF] = "select line from strategy_line "
			       "where strategy_id = ? order by line_no",
	[STATEMENT_LINE_ADD] =
	    "insert into strategy_line (strategy_id, line_no, line) "
	    "values (?, ?, ?)",
	[STATEMENT_LINES_REMOVE] =
	    "delete from strategy_line where strategy_id = ?",
	[STATEMENT_FREQUENCIES_OF] =
	    "select day, hour, minutes from frequency where strategy_id = ? "
	    "order by day, hour, minutes",
	[STATEMENT_FREQUENCY_ADD] =
	    "insert into frequency (strategy_id, day, hour, minutes) "
	    "values (?, ?, ?, ?)",
	[STATEMENT_FREQUENCIES_REMOVE] =
	    "delete from frequency where strategy_id = ?",
	[STATEMENT_CONNECTION_OPTIONS_OF] =
	    "select name, value from connection_option where conn_id = ? "
	    "order by name",
	[STATEMENT_CONNECTION_OPTION_ADD] =
	    "insert into connection_option (conn_id, name, value) "
	    "values (?, ?, ?)",
	[STATEMENT_CONNECTION_OPTION_REMOVE] =
	    "delete from connection_option where conn_id = ? and name = ?",
	[STATEMENT_CONNECTION_OPTIONS_REMOVE] =
	    "delete from connection_option where conn_id = ?",
	[STATEMENT_STRATEGY_OPTIONS_OF] =
	    "select name, value from strategy_option where strategy_id = ? "
	    "order by name",
	[STATEMENT_STRATEGY_OPTION_ADD] =
	    "insert into strategy_option (strategy_id, name, value) "
	    "values (?, ?, ?)",
	[STATEMENT_STRATEGY_OPTION_REMOVE] =
	    "delete from strategy_option where strategy_id = ? and name = ?",
	[STATEMENT_STRATEGY_OPTIONS_REMOVE] =
	    "delete from strategy_option where strategy_id = ?",
	[STATEMENT_LOGS_REMOVE] = "delete from log where strategy_id = ?",
	[STATEMENT_ERRORS_REMOVE] = "delete from error where strategy_id = ?",
	[STATEMENT_CHANGE_ADD] =
	    "insert into change (change_id, item_no, moment_utc, who, what, "
	    "object, item, old_value, new_value) "
	    "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",

	[STATEMENT_ORPHAN_STRATEGIES] =
	    "select count(*) from strategy t where not exists "
	    "(select 1 from connection c where c.conn_id = t.connection)",
	[STATEMENT_ORPHAN_LINES] = ORPHANS("strategy_line"),
	[STATEMENT_ORPHAN_FREQUENCIES] = ORPHANS("frequency"),
	[STATEMENT_ORPHAN_CONNECTION_OPTIONS] =
	    "select count(*) from connection_option t where not exists "
	    "(select 1 from connection c where c.conn_id = t.conn_id)",
	[STATEMENT_ORPHAN_STRATEGY_OPTIONS] = ORPHANS("strategy_option"),
	[STATEMENT_ORPHAN_LOGS] = ORPHANS("log"),
	[STATEMENT_ORPHAN_ERRORS] = ORPHANS("error"),
};

const char *
statement_text(enum statement statement)
{
	assert(statement < STATEMENTS);
	return texts[statement];
}
