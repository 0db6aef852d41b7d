/*
 * zstd - filters that compress and decompress.
 *
 * The sink writes two header words and the most bytes that may come out again,
 * one frame of Zstandard, and an end mark with a digest of it all. It takes the
 * processors to help once there is much to do. The source refuses what promises
 * or gives more than its limit, before it takes memory, and a frame that wants
 * more than 8 MiB of the past. Its offsets are those of the content. Byte by
 * byte: doc/SNAPSHOT.md.
 *
 * Faults: what the stream below says, as it came; FAULT_FORMAT, FAULT_LIMIT.
 *
 * Thread: maker. While it writes it has threads of its own.
 */
#ifndef STREAM_ZSTD_H
#define STREAM_ZSTD_H

#include "stream/sink.h"
#include "stream/source.h"

struct zstd_sink;
struct zstd_source;

/* `under` is the caller's, outlives the filter, and is finished by it. */
struct zstd_sink *zstd_sink_new(struct sink *under);
void zstd_sink_free(struct zstd_sink *zstd);
struct sink *zstd_sink_sink(struct zstd_sink *zstd);

/* At its end nothing may follow in `under`. */
struct zstd_source *zstd_source_new(struct source *under);
void zstd_source_free(struct zstd_source *zstd);
struct source *zstd_source_source(struct zstd_source *zstd);

#endif
