#include "config.h"

#include "cli/pick.h"

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(what_is_there_is_found)
{
	json_t *json = json_loads("{\"t\":\"x\",\"n\":7,\"f\":true,"
				  "\"o\":{},\"a\":[1,2],"
				  "\"at\":\"1970-01-01T00:01:00.250Z\"}",
	    0, NULL);

	ck_assert_str_eq(pick_text(json, "t"), "x");
	ck_assert_int_eq(pick_number(json, "n"), 7);
	ck_assert(pick_flag(json, "f"));
	ck_assert_ptr_nonnull(pick_object(json, "o"));
	ck_assert_int_eq(json_integer_value(pick_item(json, "a", 1)), 2);
	ck_assert_ptr_null(pick_item(json, "a", 2));
	ck_assert_int_eq(pick_time_s(json, "at"), 60);
	json_decref(json);
}
END_TEST

START_TEST(what_is_missing_or_of_another_type_is_nothing)
{
	json_t *json = json_loads("{\"x\":null,\"y\":[]}", 0, NULL);
	const char *const names[] = { "x", "y", "z" };

	for (size_t i = 0; i < 3; i++) {
		ck_assert_str_eq(pick_text(json, names[i]), "");
		ck_assert_int_eq(pick_number(json, names[i]), 0);
		ck_assert(!pick_flag(json, names[i]));
		ck_assert_ptr_null(pick_object(json, names[i]));
		ck_assert_ptr_null(pick_item(json, names[i], 0));
		ck_assert_int_eq(pick_time_s(json, names[i]), 0);
	}
	ck_assert_str_eq(pick_text(NULL, "x"), "");
	json_decref(json);
}
END_TEST

START_TEST(a_code_is_told_once)
{
	const struct {
		const char *json, *text;
	} cases[] = {
		{ "{\"code\":\"ORA-19809\",\"reason\":\"full\"}",
		    "ORA-19809: full" },
		{ "{\"code\":\"ORA-19809\","
		  "\"reason\":\"ORA-19809: limit exceeded\"}",
		    "ORA-19809: limit exceeded" },
		{ "{\"code\":\"ORA-19809\",\"reason\":null}", "ORA-19809" },
		{ "{\"code\":null,\"reason\":\"it has no lines\"}",
		    "it has no lines" },
		{ "{}", "" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *json = json_loads(cases[i].json, 0, NULL);
		char *text = pick_reason(json);

		ck_assert_str_eq(text, cases[i].text);
		free(text);
		json_decref(json);
	}
}
END_TEST

UNIT_MAIN("cli/pick", what_is_there_is_found,
    what_is_missing_or_of_another_type_is_nothing, a_code_is_told_once)
