/*
 * arena - texts that live as long as each other.
 *
 * A plan has a million small texts that come one by one and go all at once.
 * They are laid into chunks that grow, so one costs its bytes and no more.
 *
 * Thread: maker.
 */
#ifndef MEMDB_ARENA_H
#define MEMDB_ARENA_H

#include <stddef.h>

struct arena_chunk;

/* All zero is an empty one. */
struct arena {
	struct arena_chunk *chunks; /* the newest first */
	char *at;                   /* free bytes of the newest */
	size_t left;
	size_t chunk_size; /* of the newest */
};

void arena_clear(struct arena *arena); /* frees all texts; it is empty */

/* A copy; NULL stays NULL. */
const char *arena_text(struct arena *arena, const char *text);

#endif
