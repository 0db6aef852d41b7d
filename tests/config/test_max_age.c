#include "config.h"

#include "config/max_age.h"

#include "base/defs.h"
#include "model/kind.h"
#include "tests/unit.h"

START_TEST(its_kinds_are_those_of_the_model)
{
	ck_assert_int_eq((int)MAX_AGE_KINDS, (int)KINDS);
	for (unsigned i = 0; i < KINDS; i++)
		ck_assert_str_eq(max_age_kinds[i], kind_name(i));
	ck_assert_ptr_null(max_age_kinds[KINDS]);
}
END_TEST

START_TEST(a_list_names_kinds_and_ages)
{
	const struct {
		const char *text;
		int64_t full, incremental, archivelog, other;
	} cases[] = {
		{ "full 8d, incremental 26h, archivelog 1h", 8 * 86400,
		    26 * 3600, 3600, 0 },
		{ "FULL 1w", 7 * 86400, 0, 0, 0 },
		{ "  archivelog\t60s ,other 10y  ", 0, 0, 60,
		    INT64_C(10) * 365 * 86400 },
		{ "none", 0, 0, 0, 0 },
		{ "None", 0, 0, 0, 0 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct max_age max_age;
		struct fault fault;

		ck_assert_msg(max_age_read(cases[i].text, &max_age, &fault),
		    "%s", fault.text);
		ck_assert_int_eq(max_age.seconds[0], cases[i].full);
		ck_assert_int_eq(max_age.seconds[1], cases[i].incremental);
		ck_assert_int_eq(max_age.seconds[2], cases[i].archivelog);
		ck_assert_int_eq(max_age.seconds[7], cases[i].other);
		ck_assert(max_age_check(cases[i].text, &fault));
	}
}
END_TEST

START_TEST(what_is_wrong_is_said)
{
	const char *const cases[][2] = {
		{ "fulll 8d", "'fulll' is no kind: nearest is 'full'" },
		{ "weekly 8d",
		    "'weekly' is no kind: full, incremental, archivelog, "
		    "controlfile, tablespace, validate, maintenance, other" },
		{ "full",
		    "'full' is not followed by one duration: it is a list such "
		    "as full 8d, incremental 26h" },
		{ "full 8d incremental 26h",
		    "'full' is not followed by one duration: it is a list such "
		    "as full 8d, incremental 26h" },
		{ "",
		    "'' is not followed by one duration: it is a list such as "
		    "full 8d, incremental 26h" },
		{ "full 8d,",
		    "'' is not followed by one duration: it is a list such as "
		    "full 8d, incremental 26h" },
		{ "full 8",
		    "'8' is not a duration such as 90s, 10m, 24h, 7d, 2w or "
		    "1y" },
		{ "full 59s", "full 59s is not 60s to 10y" },
		{ "full 11y", "full 11y is not 60s to 10y" },
		{ "full 8d, full 9d", "full stands twice" },
		{ "none, full 8d",
		    "'none' is not followed by one duration: it is a list such "
		    "as full 8d, incremental 26h" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fault fault;

		ck_assert_msg(!max_age_check(cases[i][0], &fault), "%s",
		    cases[i][0]);
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
		ck_assert_str_eq(fault.text, cases[i][1]);
	}
}
END_TEST

START_TEST(a_word_of_any_length_is_cut_for_the_sentence)
{
	char text[2000];
	struct fault fault;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ck_assert(!max_age_check(text, &fault));
	text[1000] = ' ';
	ck_assert(!max_age_check(text, &fault));
	ck_assert_uint_lt(strlen(fault.text), 200);
}
END_TEST

UNIT_MAIN("config/max_age", its_kinds_are_those_of_the_model,
    a_list_names_kinds_and_ages, what_is_wrong_is_said,
    a_word_of_any_length_is_cut_for_the_sentence)
