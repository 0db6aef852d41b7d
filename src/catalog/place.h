/*
 * place - where a catalog is: what the daemon's configuration says, and what
 * travels to the helper first.
 *
 * Thread: maker.
 */
#ifndef CATALOG_PLACE_H
#define CATALOG_PLACE_H

#include <stddef.h>

/* Texts are borrowed, in a copy owned. */
struct catalog_place {
	const char *const *connections; /* ODBC strings, tried in turn */
	size_t connection_count;        /* 0: the embedded database */
	const char *password_file;      /* NULL: none */
	const char *runner;             /* [daemon] name; NULL: nobody's */
	const char *embedded;           /* path of the embedded database */
	const char *sql_folder;         /* where sqlite/10_tables.sql lies */
};

/* Everything is copied. Free with place_free. */
struct catalog_place *place_copy(const struct catalog_place *place);
void place_free(struct catalog_place *place); /* NULL is fine */

#endif
