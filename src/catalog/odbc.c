#include "config.h"

#include "catalog/odbc.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "catalog/odbc_error.h"
#include "catalog/odbc_handle.h"

enum { MESSAGE_MAX = 1024, STATE_MAX = 6 };

static bool
says_dead(struct odbc *odbc)
{
	SQLUINTEGER dead = SQL_CD_FALSE;

	return odbc->is_connected &&
	    SQLGetConnectAttr(odbc->handle, SQL_ATTR_CONNECTION_DEAD, &dead,
		SQL_IS_UINTEGER, NULL) == SQL_SUCCESS &&
	    dead == SQL_CD_TRUE;
}

/*
 * The first diagnostic record of a handle. It is read before any other call
 * on the handle, which would replace it; a driver may fail without one.
 */
bool
odbc_handle_fault(struct odbc *odbc, SQLSMALLINT kind, SQLHANDLE handle,
    const char *secret, struct fault *fault)
{
	char state[STATE_MAX + 1] = "HY000";
	char message[MESSAGE_MAX] = "";
	SQLINTEGER native = 0;
	SQLSMALLINT length = 0;
	enum odbc_class class;

	if (handle == SQL_NULL_HANDLE ||
	    !SQL_SUCCEEDED(SQLGetDiagRec(kind, handle, 1, (SQLCHAR *)state,
		&native, (SQLCHAR *)message, MESSAGE_MAX, &length)))
		(void)text_copy(message, sizeof(message),
		    "the driver did not say why");
	class = odbc_classify(state, native, message);
	if (class == ODBC_PERMANENT && says_dead(odbc))
		class = ODBC_LOST;
	if (class == ODBC_LOST)
		odbc->is_dead = true;
	return odbc_error_set(fault, class, state, native, message, secret);
}

bool
odbc_handle_refuse(struct fault *fault)
{
	return fault_set(fault, FAULT_CLOSED,
	    "the connection to the catalog is lost");
}

static bool
connect_with(struct odbc *odbc, const struct password_string *string,
    const char *secret, struct fault *fault)
{
	SQLRETURN code;

	if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE,
		&odbc->environment)) ||
	    !SQL_SUCCEEDED(SQLSetEnvAttr(odbc->environment,
		SQL_ATTR_ODBC_VERSION, (SQLPOINTER)SQL_OV_ODBC3, 0)) ||
	    !SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, odbc->environment,
		&odbc->handle)))
		return fault_set(fault, FAULT_SYSTEM,
		    "the ODBC driver manager gives no handle");
	code = SQLDriverConnect(odbc->handle, NULL,
	    odbc_handle_text(string->text), SQL_NTS, NULL, 0, NULL,
	    SQL_DRIVER_NOPROMPT);
	if (!SQL_SUCCEEDED(code))
		return odbc_handle_fault(odbc, SQL_HANDLE_DBC, odbc->handle,
		    secret, fault);
	odbc->is_connected = true;
	return true;
}

static void
ask_name(struct odbc *odbc, SQLUSMALLINT what, char room[ODBC_NAME_MAX])
{
	SQLSMALLINT length = 0;

	room[0] = '\0';
	if (!SQL_SUCCEEDED(
		SQLGetInfo(odbc->handle, what, room, ODBC_NAME_MAX, &length)))
		room[0] = '\0';
}

static bool
settle(struct odbc *odbc, struct fault *fault)
{
	char engine[ODBC_NAME_MAX], engine_version[ODBC_NAME_MAX];
	char driver[ODBC_NAME_MAX], driver_version[ODBC_NAME_MAX];

	ask_name(odbc, SQL_DBMS_NAME, engine);
	ask_name(odbc, SQL_DBMS_VER, engine_version);
	ask_name(odbc, SQL_DRIVER_NAME, driver);
	ask_name(odbc, SQL_DRIVER_VER, driver_version);
	(void)snprintf(odbc->description, sizeof(odbc->description),
	    "%.100s %.100s over %.100s %.100s", engine, engine_version, driver,
	    driver_version);
	odbc->dialect = dialect_of(engine);
	if (odbc->dialect == NULL)
		return fault_set(fault, FAULT_CONFIG,
		    "the catalog cannot live in '%.60s': SQLite is known",
		    engine);
	for (size_t i = 0;
	     i < DIALECT_SETUP_MAX && odbc->dialect->setup[i] != NULL; i++)
		if (!odbc_run(odbc, odbc->dialect->setup[i], fault))
			return false;
	return true;
}

struct odbc *
odbc_open(const char *connection, const struct secret *password,
    struct fault *fault)
{
	struct odbc *odbc = mem_new(1, sizeof(*odbc));
	struct password_string string = { { 0 } };
	const char *secret = password == NULL ? NULL : password->text;
	bool is_open = password_join(connection, password, &string, fault) &&
	    connect_with(odbc, &string, secret, fault) && settle(odbc, fault);

	secret_wipe(&string, sizeof(string));
	if (is_open)
		return odbc;
	odbc_close(odbc);
	return NULL;
}

void
odbc_close(struct odbc *odbc)
{
	if (odbc == NULL)
		return;
	if (!odbc->is_dead)
		odbc_rollback(odbc);
	if (odbc->is_connected && !SQL_SUCCEEDED(SQLDisconnect(odbc->handle))) {
		/* 25000: a driver that wants it said twice. */
		(void)SQLEndTran(SQL_HANDLE_DBC, odbc->handle, SQL_ROLLBACK);
		(void)SQLDisconnect(odbc->handle);
	}
	if (odbc->handle != SQL_NULL_HANDLE)
		(void)SQLFreeHandle(SQL_HANDLE_DBC, odbc->handle);
	if (odbc->environment != SQL_NULL_HANDLE)
		(void)SQLFreeHandle(SQL_HANDLE_ENV, odbc->environment);
	free(odbc);
}

const struct dialect *
odbc_dialect(const struct odbc *odbc)
{
	return odbc->dialect;
}

const char *
odbc_description(const struct odbc *odbc)
{
	return odbc->description;
}

bool
odbc_is_dead(const struct odbc *odbc)
{
	return odbc->is_dead;
}

/* After a loss even the handle is refused, with a reason on the connection. */
bool
odbc_handle_statement(struct odbc *odbc, SQLHSTMT *out_handle,
    struct fault *fault)
{
	SQLHSTMT handle = SQL_NULL_HSTMT;

	if (odbc->is_dead)
		return odbc_handle_refuse(fault);
	if (!SQL_SUCCEEDED(
		SQLAllocHandle(SQL_HANDLE_STMT, odbc->handle, &handle)) ||
	    handle == SQL_NULL_HSTMT) {
		(void)odbc_handle_fault(odbc, SQL_HANDLE_DBC, odbc->handle,
		    NULL, fault);
		odbc->is_dead = true;
		fault->kind = FAULT_CLOSED;
		return false;
	}
	*out_handle = handle;
	return true;
}

bool
odbc_run(struct odbc *odbc, const char *text, struct fault *fault)
{
	SQLHSTMT handle = SQL_NULL_HSTMT;
	bool is_done = true;

	if (!odbc_handle_statement(odbc, &handle, fault))
		return false;
	if (!odbc_handle_is_good(
		SQLExecDirect(handle, odbc_handle_text(text), SQL_NTS)))
		is_done = odbc_handle_fault(odbc, SQL_HANDLE_STMT, handle, NULL,
		    fault);
	(void)SQLFreeHandle(SQL_HANDLE_STMT, handle);
	return is_done;
}

static bool
set_autocommit(struct odbc *odbc, bool is_on, struct fault *fault)
{
	uintptr_t value = is_on ? SQL_AUTOCOMMIT_ON : SQL_AUTOCOMMIT_OFF;

	if (SQL_SUCCEEDED(SQLSetConnectAttr(odbc->handle, SQL_ATTR_AUTOCOMMIT,
		(SQLPOINTER)value, SQL_IS_UINTEGER)))
		return true;
	return odbc_handle_fault(odbc, SQL_HANDLE_DBC, odbc->handle, NULL,
	    fault);
}

static bool
end_transaction(struct odbc *odbc, SQLSMALLINT how, struct fault *fault)
{
	if (!SQL_SUCCEEDED(SQLEndTran(SQL_HANDLE_DBC, odbc->handle, how)))
		return odbc_handle_fault(odbc, SQL_HANDLE_DBC, odbc->handle,
		    NULL, fault);
	return set_autocommit(odbc, true, fault);
}

bool
odbc_begin(struct odbc *odbc, bool is_writing, struct fault *fault)
{
	const char *text = is_writing ? odbc->dialect->begin_writing :
					odbc->dialect->begin_reading;

	assert(!odbc->is_open);
	if (odbc->is_dead)
		return odbc_handle_refuse(fault);
	odbc->is_open = text == NULL ? set_autocommit(odbc, false, fault) :
				       odbc_run(odbc, text, fault);
	return odbc->is_open;
}

bool
odbc_commit(struct odbc *odbc, struct fault *fault)
{
	const char *text = odbc->dialect->commit;
	bool is_done;

	assert(odbc->is_open);
	if (odbc->is_dead)
		return odbc_handle_refuse(fault);
	odbc->is_open = false;
	is_done = text == NULL ? end_transaction(odbc, SQL_COMMIT, fault) :
				 odbc_run(odbc, text, fault);
	/* A second commit may say yes to a transaction that is long gone. */
	if (!is_done)
		odbc->is_dead = true;
	return is_done;
}

void
odbc_rollback(struct odbc *odbc)
{
	const char *text;
	struct fault ignored;

	if (!odbc->is_open || odbc->is_dead)
		return;
	text = odbc->dialect->rollback;
	odbc->is_open = false;
	if (text == NULL ? !end_transaction(odbc, SQL_ROLLBACK, &ignored) :
			   !odbc_run(odbc, text, &ignored))
		odbc->is_dead = true;
}
