#include "config.h"

#include "api/json_read.h"

#include "api/json.h"
#include "base/mem.h"
#include "tests/unit.h"

START_TEST(an_edit_comes_back_as_it_was_sent)
{
	struct edit *edit = edit_new(EDIT_STRATEGY_ADD), *back;
	struct fault fault;
	json_t *json, *again;
	char *dump, *text;

	edit->id = mem_text("nightly");
	edit_add_value(edit, "connection", "local");
	edit_add_value(edit, "timeout", NULL);
	edit_add_line(edit, "backup database;");
	edit_add_line(edit, "");
	edit_add_frequency(edit, &(struct frequency){ -1, -1, 15 });
	json = json_of_edit(edit);
	dump = json_dumps(json, JSON_COMPACT);
	json_decref(json);
	ck_assert_str_eq(dump,
	    "{\"edit\":\"strategy_add\",\"id\":\"nightly\",\"name\":null,"
	    "\"values\":{\"connection\":\"local\",\"timeout\":null},"
	    "\"lines\":[\"backup database;\",\"\"],"
	    "\"frequencies\":[[-1,-1,15]]}");
	back = json_read_edit(dump, strlen(dump), &fault);
	ck_assert_ptr_nonnull(back);
	again = json_of_edit(back);
	text = json_dumps(again, JSON_COMPACT);
	ck_assert_str_eq(text, dump);
	free(text);
	json_decref(again);
	ck_assert(back->has_lines && back->has_frequencies);
	edit_free(back);
	edit_free(edit);
	free(dump);
}
END_TEST

START_TEST(what_is_no_edit_is_refused_with_a_sentence)
{
	const struct {
		const char *text, *sentence;
	} cases[] = {
		{ "", "the request is not JSON: line 1, column 0" },
		{ "[1]", "the request is not a JSON object" },
		{ "{\"a\":1,\"a\":2}",
		    "the request is not JSON: line 1, column 10" },
		{ "{}",
		    "edit is not connection_ or strategy_ with add, set or "
		    "remove, nor pause or resume" },
		{ "{\"edit\":7}",
		    "edit is not connection_ or strategy_ with add, set or "
		    "remove, nor pause or resume" },
		{ "{\"edit\":\"strategy_set\",\"idx\":\"a\"}",
		    "'idx' is no part of an edit, or has the wrong type" },
		{ "{\"edit\":\"strategy_set\",\"lines\":\"a\"}",
		    "'lines' is no part of an edit, or has the wrong type" },
		{ "{\"edit\":\"strategy_set\",\"id\":7}",
		    "id is neither text nor null" },
		{ "{\"edit\":\"strategy_set\",\"values\":{\"alive\":1}}",
		    "values: alive is neither text nor null" },
		{ "{\"edit\":\"strategy_set\",\"lines\":[\"a\",7]}",
		    "line 2 is no text" },
		{ "{\"edit\":\"strategy_set\",\"frequencies\":[[1,2]]}",
		    "frequency 1 is not [day, hour, minute]" },
		{ "{\"edit\":\"strategy_set\",\"frequencies\":[[7,2,3]]}",
		    "frequency 1: day 7 is not -1 to 6" },
		{ "{\"edit\":\"strategy_remove\"}",
		    "which strategy? its name is missing" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fault fault;

		ck_assert_ptr_null(json_read_edit(cases[i].text,
		    strlen(cases[i].text), &fault));
		ck_assert_str_eq(fault.text, cases[i].sentence);
	}
}
END_TEST

START_TEST(a_run_names_its_strategy_alone)
{
	const char *const bad[] = { "x", "{}", "{\"strategy\":1}",
		"{\"strategy\":\"a\",\"b\":1}" };
	const char *good = "{\"strategy\":\"nightly\"}";
	struct fault fault;
	char *text = json_read_run(good, strlen(good), &fault);

	ck_assert_str_eq(text, "nightly");
	free(text);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		ck_assert_ptr_null(
		    json_read_run(bad[i], strlen(bad[i]), &fault));
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	}
}
END_TEST

START_TEST(a_fault_comes_back_as_it_was_sent)
{
	for (int i = 0; i < FAULT_KINDS; i++) {
		struct fault fault, back;
		json_t *json;

		(void)fault_set(&fault, (enum fault_kind)i, "it is '%d'", i);
		json = json_of_fault(&fault);
		ck_assert(json_read_fault(json, &back));
		ck_assert_int_eq(back.kind, i);
		ck_assert_str_eq(back.text, fault.text);
		json_decref(json);
	}
}
END_TEST

UNIT_MAIN("api/json_read", an_edit_comes_back_as_it_was_sent,
    what_is_no_edit_is_refused_with_a_sentence, a_run_names_its_strategy_alone,
    a_fault_comes_back_as_it_was_sent)
