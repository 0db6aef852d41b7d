/*
 * streams - sinks and sources that misbehave on purpose.
 *
 * Thread: maker.
 */
#ifndef SUPPORT_STREAMS_H
#define SUPPORT_STREAMS_H

#include "base/buf.h"
#include "stream/sink.h"
#include "stream/source.h"

/*
 * Adds to a buf and fails with FAULT_SYSTEM, "the device is full", when byte
 * `fails_at` (0 is the first) would be written; finishing fails when
 * `fails_at` bytes were. What stood before it is kept.
 */
struct failing_sink {
	struct sink sink;
	struct buf *buf; /* the caller's */
	size_t fails_at; /* SIZE_MAX: never */
	unsigned finished;
};

/* Hands on at most `piece` bytes a read; reading byte `fails_at` fails. */
struct failing_source {
	struct source source;
	const unsigned char *bytes; /* the caller's */
	size_t size, at;
	size_t piece;
	size_t fails_at; /* SIZE_MAX: never */
};

void
failing_sink_init(struct failing_sink *sink, struct buf *buf, size_t fails_at);
void failing_source_init(struct failing_source *source, const void *bytes,
    size_t size, size_t piece, size_t fails_at);

#endif
