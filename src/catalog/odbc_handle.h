/*
 * odbc_handle - what the two files of odbc share: the connection's handles.
 *
 * Thread: maker.
 */
#ifndef CATALOG_ODBC_HANDLE_H
#define CATALOG_ODBC_HANDLE_H

#include <sql.h>
#include <sqlext.h>

#include "catalog/odbc.h"

struct odbc {
	SQLHENV environment;
	SQLHDBC handle;
	const struct dialect *dialect;
	bool is_connected, is_dead, is_open; /* is_open: a transaction */
	char description[4 * ODBC_NAME_MAX];
};

/* ODBC's prototypes know no const; they do not write. */
static inline SQLCHAR *
odbc_handle_text(const char *text)
{
	return (SQLCHAR *)(uintptr_t)text;
}

/* No data is no error: a driver's word for an update of no row. */
static inline bool
odbc_handle_is_good(SQLRETURN code)
{
	return code == SQL_SUCCESS || code == SQL_SUCCESS_WITH_INFO ||
	    code == SQL_NO_DATA;
}

/*
 * The first diagnostic record of a handle as a fault; false. It has to be read
 * before any other call on the handle. `secret` (or NULL) stands in no fault.
 */
bool odbc_handle_fault(struct odbc *odbc, SQLSMALLINT kind, SQLHANDLE handle,
    const char *secret, struct fault *fault);

/* What a call on a dead connection gives; false. */
bool odbc_handle_refuse(struct fault *fault);

MUST_CHECK bool odbc_handle_statement(struct odbc *odbc, SQLHSTMT *out_handle,
    struct fault *fault);

#endif
