/*
 * output - everything that the stand-in prints.
 *
 * stdout is buffered as a pipe's is: it is flushed when full, before waiting
 * for input, and at the end. With a LOG argument all but prompts goes to that
 * file. Bytes on stdout and stderr are counted, and copied with FAKERMAN_TEE.
 */
#ifndef STANDIN_OUTPUT_H
#define STANDIN_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/defs.h"

/* `log` may be NULL; false when it cannot be opened. */
bool output_start(const char *log, bool append);

/* A line, for which `format` has no line end. */
PRINTF_LIKE(1, 2) void output_line(const char *format, ...);
void output_bytes(const void *bytes, size_t size);

/* A prompt, on stdout even with LOG. */
void output_prompt(const char *prompt);
PRINTF_LIKE(1, 2) void output_error(const char *format, ...);
void output_flush(void);

/* `count` numbered lines, with FAKERMAN_LINE_MS between them. */
void output_lines(int64_t count);

/* Exactly `size` bytes of numbered lines, as fast as they are taken. */
void output_filler(int64_t size);

/* One line of `size` bytes before its end. */
void output_long_line(int64_t size);

/* Crash after so many lines more; negative: do not. */
void output_crash_after(int64_t lines);

/* Flush, close, and write the count to FAKERMAN_DIGEST_FILE. */
void output_end(void);

/* Close what a server process must not hold: all but stdout and stderr. */
void output_abandon(void);

#endif
