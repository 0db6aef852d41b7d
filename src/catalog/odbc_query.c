#include "config.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "base/text.h"
#include "catalog/odbc.h"
#include "catalog/odbc_handle.h"

enum {
	MS_PER_SECOND = 1000,
	NS_PER_MS = 1000000,
	TIME_DIGITS = 3, /* milliseconds: what every driver keeps */
	TIME_WIDTH = 23, /* 2026-10-25 01:30:00.250 */
	NUMBER_WIDTH = 19
};

struct parameter {
	SQLLEN indicator;
	SQLINTEGER number;
	SQL_TIMESTAMP_STRUCT stamp;
	char text[96];
};

struct column {
	SQLLEN indicator;
	char text[ODBC_TEXT_MAX + 1];
};

struct odbc_query {
	struct odbc *odbc;
	SQLHSTMT handle;
	size_t bound;
	struct parameter parameters[ODBC_PARAMETERS];
	size_t column_count;
	struct column *columns; /* NULL until rows were first wanted */
	bool is_bad;            /* a bind failed: told by odbc_execute */
	struct fault fault;
};

struct odbc_query *
odbc_prepare(struct odbc *odbc, const char *text, struct fault *fault)
{
	struct odbc_query *query = mem_new(1, sizeof(*query));

	query->odbc = odbc;
	if (!odbc_handle_statement(odbc, &query->handle, fault)) {
		free(query);
		return NULL;
	}
	if (!SQL_SUCCEEDED(
		SQLPrepare(query->handle, odbc_handle_text(text), SQL_NTS))) {
		(void)odbc_handle_fault(odbc, SQL_HANDLE_STMT, query->handle,
		    NULL, fault);
		odbc_query_free(query);
		return NULL;
	}
	return query;
}

void
odbc_query_free(struct odbc_query *query)
{
	if (query == NULL)
		return;
	(void)SQLFreeHandle(SQL_HANDLE_STMT, query->handle);
	free(query->columns);
	free(query);
}

/* What one parameter is bound as. */
struct binding {
	SQLSMALLINT c_type, sql_type;
	SQLULEN size;
	SQLSMALLINT digits;
	const void *value;
	SQLLEN indicator;
};

static void
bind(struct odbc_query *query, const struct binding *binding)
{
	struct parameter *parameter;
	SQLRETURN code;

	assert(query->bound < ODBC_PARAMETERS);
	parameter = &query->parameters[query->bound++];
	parameter->indicator = binding->indicator;
	if (query->is_bad)
		return;
	code = SQLBindParameter(query->handle, (SQLUSMALLINT)query->bound,
	    SQL_PARAM_INPUT, binding->c_type, binding->sql_type,
	    binding->size == 0 ? 1 : binding->size, binding->digits,
	    (SQLPOINTER)(uintptr_t)binding->value, (SQLLEN)binding->size,
	    &parameter->indicator);
	if (!SQL_SUCCEEDED(code))
		query->is_bad = !odbc_handle_fault(query->odbc, SQL_HANDLE_STMT,
		    query->handle, NULL, &query->fault);
}

void
odbc_bind_text(struct odbc_query *query, const char *text)
{
	const char *value = text == NULL ? "" : text;
	size_t size = strlen(value);
	const struct binding binding = {
		.c_type = SQL_C_CHAR,
		.sql_type = SQL_VARCHAR,
		.size = size,
		.value = value,
		.indicator = size == 0 ? SQL_NULL_DATA : (SQLLEN)size,
	};

	bind(query, &binding);
}

void
odbc_bind_long(struct odbc_query *query, const char *bytes, size_t size)
{
	const struct binding binding = {
		.c_type = SQL_C_CHAR,
		.sql_type = SQL_LONGVARCHAR,
		.size = size,
		.value = bytes == NULL ? "" : bytes,
		.indicator = size == 0 ? SQL_NULL_DATA : (SQLLEN)size,
	};

	bind(query, &binding);
}

void
odbc_bind_number(struct odbc_query *query, int64_t number)
{
	struct parameter *parameter = &query->parameters[query->bound];
	struct binding binding = {
		.c_type = SQL_C_SLONG,
		.sql_type = SQL_INTEGER,
		.size = sizeof(SQLINTEGER),
		.value = &parameter->number,
		.indicator = sizeof(SQLINTEGER),
	};

	assert(query->bound < ODBC_PARAMETERS);
	/* 64 bits as SQL_C_SBIGINT are beyond some drivers: as digits. */
	if (number >= INT32_MIN && number <= INT32_MAX) {
		parameter->number = (SQLINTEGER)number;
	} else {
		(void)snprintf(parameter->text, sizeof(parameter->text),
		    "%" PRId64, number);
		binding.c_type = SQL_C_CHAR;
		binding.sql_type = SQL_DECIMAL;
		binding.size = NUMBER_WIDTH;
		binding.value = parameter->text;
		binding.indicator = (SQLLEN)strlen(parameter->text);
	}
	bind(query, &binding);
}

void
odbc_bind_no_number(struct odbc_query *query)
{
	const struct binding binding = {
		.c_type = SQL_C_SLONG,
		.sql_type = SQL_INTEGER,
		.size = sizeof(SQLINTEGER),
		.value = &query->parameters[query->bound].number,
		.indicator = SQL_NULL_DATA,
	};

	bind(query, &binding);
}

void
odbc_bind_time(struct odbc_query *query, int64_t utc_ms)
{
	struct parameter *parameter = &query->parameters[query->bound];
	int64_t seconds = floor_div(utc_ms, MS_PER_SECOND);
	int ms = (int)(utc_ms - seconds * MS_PER_SECOND);
	struct civil civil = civil_from_seconds(seconds);
	struct binding binding = {
		.c_type = SQL_C_TYPE_TIMESTAMP,
		.sql_type = SQL_TYPE_TIMESTAMP,
		.size = TIME_WIDTH,
		.digits = TIME_DIGITS,
		.value = &parameter->stamp,
		.indicator = sizeof(parameter->stamp),
	};

	assert(query->bound < ODBC_PARAMETERS);
	parameter->stamp = (SQL_TIMESTAMP_STRUCT){
		.year = (SQLSMALLINT)civil.year,
		.month = (SQLUSMALLINT)civil.month,
		.day = (SQLUSMALLINT)civil.day,
		.hour = (SQLUSMALLINT)civil.hour,
		.minute = (SQLUSMALLINT)civil.minute,
		.second = (SQLUSMALLINT)civil.second,
		.fraction = (SQLUINTEGER)ms * NS_PER_MS,
	};
	if (query->odbc->dialect->time_is_text) {
		(void)snprintf(parameter->text, sizeof(parameter->text),
		    "%04" PRId64 "-%02d-%02d %02d:%02d:%02d.%03d", civil.year,
		    civil.month, civil.day, civil.hour, civil.minute,
		    civil.second, ms);
		binding.c_type = SQL_C_CHAR;
		binding.sql_type = SQL_VARCHAR;
		binding.digits = 0;
		binding.value = parameter->text;
		binding.indicator = (SQLLEN)strlen(parameter->text);
	}
	if (utc_ms == 0)
		binding.indicator = SQL_NULL_DATA;
	bind(query, &binding);
}

bool
odbc_execute(struct odbc_query *query, int64_t *out_rows, struct fault *fault)
{
	SQLLEN rows = 0;

	query->bound = 0;
	if (query->odbc->is_dead)
		return odbc_handle_refuse(fault);
	if (query->is_bad) {
		*fault = query->fault;
		return false;
	}
	/* Closing what is not open is an error to nobody. */
	(void)SQLFreeStmt(query->handle, SQL_CLOSE);
	if (!odbc_handle_is_good(SQLExecute(query->handle)))
		return odbc_handle_fault(query->odbc, SQL_HANDLE_STMT,
		    query->handle, NULL, fault);
	if (out_rows != NULL) {
		if (!SQL_SUCCEEDED(SQLRowCount(query->handle, &rows)))
			return odbc_handle_fault(query->odbc, SQL_HANDLE_STMT,
			    query->handle, NULL, fault);
		*out_rows = rows;
	}
	return true;
}

static bool
bind_columns(struct odbc_query *query, struct fault *fault)
{
	SQLSMALLINT count = 0;

	if (!SQL_SUCCEEDED(SQLNumResultCols(query->handle, &count)))
		return odbc_handle_fault(query->odbc, SQL_HANDLE_STMT,
		    query->handle, NULL, fault);
	assert(count >= 0 && count <= ODBC_COLUMNS);
	query->column_count = (size_t)count;
	query->columns = mem_new(query->column_count, sizeof(*query->columns));
	for (size_t i = 0; i < query->column_count; i++) {
		struct column *column = &query->columns[i];

		if (!SQL_SUCCEEDED(SQLBindCol(query->handle,
			(SQLUSMALLINT)(i + 1), SQL_C_CHAR, column->text,
			sizeof(column->text), &column->indicator)))
			return odbc_handle_fault(query->odbc, SQL_HANDLE_STMT,
			    query->handle, NULL, fault);
	}
	return true;
}

bool
odbc_fetch(struct odbc_query *query, bool *out_has_row, struct fault *fault)
{
	SQLRETURN code;

	if (query->odbc->is_dead)
		return odbc_handle_refuse(fault);
	if (query->columns == NULL && !bind_columns(query, fault))
		return false;
	for (size_t i = 0; i < query->column_count; i++) {
		query->columns[i].indicator = 0;
		query->columns[i].text[0] = '\0';
	}
	code = SQLFetch(query->handle);
	if (!odbc_handle_is_good(code))
		return odbc_handle_fault(query->odbc, SQL_HANDLE_STMT,
		    query->handle, NULL, fault);
	*out_has_row = code != SQL_NO_DATA;
	return true;
}

size_t
odbc_columns(const struct odbc_query *query)
{
	return query->column_count;
}

const char *
odbc_text(const struct odbc_query *query, size_t column)
{
	const struct column *value;

	assert(column < query->column_count);
	value = &query->columns[column];
	/* Some drivers write only 32 bits of the indicator. */
	if ((int32_t)value->indicator == SQL_NULL_DATA ||
	    value->text[0] == '\0')
		return NULL;
	return value->text;
}

bool
odbc_number(const struct odbc_query *query, size_t column, int64_t lowest,
    int64_t highest, int64_t *out_number, struct fault *fault)
{
	const char *text = odbc_text(query, column);

	if (text == NULL)
		return fault_set(fault, FAULT_FORMAT, "there is no number");
	return text_number(text, lowest, highest, out_number, fault);
}
