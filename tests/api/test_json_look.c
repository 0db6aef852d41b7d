#include "config.h"

#include "api/json_look.h"

#include "base/defs.h"
#include "tests/unit.h"

static struct json_script script;
static struct fault fault;

static bool
read_script(const char *text, bool has_lines)
{
	return json_read_script(text, strlen(text), has_lines, &script, &fault);
}

START_TEST(what_is_unknown_is_null)
{
	const struct api_test test = { .connection = "prod",
		.is_good = true,
		.dbid = "7" };
	const struct api_finding finding = { .subject = "prod",
		.what = "rman",
		.grade = API_ERROR,
		.text = "not there" };
	const struct api_database database = { "XE", "/o", NULL, true };
	json_t *json = json_of_test(&test);

	ck_assert_str_eq(json_string_value(json_object_get(json, "dbid")), "7");
	ck_assert(json_is_true(json_object_get(json, "good")));
	ck_assert(json_is_null(json_object_get(json, "role")));
	json_decref(json);
	json = json_of_finding(&finding);
	ck_assert_str_eq(json_string_value(json_object_get(json, "grade")),
	    "error");
	ck_assert(json_is_null(json_object_get(json, "advice")));
	json_decref(json);
	json = json_of_database(&database);
	ck_assert_str_eq(json_string_value(json_object_get(json, "sid")), "XE");
	ck_assert(json_is_true(json_object_get(json, "running")));
	ck_assert(json_is_null(json_object_get(json, "connection")));
	json_decref(json);
}
END_TEST

START_TEST(a_request_is_read)
{
	ck_assert(read_script("{\"connection\": \"prod\"}", false));
	ck_assert_str_eq(script.script.connection, "prod");
	json_script_clear(&script);
	ck_assert(read_script("{\"strategy\": \"nightly\"}", true));
	ck_assert_str_eq(script.script.strategy, "nightly");
	json_script_clear(&script);
	ck_assert(read_script("{\"connection\": \"prod\", \"lines\": [\"a\", "
			      "\"b\"]}",
	    true));
	ck_assert_uint_eq(script.script.line_count, 2);
	ck_assert_str_eq(script.script.lines[1], "b");
	json_script_clear(&script);
}
END_TEST

START_TEST(anything_else_is_refused)
{
	static const struct {
		const char *text;
		bool has_lines;
	} cases[] = {
		{ "", false },
		{ "[]", true },
		{ "{}", false },
		{ "{}", true },
		{ "{\"connection\": 1}", false },
		{ "{\"connection\": \"a\", \"x\": 1}", false },
		{ "{\"connection\": \"a\"}", true },
		{ "{\"connection\": \"a\", \"lines\": [1]}", true },
		{ "{\"connection\": \"a\", \"lines\": \"b\"}", true },
		{ "{\"strategy\": \"a\", \"lines\": []}", true },
		{ "{\"connection\": \"a\", \"connection\": \"b\"}", false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		ck_assert_msg(!read_script(cases[i].text, cases[i].has_lines),
		    "%s", cases[i].text);
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	}
}
END_TEST

UNIT_MAIN("api/json_look", what_is_unknown_is_null, a_request_is_read,
    anything_else_is_refused)
