#include "config.h"

#include "cli/table.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/escape.h"

enum { GAP = 2, NARROWEST = 8, LAST_LEAST = 16 };

struct cell {
	char *text; /* escaped */
	enum table_colour colour;
};

struct table {
	size_t columns, count, room;
	struct cell *cells; /* the titles first */
	bool runs_on;
};

struct table *
table_new(const char *const *titles)
{
	struct table *table = mem_new(1, sizeof(*table));

	while (titles[table->columns] != NULL)
		table->columns++;
	assert(table->columns > 0 && table->columns <= TABLE_COLUMNS);
	for (size_t i = 0; i < table->columns; i++)
		table_add(table, titles[i]);
	return table;
}

void
table_free(struct table *table)
{
	for (size_t i = 0; i < table->count; i++)
		free(table->cells[i].text);
	free(table->cells);
	free(table);
}

void
table_run_on(struct table *table)
{
	table->runs_on = true;
}

void
table_add(struct table *table, const char *text)
{
	table_add_coloured(table, text, TABLE_PLAIN);
}

void
table_add_coloured(struct table *table, const char *text,
    enum table_colour colour)
{
	if (table->count == table->room) {
		table->room = table->room == 0 ? 64 : table->room * 2;
		table->cells = mem_grow(table->cells, table->room,
		    sizeof(*table->cells));
	}
	table->cells[table->count].text = escape_line(text);
	table->cells[table->count++].colour = colour;
}

size_t
table_text_width(const char *text)
{
	size_t width = 0;

	for (; *text != '\0'; text++)
		width += ((unsigned char)*text & 0xc0) != 0x80 ? 1 : 0;
	return width;
}

const char *
table_colour_begin(enum table_colour colour)
{
	static const char *const texts[] = {
		[TABLE_PLAIN] = "",
		[TABLE_GOOD] = "\033[32m",
		[TABLE_UNSURE] = "\033[33m",
		[TABLE_ALARM] = "\033[31m",
	};

	return texts[colour];
}

const char *
table_colour_end(enum table_colour colour)
{
	return colour == TABLE_PLAIN ? "" : "\033[0m";
}

/* As wide as the widest cell, then cut down to what a line holds. */
static void
find_widths(const struct table *table, size_t widths[TABLE_COLUMNS])
{
	size_t last = table->columns - 1, total = last * GAP;

	memset(widths, 0, TABLE_COLUMNS * sizeof(widths[0]));
	for (size_t i = 0; i < table->count; i++) {
		size_t width = table_text_width(table->cells[i].text);
		size_t *widest = &widths[i % table->columns];

		*widest = width > *widest ? width : *widest;
	}
	for (size_t i = 0; i < last; i++)
		total += widths[i];

	/* The last column takes what is left, which is not nothing. */
	while (total + (widths[last] < LAST_LEAST ? widths[last] : LAST_LEAST) >
	    TABLE_WIDTH) {
		size_t widest = 0;

		for (size_t i = 1; i < last; i++)
			widest = widths[i] > widths[widest] ? i : widest;
		if (widths[widest] <= NARROWEST)
			break;
		widths[widest]--;
		total--;
	}
	if (table->runs_on)
		widths[last] = SIZE_MAX;
	else if (total < TABLE_WIDTH)
		widths[last] = TABLE_WIDTH - total;
}

/* A cell of at most `width` characters, a tilde in place of what is cut. */
static void
print_cell(FILE *out, const struct cell *cell, size_t width, bool is_last,
    bool has_colours)
{
	size_t is_wide = table_text_width(cell->text), length = 0, seen = 0;
	enum table_colour colour = has_colours ? cell->colour : TABLE_PLAIN;
	const char *text = cell->text;

	if (is_wide <= width) {
		length = strlen(text);
		seen = is_wide;
	} else {
		for (; seen < width; length++) {
			bool begins = ((unsigned char)text[length] & 0xc0) !=
			    0x80;

			if (begins && seen == width - 1)
				break;
			seen += begins ? 1 : 0;
		}
	}
	(void)fprintf(out, "%s%.*s%s%s", table_colour_begin(colour),
	    (int)length, text, length < strlen(text) ? "~" : "",
	    table_colour_end(colour));
	if (length < strlen(text))
		seen++;
	if (!is_last)
		(void)fprintf(out, "%*s", (int)(width - seen + GAP), "");
}

void
table_print(const struct table *table, FILE *out, bool has_colours)
{
	size_t widths[TABLE_COLUMNS];

	assert(table->count % table->columns == 0);
	find_widths(table, widths);
	for (size_t row = 0; row < table->count; row += table->columns) {
		const struct cell *cells = &table->cells[row];
		size_t last = table->columns - 1;

		/* Empty cells at the end leave no blanks. */
		while (last > 0 && cells[last].text[0] == '\0')
			last--;
		for (size_t i = 0; i <= last; i++)
			print_cell(out, &cells[i], widths[i], i == last,
			    has_colours);
		(void)fputc('\n', out);
	}
}
