/*
 * line - the parts of one line of a configuration file.
 *
 * Thread: any.
 */
#ifndef CONFIG_LINE_H
#define CONFIG_LINE_H

#include <stdbool.h>

#include "base/fault.h"

/* Spaces and tabs. The second cuts them off the end, in place. */
char *line_skip_blanks(char *at);
char *line_cut_blanks(char *text);

/* Is there nothing but blanks, and behind a blank perhaps a comment? */
bool line_ends_here(const char *at);

/* Letters, digits, _ and -, a letter first; at most LIMIT_OPTION_NAME. */
bool line_is_name(const char *text);

/*
 * The value in the rest of a line, unquoted in place, without its comment.
 * Faults: FAULT_FORMAT.
 */
MUST_CHECK bool
line_value(char *rest, const char **out_value, struct fault *fault);

/* The value as a line would have it, in quotes if it must; free it. */
char *line_quote(const char *value);

#endif
