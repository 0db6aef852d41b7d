/*
 * names - each different text once, with a small number.
 *
 * Rows of a plan name their owner by its id, a million times the same few.
 * While a generation is filled they keep the number instead: the texts are
 * compared once, and sealing becomes counting.
 *
 * Thread: maker.
 */
#ifndef MEMDB_NAMES_H
#define MEMDB_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "memdb/arena.h"

struct names_bucket;

/* All zero is an empty one. */
struct names {
	size_t count;
	const char **texts; /* by number; in the arena */
	size_t room;
	struct names_bucket *buckets;
	size_t bucket_count; /* a power of two */
	uint32_t last;       /* the number that was asked for last */
};

#define NAMES_ABSENT UINT32_MAX

void names_clear(struct names *names); /* the texts stay in their arena */

/* The number of a text, from 0 in the order of names_put; or NAMES_ABSENT. */
uint32_t names_find(struct names *names, const char *text);

/* Its number; a new text is copied into `arena`. */
uint32_t names_put(struct names *names, struct arena *arena, const char *text);

#endif
