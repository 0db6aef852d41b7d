#include "config.h"

#include "daemon/zones.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/zone.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static struct fault fault;
static char *folder;

/* A zone file of the first version: `offset_s`, always. */
static void
put_zone(const char *name, int32_t offset_s)
{
	unsigned char bytes[] = { 'T', 'Z', 'i', 'f', 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 'X', 'X', 'X',
		0 };
	char *path = file_join(folder, name);

	for (int i = 0; i < 4; i++)
		bytes[44 + i] = (unsigned char)((uint32_t)offset_s >>
		    8 * (3 - i));
	ck_assert(file_replace(path, bytes, sizeof(bytes), &fault));
	free(path);
}

static void
remove_zone(const char *name)
{
	char *path = file_join(folder, name);

	ck_assert(file_remove(path, &fault));
	free(path);
}

static void
set_up(void)
{
	folder = scratch_new();
	ck_assert_int_eq(setenv("TZDIR", folder, 1), 0);
	ck_assert_int_eq(setenv("TZ", "Home", 1), 0);
	put_zone("Home", 3600);
	put_zone("East", 7200);
	put_zone("West", -18000);
}

/* Strategies "a" to whatever, each with its zone or NULL. */
static struct memdb *
plan(const char *const *names, size_t count)
{
	const struct connection connection = { .id = "C_1",
		.name = "local",
		.instance = "XE",
		.ip = "127.0.0.1",
		.port = "1521",
		.is_alive = true };
	struct memdb *memdb = memdb_new();

	ck_assert(memdb_add_connection(memdb, &connection, &fault));
	for (size_t i = 0; i < count; i++) {
		char *id = mem_format("s%05zu", i);
		const struct strategy strategy = { .id = id,
			.connection = "C_1",
			.is_alive = true };
		const struct option option = { OPTION_STRATEGY, id, "timezone",
			names[i] };

		ck_assert(memdb_add_strategy(memdb, &strategy, &fault));
		if (names[i] != NULL)
			ck_assert(memdb_add_option(memdb, &option, &fault));
		free(id);
	}
	ck_assert_msg(memdb_seal(memdb, &fault), "%s", fault.text);
	return memdb;
}

static int32_t
offset_of(const struct zones *zones, size_t i, int64_t utc_s)
{
	return zone_offset(zones_of(zones, &zones->strategies[i]), utc_s);
}

START_TEST(each_strategy_has_its_zone_or_the_standard_one)
{
	static const char *const names[] = { NULL, "East", "West", "East",
		"CET-1", "Nowhere" };
	struct zones zones = { 0 };
	struct memdb *memdb;

	set_up();
	memdb = plan(names, COUNT_OF(names));
	zones_make(&zones, memdb, "West");
	ck_assert_int_eq(zones.machine.first_offset_s, 3600);
	ck_assert_int_eq(zones_standard(&zones)->first_offset_s, -18000);
	ck_assert_int_eq(offset_of(&zones, 0, 0), -18000);
	ck_assert_int_eq(offset_of(&zones, 1, 0), 7200);
	ck_assert_int_eq(offset_of(&zones, 2, 0), -18000);
	ck_assert_int_eq(offset_of(&zones, 3, 0), 7200);
	ck_assert_int_eq(offset_of(&zones, 4, 0), 3600);
	/* What cannot be read is the standard one, and said. */
	ck_assert_int_eq(offset_of(&zones, 5, 0), -18000);
	ck_assert_str_eq(zones_name(&zones, &zones.strategies[5]), "West");
	ck_assert_str_eq(zones_name(&zones, &zones.strategies[1]), "East");
	ck_assert_uint_eq(zones.count, 4);
	zones_clear(&zones);
	memdb_release(memdb);
	scratch_free(folder);
}
END_TEST

START_TEST(without_a_plan_or_a_file_there_is_utc)
{
	struct zones zones = { 0 };

	set_up();
	ck_assert_int_eq(zone_offset(zones_standard(&zones), 0), 0);
	zones_make(&zones, NULL, ZONE_LOCAL);
	ck_assert_int_eq(zone_offset(zones_standard(&zones), 0), 3600);
	zones_clear(&zones);
	ck_assert_int_eq(setenv("TZ", "Nowhere", 1), 0);
	zones_make(&zones, NULL, ZONE_LOCAL);
	ck_assert_int_eq(zone_offset(zones_standard(&zones), 0), 0);
	zones_clear(&zones);
	scratch_free(folder);
}
END_TEST

START_TEST(a_changed_zone_file_is_noticed)
{
	static const char *const names[] = { NULL, "East" };
	struct zones zones = { 0 };
	struct memdb *memdb;

	set_up();
	memdb = plan(names, COUNT_OF(names));
	zones_make(&zones, memdb, ZONE_LOCAL);
	put_zone("East", 10800);
	put_zone("Home", 0);
	zones_look(&zones, 6000);
	/* What the wall has shown stays. */
	ck_assert_int_eq(offset_of(&zones, 1, 5999), 7200);
	ck_assert_int_eq(offset_of(&zones, 1, 6000), 10800);
	ck_assert_int_eq(offset_of(&zones, 0, 5999), 3600);
	ck_assert_int_eq(offset_of(&zones, 0, 6000), 0);
	ck_assert_int_eq(zones.machine.first_offset_s, 0);
	/* A damaged one, or none, changes nothing. */
	free(scratch_file(folder, "Hom", "x"));
	remove_zone("East");
	zones_look(&zones, 7000);
	ck_assert_int_eq(offset_of(&zones, 1, 8000), 10800);
	free(scratch_file(folder, "East", "TZif, but not really"));
	zones_look(&zones, 7000);
	ck_assert_int_eq(offset_of(&zones, 1, 8000), 10800);
	/* Nor does a new plan forget what was joined. */
	zones_make(&zones, memdb, ZONE_LOCAL);
	ck_assert_int_eq(offset_of(&zones, 1, 5999), 7200);
	ck_assert_int_eq(offset_of(&zones, 1, 6000), 10800);
	remove_zone("East");
	put_zone("East", 3600);
	zones_look(&zones, 9000);
	ck_assert_int_eq(offset_of(&zones, 1, 8999), 10800);
	ck_assert_int_eq(offset_of(&zones, 1, 9000), 3600);
	zones_clear(&zones);
	memdb_release(memdb);
	scratch_free(folder);
}
END_TEST

START_TEST(a_zone_that_comes_later_is_used_from_then_on)
{
	static const char *const names[] = { "Late" };
	struct zones zones = { 0 };
	struct memdb *memdb;

	set_up();
	memdb = plan(names, COUNT_OF(names));
	zones_make(&zones, memdb, ZONE_LOCAL);
	ck_assert_int_eq(offset_of(&zones, 0, 0), 3600);
	put_zone("Late", -3600);
	zones_look(&zones, 6000);
	ck_assert_int_eq(offset_of(&zones, 0, 7000), -3600);
	zones_clear(&zones);
	memdb_release(memdb);
	scratch_free(folder);
}
END_TEST

START_TEST(a_plan_has_at_most_so_many_zones)
{
	static const char *names[LIMIT_ZONES + 1];
	struct zones zones = { 0 };
	struct memdb *memdb;

	set_up();
	for (size_t i = 0; i < COUNT_OF(names); i++)
		names[i] = mem_format("AAA-0:%02zu:%02zu", i / 60, i % 60);
	memdb = plan(names, COUNT_OF(names));
	zones_make(&zones, memdb, "UTC0");
	ck_assert_uint_eq(zones.count, LIMIT_ZONES);
	ck_assert_int_eq(offset_of(&zones, LIMIT_ZONES - 2, 0),
	    LIMIT_ZONES - 2);
	ck_assert_int_eq(offset_of(&zones, LIMIT_ZONES - 1, 0), 0);
	ck_assert_int_eq(offset_of(&zones, LIMIT_ZONES, 0), 0);
	zones_clear(&zones);
	memdb_release(memdb);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("daemon/zones", each_strategy_has_its_zone_or_the_standard_one,
    without_a_plan_or_a_file_there_is_utc, a_changed_zone_file_is_noticed,
    a_zone_that_comes_later_is_used_from_then_on,
    a_plan_has_at_most_so_many_zones)
