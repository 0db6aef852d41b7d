#include "config.h"

#include "memdb/arena.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { CHUNK_FIRST = 4 << 10, CHUNK_MOST = 1 << 20 };

struct arena_chunk {
	struct arena_chunk *next;
	char bytes[];
};

void
arena_clear(struct arena *arena)
{
	while (arena->chunks != NULL) {
		struct arena_chunk *chunk = arena->chunks;

		arena->chunks = chunk->next;
		free(chunk);
	}
	*arena = (struct arena){ 0 };
}

static void
add_chunk(struct arena *arena, size_t least)
{
	size_t size = arena->chunk_size == 0 ? CHUNK_FIRST :
					       2 * arena->chunk_size;
	struct arena_chunk *chunk;

	if (size > CHUNK_MOST)
		size = CHUNK_MOST;
	arena->chunk_size = size;
	if (size < least)
		size = least;
	chunk = mem_grow(NULL, sizeof(*chunk) + size, 1);
	chunk->next = arena->chunks;
	arena->chunks = chunk;
	arena->at = chunk->bytes;
	arena->left = size;
}

const char *
arena_text(struct arena *arena, const char *text)
{
	size_t size;
	char *copy;

	if (text == NULL)
		return NULL;
	size = strlen(text) + 1;
	if (size > arena->left)
		add_chunk(arena, size);
	copy = arena->at;
	memcpy(copy, text, size);
	arena->at += size;
	arena->left -= size;
	return copy;
}
