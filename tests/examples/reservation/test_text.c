#include "config.h"

#include "examples/reservation/text.h"

#include "examples/reservation/limits.h"
#include "tests/unit.h"

START_TEST(names_are_printable_text_of_a_limited_size)
{
	static const char *const names[] = { "Praha", "České Budějovice",
		"1AB 2345", "x", "\xf0\x9f\x9a\x8c" };
	static const char *const others[] = { "", "a;b", "a\nb", "a\tb", "\x7f",
		"\xc2\x85", "\x80", "\xc3", "\xc3x", "\xc0\xaf", "\xe0\x80\xaf",
		"\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
		"\xf0\x80\x80\x80" };
	char longest[LIMIT_NAME + 2];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(text_is_name(names[i]), "%s", names[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		ck_assert_msg(!text_is_name(others[i]), "case %zu", i);
	memset(longest, 'x', sizeof(longest));
	longest[LIMIT_NAME + 1] = '\0';
	ck_assert(!text_is_name(longest));
	longest[LIMIT_NAME] = '\0';
	ck_assert(text_is_name(longest));
}
END_TEST

START_TEST(case_makes_no_difference)
{
	ck_assert_int_eq(text_compare_fold("PRAHA", "praha"), 0);
	ck_assert_int_lt(text_compare_fold("Brno", "praha"), 0);
	ck_assert_int_gt(text_compare_fold("Prahatice", "PRAHA"), 0);
	ck_assert_int_gt(text_compare_fold("Žatec", "zatec"), 0);
}
END_TEST

START_TEST(numbers_are_decimal_and_within_bounds)
{
	uint64_t value = 0;

	ck_assert(text_number("18446744073709551615", 0, UINT64_MAX, &value));
	ck_assert(value == UINT64_MAX);
	ck_assert(!text_number("18446744073709551616", 0, UINT64_MAX, &value));
	ck_assert(!text_number("99999999999999999999", 0, UINT64_MAX, &value));
	ck_assert(text_number("012", 1, 12, &value));
	ck_assert_uint_eq(value, 12);
	ck_assert(!text_number("13", 1, 12, &value));
	ck_assert(!text_number("0", 1, 12, &value));
	ck_assert(!text_number("", 0, 12, &value));
	ck_assert(!text_number("-1", 0, 12, &value));
	ck_assert(!text_number("1x", 0, 12, &value));
	ck_assert_uint_eq(value, 12);
}
END_TEST

START_TEST(a_name_is_copied_whole)
{
	char room[LIMIT_NAME + 1];

	text_copy(room, "Ústí nad Labem");
	ck_assert_str_eq(room, "Ústí nad Labem");
}
END_TEST

UNIT_MAIN("examples/reservation/text",
    names_are_printable_text_of_a_limited_size, case_makes_no_difference,
    numbers_are_decimal_and_within_bounds, a_name_is_copied_whole)
