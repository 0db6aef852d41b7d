/*
 * output - bytes of a log on their way to the person: as they came when
 * `out` is no terminal, made harmless when it is one.
 *
 * Thread: maker.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "cli/console.h"
#include "cli/escape.h"

struct output {
	const struct console *console;
	struct escape escape;
};

/* Each piece is flushed: somebody follows. False when it cannot be written. */
bool output_write(void *output, const char *bytes, size_t size);

/* Through the daemon; `id` of the execution. */
MUST_CHECK bool output_stream(struct console *console, const char *id,
    bool follows, struct fault *fault);

/*
 * From its file, up to `log_bytes`. What is not there any more is counted by
 * a line in brackets, as the daemon does.
 */
MUST_CHECK bool output_file(struct console *console, const char *path,
    uint64_t log_bytes, struct fault *fault);

#endif
