#include "config.h"

#include "daemon/slots.h"

#include "base/defs.h"
#include "tests/unit.h"

/* 2026-11-22 is a Sunday; UTC. */
#define SUNDAY (INT64_C(1795305600) / 60)

static const struct zone utc;
static const struct zones plain; /* all in UTC */
static struct memdb *memdb;

static void
add(const char *id, const struct frequency *frequencies, size_t count)
{
	const struct strategy strategy = { .id = id,
		.connection = "C_1",
		.is_alive = true,
		.frequency_count = count,
		.frequencies = frequencies };
	struct fault fault;

	ck_assert_msg(memdb_add_strategy(memdb, &strategy, &fault), "%s",
	    fault.text);
}

static void
set_up(void)
{
	static const struct frequency monday[] = { { 1, 12, 35 } };
	static const struct frequency hourly[] = { { -1, -1, 15 },
		{ -1, 3, 15 } };
	static const struct connection connection = { .id = "C_1",
		.name = "local",
		.instance = "XE",
		.ip = "127.0.0.1",
		.port = "1521",
		.is_alive = true };
	struct fault fault;

	memdb = memdb_new();
	ck_assert(memdb_add_connection(memdb, &connection, &fault));
	add("hourly", hourly, 2);
	add("monday", monday, 1);
	ck_assert_msg(memdb_seal(memdb, &fault), "%s", fault.text);
}

START_TEST(each_slot_stands_once_by_strategy_then_by_time)
{
	struct slots slots;

	set_up();
	slots_between(memdb, &plain, SUNDAY, SUNDAY + 2 * MINUTES_PER_DAY - 1,
	    0, NULL, NULL, &slots);
	/* 03:15 is named by both frequencies of hourly. */
	ck_assert_uint_eq(slots.count, 48 + 1);
	ck_assert_str_eq(slots.slots[0].strategy->id, "hourly");
	ck_assert_int_eq(slots.slots[0].slot, SUNDAY + 15);
	ck_assert_str_eq(slots.slots[48].strategy->id, "monday");
	ck_assert_int_eq(slots.slots[48].slot,
	    SUNDAY + MINUTES_PER_DAY + 12 * 60 + 35);
	slots_sort_by_time(&slots);
	ck_assert_str_eq(slots.slots[37].strategy->id, "monday");
	slots_clear(&slots);
	memdb_release(memdb);
}
END_TEST

static bool
is_monday(void *arg, const struct strategy *strategy)
{
	(void)arg;
	return strcmp(strategy->id, "monday") == 0;
}

START_TEST(each_strategy_is_due_in_its_own_zone)
{
	/* Prague and UTC on the day on which summer time ends. */
	static struct zone_change back = { INT64_C(1792890000), 3600 };
	struct zones_zone table[] = {
		{ .zone = { 7200, 1, &back } },
		{ .zone = { 0 } },
		{ .is_wrong = true },
	};
	uint16_t of[] = { 1, 2 };
	struct zones zones = { .zones = table, .count = 3, .of = of };
	int64_t day = INT64_C(1792879200) / 60; /* 2026-10-25 in Prague */
	struct slots slots;

	set_up();
	zones.strategy_count = memdb_strategies(memdb, &zones.strategies);
	slots_between(memdb, &zones, day, day + 25 * 60 - 1, 0, NULL, NULL,
	    &slots);
	/* One cannot be read: the first holds. */
	ck_assert_uint_eq(slots.count, 25);
	slots_clear(&slots);
	of[0] = 0;
	of[1] = 1;
	slots_between(memdb, &zones, day, day + 48 * 60 - 1, 0, is_monday, NULL,
	    &slots);
	ck_assert_uint_eq(slots.count, 1);
	/* Monday 12:35 in UTC. */
	ck_assert_int_eq(slots.slots[0].slot, INT64_C(1793018100) / 60);
	slots_clear(&slots);
	of[1] = 0;
	slots_between(memdb, &zones, day, day + 48 * 60 - 1, 0, is_monday, NULL,
	    &slots);
	ck_assert_int_eq(slots.slots[0].slot, INT64_C(1793014500) / 60);
	slots_clear(&slots);
	memdb_release(memdb);
}
END_TEST

START_TEST(only_what_is_wanted_is_found)
{
	struct slots slots;

	set_up();
	slots_between(memdb, &plain, SUNDAY, SUNDAY + MINUTES_PER_WEEK - 1, 0,
	    is_monday, NULL, &slots);
	ck_assert_uint_eq(slots.count, 1);
	slots_clear(&slots);
	slots_between(memdb, &plain, SUNDAY, SUNDAY - 1, 0, NULL, NULL, &slots);
	ck_assert_uint_eq(slots.count, 0);
	slots_clear(&slots);
	slots_between(memdb, &plain, SUNDAY, SUNDAY + MINUTES_PER_WEEK - 1, 5,
	    NULL, NULL, &slots);
	ck_assert(slots.is_cut);
	ck_assert_uint_eq(slots.count, 5);
	slots_clear(&slots);
	memdb_release(memdb);
}
END_TEST

START_TEST(the_next_slot_and_the_number_of_slots_agree)
{
	const struct strategy *hourly;
	int64_t first = 0, last = 0;

	set_up();
	hourly = memdb_strategy(memdb, "hourly");
	ck_assert_int_eq(slots_next(hourly, &utc, SUNDAY, SUNDAY + 15), -1);
	ck_assert_int_eq(slots_next(hourly, &utc, SUNDAY, SUNDAY + 16),
	    SUNDAY + 15);
	ck_assert_int_eq(slots_count(hourly, &utc, SUNDAY + 15,
			     SUNDAY + MINUTES_PER_WEEK + 14, &first, &last),
	    168);
	ck_assert_int_eq(first, SUNDAY + 15);
	ck_assert_int_eq(last, SUNDAY + MINUTES_PER_WEEK - 45);
	ck_assert_int_eq(slots_count(hourly, &utc, SUNDAY, SUNDAY + 14, &first,
			     &last),
	    0);
	memdb_release(memdb);
}
END_TEST

/* A zone with what zones do: forward, back, twice in a day, a day left out. */
static struct zone_change changes[] = {
	{ INT64_C(1774746000), 7200 },      /* 2026-03-29 01:00 */
	{ INT64_C(1792890000), 3600 },      /* 2026-10-25 01:00 */
	{ INT64_C(1795305600) + 30, 5400 }, /* in the middle of a minute */
	{ INT64_C(1795305600) + 7200, 3600 },
	{ INT64_C(1796000400), 3600 + 86400 },
	{ INT64_C(1799000000), -36000 },
	{ INT64_C(1806195600), 7200 },
};

START_TEST(counting_by_weeks_finds_what_stepping_does)
{
	static const struct frequency rows[] = { { -1, 2, 30 }, { 0, 2, 30 },
		{ -1, -1, 15 }, { 3, -1, 0 }, { 6, 23, 59 }, { 0, 0, 0 },
		{ -1, 2, 0 } };
	const struct zone zone = { .first_offset_s = 3600,
		.count = COUNT_OF(changes),
		.changes = changes };
	const int64_t begin = INT64_C(1774000000) / 60;

	for (size_t from = 0; from < COUNT_OF(rows); from++)
		for (size_t to = from + 1; to <= COUNT_OF(rows); to++) {
			const struct strategy one = { .frequency_count = to -
				    from,
				.frequencies = &rows[from] };
			int64_t first = begin + (int64_t)(from * 997);
			int64_t last = first +
			    (int64_t)(to * 75) * MINUTES_PER_DAY +
			    (int64_t)(from * 131);
			int64_t found = 0, a = -1, b = -1, c = 0, d = 0;

			for (int64_t slot =
				 slots_next(&one, &zone, first, last + 1);
			     slot >= 0; slot = slots_next(&one, &zone, slot + 1,
					    last + 1)) {
				a = found++ == 0 ? slot : a;
				b = slot;
			}
			ck_assert_int_eq(slots_count(&one, &zone, first, last,
					     &c, &d),
			    found);
			ck_assert_int_eq(c, a);
			ck_assert_int_eq(d, b);
		}
}
END_TEST

START_TEST(fifty_years_are_counted_at_once)
{
	static struct frequency rows[60];
	const struct strategy each_minute = { .frequency_count = 60,
		.frequencies = rows };
	int64_t first = 0, last = 0;

	for (int8_t i = 0; i < 60; i++)
		rows[i] = (struct frequency){ -1, -1, i };
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(slots_count(&each_minute, &utc, 1, SUNDAY,
				     &first, &last),
		    SUNDAY);
	ck_assert_int_eq(first, 1);
	ck_assert_int_eq(last, SUNDAY);
}
END_TEST

UNIT_MAIN("daemon/slots", each_slot_stands_once_by_strategy_then_by_time,
    each_strategy_is_due_in_its_own_zone, only_what_is_wanted_is_found,
    the_next_slot_and_the_number_of_slots_agree,
    counting_by_weeks_finds_what_stepping_does, fifty_years_are_counted_at_once)
