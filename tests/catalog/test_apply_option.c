#include "config.h"

#include "catalog/apply.h"
#include "tests/support/catalogs.h"
#include "tests/support/edits.h"
#include "tests/unit.h"

#define ID "EST_1509986176"

START_TEST(an_option_is_set_changed_kept_and_taken_away)
{
	static const struct {
		const char *value;
		const char *rows, *changes;
	} steps[] = {
		{ NULL, "", "" },
		{ "1h", "timeout|1h", "timeout||1h" },
		{ "1h", "timeout|1h", "" },
		{ "2h", "timeout|2h", "timeout|1h|2h" },
		{ "", "", "timeout|2h|" },
		{ "3h", "timeout|3h", "timeout||3h" },
		{ NULL, "", "timeout|3h|" },
	};
	struct catalogs it = catalogs_new();

	catalogs_sample(&it);
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		struct edit *edit = edits_new(EDIT_STRATEGY_SET, ID, NULL);
		struct fault fault;
		char *found;

		catalogs_run(&it, "delete from change");
		edit_add_value(edit, "timeout", steps[i].value);
		ck_assert_msg(apply_edit(it.catalog, edit, "ana", &fault), "%s",
		    fault.text);
		edit_free(edit);
		found = catalogs_rows(&it,
		    "select name, value from strategy_option");
		ck_assert_str_eq(found, steps[i].rows);
		free(found);
		found = catalogs_rows(&it,
		    "select item, old_value, new_value from change");
		ck_assert_str_eq(found, steps[i].changes);
		free(found);
	}
	catalogs_free(&it);
}
END_TEST

START_TEST(the_options_of_others_stay)
{
	struct catalogs it = catalogs_new();
	struct edit *edit = edits_new(EDIT_CONNECTION_SET, NULL, "local");
	struct fault fault;
	char *found;

	catalogs_sample(&it);
	catalogs_run(&it,
	    "insert into strategy_option (strategy_id, name, value) "
	    "values ('" ID "', 'user', 'a')");
	catalogs_run(&it,
	    "insert into connection_option (conn_id, name, value) "
	    "values ('C_1509986176', 'nls_lang', 'b')");
	edit_add_value(edit, "user", "c");
	ck_assert(apply_edit(it.catalog, edit, "ana", &fault));
	edit_free(edit);
	found = catalogs_rows(&it,
	    "select name, value from connection_option union all "
	    "select name, value from strategy_option order by 2");
	ck_assert_str_eq(found, "user|a\nnls_lang|b\nuser|c");
	free(found);
	edit = edits_new(EDIT_STRATEGY_REMOVE, ID, NULL);
	ck_assert(apply_edit(it.catalog, edit, "ana", &fault));
	edit_free(edit);
	ck_assert_int_eq(catalogs_number(&it,
			     "select count(*) from connection_option"),
	    2);
	ck_assert_int_eq(catalogs_number(&it,
			     "select count(*) from strategy_option"),
	    0);
	catalogs_free(&it);
}
END_TEST

UNIT_MAIN("catalog/apply_option", an_option_is_set_changed_kept_and_taken_away,
    the_options_of_others_stay)
