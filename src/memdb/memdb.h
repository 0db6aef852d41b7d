/*
 * memdb - the memory database: the catalog's plan as one immutable generation.
 *
 * It is filled row by row, sealed once, and from then on only read; whoever
 * needs it longer than a call holds it. Sealing checks that every row belongs
 * to something and builds the indexes: by id, by name, by minute of the week.
 * A generation is replaced whole by the next one, so a reader never waits.
 *
 *	memdb = memdb_new();
 *	memdb_add_connection(...); memdb_add_strategy(...); ...
 *	if (!memdb_seal(memdb, &fault)) memdb_release(memdb);
 *
 * Owns: copies of everything that was added. What the finders return lives as
 * long as the generation is held.
 * Thread: maker until sealed, then any.
 */
#ifndef MEMDB_MEMDB_H
#define MEMDB_MEMDB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "model/connection.h"
#include "model/frequency.h"
#include "model/option.h"
#include "model/strategy.h"

struct memdb;

/* The catalog's own facts (catalog_info); texts are copied. */
struct memdb_info {
	const char *catalog;  /* its UUID */
	const char *owner;    /* [daemon] name of the owner, or NULL */
	int64_t plan_version; /* raised by every change of the plan */
	int64_t schema_version;
};

/* Rows that were left out, named once: "frequency of EST_1: hour 24 …". */
struct memdb_remark {
	const char *text; /* at most LIMIT_REASON bytes, cut */
};

struct memdb *memdb_new(void); /* held once by the caller */
struct memdb *memdb_hold(struct memdb *memdb);
void memdb_release(struct memdb *memdb); /* NULL is fine */

/*
 * Filling; before the seal only, and in any order: an owner may come after its
 * rows. What a fault refuses has left no trace, the filling may go on. Texts
 * must pass model/field, numbers frequency_read; passwords were looked for
 * when the script came in. Faults: FAULT_FORMAT, FAULT_LIMIT.
 */
MUST_CHECK bool memdb_set_info(struct memdb *memdb,
    const struct memdb_info *info, struct fault *fault);
MUST_CHECK bool memdb_add_connection(struct memdb *memdb,
    const struct connection *connection, struct fault *fault);

/* Its lines and frequencies are taken along; more may be added below. */
MUST_CHECK bool memdb_add_strategy(struct memdb *memdb,
    const struct strategy *strategy, struct fault *fault);

/* In order; rows of one strategy need not stand together. */
MUST_CHECK bool memdb_add_line(struct memdb *memdb, const char *strategy,
    const char *line, struct fault *fault);
MUST_CHECK bool memdb_add_frequency(struct memdb *memdb, const char *strategy,
    const struct frequency *frequency, struct fault *fault);
MUST_CHECK bool memdb_add_option(struct memdb *memdb,
    const struct option *option, struct fault *fault);

/*
 * A remark for the operator; beyond LIMIT_REMARKS they are only counted, and a
 * last one says how many.
 */
void memdb_add_remark(struct memdb *memdb, const char *text);

/*
 * Build the indexes. Faults: FAULT_DUPLICATE for an id or an option of one
 * owner twice, FAULT_ABSENT for a row whose owner is not there; then only
 * memdb_release is left. The same frequency twice is one.
 */
MUST_CHECK bool memdb_seal(struct memdb *memdb, struct fault *fault);

/*
 * Reading; after the seal only. Rows are in the order of the bytes of their
 * ids, a strategy's frequencies in the order of the week (every day and every
 * hour first), so that equal plans are equal row by row. An info that was not
 * set is all zero.
 */
const struct memdb_info *memdb_info(const struct memdb *memdb);
size_t memdb_connections(const struct memdb *memdb,
    const struct connection **out_first);
size_t
memdb_strategies(const struct memdb *memdb, const struct strategy **out_first);
size_t
memdb_remarks(const struct memdb *memdb, const struct memdb_remark **out_first);

/*
 * By id, or else by name in any case where only one has it; NULL when there is
 * none. A strategy has no name but its id, which is exact.
 */
const struct connection *
memdb_connection(const struct memdb *memdb, const char *id_or_name);
const struct strategy *
memdb_strategy(const struct memdb *memdb, const char *id);

/* The options of one owner, by name; returns how many. */
size_t memdb_options(const struct memdb *memdb, enum option_scope scope,
    const char *owner, const struct option **out_first);

/* NULL when it is not set there. */
const char *memdb_option(const struct memdb *memdb, enum option_scope scope,
    const char *owner, const char *name);

/* The strategies of one connection: calls `each` in the order of their ids. */
void memdb_strategies_of(const struct memdb *memdb, const char *connection,
    void (*each)(void *arg, const struct strategy *strategy), void *arg);

/* One frequency of one strategy, as the index by minute holds it. */
struct memdb_due {
	const struct strategy *strategy;
	const struct frequency *frequency;
};

/*
 * All that is due in minute `minute` of the week (0 to 10079), dead rows too:
 * two runs of the index, frequencies that name their hour and those of every
 * hour, each in the order of the strategies; "daily 12:35" and "mon 12:35" of
 * one strategy are two rows. What a change of the clock does to them is
 * schedule/due's business.
 */
struct memdb_due_list {
	const struct memdb_due *named, *hourly;
	size_t named_count, hourly_count;
};
struct memdb_due_list memdb_due_at(const struct memdb *memdb, int minute);

#endif
