#include "config.h"

#include "cli/table.h"

#include "base/mem.h"
#include "tests/unit.h"

/* Free it. */
static char *
print(const struct table *table, bool has_colours)
{
	FILE *out = tmpfile();
	char *text;
	long size;

	table_print(table, out, has_colours);
	size = ftell(out);
	rewind(out);
	text = mem_new((size_t)size + 1, 1);
	ck_assert_uint_eq(fread(text, 1, (size_t)size, out), (size_t)size);
	(void)fclose(out);
	return text;
}

static const char *const titles[] = { "NAME", "STATE", "WHY", NULL };

START_TEST(columns_are_as_wide_as_their_widest_cell)
{
	struct table *table = table_new(titles);
	char *text;

	table_add(table, "nightly");
	table_add(table, "good");
	table_add(table, "");
	table_add(table, "\xc3\xa4rger");
	table_add(table, "");
	table_add(table, "a\nb");
	text = print(table, false);
	ck_assert_str_eq(text,
	    "NAME     STATE  WHY\n"
	    "nightly  good\n"
	    "\xc3\xa4rger           a\\x0ab\n");
	free(text);
	table_free(table);
}
END_TEST

START_TEST(the_widest_columns_are_cut_to_fit_eighty)
{
	struct table *table = table_new(titles);
	char *text, *line;
	char wide[101], widest[121];

	memset(wide, 'w', 100);
	wide[100] = '\0';
	memset(widest, 'm', 120);
	widest[120] = '\0';
	table_add(table, wide);
	table_add(table, widest);
	table_add(table, "12345678");
	text = print(table, false);
	line = strchr(text, '\n') + 1;
	ck_assert_uint_eq(strcspn(line, "\n"), TABLE_WIDTH);
	ck_assert_ptr_nonnull(strstr(line, "w~  mmm"));
	ck_assert_ptr_nonnull(strstr(line, "m~  12345678\n"));
	free(text);
	table_free(table);
}
END_TEST

START_TEST(a_cut_never_splits_a_character)
{
	struct table *table = table_new(titles);
	char wide[2 * 100 + 1] = "", *text;

	for (size_t i = 0; i < 100; i++)
		memcpy(wide + 2 * i, "\xc3\xa4", 2);
	table_add(table, wide);
	table_add(table, "x");
	table_add(table, "y");
	text = print(table, false);
	ck_assert_ptr_nonnull(strstr(text, "\xc3\xa4~  x      y\n"));
	ck_assert_uint_eq(table_text_width(strchr(text, '\n') + 1) - 1, 78);
	free(text);
	table_free(table);
}
END_TEST

START_TEST(the_last_column_is_cut_unless_it_runs_on)
{
	struct table *table = table_new(titles);
	char wide[101], *text;

	memset(wide, 'w', 100);
	wide[100] = '\0';
	table_add(table, "a");
	table_add(table, "b");
	table_add(table, wide);
	text = print(table, false);
	ck_assert_uint_eq(strcspn(strchr(text, '\n') + 1, "\n"), TABLE_WIDTH);
	ck_assert_ptr_nonnull(strstr(text, "ww~\n"));
	free(text);
	table_run_on(table);
	text = print(table, false);
	ck_assert_ptr_nonnull(strstr(text, wide));
	free(text);
	table_free(table);
}
END_TEST

START_TEST(colours_do_not_count_and_are_left_out)
{
	struct table *table = table_new(titles);
	char *text;

	table_add(table, "a");
	table_add_coloured(table, "bad", TABLE_ALARM);
	table_add(table, "x");
	text = print(table, true);
	ck_assert_str_eq(text,
	    "NAME  STATE  WHY\n"
	    "a     \033[31mbad\033[0m    x\n");
	free(text);
	text = print(table, false);
	ck_assert_str_eq(text, "NAME  STATE  WHY\na     bad    x\n");
	free(text);
	table_free(table);
}
END_TEST

UNIT_MAIN("cli/table", columns_are_as_wide_as_their_widest_cell,
    the_widest_columns_are_cut_to_fit_eighty, a_cut_never_splits_a_character,
    the_last_column_is_cut_unless_it_runs_on,
    colours_do_not_count_and_are_left_out)
