#include "config.h"

#include "examples/reservation/moment.h"

#include "tests/unit.h"

START_TEST(days_are_those_of_the_calendar)
{
	static const struct {
		const char *text;
		uint32_t day; /* 0: none */
	} cases[] = {
		{ "2026-12-24", 20261224 },
		{ "2024-02-29", 20240229 },
		{ "2000-02-29", 20000229 },
		{ "1970-01-01", 19700101 },
		{ "9999-12-31", 99991231 },
		{ "2026-02-29", 0 },
		{ "2100-02-29", 0 },
		{ "2026-04-31", 0 },
		{ "2026-00-10", 0 },
		{ "2026-13-10", 0 },
		{ "2026-01-00", 0 },
		{ "1969-12-31", 0 },
		{ "2026-1-1", 0 },
		{ "2026-12-24 ", 0 },
		{ "2026/12/24", 0 },
		{ "", 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t day = 0;
		char room[MOMENT_DAY_MAX];
		struct moment moment = { 0 };

		ck_assert_msg(moment_read_day(cases[i].text, &day) ==
			(cases[i].day != 0),
		    "%s", cases[i].text);
		ck_assert_uint_eq(day, cases[i].day);
		moment.day = day;
		ck_assert_int_eq(moment_is_valid(&moment), day != 0);
		moment_format_day(room, &moment);
		if (day != 0)
			ck_assert_str_eq(room, cases[i].text);
	}
}
END_TEST

START_TEST(times_are_those_of_a_day)
{
	struct moment moment = { 20261224, 0 };
	char room[MOMENT_TIME_MAX];

	ck_assert(moment_read_time("00:00", &moment.minute));
	ck_assert_uint_eq(moment.minute, 0);
	ck_assert(moment_read_time("23:59", &moment.minute));
	ck_assert_uint_eq(moment.minute, 1439);
	moment_format_time(room, &moment);
	ck_assert_str_eq(room, "23:59");
	ck_assert(!moment_read_time("24:00", &moment.minute));
	ck_assert(!moment_read_time("12:60", &moment.minute));
	ck_assert(!moment_read_time("8:30", &moment.minute));
	moment.minute = 1440;
	ck_assert(!moment_is_valid(&moment));
}
END_TEST

START_TEST(moments_follow_each_other)
{
	static const struct moment a = { 20261224, 510 };
	static const struct moment b = { 20261224, 511 };
	static const struct moment c = { 20261225, 0 };

	ck_assert_int_lt(moment_compare(&a, &b), 0);
	ck_assert_int_lt(moment_compare(&b, &c), 0);
	ck_assert_int_gt(moment_compare(&c, &a), 0);
	ck_assert_int_eq(moment_compare(&b, &b), 0);
}
END_TEST

UNIT_MAIN("examples/reservation/moment", days_are_those_of_the_calendar,
    times_are_those_of_a_day, moments_follow_each_other)
