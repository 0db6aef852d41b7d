#include "config.h"

#include "daemon/slots.h"

#include "tests/unit.h"

/* 2026-11-22 is a Sunday; UTC. */
#define SUNDAY (INT64_C(1795305600) / 60)

static const struct zone utc;
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
	slots_between(memdb, &utc, SUNDAY, SUNDAY + 2 * MINUTES_PER_DAY - 1,
	    NULL, NULL, &slots);
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

START_TEST(only_what_is_wanted_is_found)
{
	struct slots slots;

	set_up();
	slots_between(memdb, &utc, SUNDAY, SUNDAY + MINUTES_PER_WEEK - 1,
	    is_monday, NULL, &slots);
	ck_assert_uint_eq(slots.count, 1);
	slots_clear(&slots);
	slots_between(memdb, &utc, SUNDAY, SUNDAY - 1, NULL, NULL, &slots);
	ck_assert_uint_eq(slots.count, 0);
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

UNIT_MAIN("daemon/slots", each_slot_stands_once_by_strategy_then_by_time,
    only_what_is_wanted_is_found, the_next_slot_and_the_number_of_slots_agree)
