#include "config.h"

#include "catalog/change.h"

#include "tests/support/catalogs.h"
#include "tests/unit.h"

START_TEST(the_rows_of_one_command_share_an_id_and_count)
{
	struct catalogs it = catalogs_new();
	struct change change;
	struct fault fault;
	char *rows;

	ck_assert(
	    change_begin(&change, it.catalog, "ana", "strategy set", &fault));
	change.object = "nightly";
	ck_assert(change_item(&change, "alive", "1", "0", &fault));
	ck_assert(change_item(&change, "priority", NULL, "low", &fault));
	ck_assert(change_item(&change, "timeout", "1h", NULL, &fault));
	/* What is the same is no change; null and nothing are the same. */
	ck_assert(change_item(&change, "a", "x", "x", &fault));
	ck_assert(change_item(&change, "b", NULL, "", &fault));
	rows = catalogs_rows(&it,
	    "select item_no, who, what, object, item, old_value, new_value "
	    "from change order by item_no");
	ck_assert_str_eq(rows,
	    "1|ana|strategy set|nightly|alive|1|0\n"
	    "2|ana|strategy set|nightly|priority||low\n"
	    "3|ana|strategy set|nightly|timeout|1h|");
	free(rows);
	ck_assert_int_eq(catalogs_number(&it,
			     "select count(distinct change_id) from change"),
	    1);
	ck_assert_int_eq(catalogs_number(&it,
			     "select count(*) from change where moment_utc > "
			     "datetime('now', '-1 minute') and moment_utc < "
			     "datetime('now', '+1 minute')"),
	    3);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_note_is_one_row)
{
	struct catalogs it = catalogs_new();
	struct fault fault;
	char *rows;

	ck_assert(change_note(it.catalog, "ana", "run", "nightly", &fault));
	ck_assert(change_note(it.catalog, "ana", "pause", NULL, &fault));
	rows = catalogs_rows(&it,
	    "select item_no, who, what, object, item, old_value, new_value "
	    "from change order by what desc");
	ck_assert_str_eq(rows, "1|ana|run|nightly|||\n1|ana|pause||||");
	free(rows);
	catalogs_free(&it);
}
END_TEST

UNIT_MAIN("catalog/change", the_rows_of_one_command_share_an_id_and_count,
    a_note_is_one_row)
