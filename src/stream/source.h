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

#include "base/fault.h"

struct source;

struct source_ops {
	/*
	 * Read 1 to `size` bytes into `room`; *out_size 0 says that the
	 * stream has ended.
	 */
	bool (*read)(struct source *source, void *room, size_t size,
	    size_t *out_size, struct fault *fault);
};

/* The first member of every kind of source. Fields are the module's own. */
struct source {
	const struct source_ops *ops;
	uint64_t taken; /* bytes read so far: where we are */
	bool failed;
	struct fault fault;
};

void source_init(struct source *source, const struct source_ops *ops);

/* Exactly `size` bytes; an early end is FAULT_CLOSED. */
void source_read(struct source *source, void *room, size_t size);

uint32_t source_read_u32(struct source *source);
uint64_t source_read_u64(struct source *source);

bool source_failed(const struct source *source);

/* Make it fail for a reason of the reader's own; the first reason stays. */
void source_fail(struct source *source, const struct fault *fault);

/* Tell of the first fault. False when there was one. */
MUST_CHECK bool source_check(const struct source *source, struct fault *fault);

/* Nothing may follow. Faults: the sticking one, or FAULT_FORMAT. */
MUST_CHECK bool source_finish(struct source *source, struct fault *fault);

#endif
