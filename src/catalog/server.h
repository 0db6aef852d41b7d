/*
 * server - the catalog itself: opening it, making its tables, asking what it
 * is. The files beside this one read and write its rows: load, record, apply,
 * check.
 *
 * Runs in the catalog helper, and in backupexec(1) for what needs no daemon.
 *
 * Thread: maker. Never in a process that forks.
 */
#ifndef CATALOG_SERVER_H
#define CATALOG_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/limits.h"
#include "base/uuid.h"
#include "catalog/odbc.h"
#include "catalog/place.h"
#include "catalog/statement.h"

enum { CATALOG_SCHEMA_VERSION = 1 };

struct catalog {
	struct odbc *odbc;
	bool is_embedded;
	char runner[LIMIT_NAME + 1]; /* "" for none */
	char *sql_folder;            /* with the engine's name */
};

struct catalog_info {
	int64_t schema_version;
	int64_t plan_version;
	char uuid[UUID_TEXT_MAX];
	char owner[LIMIT_NAME + 1]; /* "": nobody yet */
};

/*
 * The first of the connections that can be opened; the fault is the first
 * one's. The embedded database is made, with its tables, when absent.
 */
MUST_CHECK struct catalog *
catalog_open(const struct catalog_place *place, struct fault *fault);
void catalog_close(struct catalog *catalog); /* NULL is fine */

/*
 * Make the tables that are not there and set the owner where there is none.
 * May be repeated. Faults: FAULT_CONFIG for a schema newer than this program.
 */
MUST_CHECK bool catalog_init(struct catalog *catalog, struct fault *fault);

/* Run one file of the engine's folder, all of it or nothing. */
MUST_CHECK bool catalog_run_file(struct catalog *catalog, const char *name,
    struct fault *fault);

/*
 * Faults: FAULT_ABSENT for a catalog without tables, FAULT_CONFIG for a schema
 * that is not ours, each with the command that helps.
 */
MUST_CHECK bool catalog_info(struct catalog *catalog,
    struct catalog_info *out_info, struct fault *fault);

/* Become the owner if there is none; in a transaction of its own. */
MUST_CHECK bool catalog_own(struct catalog *catalog, struct fault *fault);

MUST_CHECK bool catalog_version(struct catalog *catalog, int64_t *out_version,
    struct fault *fault);

MUST_CHECK struct odbc_query *catalog_query(struct catalog *catalog,
    enum statement statement, struct fault *fault);

/*
 * Execute, and fetch the row that may or may not be there. `query` is free
 * to be read until it is executed again.
 */
MUST_CHECK bool catalog_one_row(struct odbc_query *query, bool *out_has_row,
    struct fault *fault);

#endif
