#include "config.h"

#include "memdb/names.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BUCKETS_FIRST = 64 };

/* A place in the table; linear probing, never more than half full. */
struct names_bucket {
	uint32_t hash;
	uint32_t number; /* plus one; 0: the bucket is empty */
};

void
names_clear(struct names *names)
{
	free(names->texts);
	free(names->buckets);
	*names = (struct names){ 0 };
}

/* FNV-1a, folded: ids differ in their last digits. */
static uint32_t
hash_of(const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return (uint32_t)(hash ^ hash >> 32);
}

/* Where the text is, or the empty bucket where it would be. */
static struct names_bucket *
bucket_of(const struct names *names, uint32_t hash, const char *text)
{
	size_t mask = names->bucket_count - 1;

	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		struct names_bucket *bucket = &names->buckets[i];

		if (bucket->number == 0)
			return bucket;
		if (bucket->hash == hash &&
		    strcmp(names->texts[bucket->number - 1], text) == 0)
			return bucket;
	}
}

static void
grow_buckets(struct names *names)
{
	struct names_bucket *old = names->buckets;
	size_t old_count = names->bucket_count;

	names->bucket_count = old_count == 0 ? BUCKETS_FIRST : 2 * old_count;
	names->buckets = mem_new(names->bucket_count, sizeof(*names->buckets));
	for (size_t i = 0; i < old_count; i++)
		if (old[i].number != 0)
			*bucket_of(names, old[i].hash,
			    names->texts[old[i].number - 1]) = old[i];
	free(old);
}

uint32_t
names_find(struct names *names, const char *text)
{
	const struct names_bucket *bucket;

	if (names->count == 0)
		return NAMES_ABSENT;
	/* Rows of one owner mostly come together. */
	if (strcmp(names->texts[names->last], text) == 0)
		return names->last;
	bucket = bucket_of(names, hash_of(text), text);
	if (bucket->number == 0)
		return NAMES_ABSENT;
	names->last = bucket->number - 1;
	return names->last;
}

uint32_t
names_put(struct names *names, struct arena *arena, const char *text)
{
	uint32_t number = names_find(names, text);
	uint32_t hash;

	if (number != NAMES_ABSENT)
		return number;
	assert(names->count < UINT32_MAX / 2);
	if (names->count == names->room) {
		names->room = names->room == 0 ? BUCKETS_FIRST :
						 2 * names->room;
		names->texts = mem_grow(names->texts, names->room,
		    sizeof(*names->texts));
	}
	if (2 * (names->count + 1) > names->bucket_count)
		grow_buckets(names);
	hash = hash_of(text);
	number = (uint32_t)names->count++;
	names->texts[number] = arena_text(arena, text);
	*bucket_of(names, hash, text) = (struct names_bucket){ hash,
		number + 1 };
	names->last = number;
	return number;
}
