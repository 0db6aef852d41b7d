/*
 * source - somewhere to read bytes from: the mirror of a sink.
 *
 * Faults stick: after the first failed read every later one fills its room
 * with zeros, so a reader may read a few numbers and ask once. Whoever loops
 * over a count that was read checks source_failed before each round. A source
 * never closes what it was given.
 *
 * Faults of the device (FAULT_SYSTEM, FAULT_CLOSED, FAULT_TIMEOUT) and of the
 * format (FAULT_FORMAT, FAULT_LIMIT) are told apart by their kind.
 *
 * Thread: maker.
 */
#ifndef STREAM_SOURCE_H
#define STREAM_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/fault.h"

struct source;

struct source_ops {
	/*
	 * Read 1 to `size` bytes into `room`; *out_size 0 says that the
	 * stream has ended. A kind with a buffer of its own may instead fill
	 * that, point `ready` at it, and leave *out_size 0. It may set `taken`
	 * to where these bytes stand in what it reads from.
	 */
	bool (*read)(struct source *source, void *room, size_t size,
	    size_t *out_size, struct fault *fault);
};

/* The first member of every kind of source. Fields are the module's own. */
struct source {
	const struct source_ops *ops;
	const unsigned char *ready; /* handed on without calling `read` */
	size_t ready_size;
	const unsigned char *behind; /* ready once what was peeked at is read */
	size_t behind_size;
	unsigned char peeked[4];
	uint64_t taken; /* bytes read so far: where we are */
	uint32_t block; /* kind of the block we are in, 0: in none */
	bool failed;
	struct fault fault;
};

void source_init(struct source *source, const struct source_ops *ops);

/* What source_read does when not enough is ready. */
void source_read_on(struct source *source, void *room, size_t size);

/* Exactly `size` bytes; an early end is FAULT_FORMAT. */
static inline void
source_read(struct source *source, void *room, size_t size)
{
	if (size == 0 || size > source->ready_size) {
		source_read_on(source, room, size);
		return;
	}
	memcpy(room, source->ready, size);
	source->ready += size;
	source->ready_size -= size;
	source->taken += size;
}

/* 1 to `size` bytes; 0 at the end, and after a fault. */
size_t source_read_some(struct source *source, void *room, size_t size);

/* The next number, which stays to be read; 0 after a fault. */
uint32_t source_peek_u32(struct source *source);

/* Little-endian, whatever this machine is; compilers make one load of it. */
static inline uint32_t
source_read_u32(struct source *source)
{
	unsigned char bytes[4];

	source_read(source, bytes, sizeof(bytes));
	return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
	    (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static inline uint64_t
source_read_u64(struct source *source)
{
	unsigned char bytes[8];

	source_read(source, bytes, sizeof(bytes));
	return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 |
	    (uint64_t)bytes[2] << 16 | (uint64_t)bytes[3] << 24 |
	    (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 |
	    (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

bool source_failed(const struct source *source);

/* Make it fail for a reason of the reader's own; the first reason stays. */
void source_fail(struct source *source, const struct fault *fault);

/* Tell of the first fault. False when there was one. */
MUST_CHECK bool source_check(const struct source *source, struct fault *fault);

/* Nothing may follow. Faults: the sticking one, or FAULT_FORMAT. */
MUST_CHECK bool source_finish(struct source *source, struct fault *fault);

#endif
