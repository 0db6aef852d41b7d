/*
 * snapshot - a memory database to a sink, and back from a source.
 *
 * The same bytes are a file on disk, the plan that the catalog helper hands to
 * the daemon, and later a plan on its way from master to slave. A snapshot is
 * one instant, since a generation never changes; a damaged one is refused
 * whole. Byte by byte: doc/SNAPSHOT.md.
 *
 * Thread: maker.
 */
#ifndef SNAPSHOT_SNAPSHOT_H
#define SNAPSHOT_SNAPSHOT_H

#include "memdb/memdb.h"
#include "snapshot/facts.h"
#include "stream/sink.h"
#include "stream/source.h"

/* Through a digest, and the sink is finished: flushed, not closed. */
MUST_CHECK bool
snapshot_save(struct memdb *memdb, struct sink *sink, struct fault *fault);

/*
 * The same a little at a time, for a thread that must not be kept: each step
 * writes the head, a connection or a strategy. The generation is held until
 * the free.
 */
struct snapshot_writer;
struct snapshot_writer *
snapshot_writer_new(struct memdb *memdb, struct sink *sink);
void snapshot_writer_free(struct snapshot_writer *writer); /* NULL is fine */

/* To be written with it; before the first step, and it outlives the last. */
void snapshot_writer_set_facts(struct snapshot_writer *writer,
    const struct facts *facts);

/* The last one finishes the sink; then *out_is_done, and no step may follow. */
MUST_CHECK bool snapshot_writer_step(struct snapshot_writer *writer,
    bool *out_is_done, struct fault *fault);

/* Bytes of content so far. */
uint64_t snapshot_writer_written(const struct snapshot_writer *writer);

/*
 * A sealed generation, held once by the caller, or NULL. Trailing bytes are a
 * fault. Faults: of the device as they came; FAULT_FORMAT and FAULT_LIMIT with
 * offset, block and what was expected.
 */
MUST_CHECK struct memdb *
snapshot_restore(struct source *source, struct fault *fault);

/* With its facts, sealed, to be freed. */
MUST_CHECK struct memdb *snapshot_restore_facts(struct source *source,
    struct facts **out_facts, struct fault *fault);

#endif
