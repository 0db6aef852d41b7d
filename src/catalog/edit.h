/*
 * edit - one change of the plan that a person asked for.
 *
 * A value that travels: from backupexec(1) as JSON to the daemon, from there
 * as blocks to the catalog helper, which turns it into SQL in one transaction.
 * Without a living daemon backupexec(1) performs it itself.
 *
 * Thread: maker.
 */
#ifndef CATALOG_EDIT_H
#define CATALOG_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "model/connection.h"
#include "model/frequency.h"
#include "model/strategy.h"
#include "stream/sink.h"
#include "stream/source.h"

enum edit_kind {
	EDIT_CONNECTION_ADD,
	EDIT_CONNECTION_SET,
	EDIT_CONNECTION_REMOVE, /* refused while it has strategies */
	EDIT_STRATEGY_ADD,
	EDIT_STRATEGY_SET,
	EDIT_STRATEGY_REMOVE, /* its history stays where foreign keys let it */
	EDIT_KINDS
};

/* NAME=VALUE of a `set`: a column, or an option; value NULL: back to none. */
struct edit_value {
	char *name;
	char *value;
};

/*
 * Columns of a connection: name instance ip port runner alive; of a strategy:
 * connection priority alive. Any other name is an option of config/setting,
 * which the sender has checked. Everything is owned by the edit.
 */
struct edit {
	enum edit_kind kind;
	char *id;   /* of an add it may be NULL: made from `name` */
	char *name; /* connection: conn_name; what set and remove look for */
	size_t value_count;
	struct edit_value *values;
	bool has_lines; /* replace the lines by these */
	size_t line_count;
	char **lines;
	bool has_frequencies; /* replace the frequencies by these */
	size_t frequency_count;
	struct frequency *frequencies;
};

struct edit *edit_new(enum edit_kind kind);
void edit_free(struct edit *edit); /* NULL is fine */
void edit_add_value(struct edit *edit, const char *name, const char *value);
void edit_add_line(struct edit *edit, const char *line);
void edit_add_frequency(struct edit *edit, const struct frequency *frequency);

/* Lengths, lines, columns. Faults: FAULT_FORMAT, FAULT_LIMIT, FAULT_REFUSED. */
MUST_CHECK bool edit_check(const struct edit *edit, struct fault *fault);

/* As blocks; reading gives NULL after a fault. */
void edit_write(const struct edit *edit, struct sink *sink);
MUST_CHECK struct edit *edit_read(struct source *source, struct fault *fault);

#endif
