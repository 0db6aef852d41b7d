/*
 * way - where a snapshot goes to, and where it comes from: a file, or "-" for
 * the standard streams.
 *
 * A file appears under its name when the snapshot is whole.
 *
 * Thread: maker.
 */
#ifndef CLI_WAY_H
#define CLI_WAY_H

#include "cli/args.h"
#include "cli/console.h"
#include "stream/sink.h"
#include "stream/source.h"

struct way;

/* Faults: FAULT_USAGE for a terminal, those of the stream. */
MUST_CHECK struct way *way_to(struct console *console, const char *where,
    const struct args *args, struct fault *fault);
MUST_CHECK struct way *way_from(struct console *console, const char *where,
    const struct args *args, struct fault *fault);
struct sink *way_sink(struct way *way);
struct source *way_source(struct way *way);

/* What was not finished by sink_finish has no effect. NULL is fine. */
void way_close(struct way *way);

#endif
