/*
 * dialect - one row an engine: everything in which the engines differ, apart
 * from the statements (statement.h) and the files under sql/.
 *
 * Thread: any.
 */
#ifndef CATALOG_DIALECT_H
#define CATALOG_DIALECT_H

#include <stdbool.h>

enum { DIALECT_SETUP_MAX = 8 };

struct dialect {
	const char *engine; /* how SQL_DBMS_NAME begins */
	const char *folder; /* below sql/ */

	/* Statements of a new connection; NULL behind the last. */
	const char *setup[DIALECT_SETUP_MAX];

	/*
	 * How a transaction begins and ends. NULL: by switching autocommit
	 * off, and SQLEndTran.
	 */
	const char *begin_reading, *begin_writing, *commit, *rollback;

	bool time_is_text; /* a time is bound as text, not as a struct */
	const char *probe; /* a row if the engine is alive */

	/* name and kind ("table", "trigger") of everything that is there */
	const char *objects;
};

/* NULL when there is none for it. */
const struct dialect *dialect_of(const char *engine);

#endif
