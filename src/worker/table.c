#include "config.h"

#include "worker/table.h"

#include <string.h>

#include "base/text.h"

enum {
	CELLS = 9,         /* that are looked at */
	DATAFILE_CELLS = 6 /* number, status, marked, empty, examined, SCN */
};

struct cell {
	const char *text;
	size_t size;
};

struct row {
	struct cell cells[CELLS];
	size_t count; /* CELLS: there may be more */
};

static struct row
split(const char *text, size_t size)
{
	struct row row = { 0 };
	size_t at = 0;

	while (row.count < CELLS) {
		size_t begin;

		while (at < size && (unsigned char)text[at] <= ' ')
			at++;
		if (at == size)
			break;
		begin = at;
		while (at < size && (unsigned char)text[at] > ' ')
			at++;
		row.cells[row.count++] = (struct cell){ text + begin,
			at - begin };
	}
	return row;
}

static bool
is_word(const struct row *row, size_t i, const char *word)
{
	return i < row->count && row->cells[i].size == strlen(word) &&
	    memcmp(row->cells[i].text, word, strlen(word)) == 0;
}

static bool
is_number(const struct row *row, size_t i)
{
	if (i >= row->count)
		return false;
	for (size_t at = 0; at < row->cells[i].size; at++) {
		if (!text_is_digit(row->cells[i].text[at]))
			return false;
	}
	return true;
}

static bool
is_zero(const struct row *row, size_t i)
{
	for (size_t at = 0; at < row->cells[i].size; at++) {
		if (row->cells[i].text[at] != '0')
			return false;
	}
	return true;
}

/* Are the cells from `first` on, `count` of them, all numbers? */
static bool
are_numbers(const struct row *row, size_t first, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!is_number(row, first + i))
			return false;
	}
	return true;
}

/* A word without a digit, as a status is in any language. */
static bool
is_status(const struct cell *cell)
{
	for (size_t at = 0; at < cell->size; at++) {
		if (text_is_digit(cell->text[at]) ||
		    memchr("=-/.", cell->text[at], 4) != NULL)
			return false;
	}
	return cell->size > 1;
}

/*
 * The status fills its column, and RMAN's numbers begin theirs; those of a
 * SELECT of old jobs end it.
 */
static bool
is_adjacent(const struct row *row, size_t i)
{
	return i + 1 < row->count &&
	    row->cells[i + 1].text ==
	    row->cells[i].text + row->cells[i].size + 1;
}

static bool
is_failed_datafile(const struct row *row, bool is_translated)
{
	return row->count == DATAFILE_CELLS && is_number(row, 0) &&
	    are_numbers(row, 2, 4) &&
	    ((is_word(row, 1, "FAILED") && is_adjacent(row, 1)) ||
		(is_translated && !is_word(row, 1, "OK") &&
		    is_status(&row->cells[1])));
}

static bool
is_failed_archived_log(const struct row *row)
{
	return are_numbers(row, 0, 2) && is_word(row, 2, "FAILED") &&
	    is_adjacent(row, 2) && are_numbers(row, 3, 2);
}

/* "Control File FAILED 1 614", in any language; SPFILE. */
static bool
is_failed_control_file(const struct row *row)
{
	size_t count = row->count;

	if (count < 4 || count == CELLS || !is_word(row, count - 3, "FAILED") ||
	    !is_adjacent(row, count - 3) || !are_numbers(row, count - 2, 2))
		return false;
	for (size_t i = 0; i + 3 < count; i++) {
		if (!is_status(&row->cells[i]))
			return false;
	}
	return true;
}

static bool
is_marked(const struct row *row)
{
	return row->count == DATAFILE_CELLS && is_number(row, 0) &&
	    is_word(row, 1, "OK") && are_numbers(row, 2, 4) && !is_zero(row, 2);
}

enum table_row
table_row(const char *text, size_t size, bool is_validate)
{
	struct row row = split(text, size);

	if (row.count < 3)
		return TABLE_OTHER;
	if (is_failed_datafile(&row, is_validate && text_is_digit(text[0])) ||
	    is_failed_archived_log(&row) || is_failed_control_file(&row))
		return TABLE_FAILED;
	if (is_marked(&row))
		return TABLE_MARKED;
	if (is_number(&row, 0) && is_word(&row, 1, "CRITICAL") &&
	    is_word(&row, 2, "OPEN"))
		return TABLE_CRITICAL;
	return TABLE_OTHER;
}

bool
table_is_validate(const char *ruler, size_t size)
{
	struct row row = split(ruler, size);

	if (row.count != DATAFILE_CELLS)
		return false;
	for (size_t i = 0; i < row.count; i++) {
		for (size_t at = 0; at < row.cells[i].size; at++) {
			if (row.cells[i].text[at] != '-')
				return false;
		}
	}
	/* The first column is narrow: a number of SELECT is ten wide. */
	return row.cells[0].size < 10;
}
