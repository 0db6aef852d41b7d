#include "config.h"

#include "config/line.h"

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "tests/unit.h"

START_TEST(a_value_ends_at_its_comment)
{
	const struct {
		const char *text, *value;
	} cases[] = {
		{ "v", "v" },
		{ "\tv w \t", "v w" },
		{ " v ; comment", "v" },
		{ " v\t# comment", "v" },
		{ " v;w#x", "v;w#x" },
		{ " a=b", "a=b" },
		{ "", "" },
		{ " ; comment", "" },
		{ ";v", ";v" },
		{ " \"\"", "" },
		{ " \" a ; b \"", " a ; b " },
		{ " \"a\" ; comment", "a" },
		{ " \"a\"\t#", "a" },
		{ " \"say \\\"hi\\\" \\\\\"", "say \"hi\" \\" },
		{ " \"C:\\new\\dir\"", "C:\\new\\dir" },
		{ " C:\\new\\\\dir\\", "C:\\new\\\\dir\\" },
		{ " a \"b\" c", "a \"b\" c" },
		{ " target /", "target /" },
		{ " p\xc5\x99\xc3\xad", "p\xc5\x99\xc3\xad" },
		{ " a\tb", "a\tb" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *text = mem_text(cases[i].text);
		const char *value;
		struct fault fault;

		ck_assert_msg(line_value(text, &value, &fault), "%s: %s",
		    cases[i].text, fault.text);
		ck_assert_str_eq(value, cases[i].value);
		free(text);
	}
}
END_TEST

START_TEST(a_value_without_an_end_or_with_two_is_refused)
{
	const struct {
		const char *text, *sentence;
	} cases[] = {
		{ "\"v",
		    "no closing quote; a \\ that ends the value is written "
		    "\\\\" },
		{ "\"v\" w",
		    "text behind the closing quote; a quote in the value is "
		    "written \\\"" },
		{ "\"v\"#",
		    "text behind the closing quote; a quote in the "
		    "value is written \\\"" },
		{ "v\x7f", "control character 0x7F in the value" },
		{ "\"v\x01\"", "control character 0x01 in the value" },
		{ "v\xc5", "byte 0xC5 is not UTF-8 text" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *text = mem_text(cases[i].text);
		const char *value;
		struct fault fault;

		ck_assert(!line_value(text, &value, &fault));
		ck_assert_str_eq(fault.text, cases[i].sentence);
		free(text);
	}
}
END_TEST

START_TEST(a_name_is_of_letters_digits_and_signs)
{
	const char *const names[] = { "a", "A1", "max_running", "a-b" };
	const char *const others[] = { "", "1a", "_a", "-a", "a b", "a.b",
		"a\xc5\x99", "[" };
	char longest[LIMIT_OPTION_NAME + 2];

	for (size_t i = 0; i < COUNT_OF(names); i++)
		ck_assert(line_is_name(names[i]));
	for (size_t i = 0; i < COUNT_OF(others); i++)
		ck_assert(!line_is_name(others[i]));
	memset(longest, 'x', sizeof(longest));
	longest[LIMIT_OPTION_NAME + 1] = '\0';
	ck_assert(!line_is_name(longest));
	longest[LIMIT_OPTION_NAME] = '\0';
	ck_assert(line_is_name(longest));
}
END_TEST

START_TEST(only_a_comment_may_follow)
{
	ck_assert(line_ends_here(""));
	ck_assert(line_ends_here(" \t"));
	ck_assert(line_ends_here(" ; x"));
	ck_assert(line_ends_here("\t#"));
	ck_assert(!line_ends_here(";"));
	ck_assert(!line_ends_here(" x"));
}
END_TEST

START_TEST(what_is_quoted_is_read_back)
{
	const struct {
		const char *value, *quoted;
	} cases[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "two words", "two words" },
		{ "a;b", "a;b" },
		{ "a ;b", "\"a ;b\"" },
		{ "a\t#", "\"a\t#\"" },
		{ ";", "\";\"" },
		{ " a", "\" a\"" },
		{ "a\t", "\"a\t\"" },
		{ "\"a\"", "\"\\\"a\\\"\"" },
		{ "a\"b\\", "a\"b\\" },
		{ "\\ \"# #\\", "\"\\\\ \\\"# #\\\\\"" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *quoted = line_quote(cases[i].value);
		char *text = mem_format(" %s ; comment", quoted);
		const char *value;
		struct fault fault;

		ck_assert_str_eq(quoted, cases[i].quoted);
		ck_assert(line_value(text, &value, &fault));
		ck_assert_str_eq(value, cases[i].value);
		free(text);
		free(quoted);
	}
}
END_TEST

UNIT_MAIN("config/line", a_value_ends_at_its_comment,
    a_value_without_an_end_or_with_two_is_refused,
    a_name_is_of_letters_digits_and_signs, only_a_comment_may_follow,
    what_is_quoted_is_read_back)
