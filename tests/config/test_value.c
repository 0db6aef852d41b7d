#include "config.h"

#include "config/value.h"

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "config/setting.h"
#include "tests/unit.h"

static const char *const feeds[] = { "cmdfile", "stdin", NULL };
static const struct setting text = { .kind = SETTING_TEXT,
	.highest = 5,
	.standard = "" };
static const struct setting name = { .kind = SETTING_TEXT,
	.highest = 5,
	.standard = "",
	.check = check_name };
static const struct setting path = { .kind = SETTING_PATH,
	.highest = 9,
	.standard = "/x" };
static const struct setting boolean = { .kind = SETTING_BOOLEAN,
	.standard = "no" };
static const struct setting choice = { .kind = SETTING_CHOICE,
	.standard = "stdin",
	.choices = feeds };
static const struct setting number = { .kind = SETTING_NUMBER,
	.lowest = 1,
	.highest = 1000,
	.unit = "executions",
	.standard = "4" };
static const struct setting duration = { .kind = SETTING_DURATION,
	.lowest = 60,
	.highest = 86400,
	.standard = "1h" };
static const struct setting size = { .kind = SETTING_SIZE,
	.lowest = 1024,
	.highest = 1 << 20,
	.standard = "1K" };
static const struct setting words = { .kind = SETTING_WORDS,
	.highest = 20,
	.standard = "",
	.check = check_variable };
static const struct setting listed = { .kind = SETTING_WORDS,
	.highest = 40,
	.standard = "",
	.choices = feeds };

START_TEST(each_kind_reads_its_own)
{
	const struct {
		const struct setting *setting;
		const char *text;
		int64_t number;
		const char *value;
	} cases[] = {
		{ &text, "", 0, "" },
		{ &text, "12345", 0, "12345" },
		{ &path, "/a b", 0, "/a b" },
		{ &boolean, "yes", 1, NULL },
		{ &boolean, "No", 0, NULL },
		{ &boolean, "TRUE", 1, NULL },
		{ &boolean, "false", 0, NULL },
		{ &boolean, "on", 1, NULL },
		{ &boolean, "off", 0, NULL },
		{ &choice, "cmdfile", 0, NULL },
		{ &choice, "STDIN", 1, NULL },
		{ &number, "1", 1, NULL },
		{ &number, "1000", 1000, NULL },
		{ &duration, "1m", 60, NULL },
		{ &duration, "24h", 86400, NULL },
		{ &size, "1024", 1024, NULL },
		{ &size, "1M", 1 << 20, NULL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct value value;
		struct fault fault;

		ck_assert_msg(value_parse(cases[i].setting, cases[i].text,
				  &value, &fault),
		    "%s: %s", cases[i].text, fault.text);
		ck_assert_int_eq(value.number, cases[i].number);
		if (cases[i].value == NULL)
			ck_assert_ptr_null(value.text);
		else
			ck_assert_str_eq(value.text, cases[i].value);
		value_clear(&value);
	}
}
END_TEST

START_TEST(what_is_wrong_is_told_with_what_is_allowed)
{
	const struct {
		const struct setting *setting;
		const char *text, *sentence;
	} cases[] = {
		{ &text, "123456", "longer than 5 bytes" },
		{ &text, "a\nb", "byte 0x0A is not plain text in UTF-8" },
		{ &text, "\xff", "byte 0xFF is not plain text in UTF-8" },
		{ &name, "any",
		    "'any' means several servers and cannot name one" },
		{ &path, "x",
		    "'x' is not an absolute path of at most 9 bytes" },
		{ &path, "",
		    "is empty, not an absolute path of at most 9 bytes" },
		{ &path, "/123456789", "longer than 9 bytes" },
		{ &boolean, "maybe", "'maybe' is not yes or no" },
		{ &boolean, "1", "'1' is not yes or no" },
		{ &choice, "step", "'step' is not cmdfile or stdin" },
		{ &choice, "", "is empty, not cmdfile or stdin" },
		{ &number, "0",
		    "'0' is not a number of executions from 1 to 1000" },
		{ &number, "1001",
		    "'1001' is not a number of executions from 1 to 1000" },
		{ &number, "4.0",
		    "'4.0' is not a number of executions from 1 to 1000" },
		{ &number, "18446744073709551617",
		    "'18446744073709551617' is not a number of executions from "
		    "1 to 1000" },
		{ &duration, "59s", "'59s' is not a duration from 1m to 1d" },
		{ &duration, "86401s",
		    "'86401s' is not a duration from 1m to 1d" },
		{ &duration, "90",
		    "'90' is not a duration such as 90s, 10m, 24h, 7d, 2w or "
		    "1y" },
		{ &duration, "9223372036854775807y",
		    "'9223372036854775807y' is not a duration such as 90s, "
		    "10m, 24h, 7d, 2w or 1y" },
		{ &size, "1023", "'1023' is not a size from 1K to 1M" },
		{ &size, "2M", "'2M' is not a size from 1K to 1M" },
		{ &size, "1MB",
		    "'1MB' is not a size such as 65536, 64K, 16M or 4G" },
		{ &words, "A=1 B", "a word is not NAME=VALUE" },
		{ &words, "A=1 B=2 A=3", "A stands twice" },
		{ &words, "A=123456789012345678901", "longer than 20 bytes" },
		{ &listed, "stdin other", "'other' is not cmdfile or stdin" },
		{ &listed, "stdin, STDIN", "stdin stands twice" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct value value = { .number = -7 };
		struct fault fault;

		ck_assert_msg(!value_parse(cases[i].setting, cases[i].text,
				  &value, &fault),
		    "%s", cases[i].text);
		ck_assert_str_eq(fault.text, cases[i].sentence);
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
		ck_assert_int_eq(value.number, -7);
	}
}
END_TEST

START_TEST(words_stand_between_spaces_and_choices_between_commas_too)
{
	const struct {
		const struct setting *setting;
		const char *text;
		size_t count;
		const char *last;
	} cases[] = {
		{ &words, "", 0, NULL },
		{ &words, " \t ", 0, NULL },
		{ &words, "A=1", 1, "A=1" },
		{ &words, "  A=1,2\tAB=3 ", 2, "AB=3" },
		{ &listed, "Stdin,cmdfile", 2, "cmdfile" },
		{ &listed, ", STDIN ,", 1, "stdin" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct value value;
		struct fault fault;

		ck_assert(value_parse(cases[i].setting, cases[i].text, &value,
		    &fault));
		ck_assert_uint_eq(value.words.count, cases[i].count);
		if (cases[i].last != NULL)
			ck_assert_str_eq(value.words.items[cases[i].count - 1],
			    cases[i].last);
		value_clear(&value);
		ck_assert_ptr_null(value.words.items);
	}
}
END_TEST

START_TEST(values_are_equal_by_meaning)
{
	const struct {
		const struct setting *setting;
		const char *a, *b;
		bool is_equal;
	} cases[] = {
		{ &duration, "24h", "1d", true },
		{ &duration, "24h", "23h", false },
		{ &boolean, "yes", "on", true },
		{ &text, "a", "a", true },
		{ &text, "a", "b", false },
		{ &words, "A=1  B=2", "A=1 B=2", true },
		{ &words, "A=1 B=2", "A=1 B=3", false },
		{ &words, "A=1 B=2", "A=1", false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct value a, b;
		struct fault fault;

		ck_assert(
		    value_parse(cases[i].setting, cases[i].a, &a, &fault));
		ck_assert(
		    value_parse(cases[i].setting, cases[i].b, &b, &fault));
		ck_assert_msg(value_is_equal(&a, &b) == cases[i].is_equal,
		    "%s and %s", cases[i].a, cases[i].b);
		value_clear(&a);
		value_clear(&b);
	}
}
END_TEST

START_TEST(what_is_allowed_has_words_for_every_kind)
{
	const struct {
		const struct setting *setting;
		const char *allowed;
	} cases[] = {
		{ &text, "a text of at most 5 bytes" },
		{ &path, "an absolute path of at most 9 bytes" },
		{ &boolean, "yes or no" },
		{ &choice, "cmdfile or stdin" },
		{ &number, "a number of executions from 1 to 1000" },
		{ &duration, "a duration from 1m to 1d" },
		{ &size, "a size from 1K to 1M" },
		{ &words, "words between spaces, at most 20 bytes" },
		{ &listed, "words of cmdfile or stdin" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *allowed = value_allowed(cases[i].setting);

		ck_assert_str_eq(allowed, cases[i].allowed);
		free(allowed);
	}
}
END_TEST

UNIT_MAIN("config/value", each_kind_reads_its_own,
    what_is_wrong_is_told_with_what_is_allowed,
    words_stand_between_spaces_and_choices_between_commas_too,
    values_are_equal_by_meaning, what_is_allowed_has_words_for_every_kind)
