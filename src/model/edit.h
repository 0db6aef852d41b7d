/*
 * edit - one change of the plan that a person asked for.
 *
 * A value that travels: from backupexec(1) as JSON to the daemon, from there
 * as blocks to the catalog helper, which turns it into SQL in one transaction.
 * Without a living daemon backupexec(1) performs it itself.
 *
 * Thread: maker.
 */
#ifndef MODEL_EDIT_H
#define MODEL_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "model/connection.h"
#include "model/frequency.h"
#include "model/strategy.h"

enum edit_kind {
	EDIT_CONNECTION_ADD,
	EDIT_CONNECTION_SET,
	EDIT_CONNECTION_REMOVE, /* refused while it has strategies */
	EDIT_STRATEGY_ADD,
	EDIT_STRATEGY_SET,
	EDIT_STRATEGY_REMOVE, /* its history stays where foreign keys let it */
	EDIT_PAUSE,           /* of `id`, of `name`, or with neither of all */
	EDIT_RESUME,          /* likewise */
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
 * which the sender has checked. Of a pause: until (see pause_resolve), reason.
 * Everything is owned by the edit.
 */
struct edit {
	enum edit_kind kind;
	char *id; /* strategy_id; conn_id of an add, NULL: one is made */
	char
	    *name; /* of a connection: conn_name, or in set and remove its id */
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

/* The value of that name; NULL when it is absent or set back to none. */
const char *edit_value(const struct edit *edit, const char *name);

bool edit_is_of_strategy(const struct edit *edit);

/* The names that are columns of its table, NULL at the end. */
const char *const *edit_columns(const struct edit *edit);
bool edit_is_column(const struct edit *edit, const char *name);

/*
 * Does its script hold HOST, which [rman] allow_host = no refuses? Faults:
 * FAULT_REFUSED.
 */
MUST_CHECK bool edit_check_host(const struct edit *edit, struct fault *fault);

/* Lengths, lines, columns. Faults: FAULT_FORMAT, FAULT_LIMIT, FAULT_REFUSED. */
MUST_CHECK bool edit_check(const struct edit *edit, struct fault *fault);

#endif
