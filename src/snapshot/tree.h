/*
 * tree - the blocks of a snapshot as they stand in the stream, told one after
 * the other: where each begins, of what kind it is, what it holds.
 *
 * It walks along the table of kinds (doc/SNAPSHOT.md, "The plan") and needs no
 * memory database, so it tells what stands before the first damage, too.
 *
 * Thread: maker.
 */
#ifndef SNAPSHOT_TREE_H
#define SNAPSHOT_TREE_H

#include "stream/source.h"

/* A block, or one item of a container of plain values. */
struct tree_node {
	uint64_t at; /* byte of the stream, as a hex editor counts */
	int depth;
	const char *kind; /* "PLAN"; NULL: an item */
	const char *text; /* "id=PROD name=prod01 …", or a count; one line */
};

typedef void (*tree_fn)(void *arg, const struct tree_node *node);

/* Faults: as snapshot_restore, but for what only the plan as a whole shows. */
MUST_CHECK bool
tree_read(struct source *source, tree_fn each, void *arg, struct fault *fault);

#endif
