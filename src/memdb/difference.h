/*
 * difference - what one plan has that another has not.
 *
 * Pure. Connections first, then strategies, each in the order of their ids;
 * what only the catalog says of itself (owner, versions) is no difference.
 *
 * Thread: any; both generations are sealed.
 */
#ifndef MEMDB_DIFFERENCE_H
#define MEMDB_DIFFERENCE_H

#include "memdb/memdb.h"

enum difference_kind {
	DIFFERENCE_ADDED, /* the new plan alone has it */
	DIFFERENCE_CHANGED,
	DIFFERENCE_REMOVED, /* the old plan alone has it */
	DIFFERENCE_KINDS
};

/* "added", "changed", "removed". */
const char *difference_name(enum difference_kind kind);

/* A connection or strategy that is another; NULL where there is none. */
struct difference {
	enum difference_kind kind;
	enum option_scope scope;
	const char *id;
	const struct memdb *old_plan, *new_plan;
	const struct connection *old_connection, *new_connection;
	const struct strategy *old_strategy, *new_strategy;
};

typedef bool (*difference_fn)(void *arg, const struct difference *difference);

/* Calls `each` until it returns false; then false. */
bool difference_each(const struct memdb *old_plan, const struct memdb *new_plan,
    difference_fn each, void *arg);

/*
 * What about it: a column or an option by its name, "line" for a line of the
 * script, "at" for a frequency. A value that is not there is NULL. Of the lines
 * those between the first and the last that differ.
 */
struct difference_item {
	const char *name;
	const char *old_value, *new_value;
};

typedef void (
    *difference_item_fn)(void *arg, const struct difference_item *item);

/* Of an added or removed one, all it has. */
void difference_items(const struct difference *difference,
    difference_item_fn each, void *arg);

#endif
