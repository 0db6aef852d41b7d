/*
 * trace - what the stand-in saw, for assertions.
 *
 * With FAKERMAN_TRACE=DIR each run appends to DIR/PID.trace one line an event:
 * key, value, monotonic seconds, seconds since 1970, with tabs between them.
 * In a value backslash, control characters and what is not ASCII stand as \xHH.
 */
#ifndef STANDIN_TRACE_H
#define STANDIN_TRACE_H

#include <stdint.h>

#include "base/defs.h"

/* Open the trace and write down in what world the process was started. */
void trace_start(int argc, char **argv);
PRINTF_LIKE(2, 3) void trace_put(const char *key, const char *format, ...);

/* Safe inside a signal handler. */
void trace_signal(int number);

/* Close it, for a child that is no session. */
void trace_close(void);

/* The name of a signal without SIG, or NULL; the number of a name, or 0. */
const char *signal_name(int number);
int signal_number(const char *name);

#endif
