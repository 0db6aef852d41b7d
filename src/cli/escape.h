/*
 * escape - bytes of a log, made harmless for a terminal.
 *
 * Line ends and tabs pass; other control characters (C1 too) and bytes that
 * are not UTF-8 become \xHH, so that no log can move the cursor, set a title
 * or hide a line. A character that is cut between two calls is put together.
 *
 * Thread: any.
 */
#ifndef CLI_ESCAPE_H
#define CLI_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Zeroed at the start. */
struct escape {
	char rest[4]; /* of a character that is not complete */
	size_t rest_size;
};

/* False when `out` cannot be written. */
bool
escape_write(struct escape *escape, FILE *out, const char *bytes, size_t size);

/* What was cut at the end. */
bool escape_end(struct escape *escape, FILE *out);

/* A whole text on one line: tabs and line ends are escaped, too. Free it. */
char *escape_line(const char *text);

#endif
