#include "config.h"

#include "model/edit.h"

#include "base/limits.h"
#include "base/mem.h"
#include "tests/unit.h"

START_TEST(what_is_missing_or_wrong_is_named)
{
	const struct {
		enum edit_kind kind;
		const char *id, *name, *key, *value, *sentence;
	} cases[] = {
		{ EDIT_CONNECTION_ADD, NULL, NULL, "instance", "XE",
		    "a connection needs a name" },
		{ EDIT_CONNECTION_ADD, NULL, "local", "port", "1521",
		    "connection local needs an instance (SID or service)" },
		{ EDIT_CONNECTION_SET, NULL, "local", "alive", "yes",
		    "alive: 'yes' is not 0 or 1" },
		{ EDIT_CONNECTION_REMOVE, NULL, NULL, "x", "y",
		    "which connection? its name is missing" },
		{ EDIT_STRATEGY_ADD, NULL, NULL, "connection", "C",
		    "a strategy needs a name" },
		{ EDIT_STRATEGY_ADD, "nightly", NULL, "priority", "low",
		    "strategy nightly needs a connection" },
		{ EDIT_CONNECTION_SET, NULL, NULL, "port", "1521",
		    "a connection needs a name" },
		{ EDIT_CONNECTION_SET, NULL, "local", "port", "0",
		    "connection C: port: '0' is not a number from 1 to 65535" },
		{ EDIT_CONNECTION_SET, NULL, "local", "", "x",
		    "the name of a setting has 1 to 64 characters, not 0" },
		{ EDIT_STRATEGY_SET, "nightly", NULL, "priority", "urgent",
		    "priority 'urgent' is not high, medium or low" },
		{ EDIT_STRATEGY_REMOVE, NULL, NULL, "x", "y",
		    "which strategy? its name is missing" },
		{ EDIT_PAUSE, "nightly", "local", "reason", "x",
		    "a strategy, a connection or all, not two of them" },
		{ EDIT_PAUSE, NULL, NULL, "timeout", "1h",
		    "'timeout' is no part of a pause" },
		{ EDIT_PAUSE, NULL, "local", "reason", "a\nb",
		    "reason holds a control character" },
		{ EDIT_RESUME, NULL, "local", "until", "2h",
		    "'until' is no part of a resume" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct edit *edit = edit_new(cases[i].kind);
		struct fault fault;

		edit->id = cases[i].id == NULL ? NULL : mem_text(cases[i].id);
		edit->name = cases[i].name == NULL ? NULL :
						     mem_text(cases[i].name);
		edit_add_value(edit, cases[i].key, cases[i].value);
		ck_assert(!edit_check(edit, &fault));
		ck_assert_str_eq(fault.text, cases[i].sentence);
		edit_free(edit);
	}
}
END_TEST

START_TEST(names_and_values_of_settings_are_bounded)
{
	char *text = mem_new(LIMIT_OPTION_VALUE + 2, 1);
	struct fault fault;

	memset(text, 'x', LIMIT_OPTION_VALUE + 1);
	for (size_t length = LIMIT_OPTION_VALUE;
	     length <= LIMIT_OPTION_VALUE + 1; length++) {
		struct edit *edit = edit_new(EDIT_STRATEGY_SET);

		edit->id = mem_text("nightly");
		edit_add_value(edit, "ignore",
		    text + LIMIT_OPTION_VALUE + 1 - length);
		ck_assert_int_eq(edit_check(edit, &fault),
		    length == LIMIT_OPTION_VALUE);
		edit_free(edit);
	}
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text,
	    "ignore has 1025 characters, at most 1024 are allowed");
	for (size_t length = LIMIT_OPTION_NAME; length <= LIMIT_OPTION_NAME + 1;
	     length++) {
		struct edit *edit = edit_new(EDIT_STRATEGY_SET);

		edit->id = mem_text("nightly");
		text[length] = '\0';
		edit_add_value(edit, text, "1");
		text[length] = 'x';
		ck_assert_int_eq(edit_check(edit, &fault),
		    length == LIMIT_OPTION_NAME);
		edit_free(edit);
	}
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	free(text);
}
END_TEST

START_TEST(a_removal_needs_no_more_than_its_name)
{
	struct edit *connection = edit_new(EDIT_CONNECTION_REMOVE);
	struct edit *strategy = edit_new(EDIT_STRATEGY_REMOVE);
	struct fault fault;

	connection->name = mem_text("local");
	strategy->id = mem_text("nightly");
	ck_assert(edit_check(connection, &fault));
	ck_assert(edit_check(strategy, &fault));
	ck_assert(!edit_is_of_strategy(connection));
	ck_assert(edit_is_of_strategy(strategy));
	edit_free(connection);
	edit_free(strategy);
}
END_TEST

START_TEST(a_whole_strategy_passes)
{
	const struct frequency sunday = { .day = 0, .hour = 2, .minute = 30 };
	struct edit *edit = edit_new(EDIT_STRATEGY_ADD);
	struct fault fault;

	edit->id = mem_text("nightly");
	edit_add_value(edit, "connection", "C_1");
	edit_add_value(edit, "priority", "HIGH");
	edit_add_value(edit, "timeout", NULL);
	edit_add_line(edit, "backup database;");
	edit_add_frequency(edit, &sunday);
	ck_assert_msg(edit_check(edit, &fault), "%s", fault.text);
	ck_assert(edit_is_of_strategy(edit));
	ck_assert_str_eq(edit_value(edit, "priority"), "HIGH");
	ck_assert_ptr_null(edit_value(edit, "timeout"));
	edit_add_value(edit, "priority", "low");
	ck_assert(!edit_check(edit, &fault));
	ck_assert_str_eq(fault.text, "priority is given twice");
	edit_free(edit);
	edit_free(NULL);
}
END_TEST

START_TEST(host_is_found_in_its_lines)
{
	struct edit *edit = edit_new(EDIT_STRATEGY_SET);
	struct fault fault;

	edit->id = mem_text("nightly");
	ck_assert(edit_check_host(edit, &fault));
	edit_add_line(edit, "backup spfile;");
	ck_assert(edit_check_host(edit, &fault));
	edit_add_line(edit, "HOST 'ls';");
	ck_assert(!edit_check_host(edit, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_str_eq(fault.text,
	    "strategy nightly: line 2 is a HOST command, which [rman] "
	    "allow_host = no refuses");
	edit_free(edit);
}
END_TEST

UNIT_MAIN("model/edit", host_is_found_in_its_lines,
    what_is_missing_or_wrong_is_named, names_and_values_of_settings_are_bounded,
    a_removal_needs_no_more_than_its_name, a_whole_strategy_passes)
