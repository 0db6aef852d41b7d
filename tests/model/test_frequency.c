#include "config.h"

#include "model/frequency.h"

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(numbers_outside_are_named_with_their_range)
{
	const struct {
		int64_t day, hour, minute;
		const char *sentence;
	} cases[] = {
		{ 7, 0, 0, "day 7 is not -1 to 6" },
		{ -2, 0, 0, "day -2 is not -1 to 6" },
		{ 0, 24, 0, "hour 24 is not -1 to 23" },
		{ 0, -2, 0, "hour -2 is not -1 to 23" },
		{ 0, 0, 60, "minute 60 is not 0 to 59" },
		{ 0, 0, -1, "minute -1 is not 0 to 59" },
		{ 256, 0, 0, "day 256 is not -1 to 6" },
		{ 0, INT64_MAX, 0, "hour 9223372036854775807 is not -1 to 23" },
	};
	struct frequency frequency = { 5, 5, 5 };
	struct fault fault;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		ck_assert(!frequency_read(cases[i].day, cases[i].hour,
		    cases[i].minute, &frequency, &fault));
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
		ck_assert_str_eq(fault.text, cases[i].sentence);
	}
	ck_assert_int_eq(frequency.day, 5);
	for (int day = FREQUENCY_EVERY_DAY; day <= 6; day++) {
		for (int hour = FREQUENCY_EVERY_HOUR; hour <= 23; hour++) {
			ck_assert(
			    frequency_read(day, hour, 59, &frequency, &fault));
			ck_assert_int_eq(frequency.day, day);
			ck_assert_int_eq(frequency.hour, hour);
			ck_assert_int_eq(frequency.minute, 59);
		}
	}
}
END_TEST

START_TEST(it_is_shown_as_a_person_types_it)
{
	const struct {
		struct frequency frequency;
		const char *text;
	} cases[] = {
		{ { 0, 2, 30 }, "sun 02:30" },
		{ { 6, 23, 59 }, "sat 23:59" },
		{ { -1, 12, 35 }, "daily 12:35" },
		{ { -1, -1, 5 }, "daily *:05" },
		{ { 3, -1, 15 }, "wed *:15" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char room[FREQUENCY_TEXT_MAX];

		frequency_format(room, &cases[i].frequency);
		ck_assert_str_eq(room, cases[i].text);
	}
}
END_TEST

UNIT_MAIN("model/frequency", numbers_outside_are_named_with_their_range,
    it_is_shown_as_a_person_types_it)
