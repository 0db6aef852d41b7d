#include "config.h"

#include "worker/code.h"

#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "tests/unit.h"

START_TEST(a_code_has_five_digits_and_a_colon)
{
	static const struct {
		const char *text, *code;
	} cases[] = {
		{ "RMAN-03009: failure", "RMAN-03009" },
		{ "ORA-00001:", "ORA-00001" },
		{ "ORA-01017 : fran\xc3\xa7"
		  "ais",
		    "ORA-01017" },
		{ "RMAN-03009 failure", NULL },
		{ "RMAN-0300: x", NULL },
		{ "RMAN-030091: x", NULL },
		{ "ORA-1950: x", NULL },
		{ "ORA-19504", NULL },
		{ "XORA-19504: x", NULL },
		{ "rman-03009: x", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct code code;
		bool is_code = code_read(cases[i].text, strlen(cases[i].text),
		    &code);

		ck_assert_msg(is_code == (cases[i].code != NULL), "%s",
		    cases[i].text);
		if (is_code)
			ck_assert_str_eq(code.text, cases[i].code);
	}
}
END_TEST

static struct code
code_of(const char *text)
{
	struct code code = { 0 };
	char *line = mem_format("%s: x", text);

	ck_assert(code_read(line, strlen(line), &code));
	free(line);
	return code;
}

START_TEST(a_code_means_what_its_table_says)
{
	static const struct {
		const char *code;
		enum code_meaning meaning;
		bool is_wrapper;
	} cases[] = {
		{ "RMAN-00569", CODE_FAILS, false },
		{ "RMAN-00571", CODE_RULES, false },
		{ "RMAN-03002", CODE_FAILS, true },
		{ "ORA-03002", CODE_WARNS, false },
		{ "RMAN-06135", CODE_FAILS, false },
		{ "RMAN-06004", CODE_WARNS, true },
		{ "ORA-06512", CODE_WARNS, true },
		{ "RMAN-06207", CODE_WARNS, false },
		{ "RMAN-08591", CODE_WARNS, false },
		{ "RMAN-08530", CODE_INFORMS, false },
		{ "RMAN-00572", CODE_INFORMS, false },
		{ "RMAN-08999", CODE_INFORMS, false },
		{ "RMAN-07777", CODE_UNKNOWN, false },
		{ "RMAN-99999", CODE_UNKNOWN, false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct code code = code_of(cases[i].code);

		ck_assert_msg(code_meaning(&code) == cases[i].meaning, "%s",
		    cases[i].code);
		ck_assert_msg(code_is_wrapper(&code) == cases[i].is_wrapper,
		    "%s", cases[i].code);
	}
}
END_TEST

START_TEST(the_codes_of_a_block_belong_together)
{
	struct code code = code_of("RMAN-06207");

	ck_assert(!code_continues(&code));
	code = code_of("RMAN-06214");
	ck_assert(code_continues(&code));
	code = code_of("ORA-06210");
	ck_assert(!code_continues(&code));
	code = code_of("RMAN-06193");
	ck_assert(code_connects(&code));
	code = code_of("ORA-00000");
	ck_assert(code_is_nothing(&code));
}
END_TEST

START_TEST(a_code_inside_stands_by_itself)
{
	static const struct {
		const char *line, *code;
	} cases[] = {
		{ "RMAN-06004: x: RMAN-20001: y", "RMAN-20001" },
		{ "RMAN-10035: exception: ORA-19502: y", "ORA-19502" },
		{ "RMAN-03002: a: RMAN-03009: b: ORA-00018: c", "ORA-00018" },
		{ "RMAN-04005: \xef\xbc\x9aORA-01017: x", "ORA-01017" },
		{ "RMAN-03002: 'ORA-00600: y'", NULL },
		{ "RMAN-03002: /b/ORA-00600: y", NULL },
		{ "RMAN-03002: XORA-00600: y", NULL },
		{ "RMAN-03002: x ORA-0060", NULL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct code code;
		size_t at;
		bool found = code_find(cases[i].line, strlen(cases[i].line),
		    &at, &code);

		ck_assert_msg(found == (cases[i].code != NULL), "%s",
		    cases[i].line);
		if (found) {
			ck_assert_str_eq(code.text, cases[i].code);
			ck_assert_int_eq(strncmp(cases[i].line + at, code.text,
					     strlen(code.text)),
			    0);
		}
	}
}
END_TEST

START_TEST(a_list_of_codes_is_read)
{
	struct code code = code_of("ORA-28002");
	struct code_list list;
	struct fault fault;
	char *many = mem_new(LIMIT_CODES + 1, 10);

	ck_assert(code_list_read("", &list, &fault));
	ck_assert_uint_eq(list.count, 0);
	ck_assert(code_list_read(" RMAN-08137,ORA-28002\t", &list, &fault));
	ck_assert_uint_eq(list.count, 2);
	ck_assert(code_list_has(&list, &code));
	code = code_of("ORA-28001");
	ck_assert(!code_list_has(&list, &code));
	ck_assert(!code_list_read("RMAN-8137", &list, &fault));
	ck_assert_str_eq(fault.text,
	    "'RMAN-8137' is not a code like RMAN-08137 or ORA-19809");
	ck_assert(!code_list_read("RMAN-081371", &list, &fault));
	for (int i = 0; i <= LIMIT_CODES; i++)
		memcpy(many + (size_t)i * 10, "ORA-00001 ", 10);
	many[LIMIT_CODES * 10] = '\0';
	ck_assert(code_list_read(many, &list, &fault));
	many[LIMIT_CODES * 10] = 'O';
	many[LIMIT_CODES * 10 + 9] = '\0';
	ck_assert(!code_list_read(many, &list, &fault));
	ck_assert_str_eq(fault.text, "there are more than 100 codes");
	free(many);
}
END_TEST

START_TEST(an_error_says_when_to_try_again)
{
	ck_assert_int_eq(code_retry("ORA-00230"), RETRY_SOON);
	ck_assert_int_eq(code_retry("ORA-19506"), RETRY_SOON);
	ck_assert_int_eq(code_retry("ORA-19809"), RETRY_LATER);
	ck_assert_int_eq(code_retry("RMAN-01009"), RETRY_NEVER);
	ck_assert_int_eq(code_retry("RMAN-06056"), RETRY_NEVER);
	ck_assert_int_eq(code_retry("ORA-00001"), RETRY_NONE);
	ck_assert_int_eq(code_retry("ORA-0023"), RETRY_NONE);
	ck_assert_int_eq(code_retry(""), RETRY_NONE);
}
END_TEST

UNIT_MAIN("worker/code", a_code_has_five_digits_and_a_colon,
    a_code_means_what_its_table_says, the_codes_of_a_block_belong_together,
    a_code_inside_stands_by_itself, a_list_of_codes_is_read,
    an_error_says_when_to_try_again)
