/*
 * subject - connections and strategies, as far as editing them is one thing:
 * a row with a key and columns, and options beside it.
 *
 * Thread: maker.
 */
#ifndef CATALOG_SUBJECT_H
#define CATALOG_SUBJECT_H

#include "catalog/server.h"

enum { SUBJECT_COLUMNS = 6 };

/* A column that an edit may name, in the order of the statements. */
struct subject_column {
	const char *name;
	const char *standard; /* of an add; where a set to none goes back to */
	bool may_be_null;
	bool is_number;
};

struct subject {
	const char *name; /* "connection", "strategy" */
	size_t column_count;
	struct subject_column columns[SUBJECT_COLUMNS];
	enum statement by_id, add, set, remove;
	enum statement options_of, option_add, option_remove, options_remove;
};

extern const struct subject subject_connection, subject_strategy;

/* A row: its id, and its columns in the order of the subject's. */
struct subject_row {
	char id[LIMIT_ID + 1];
	char values[SUBJECT_COLUMNS][LIMIT_OPTION_VALUE + 1]; /* "": null */
};

/* Does an edit mean a column by this name? */
bool subject_has_column(const struct subject *subject, const char *name);

/* How many rows `statement` gives for `key`; the first into `out_row`. */
MUST_CHECK bool subject_find(struct catalog *catalog,
    const struct subject *subject, enum statement statement, const char *key,
    struct subject_row *out_row, int *out_count, struct fault *fault);

/*
 * By id, or else by name where only one has it. Faults: FAULT_ABSENT,
 * FAULT_DUPLICATE.
 */
MUST_CHECK bool subject_find_connection(struct catalog *catalog,
    const char *name, struct subject_row *out_row, struct fault *fault);

/* An id for a connection: what is no letter, digit, . or - becomes _. */
void subject_id_from_name(char room[LIMIT_ID + 1], const char *name);

#endif
