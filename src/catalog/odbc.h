/*
 * odbc - a connection to a database, and statements on it. The only place
 * that knows ODBC.
 *
 * A statement has parameter markers, never built text; parameters are bound
 * in their order, columns are counted from 0 and always fetched as text, since
 * an engine may hold a word where its column says int.
 *
 *	query = odbc_prepare(odbc, "select a, b from t where c = ?", &fault);
 *	odbc_bind_text(query, "x");
 *	if (!odbc_execute(query, NULL, &fault)) ...
 *	while (odbc_fetch(query, &has_row, &fault) && has_row)
 *		odbc_text(query, 0) ...
 *	odbc_query_free(query);
 *
 * Faults are those of odbc_error.h, SQLSTATE and native code first. After
 * FAULT_CLOSED, and after a commit that failed, the connection is dead: every
 * further call fails, the commit is never repeated, and whether it happened is
 * found out by reading on a new one.
 *
 * Units: _ms milliseconds since the epoch, UTC.
 * Thread: maker. Never in a process that forks.
 */
#ifndef CATALOG_ODBC_H
#define CATALOG_ODBC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "catalog/dialect.h"
#include "catalog/password.h"

struct odbc;
struct odbc_query;

enum {
	ODBC_PARAMETERS = 24,
	ODBC_COLUMNS = 16,
	/* A longer value is cut to it, and so is beyond every limit of ours. */
	ODBC_TEXT_MAX = 4096,
	ODBC_NAME_MAX = 128
};

/* Faults: FAULT_CONFIG for no such driver, or an engine without a dialect. */
MUST_CHECK struct odbc *odbc_open(const char *connection,
    const struct secret *password, struct fault *fault);

/* What is open is rolled back. NULL is fine. */
void odbc_close(struct odbc *odbc);

const struct dialect *odbc_dialect(const struct odbc *odbc);

/* "SQLite 3.39.3 over sqlite3odbc.so 0.9998" */
const char *odbc_description(const struct odbc *odbc);

bool odbc_is_dead(const struct odbc *odbc);

/* A statement without parameters; rows that it returns are dropped. */
MUST_CHECK bool
odbc_run(struct odbc *odbc, const char *text, struct fault *fault);

MUST_CHECK bool
odbc_begin(struct odbc *odbc, bool is_writing, struct fault *fault);
MUST_CHECK bool odbc_commit(struct odbc *odbc, struct fault *fault);

/* Nothing when no transaction is open. A failure makes the connection dead. */
void odbc_rollback(struct odbc *odbc);

/* `text` is copied. Freed before its connection. */
MUST_CHECK struct odbc_query *
odbc_prepare(struct odbc *odbc, const char *text, struct fault *fault);
void odbc_query_free(struct odbc_query *query); /* NULL is fine */

/*
 * The next parameter. Texts are borrowed until odbc_execute; NULL and "" are
 * null, as Oracle has it. After odbc_execute the first is next again.
 */
void odbc_bind_text(struct odbc_query *query, const char *text);
void odbc_bind_long(struct odbc_query *query, const char *bytes, size_t size);
void odbc_bind_number(struct odbc_query *query, int64_t number);
void odbc_bind_no_number(struct odbc_query *query);
void odbc_bind_time(struct odbc_query *query, int64_t utc_ms); /* 0: null */

/* `out_rows` (or NULL) is how many rows were changed. */
MUST_CHECK bool
odbc_execute(struct odbc_query *query, int64_t *out_rows, struct fault *fault);

/* The next row, if there is one. */
MUST_CHECK bool
odbc_fetch(struct odbc_query *query, bool *out_has_row, struct fault *fault);

/* How many columns the row fetched last has. */
size_t odbc_columns(const struct odbc_query *query);

/* Of the row fetched last, until the next one. NULL for null and "". */
const char *odbc_text(const struct odbc_query *query, size_t column);

/* Faults: FAULT_FORMAT, also for null. */
MUST_CHECK bool odbc_number(const struct odbc_query *query, size_t column,
    int64_t lowest, int64_t highest, int64_t *out_number, struct fault *fault);

#endif
