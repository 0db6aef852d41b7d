#include "config.h"

#include "base/calendar.h"

#include "base/defs.h"
#include "tests/unit.h"

#define DAY INT64_C(86400)

/* Prague in 2026, the changes as the whole European Union has them. */
static struct zone_change prague_changes[] = {
	{ INT64_C(1774746000), 7200 }, /* 2026-03-29T01:00:00Z */
	{ INT64_C(1792890000), 3600 }, /* 2026-10-25T01:00:00Z */
};
static const struct zone prague = { 3600, 2, prague_changes };
static const struct zone utc;

START_TEST(days_are_counted_as_a_calendar_on_the_wall_does)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	/* 1600-01-01 was a Saturday. */
	struct civil expected = { .year = 1600, .month = 1, .day = 1 };
	int64_t seconds = INT64_C(-11676096000);

	expected.week_day = 6;
	for (; expected.year < 2401; seconds += DAY) {
		struct civil civil = civil_from_seconds(seconds);
		bool is_leap = (expected.year % 4 == 0) !=
		    ((expected.year % 100 == 0) != (expected.year % 400 == 0));

		ck_assert_int_eq(civil.year, expected.year);
		ck_assert_int_eq(civil.month, expected.month);
		ck_assert_int_eq(civil.day, expected.day);
		ck_assert_int_eq(civil.week_day, expected.week_day);
		ck_assert_int_eq(civil_to_seconds(&expected), seconds);
		expected.week_day = (expected.week_day + 1) % 7;
		if (expected.day++ < lengths[expected.month - 1] +
			(expected.month == 2 && is_leap))
			continue;
		expected.day = 1;
		if (expected.month++ == 12) {
			expected.month = 1;
			expected.year++;
		}
	}
}
END_TEST

START_TEST(the_time_of_day_is_split_on_both_sides_of_the_epoch)
{
	const struct {
		int64_t seconds;
		struct civil civil;
	} cases[] = {
		{ 0, { 1970, 1, 1, 0, 0, 0, 4 } },
		{ -1, { 1969, 12, 31, 23, 59, 59, 3 } },
		{ INT64_C(1792890000), { 2026, 10, 25, 1, 0, 0, 0 } },
		{ INT64_C(951827696), { 2000, 2, 29, 12, 34, 56, 2 } },
		{ INT64_C(-62167219200), { 0, 1, 1, 0, 0, 0, 6 } },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct civil *expected = &cases[i].civil;
		struct civil civil = civil_from_seconds(cases[i].seconds);

		ck_assert_int_eq(civil.year, expected->year);
		ck_assert_int_eq(civil.month, expected->month);
		ck_assert_int_eq(civil.day, expected->day);
		ck_assert_int_eq(civil.hour, expected->hour);
		ck_assert_int_eq(civil.minute, expected->minute);
		ck_assert_int_eq(civil.second, expected->second);
		ck_assert_int_eq(civil.week_day, expected->week_day);
		ck_assert_int_eq(civil_to_seconds(expected), cases[i].seconds);
	}
}
END_TEST

START_TEST(the_week_begins_on_sunday)
{
	/* 2026-10-25 is a Sunday. */
	int64_t sunday = INT64_C(1792890000) / 60 - 60;

	ck_assert_int_eq(minute_of_week(sunday), 0);
	ck_assert_int_eq(minute_of_week(sunday - 1), MINUTES_PER_WEEK - 1);
	ck_assert_int_eq(minute_of_week(sunday + MINUTES_PER_WEEK), 0);
	ck_assert_int_eq(minute_of_week(sunday + MINUTES_PER_DAY + 755), 2195);
	ck_assert_int_eq(minute_of_week(-1), 4 * MINUTES_PER_DAY - 1);
	ck_assert_int_eq(minute_of_week(0), 4 * MINUTES_PER_DAY);
	ck_assert_int_ge(minute_of_week(INT64_MIN), 0);
	ck_assert_int_lt(minute_of_week(INT64_MAX), MINUTES_PER_WEEK);
	ck_assert_int_eq(floor_div(-7, 3), -3);
	ck_assert_int_eq(floor_div(-6, 3), -2);
	ck_assert_int_eq(floor_div(7, 3), 2);
}
END_TEST

START_TEST(an_offset_holds_from_its_change_on)
{
	const struct {
		int64_t utc_s;
		int32_t offset_s;
		size_t changes;
	} cases[] = {
		{ INT64_MIN, 3600, 0 },
		{ INT64_C(1774745999), 3600, 0 },
		{ INT64_C(1774746000), 7200, 1 },
		{ INT64_C(1792889999), 7200, 1 },
		{ INT64_C(1792890000), 3600, 2 },
		{ INT64_MAX, 3600, 2 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		ck_assert_int_eq(zone_offset(&prague, cases[i].utc_s),
		    cases[i].offset_s);
		ck_assert_uint_eq(zone_changes_until(&prague, cases[i].utc_s),
		    cases[i].changes);
	}
	ck_assert_int_eq(zone_offset(&utc, 0), 0);
}
END_TEST

START_TEST(a_zone_from_outside_is_checked)
{
	struct zone_change changes[] = { { 100, 3600 }, { 100, 0 } };
	struct zone zone = { 0, 2, changes };
	struct fault fault;

	ck_assert(zone_check(&utc, &fault));
	ck_assert(zone_check(&prague, &fault));
	ck_assert(!zone_check(&zone, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_str_eq(fault.text,
	    "change 2 of a zone is not after the one before");
	changes[1].utc_s = 101;
	changes[1].offset_s = -ZONE_OFFSET_MOST;
	ck_assert(zone_check(&zone, &fault));
	changes[1].offset_s--;
	ck_assert(!zone_check(&zone, &fault));
	ck_assert_str_eq(fault.text,
	    "offset -93601 s of a zone is not -93600 to 93600");
	zone.first_offset_s = ZONE_OFFSET_MOST + 1;
	ck_assert(!zone_check(&zone, &fault));
	ck_assert_str_eq(fault.text,
	    "offset 93601 s of a zone is not -93600 to 93600");
}
END_TEST

START_TEST(a_cleared_zone_is_utc)
{
	struct zone zone = { 3600, 1, NULL };

	zone.changes = calloc(1, sizeof(*zone.changes));
	zone_clear(&zone);
	ck_assert_int_eq(zone_offset(&zone, 0), 0);
	ck_assert_uint_eq(zone.count, 0);
	zone_clear(&zone);
}
END_TEST

START_TEST(a_zone_grows_change_by_change)
{
	struct zone zone = { .first_offset_s = 3600 };

	zone_append(&zone, 50, 3600); /* changes nothing */
	ck_assert_uint_eq(zone.count, 0);
	for (int64_t i = 0; i < 100; i++)
		zone_append(&zone, 100 + i, (int32_t)(i % 2));
	ck_assert_uint_eq(zone.count, 100);
	zone_append(&zone, 150, 7); /* comes too late */
	ck_assert_uint_eq(zone.count, 100);
	zone_append(&zone, 199, 7); /* in place of the last */
	ck_assert_uint_eq(zone.count, 100);
	ck_assert_int_eq(zone_offset(&zone, 200), 7);
	zone_append(&zone, 199, 0); /* as before it */
	ck_assert_uint_eq(zone.count, 99);
	ck_assert_int_eq(zone_offset(&zone, 200), 0);
	zone_clear(&zone);
}
END_TEST

START_TEST(two_zones_are_joined_at_an_instant)
{
	struct zone_change later[] = { { INT64_C(1774746000), 9000 },
		{ INT64_C(1792890060), 0 }, { INT64_C(1800000000), 60 } };
	const struct zone after = { 3600, 3, later };
	struct zone zone;
	struct fault fault;

	zone_join(&prague, &after, INT64_C(1792890000), &zone);
	ck_assert(zone_check(&zone, &fault));
	ck_assert_int_eq(zone_offset(&zone, INT64_C(1774745999)), 3600);
	ck_assert_int_eq(zone_offset(&zone, INT64_C(1774746000)), 7200);
	ck_assert_int_eq(zone_offset(&zone, INT64_C(1792889999)), 7200);
	ck_assert_int_eq(zone_offset(&zone, INT64_C(1792890000)), 9000);
	ck_assert_int_eq(zone_offset(&zone, INT64_C(1792890060)), 0);
	ck_assert_int_eq(zone_offset(&zone, INT64_MAX), 60);
	ck_assert(!zone_equal(&zone, &prague));
	zone_clear(&zone);
	zone_join(&prague, &prague, INT64_C(1780000000), &zone);
	ck_assert(zone_equal(&zone, &prague));
	zone_clear(&zone);
	zone_copy(&prague, &zone);
	ck_assert(zone_equal(&zone, &prague));
	zone_clear(&zone);
	zone_join(&prague, &utc, INT64_MIN, &zone);
	ck_assert_int_eq(zone_offset(&zone, 0), 0);
	ck_assert_uint_eq(zone.count, 1);
	zone_clear(&zone);
}
END_TEST

START_TEST(instants_are_written_as_rfc_3339_has_them)
{
	const struct {
		int64_t utc_ms;
		const char *text;
	} cases[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ INT64_C(1792891800000), "2026-10-25T01:30:00Z" },
		{ INT64_C(1792891800250), "2026-10-25T01:30:00.250Z" },
		{ INT64_C(1792891800007), "2026-10-25T01:30:00.007Z" },
		{ -1, "1969-12-31T23:59:59.999Z" },
		{ INT64_MAX - 807, "9999-12-31T23:59:59Z" },
		{ INT64_MIN + 808, "0000-01-01T00:00:00Z" },
	};
	char room[CALENDAR_TEXT_MAX];

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		calendar_format_utc(room, cases[i].utc_ms);
		ck_assert_str_eq(room, cases[i].text);
	}
}
END_TEST

START_TEST(local_time_is_written_with_its_offset)
{
	const struct zone india = { 19800, 0, NULL };
	const struct zone newfoundland = { -12600, 0, NULL };
	const struct zone old_prague = { 3464, 0, NULL };
	const struct zone old_liberia = { -2670, 0, NULL };
	const struct {
		const struct zone *zone;
		int64_t utc_s;
		const char *text;
	} cases[] = {
		{ &prague, INT64_C(1774745999), "2026-03-29T01:59:59+01:00" },
		{ &prague, INT64_C(1774746000), "2026-03-29T03:00:00+02:00" },
		{ &prague, INT64_C(1792887000), "2026-10-25T02:10:00+02:00" },
		{ &prague, INT64_C(1792890600), "2026-10-25T02:10:00+01:00" },
		{ &utc, 0, "1970-01-01T00:00:00+00:00" },
		{ &india, 0, "1970-01-01T05:30:00+05:30" },
		{ &newfoundland, 0, "1969-12-31T20:30:00-03:30" },
		{ &old_prague, 0, "1970-01-01T00:57:00+00:57" },
		{ &old_liberia, 0, "1969-12-31T23:16:00-00:44" },
		{ &india, INT64_MAX, "9999-12-31T23:59:59+05:30" },
	};
	char room[CALENDAR_TEXT_MAX];

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		calendar_format_local(room, cases[i].zone, cases[i].utc_s);
		ck_assert_str_eq(room, cases[i].text);
	}
}
END_TEST

START_TEST(what_a_person_types_is_read)
{
	const struct {
		const char *text;
		int64_t utc_s;
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1970-01-01t00:00:01z", 1 },
		{ "1970-01-01 00:01Z", 60 },
		{ "2026-10-25T02:30:00+01:00", INT64_C(1792891800) },
		{ "2026-10-25T02:30:00.999+02:00", INT64_C(1792888200) },
		{ "2026-10-24T19:30:00-06:00", INT64_C(1792891800) },
		{ "2026-10-25T00:30:00-00:00", INT64_C(1792888200) },
		/* In Prague. */
		{ "2026-01-15", INT64_C(1768431600) },
		{ "2026-01-15 12:00", INT64_C(1768474800) },
		{ "2026-01-15T12:00:59", INT64_C(1768474859) },
		{ "2026-07-15 12:00", INT64_C(1784109600) },
		{ "2026-10-25 02:00", INT64_C(1792886400) },
		{ "2026-10-25 02:30", INT64_C(1792888200) },
		{ "2026-10-25 02:59:59", INT64_C(1792889999) },
		{ "2026-10-25 03:00", INT64_C(1792893600) },
		{ "2026-03-29 01:59:59", INT64_C(1774745999) },
		{ "2026-03-29 02:00", INT64_C(1774746000) },
		{ "2026-03-29 02:30", INT64_C(1774746000) },
		{ "2026-03-29 03:00", INT64_C(1774746000) },
		{ "2026-03-29 03:01", INT64_C(1774746060) },
		{ "2024-02-29 00:00", INT64_C(1709161200) },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fault fault;
		int64_t utc_s;

		ck_assert_msg(calendar_parse(cases[i].text, &prague, &utc_s,
				  &fault),
		    "%s", cases[i].text);
		ck_assert_msg(utc_s == cases[i].utc_s, "%s", cases[i].text);
	}
}
END_TEST

START_TEST(what_is_no_time_is_refused_with_the_reason)
{
	static const char *const shapes[] = { "", "today", "2026", "2026-1-1",
		"2026-01-01T", "2026-01-01 ", "2026-01-01T1:00",
		"2026-01-01T10", "2026-01-01T10:00:", "2026-01-01T10:00:00.",
		"2026-01-01T10:00:00.Z", "2026-01-01T10:00:00+1",
		"2026-01-01T10:00:00+0100", "2026-01-01T10:00:00 Z",
		"2026-01-01T10:00:00Zx", "2026-01-01Z", "-026-01-01",
		" 2026-01-01", "20260101" };
	const struct {
		const char *text, *sentence;
	} ranges[] = {
		{ "2026-00-01", "'2026-00-01': month 0 is not 1 to 12" },
		{ "2026-13-01", "'2026-13-01': month 13 is not 1 to 12" },
		{ "2026-02-29", "'2026-02-29': day 29 is not 1 to 28" },
		{ "2024-02-30", "'2024-02-30': day 30 is not 1 to 29" },
		{ "2100-02-29", "'2100-02-29': day 29 is not 1 to 28" },
		{ "2026-04-31", "'2026-04-31': day 31 is not 1 to 30" },
		{ "2026-04-01 24:00",
		    "'2026-04-01 24:00': hour 24 is not 0 to 23" },
		{ "2026-04-01 23:60",
		    "'2026-04-01 23:60': minute 60 is not 0 to 59" },
		{ "2026-04-01 23:59:60",
		    "'2026-04-01 23:59:60': second 60 is not 0 to 59" },
		{ "2026-04-01T00:00+24:00",
		    "'2026-04-01T00:00+24:00': hour of the offset 24 is not "
		    "0 to 23" },
		{ "2026-04-01T00:00+23:60",
		    "'2026-04-01T00:00+23:60': minute of the offset 60 is not "
		    "0 to 59" },
	};
	struct fault fault;
	int64_t utc_s = 7;

	for (size_t i = 0; i < COUNT_OF(shapes); i++) {
		ck_assert_msg(!calendar_parse(shapes[i], &utc, &utc_s, &fault),
		    "%s", shapes[i]);
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	}
	ck_assert(!calendar_parse("today", &utc, &utc_s, &fault));
	ck_assert_str_eq(fault.text,
	    "'today' is not a time such as 2026-10-25, 2026-10-25 02:30 or "
	    "2026-10-25T02:30:00+01:00");
	for (size_t i = 0; i < COUNT_OF(ranges); i++) {
		ck_assert(
		    !calendar_parse(ranges[i].text, &utc, &utc_s, &fault));
		ck_assert_str_eq(fault.text, ranges[i].sentence);
	}
	ck_assert_int_eq(utc_s, 7);
}
END_TEST

UNIT_MAIN("base/calendar", days_are_counted_as_a_calendar_on_the_wall_does,
    the_time_of_day_is_split_on_both_sides_of_the_epoch,
    the_week_begins_on_sunday, an_offset_holds_from_its_change_on,
    a_zone_from_outside_is_checked, a_cleared_zone_is_utc,
    a_zone_grows_change_by_change, two_zones_are_joined_at_an_instant,
    instants_are_written_as_rfc_3339_has_them,
    local_time_is_written_with_its_offset, what_a_person_types_is_read,
    what_is_no_time_is_refused_with_the_reason)
