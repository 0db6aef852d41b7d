/*
 * catalogs - a real SQLite catalog through the real driver, for one test.
 *
 *	struct catalogs it = catalogs_new();
 *	... it.catalog, catalogs_number(&it, "select count(*) from log") ...
 *	catalogs_free(&it);
 */
#ifndef TESTS_SUPPORT_CATALOGS_H
#define TESTS_SUPPORT_CATALOGS_H

#include "catalog/place.h"
#include "catalog/server.h"

struct catalogs {
	char *folder;
	char *path; /* of the database */
	char *sql;  /* the source tree's sql folder */
	struct catalog_place place;
	struct catalog *catalog;
};

/* With its tables, owned by "db01". */
struct catalogs catalogs_new(void);
void catalogs_free(struct catalogs *it);

/* Closes and opens it again. */
void catalogs_again(struct catalogs *it);

/* The original's sample rows. */
void catalogs_sample(struct catalogs *it);

void catalogs_run(struct catalogs *it, const char *statement);

/* The columns of all rows, "|" between columns, "\n" between rows; free it. */
char *catalogs_rows(struct catalogs *it, const char *statement);
int64_t catalogs_number(struct catalogs *it, const char *statement);

#endif
