/*
 * generation - what a memory database holds, while it is filled and after.
 *
 * Shared by the files of this folder: memdb.c fills and reads, seal.c turns
 * the rows that came into the tables that stay. Nobody else includes this.
 *
 * Thread: maker.
 */
#ifndef MEMDB_GENERATION_H
#define MEMDB_GENERATION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memdb/arena.h"
#include "memdb/memdb.h"
#include "memdb/minutes.h"
#include "memdb/names.h"

/* Rows as they came; an owner is a number of `names`. */
struct strategy_row {
	struct strategy strategy; /* without lines and frequencies */
	uint32_t number, connection;
};
struct line_row {
	const char *text;
	uint32_t owner;
};
struct frequency_row {
	uint32_t owner;
	struct frequency frequency;
};

/* An array that grows; `room` is how many fit. */
#define ROWS(type)                                                             \
	struct {                                                               \
		type *rows;                                                    \
		size_t count, room;                                            \
	}

/* What is needed until the seal. */
struct filling {
	struct names names; /* ids of strategies and connections */
	ROWS(struct strategy_row) strategies;
	ROWS(struct line_row) lines;
	ROWS(struct frequency_row) frequencies;
	uint32_t *line_counts; /* of each name, against LIMIT_LINES */
	size_t line_counts_room;
	size_t remarks_left_out;
};

struct memdb {
	atomic_size_t holders;
	bool is_sealed;
	struct arena arena; /* every text */
	struct memdb_info info;
	struct filling filling;
	ROWS(struct connection) connections;
	ROWS(struct option) options;
	ROWS(struct memdb_remark) remarks;
	/* From the seal on. */
	struct strategy *strategies;
	size_t strategy_count;
	const char **lines; /* of all strategies, one behind the other */
	struct frequency *frequencies;
	const struct connection **by_name; /* connections, any case */
	const struct strategy **by_connection;
	size_t *by_connection_begins; /* of each connection, and the end */
	struct minutes minutes;
};

void filling_clear(struct filling *filling);

/* Less than, equal to or greater than 0, in any case. */
int generation_compare_fold(const char *a, const char *b);

/* The order of options: scope, owner, name. */
int generation_compare_options(const struct option *a, const struct option *b);

/* By id; NULL when there is none. Their rows must be in order. */
const struct connection *
generation_connection(const struct memdb *memdb, const char *id);
const struct strategy *
generation_strategy(const struct memdb *memdb, const char *id);

/* By name in any case, when it is the only one; needs `by_name`. */
const struct connection *
generation_connection_of_name(const struct memdb *memdb, const char *name);

/* The number of the first option that does not come before `option`. */
size_t
generation_option_place(const struct memdb *memdb, const struct option *option);

#endif
