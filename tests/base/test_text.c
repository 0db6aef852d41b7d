#include "config.h"

#include "base/text.h"

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(durations_and_sizes_have_units)
{
	const struct {
		const char *text;
		int64_t value; /* -1: refused */
	} durations[] = {
		{ "0", 0 },
		{ "90s", 90 },
		{ "10M", 600 },
		{ "24h", 86400 },
		{ "7d", 604800 },
		{ "2w", 1209600 },
		{ "5y", INT64_C(157680000) },
		{ "5", -1 },
		{ "", -1 },
		{ "h", -1 },
		{ "1hh", -1 },
		{ "-1s", -1 },
		{ "9223372036854775807y", -1 },
		{ "9223372036854775808s", -1 },
	};
	const struct {
		const char *text;
		int64_t value;
	} sizes[] = { { "0", 0 }, { "65536", 65536 }, { "64k", 65536 },
		{ "16M", 16777216 }, { "4G", INT64_C(4294967296) },
		{ "16MB", -1 }, { "8388608T", -1 } };
	struct fault fault;
	int64_t value;

	for (size_t i = 0; i < COUNT_OF(durations); i++) {
		bool is_good = text_duration(durations[i].text, &value, &fault);

		ck_assert_msg(is_good == (durations[i].value >= 0), "%s",
		    durations[i].text);
		if (is_good)
			ck_assert_int_eq(value, durations[i].value);
	}
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		bool is_good = text_size(sizes[i].text, &value, &fault);

		ck_assert_msg(is_good == (sizes[i].value >= 0), "%s",
		    sizes[i].text);
		if (is_good)
			ck_assert_int_eq(value, sizes[i].value);
	}
}
END_TEST

START_TEST(amounts_are_written_as_they_are_read)
{
	const char *const durations[] = { "0", "61s", "90d", "24h", "1y",
		"25h" };
	char text[TEXT_AMOUNT_MAX];
	struct fault fault;
	int64_t value;

	for (size_t i = 0; i < COUNT_OF(durations); i++) {
		char again[TEXT_AMOUNT_MAX];
		int64_t same;

		ck_assert(text_duration(durations[i], &value, &fault));
		text_format_duration(again, value);
		ck_assert(text_duration(again, &same, &fault));
		ck_assert_int_eq(same, value);
	}
	text_format_duration(text, 86400);
	ck_assert_str_eq(text, "1d");
	text_format_size(text, 16 << 20);
	ck_assert_str_eq(text, "16M");
	text_format_size(text, 1000);
	ck_assert_str_eq(text, "1000");
}
END_TEST

START_TEST(numbers_keep_to_their_range)
{
	struct fault fault;
	int64_t value;

	ck_assert(text_number("-5", -5, 5, &value, &fault));
	ck_assert_int_eq(value, -5);
	ck_assert(!text_number("6", -5, 5, &value, &fault));
	ck_assert_str_eq(fault.text, "'6' is not a number from -5 to 5");
	ck_assert(!text_number("0x5", -5, 5, &value, &fault));
	ck_assert(
	    !text_number("99999999999999999999", 0, INT64_MAX, &value, &fault));
}
END_TEST

START_TEST(a_slip_of_the_finger_finds_its_name)
{
	const char *const names[] = { "max_running", "grace", "horizon" };

	ck_assert_str_eq(text_nearest("max_runing", names, 3), "max_running");
	ck_assert_str_eq(text_nearest("GRACE", names, 3), "grace");
	ck_assert_ptr_null(text_nearest("zzzzzz", names, 3));
	ck_assert_uint_eq(text_distance("kitten", "sitting"), 3);
}
END_TEST

START_TEST(foreign_text_cannot_forge_a_log_line)
{
	const struct {
		const char *text, *quoted;
	} cases[] = {
		{ "plain", "plain" },
		{ "", "\"\"" },
		{ "two words", "\"two words\"" },
		{ "a=b", "\"a=b\"" },
		{ "say \"hi\"\\", "\"say \\\"hi\\\"\\\\\"" },
		{ "x\nlevel=error\r\t\x1b\x7f",
		    "\"x\\nlevel=error\\r\\t\\x1B\\x7F\"" },
		{ "\xc5\x99", "\xc5\x99" },
		{ "\xff", "\"\\xFF\"" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *quoted = text_quote(cases[i].text);

		ck_assert_str_eq(quoted, cases[i].quoted);
		free(quoted);
	}
}
END_TEST

START_TEST(broken_utf8_is_replaced_and_never_split)
{
	const struct {
		const char *bytes;
		size_t size;
		const char *clean;
		size_t whole;
	} cases[] = {
		{ "abc", 3, "abc", 3 },
		{ "\xc5\x99", 2, "\xc5\x99", 2 },
		{ "a\xc5", 2, "a\xEF\xBF\xBD", 1 },
		{ "\xe2\x82", 2, "\xEF\xBF\xBD\xEF\xBF\xBD", 0 },
		{ "\xed\xa0\x80", 3, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
		    3 },
		{ "\xc0\x80", 2, "\xEF\xBF\xBD\xEF\xBF\xBD", 2 },
		{ "a\0b", 3,
		    "a\xEF\xBF\xBD"
		    "b",
		    3 },
		{ "\xf0\x9f\x92\xbe", 4, "\xf0\x9f\x92\xbe", 4 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char room[32];
		size_t size = text_utf8_clean(room, cases[i].bytes,
		    cases[i].size);

		ck_assert_uint_eq(size, strlen(cases[i].clean));
		ck_assert_mem_eq(room, cases[i].clean, size);
		ck_assert_uint_eq(text_utf8_whole(cases[i].bytes,
				      cases[i].size),
		    cases[i].whole);
	}
}
END_TEST

START_TEST(a_copy_that_does_not_fit_ends_between_characters)
{
	char room[4];

	ck_assert(text_copy(room, sizeof(room), "abc"));
	ck_assert(!text_copy(room, sizeof(room), "ab\xc5\x99"));
	ck_assert_str_eq(room, "ab");
	ck_assert(text_equal_fold("Medium", "MEDIUM"));
	ck_assert(!text_equal_fold("Medium", "MEDIUMX"));
	ck_assert(text_begins("RMAN-00569", "RMAN-"));
}
END_TEST

UNIT_MAIN("base/text", durations_and_sizes_have_units,
    amounts_are_written_as_they_are_read, numbers_keep_to_their_range,
    a_slip_of_the_finger_finds_its_name, foreign_text_cannot_forge_a_log_line,
    broken_utf8_is_replaced_and_never_split,
    a_copy_that_does_not_fit_ends_between_characters)
