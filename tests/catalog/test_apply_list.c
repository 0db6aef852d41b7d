#include "config.h"

#include "catalog/apply.h"
#include "tests/support/catalogs.h"
#include "tests/support/edits.h"
#include "tests/unit.h"

#define ID "EST_1509986176"

static void
expect(struct catalogs *it, const char *statement, const char *rows)
{
	char *found = catalogs_rows(it, statement);

	ck_assert_str_eq(found, rows);
	free(found);
}

/* Applies the edit and frees it. */
static void
apply(struct catalogs *it, struct edit *edit)
{
	struct fault fault;

	catalogs_run(it, "delete from change");
	ck_assert_msg(apply_edit(it->catalog, edit, "ana", &fault), "%s",
	    fault.text);
	edit_free(edit);
}

START_TEST(lines_become_those_of_the_edit)
{
	struct catalogs it = catalogs_new();
	struct edit *edit;

	catalogs_sample(&it);
	edit = edits_new(EDIT_STRATEGY_SET, ID, NULL);
	edit_add_line(edit, "backup database;");
	edit_add_line(edit, "");
	edit_add_line(edit, "it's; -- ?");
	apply(&it, edit);
	expect(&it,
	    "select line_no, line from strategy_line where strategy_id = '" ID
	    "' order by line_no",
	    "1|backup database;\n2|\n3|it's; -- ?");
	expect(&it, "select item, old_value, new_value from change",
	    "lines|crosscheck archivelog all;\nrun{\n"
	    "SQL \"alter system switch logfile\";\nbackup tablespace users;\n"
	    "}|backup database;\n\nit's; -- ?");
	catalogs_free(&it);
}
END_TEST

START_TEST(the_same_lines_are_no_change)
{
	struct catalogs it = catalogs_new();
	struct edit *edit;
	struct fault fault;
	int64_t before, after;

	catalogs_sample(&it);
	for (int i = 0; i < 2; i++) {
		const struct frequency frequency = { 1, 2, 3 };

		edit = edits_new(EDIT_STRATEGY_SET, ID, NULL);
		edit_add_line(edit, "a");
		edit_add_frequency(edit, &frequency);
		ck_assert(catalog_version(it.catalog, &before, &fault));
		apply(&it, edit);
		ck_assert(catalog_version(it.catalog, &after, &fault));
		ck_assert((after > before) == (i == 0));
	}
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from change"),
	    0);
	catalogs_free(&it);
}
END_TEST

START_TEST(no_lines_and_no_frequencies_are_possible)
{
	struct catalogs it = catalogs_new();
	struct edit *edit;

	catalogs_sample(&it);
	edit = edits_new(EDIT_STRATEGY_SET, ID, NULL);
	edit->has_lines = edit->has_frequencies = true;
	apply(&it, edit);
	ck_assert_int_eq(catalogs_number(&it,
			     "select (select count(*) from strategy_line "
			     "where strategy_id = '" ID "') + (select "
			     "count(*) from frequency where strategy_id = '" ID
			     "')"),
	    0);
	catalogs_free(&it);
}
END_TEST

START_TEST(frequencies_become_those_of_the_edit)
{
	static const struct frequency frequencies[] = { { 6, 23, 59 },
		{ 0, 2, 30 }, { -1, -1, 15 } };
	struct catalogs it = catalogs_new();
	struct edit *edit;

	catalogs_sample(&it);
	/* What is out of range is replaced like the rest, and noted. */
	catalogs_run(&it,
	    "insert into frequency (strategy_id, day, hour, minutes) "
	    "values ('" ID "', 9, 99, 0)");
	edit = edits_new(EDIT_STRATEGY_SET, ID, NULL);
	for (size_t i = 0; i < COUNT_OF(frequencies); i++)
		edit_add_frequency(edit, &frequencies[i]);
	apply(&it, edit);
	expect(&it,
	    "select day, hour, minutes from frequency where strategy_id = '" ID
	    "' order by 1",
	    "-1|-1|15\n0|2|30\n6|23|59");
	expect(&it, "select item, old_value, new_value from change",
	    "frequencies|mon 12:35, 9/99/0|daily *:15, sun 02:30, sat 23:59");
	/* Another order is no change. */
	edit = edits_new(EDIT_STRATEGY_SET, ID, NULL);
	for (size_t i = COUNT_OF(frequencies); i > 0; i--)
		edit_add_frequency(edit, &frequencies[i - 1]);
	apply(&it, edit);
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from change"),
	    0);
	catalogs_free(&it);
}
END_TEST

UNIT_MAIN("catalog/apply_list", lines_become_those_of_the_edit,
    the_same_lines_are_no_change, no_lines_and_no_frequencies_are_possible,
    frequencies_become_those_of_the_edit)
