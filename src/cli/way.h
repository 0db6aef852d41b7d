/*
 * way - where a snapshot goes to, and where it comes from: a file, "-" for the
 * standard streams, another host over tcp:// or tls://; compressed, encrypted.
 *
 * A file appears under its name when the snapshot is whole. Who writes to
 * another host connects, who reads listens for one connection; each knows at
 * way_end that the other one is content.
 *
 * Thread: maker.
 */
#ifndef CLI_WAY_H
#define CLI_WAY_H

#include "cli/args.h"
#include "cli/console.h"
#include "stream/sink.h"
#include "stream/source.h"

/* Rows of the tables of options: who writes has both, who reads the second. */
#define WAY_WRITES                                                             \
	{                                                                      \
		"--compress", NULL, false, "with Zstandard"                    \
	}
#define WAY_KEYS                                                               \
	{ "--key-file", "FILE", false,                                         \
		"encrypted under the key in it, 64 hexadecimal digits" },      \
	{                                                                      \
		"--passphrase-file", "FILE", false,                            \
		    "encrypted under the passphrase in its first line"         \
	}

struct way;

/* Faults: FAULT_USAGE, also for a terminal; those of the stream and the key. */
MUST_CHECK struct way *way_to(struct console *console, const char *where,
    const struct args *args, struct fault *fault);
MUST_CHECK struct way *way_from(struct console *console, const char *where,
    const struct args *args, struct fault *fault);
struct sink *way_sink(struct way *way);
struct source *way_source(struct way *way);

/*
 * All of it went well: the sink is finished, the source was. Without this the
 * snapshot never went there, and who sent it does not take it for received.
 */
MUST_CHECK bool way_end(struct way *way, struct fault *fault);
void way_close(struct way *way); /* NULL is fine */

#endif
