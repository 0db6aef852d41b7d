#include "config.h"

#include "tests/support/content.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

uint64_t
content_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

unsigned char *
content_make(size_t size, uint64_t seed)
{
	unsigned char *bytes = mem_new(size + 1, 1);
	uint64_t state = seed * 2 + 1;

	for (size_t i = 0; i < size;) {
		uint64_t number = content_next(&state);
		size_t run = 1 + number % 9;

		for (; run != 0 && i < size; run--)
			bytes[i++] = (unsigned char)(number >> 32 & 0x3f);
	}
	return bytes;
}

static size_t
piece_at(size_t number, size_t left)
{
	static const size_t pieces[] = { 1, 8, 69, 4096, 3, 65536, 65537, 8, 2,
		150000 };
	size_t piece = pieces[number % COUNT_OF(pieces)];

	return piece < left ? piece : left;
}

void
content_write(struct sink *sink, const unsigned char *bytes, size_t size)
{
	size_t at = 0;

	for (size_t i = 0; at < size; i++) {
		size_t piece = piece_at(i, size - at);

		sink_write(sink, bytes + at, piece);
		at += piece;
	}
}

bool
content_is_read(struct source *source, const unsigned char *bytes, size_t size,
    struct fault *fault)
{
	unsigned char *back = mem_new(size + 1, 1);
	size_t at = 0;
	bool is_same;

	for (size_t i = 3; at < size; i++) {
		size_t piece = piece_at(i, size - at);

		source_read(source, back + at, piece);
		at += piece;
	}
	is_same = source_finish(source, fault);
	if (is_same && memcmp(back, bytes, size) != 0)
		is_same = fault_set(fault, FAULT_FORMAT, "other bytes");
	free(back);
	return is_same;
}
