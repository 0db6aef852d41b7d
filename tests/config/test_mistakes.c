#include "config.h"

#include "config/mistakes.h"

#include "base/limits.h"
#include "tests/unit.h"

START_TEST(they_are_sorted_by_line_and_then_as_found)
{
	struct mistakes mistakes = { 0 };

	mistakes_sort(&mistakes);
	mistakes_add(&mistakes, 7, "late");
	mistakes_add(&mistakes, 3, "first of %d", 3);
	mistakes_add(&mistakes, 3, "second of %d", 3);
	mistakes_sort(&mistakes);
	ck_assert_uint_eq(mistakes.count, 3);
	ck_assert_str_eq(mistakes.list[0].text, "first of 3");
	ck_assert_str_eq(mistakes.list[1].text, "second of 3");
	ck_assert_str_eq(mistakes.list[2].text, "late");
	mistakes_clear(&mistakes);
	ck_assert_uint_eq(mistakes.count, 0);
	mistakes_clear(&mistakes);
}
END_TEST

START_TEST(what_they_quote_cannot_make_a_second_line)
{
	struct mistakes mistakes = { 0 };

	mistakes_add(&mistakes, 1, "%s", "a\nb\x1b[m\x7f\t\xff\xc5\x99");
	ck_assert_str_eq(mistakes.list[0].text, "a?b?[m??\xEF\xBF\xBD\xc5\x99");
	mistakes_clear(&mistakes);
}
END_TEST

START_TEST(beyond_the_limit_they_are_counted)
{
	struct mistakes mistakes = { 0 };

	for (unsigned i = 0; i < LIMIT_CONFIG_FAULTS; i++)
		mistakes_add(&mistakes, i, "%u", i);
	ck_assert_uint_eq(mistakes.count, LIMIT_CONFIG_FAULTS);
	ck_assert_uint_eq(mistakes.left_out, 0);
	mistakes_add(&mistakes, 0, "one more");
	ck_assert_uint_eq(mistakes.count, LIMIT_CONFIG_FAULTS);
	ck_assert_uint_eq(mistakes.left_out, 1);
	mistakes_clear(&mistakes);
	ck_assert_uint_eq(mistakes.left_out, 0);
}
END_TEST

UNIT_MAIN("config/mistakes", they_are_sorted_by_line_and_then_as_found,
    what_they_quote_cannot_make_a_second_line,
    beyond_the_limit_they_are_counted)
