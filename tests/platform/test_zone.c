#include "config.h"

#include "platform/zone.h"

#include "tests/unit.h"

/* 2026-01-01 and 2027-01-01, UTC. */
#define YEAR_BEGIN INT64_C(1767225600)
#define YEAR_END INT64_C(1798761600)

START_TEST(the_table_holds_the_changes_of_the_year)
{
	struct zone zone;

	/* A rule in TZ itself, so that no zone file is needed. */
	ck_assert_int_eq(setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1), 0);
	zone_read_local(YEAR_BEGIN, YEAR_END, &zone);
	ck_assert_uint_eq(zone.count, 2);
	ck_assert_int_eq(zone.first_offset_s, 3600);
	ck_assert_int_eq(zone.changes[0].utc_s, INT64_C(1774746000));
	ck_assert_int_eq(zone.changes[0].offset_s, 7200);
	ck_assert_int_eq(zone.changes[1].utc_s, INT64_C(1792890000));
	ck_assert_int_eq(zone.changes[1].offset_s, 3600);
	zone_clear(&zone);
}
END_TEST

START_TEST(utc_never_changes)
{
	struct zone zone;

	ck_assert_int_eq(setenv("TZ", "UTC0", 1), 0);
	zone_read_local(YEAR_BEGIN, YEAR_END, &zone);
	ck_assert_uint_eq(zone.count, 0);
	ck_assert_int_eq(zone.first_offset_s, 0);
	zone_clear(&zone);
}
END_TEST

UNIT_MAIN("platform/zone", the_table_holds_the_changes_of_the_year,
    utc_never_changes)
