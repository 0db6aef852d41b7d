/*
 * minutes - the index of a plan by minute of the week.
 *
 * One bucket a minute for frequencies that name their hour, one for each
 * minute of an hour of each day for those of every hour; every day is put
 * into all seven. A look-up is one step into an array.
 *
 * Owns: its arrays; strategies and frequencies are borrowed.
 * Thread: maker while it is built, then any.
 */
#ifndef MEMDB_MINUTES_H
#define MEMDB_MINUTES_H

#include <stddef.h>

#include "memdb/memdb.h"
#include "model/strategy.h"

/* Runs of rows, one behind the other. */
struct minutes_index {
	size_t *begins; /* of each bucket; one more at the end */
	struct memdb_due *rows;
};

/* All zero is nothing; minutes_build must come before minutes_at. */
struct minutes {
	struct minutes_index named, hourly;
};

/* In a bucket the rows are in the order of the strategies. */
void minutes_build(struct minutes *minutes, const struct strategy *strategies,
    size_t count);
void minutes_clear(struct minutes *minutes);

/* `minute` is 0 to MINUTES_PER_WEEK - 1. */
struct memdb_due_list minutes_at(const struct minutes *minutes, int minute);

#endif
