/*
 * table - rows of text in columns, for a terminal of 80.
 *
 * Every column is as wide as its widest cell. Where a line would be longer
 * than TABLE_WIDTH, the widest columns are cut, with a tilde at the end; the
 * last one may be told to run on instead. A width counts characters of UTF-8.
 * Cells are escaped (escape_line).
 *
 * Thread: any.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { TABLE_WIDTH = 80, TABLE_COLUMNS = 10 };

struct table;

enum table_colour { TABLE_PLAIN, TABLE_GOOD, TABLE_UNSURE, TABLE_ALARM };

/* The titles are the first row; NULL ends them. They are borrowed. */
struct table *table_new(const char *const *titles);
void table_free(struct table *table);

/* The last column is never cut. */
void table_run_on(struct table *table);

/* The next cell of the row; full rows follow each other. Texts are copied. */
void table_add(struct table *table, const char *text);
void table_add_coloured(struct table *table, const char *text,
    enum table_colour colour);

/* Lines without trailing blanks; colours only with `has_colours`. */
void table_print(const struct table *table, FILE *out, bool has_colours);

/* Characters of a UTF-8 text. */
size_t table_text_width(const char *text);

/* What a terminal is told to begin and end a colour; "" for plain. */
const char *table_colour_begin(enum table_colour colour);
const char *table_colour_end(enum table_colour colour);

#endif
