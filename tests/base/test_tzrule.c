#include "config.h"

#include "base/tzrule.h"

#include <stdio.h>

#include "base/defs.h"
#include "base/text.h"
#include "tests/unit.h"

static struct zone
zone_of(const char *text)
{
	struct zone zone = { 0 };
	struct tzrule rule;
	struct fault fault;

	ck_assert_msg(tzrule_read(text, &rule, &fault), "%s", fault.text);
	tzrule_expand(&rule, INT64_MIN, &zone);
	ck_assert_msg(zone_check(&zone, &fault), "%s", fault.text);
	return zone;
}

/* "2026-03-29T01:00:00Z +02:00" of the n-th change of a year. */
static void
check_change(const char *text, int64_t year, size_t n, const char *expected)
{
	const struct civil first = { .year = year, .month = 1, .day = 1 };
	struct zone zone = zone_of(text);
	size_t i = zone_changes_until(&zone, civil_to_seconds(&first)) + n;
	char utc[CALENDAR_TEXT_MAX], local[CALENDAR_TEXT_MAX];
	char shown[2 * CALENDAR_TEXT_MAX];

	ck_assert_uint_lt(i, zone.count);
	calendar_format_utc(utc, zone.changes[i].utc_s * 1000);
	calendar_format_local(local, &zone, zone.changes[i].utc_s);
	(void)snprintf(shown, sizeof(shown), "%s %s", utc, local + 19);
	ck_assert_msg(strcmp(shown, expected) == 0, "%s: %s is not %s", text,
	    shown, expected);
	zone_clear(&zone);
}

START_TEST(rules_are_expanded_as_posix_means_them)
{
	const struct {
		const char *text;
		int64_t year;
		const char *first, *second;
	} cases[] = {
		{ "CET-1CEST,M3.5.0,M10.5.0/3", 2026,
		    "2026-03-29T01:00:00Z +02:00",
		    "2026-10-25T01:00:00Z +01:00" },
		{ "GMT0BST,M3.5.0/1,M10.5.0", 2099,
		    "2099-03-29T01:00:00Z +01:00",
		    "2099-10-25T01:00:00Z +00:00" },
		{ "EST5EDT", 2026, "2026-03-08T07:00:00Z -04:00",
		    "2026-11-01T06:00:00Z -05:00" },
		{ "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2026,
		    "2026-04-04T15:00:00Z +10:30",
		    "2026-10-03T15:30:00Z +11:00" },
		{ "<-04>4<-03>,M9.1.6/24,M4.1.6/24", 2026,
		    "2026-04-05T03:00:00Z -04:00",
		    "2026-09-06T04:00:00Z -03:00" },
		{ "EET-2EEST,M3.4.4/50,M10.4.4/50", 2026,
		    "2026-03-28T00:00:00Z +03:00",
		    "2026-10-23T23:00:00Z +02:00" },
		{ "IST-1GMT0,M10.5.0,M3.5.0/1", 2026,
		    "2026-03-29T01:00:00Z +01:00",
		    "2026-10-25T01:00:00Z +00:00" },
		{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026,
		    "2026-03-29T01:00:00Z -01:00",
		    "2026-10-25T01:00:00Z -02:00" },
		{ "AAA0BBB,J60/0,J61/0", 2024, "2024-03-01T00:00:00Z +01:00",
		    "2024-03-01T23:00:00Z +00:00" },
		{ "AAA0BBB,59/0,60/0", 2024, "2024-02-29T00:00:00Z +01:00",
		    "2024-02-29T23:00:00Z +00:00" },
		{ "AAA0BBB-2:30:15,J1/0,365/0", 2024,
		    "2024-01-01T00:00:00Z +02:30",
		    "2024-12-30T21:29:45Z +00:00" },
		{ "AAA0BBB,M2.5.4,M12.5.4", 2024, "2024-02-29T02:00:00Z +01:00",
		    "2024-12-26T01:00:00Z +00:00" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		/* A change at the very beginning of the year has happened. */
		size_t n = text_begins(cases[i].first, "2024-01-01T00:00") ?
		    (size_t)-1 :
		    0;

		check_change(cases[i].text, cases[i].year, n, cases[i].first);
		check_change(cases[i].text, cases[i].year, n + 1,
		    cases[i].second);
	}
}
END_TEST

START_TEST(a_rule_holds_from_1900_to_2199)
{
	struct zone prague = zone_of("CET-1CEST,M3.5.0,M10.5.0/3");
	struct zone sydney = zone_of("AEST-10AEDT,M10.1.0,M4.1.0/3");
	struct zone plain = zone_of("<+0545>-5:45");
	struct zone always = zone_of("XXX3EDT4,0/0,J365/23");

	ck_assert_uint_eq(prague.count, 600);
	ck_assert_int_eq(prague.first_offset_s, 3600);
	ck_assert_int_eq(sydney.first_offset_s, 39600);
	ck_assert_int_eq(civil_from_seconds(prague.changes[0].utc_s).year,
	    1900);
	ck_assert_int_eq(civil_from_seconds(prague.changes[599].utc_s).year,
	    2199);
	ck_assert_uint_eq(plain.count, 0);
	ck_assert_int_eq(plain.first_offset_s, 20700);
	/* Its two changes fall together: summer time all the year. */
	ck_assert_int_eq(zone_offset(&always, INT64_C(1767225600)), -14400);
	ck_assert_int_eq(zone_offset(&always, INT64_C(1784109600)), -14400);
	ck_assert_uint_le(always.count, 2);
	zone_clear(&prague);
	zone_clear(&sydney);
	zone_clear(&plain);
	zone_clear(&always);
}
END_TEST

START_TEST(only_what_comes_later_is_appended)
{
	struct zone zone = { .first_offset_s = 3600 };
	struct tzrule rule;
	struct fault fault;

	ck_assert(tzrule_read("CET-1CEST,M3.5.0,M10.5.0/3", &rule, &fault));
	/* 2026-10-25T01:00:00Z itself is known already. */
	tzrule_expand(&rule, INT64_C(1792890000), &zone);
	ck_assert_int_eq(civil_from_seconds(zone.changes[0].utc_s).year, 2027);
	ck_assert_int_eq(zone.changes[0].offset_s, 7200);
	zone_clear(&zone);
	zone.first_offset_s = 3600;
	tzrule_expand(&rule, INT64_MAX, &zone);
	ck_assert_uint_eq(zone.count, 0);
}
END_TEST

START_TEST(what_is_no_rule_is_refused)
{
	const struct {
		const char *text;
		int at;
	} cases[] = {
		{ "", 1 },
		{ "CET", 4 },
		{ "CE-1", 1 },
		{ "Europe/Prague", 7 },
		{ "<+03-3", 1 },
		{ "<+0>-3", 1 },
		{ "CET-25", 7 },
		{ "CET-1:60", 9 },
		{ "CET-1:30:60", 12 },
		{ "CET-1 ", 6 },
		{ "CET-1CEST,", 11 },
		{ "CET-1CEST,M3.5.0", 17 },
		{ "CET-1CEST,M13.5.0,M10.5.0", 14 },
		{ "CET-1CEST,M3.0.0,M10.5.0", 15 },
		{ "CET-1CEST,M3.6.0,M10.5.0", 15 },
		{ "CET-1CEST,M3.5.7,M10.5.0", 17 },
		{ "CET-1CEST,M3.5.0/168,M10.5.0", 21 },
		{ "CET-1CEST,J0,J366", 13 },
		{ "CET-1CEST,J1,J366", 18 },
		{ "CET-1CEST,366,1", 14 },
		{ "CET-1CEST,1,2,3", 14 },
		{ "CET-1CEST,1,2x", 14 },
		{ "CET-0001", 8 },
	};
	struct tzrule rule = { .standard_s = 7 };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char sentence[FAULT_TEXT_MAX];
		struct fault fault;

		ck_assert_msg(!tzrule_read(cases[i].text, &rule, &fault), "%s",
		    cases[i].text);
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
		(void)snprintf(sentence, sizeof(sentence),
		    "'%s' is not a rule such as CET-1CEST,M3.5.0,M10.5.0/3, "
		    "from character %d on",
		    cases[i].text, cases[i].at);
		ck_assert_str_eq(fault.text, sentence);
	}
	ck_assert_int_eq(rule.standard_s, 7);
}
END_TEST

UNIT_MAIN("base/tzrule", rules_are_expanded_as_posix_means_them,
    a_rule_holds_from_1900_to_2199, only_what_comes_later_is_appended,
    what_is_no_rule_is_refused)
