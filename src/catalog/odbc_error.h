/*
 * odbc_error - what an ODBC driver's complaint means.
 *
 * Pure. SQLSTATE alone does not tell: SQLite says HY000 for everything, a lost
 * connection has half a dozen codes, and native codes differ by engine. The
 * class decides the kind of the fault:
 *
 *	UNIQUE		FAULT_DUPLICATE
 *	CONSTRAINT	FAULT_FORMAT	a value that no column takes,
 *					a row whose owner is not there
 *	LOST		FAULT_CLOSED	also: nobody answers
 *	BUSY		FAULT_RETRY	lock, deadlock, serialization
 *	TIMEOUT		FAULT_TIMEOUT
 *	NO_TABLE	FAULT_ABSENT
 *	NO_DRIVER	FAULT_CONFIG
 *	LOGIN		FAULT_REFUSED
 *	PERMANENT	FAULT_SYSTEM	everything else
 *
 * Thread: any.
 */
#ifndef CATALOG_ODBC_ERROR_H
#define CATALOG_ODBC_ERROR_H

#include "base/fault.h"

enum odbc_class {
	ODBC_PERMANENT,
	ODBC_UNIQUE,
	ODBC_CONSTRAINT,
	ODBC_LOST,
	ODBC_BUSY,
	ODBC_TIMEOUT,
	ODBC_NO_TABLE,
	ODBC_NO_DRIVER,
	ODBC_LOGIN,
	ODBC_CLASSES
};

/* `state` is five characters of SQLSTATE; `text` is the driver's own. */
enum odbc_class odbc_classify(const char *state, long native, const char *text);

/*
 * "HY000/19: UNIQUE constraint failed: …"; without the text when `secret` (or
 * NULL) stands in it. Returns false, as fault_set.
 */
bool odbc_error_set(struct fault *fault, enum odbc_class kind,
    const char *state, long native, const char *text, const char *secret);

#endif
