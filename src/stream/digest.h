/*
 * digest - filters that protect a stream against damage (not against an
 * enemy: that is AES-GCM's business).
 *
 * The sink writes two header words, then what it is given in segments of at
 * most 1 MiB, each with 64 bits of the XXH3 digest of all bytes so far behind
 * it, and at its finish an end mark with the number of bytes and the 128-bit
 * digest of all of them. The source takes it apart again and fails at the
 * first segment that disagrees, before a byte of it is handed on. Its offsets
 * (taken) are those of the stream below. Byte by byte: doc/SNAPSHOT.md.
 *
 * Faults: what the stream below says, as it came; FAULT_FORMAT for damage and
 * FAULT_LIMIT beyond LIMIT_PLAN, in both directions.
 *
 * Thread: maker.
 */
#ifndef STREAM_DIGEST_H
#define STREAM_DIGEST_H

#include "stream/sink.h"
#include "stream/source.h"

enum { DIGEST_SEGMENT = 1 << 20 };

struct digest_sink;
struct digest_source;

/* `under` is the caller's, outlives the filter, and is finished by it. */
struct digest_sink *digest_sink_new(struct sink *under);
void digest_sink_free(struct digest_sink *digest);
struct sink *digest_sink_sink(struct digest_sink *digest);

struct digest_source *digest_source_new(struct source *under);
void digest_source_free(struct digest_source *digest);

/* source_finish on it checks the end mark, not what comes behind it. */
struct source *digest_source_source(struct digest_source *digest);

#endif
