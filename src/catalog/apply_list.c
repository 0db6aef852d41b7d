#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "catalog/applying.h"

/* Where lines or frequencies are gathered to be compared and noted. */
static void
init_list(struct buf *list)
{
	buf_init(list, LIMIT_LINES * (LIMIT_LINE + 1));
}

static bool
append_line(struct buf *list, const char *line, struct fault *fault)
{
	return (list->size == 0 || buf_add_text(list, "\n", fault)) &&
	    buf_add_text(list, line, fault);
}

static bool
append_frequency(struct buf *list, const struct frequency *frequency,
    struct fault *fault)
{
	char text[FREQUENCY_TEXT_MAX];

	frequency_format(text, frequency);
	return (list->size == 0 || buf_add_text(list, ", ", fault)) &&
	    buf_add_text(list, text, fault);
}

typedef bool (
    *row_fn)(struct buf *list, struct odbc_query *query, struct fault *fault);

static bool
take_line(struct buf *list, struct odbc_query *query, struct fault *fault)
{
	const char *line = odbc_text(query, 0);

	return append_line(list, line == NULL ? "" : line, fault);
}

static bool
take_frequency(struct buf *list, struct odbc_query *query, struct fault *fault)
{
	struct frequency frequency;
	int64_t numbers[3] = { 0 };
	struct fault wrong;

	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		if (!odbc_number(query, i, INT32_MIN, INT32_MAX, &numbers[i],
			fault))
			return false;
	if (frequency_read(numbers[0], numbers[1], numbers[2], &frequency,
		&wrong))
		return append_frequency(list, &frequency, fault);
	/* A row out of range is noted as it stands. */
	return (list->size == 0 || buf_add_text(list, ", ", fault)) &&
	    buf_format(list, fault, "%" PRId64 "/%" PRId64 "/%" PRId64,
		numbers[0], numbers[1], numbers[2]);
}

static bool
gather(struct applying *applying, enum statement statement, row_fn take,
    struct buf *list, struct fault *fault)
{
	struct odbc_query *query = catalog_query(applying->catalog, statement,
	    fault);
	bool has_row = false, is_good;

	if (query == NULL)
		return false;
	odbc_bind_text(query, applying->change.object);
	is_good = odbc_execute(query, NULL, fault);
	while (is_good) {
		is_good = odbc_fetch(query, &has_row, fault);
		if (!is_good || !has_row)
			break;
		is_good = take(list, query, fault);
	}
	odbc_query_free(query);
	return is_good;
}

static bool
insert_lines(struct applying *applying, struct fault *fault)
{
	const struct edit *edit = applying->edit;
	struct odbc_query *query = catalog_query(applying->catalog,
	    STATEMENT_LINE_ADD, fault);
	bool is_done = query != NULL;

	for (size_t i = 0; is_done && i < edit->line_count; i++) {
		odbc_bind_text(query, applying->change.object);
		odbc_bind_number(query, (int64_t)i + 1);
		odbc_bind_text(query, edit->lines[i]);
		is_done = odbc_execute(query, NULL, fault);
	}
	odbc_query_free(query);
	return is_done;
}

static bool
insert_frequencies(struct applying *applying, struct fault *fault)
{
	const struct edit *edit = applying->edit;
	struct odbc_query *query = catalog_query(applying->catalog,
	    STATEMENT_FREQUENCY_ADD, fault);
	bool is_done = query != NULL;

	for (size_t i = 0; is_done && i < edit->frequency_count; i++) {
		odbc_bind_text(query, applying->change.object);
		odbc_bind_number(query, edit->frequencies[i].day);
		odbc_bind_number(query, edit->frequencies[i].hour);
		odbc_bind_number(query, edit->frequencies[i].minute);
		is_done = odbc_execute(query, NULL, fault);
	}
	odbc_query_free(query);
	return is_done;
}

bool
applying_set_lines(struct applying *applying, struct fault *fault)
{
	const struct edit *edit = applying->edit;
	struct buf old, new;
	bool is_done;

	init_list(&old);
	init_list(&new);
	is_done = gather(applying, STATEMENT_LINES_OF, take_line, &old, fault);
	for (size_t i = 0; is_done && i < edit->line_count; i++)
		is_done = append_line(&new, edit->lines[i], fault);
	if (is_done && strcmp(buf_text(&old), buf_text(&new)) != 0)
		is_done = applying_run(applying, STATEMENT_LINES_REMOVE, NULL,
			      NULL, fault) &&
		    insert_lines(applying, fault) &&
		    change_item(&applying->change, "lines", buf_text(&old),
			buf_text(&new), fault);
	buf_clear(&old);
	buf_clear(&new);
	return is_done;
}

static int
compare_frequencies(const void *a, const void *b)
{
	const struct frequency *left = a;
	const struct frequency *right = b;

	if (left->day != right->day)
		return left->day - right->day;
	if (left->hour != right->hour)
		return left->hour - right->hour;
	return left->minute - right->minute;
}

/* In the order in which the catalog gives them. */
static bool
list_frequencies(const struct edit *edit, struct buf *list, struct fault *fault)
{
	struct frequency *sorted;
	bool is_good = true;

	if (edit->frequency_count == 0)
		return true;
	sorted = mem_copy(edit->frequencies,
	    edit->frequency_count * sizeof(*sorted));
	qsort(sorted, edit->frequency_count, sizeof(*sorted),
	    compare_frequencies);
	for (size_t i = 0; is_good && i < edit->frequency_count; i++)
		is_good = append_frequency(list, &sorted[i], fault);
	free(sorted);
	return is_good;
}

bool
applying_set_frequencies(struct applying *applying, struct fault *fault)
{
	struct buf old, new;
	bool is_done;

	init_list(&old);
	init_list(&new);
	is_done = gather(applying, STATEMENT_FREQUENCIES_OF, take_frequency,
		      &old, fault) &&
	    list_frequencies(applying->edit, &new, fault);
	if (is_done && strcmp(buf_text(&old), buf_text(&new)) != 0)
		is_done = applying_run(applying, STATEMENT_FREQUENCIES_REMOVE,
			      NULL, NULL, fault) &&
		    insert_frequencies(applying, fault) &&
		    change_item(&applying->change, "frequencies",
			buf_text(&old), buf_text(&new), fault);
	buf_clear(&old);
	buf_clear(&new);
	return is_done;
}

/* A list that goes with its strategy. */
static bool
remove_list(struct applying *applying, const char *item, enum statement of,
    row_fn take, enum statement remove, struct fault *fault)
{
	struct buf old;
	bool is_done;

	init_list(&old);
	is_done = gather(applying, of, take, &old, fault) &&
	    change_item(&applying->change, item, buf_text(&old), NULL, fault) &&
	    applying_run(applying, remove, NULL, NULL, fault);
	buf_clear(&old);
	return is_done;
}

bool
applying_remove_lists(struct applying *applying, struct fault *fault)
{
	return remove_list(applying, "lines", STATEMENT_LINES_OF, take_line,
		   STATEMENT_LINES_REMOVE, fault) &&
	    remove_list(applying, "frequencies", STATEMENT_FREQUENCIES_OF,
		take_frequency, STATEMENT_FREQUENCIES_REMOVE, fault);
}
