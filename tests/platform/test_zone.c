#include "config.h"

#include "platform/zone.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/defs.h"
#include "base/mem.h"
#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

#define ZONES "/usr/share/zoneinfo"
/* 1900-01-01 and 2100-01-01, UTC. */
#define COMPARED_BEGIN INT64_C(-2208988800)
/* Before 1971 the C library reads a rule as no rule. */
#define RULES_BEGIN INT64_C(31536000)
#define COMPARED_END INT64_C(4102444800)
#define DAY INT64_C(86400)

static struct fault fault;

static void
set_tz(const char *value)
{
	if (value == NULL)
		ck_assert_int_eq(unsetenv("TZ"), 0);
	else
		ck_assert_int_eq(setenv("TZ", value, 1), 0);
	tzset();
}

static int32_t
system_offset(int64_t utc_s)
{
	time_t when = (time_t)utc_s;
	struct tm local;

	ck_assert_ptr_nonnull(localtime_r(&when, &local));
	return (int32_t)local.tm_gmtoff;
}

static void
compare_at(const struct zone *zone, const char *name, int64_t utc_s)
{
	int32_t offset_s = zone_offset(zone, utc_s);

	if (offset_s != system_offset(utc_s))
		ck_abort_msg("%s at %ld: %d is not the system's %d", name,
		    (long)utc_s, (int)offset_s, (int)system_offset(utc_s));
}

/* Around each change of ours, and some times a day for those of the system. */
static void
compare(const struct zone *zone, const char *name, int64_t begin_s,
    int64_t step_s)
{
	for (size_t i = 0; i < zone->count; i++) {
		int64_t utc_s = zone->changes[i].utc_s;

		if (utc_s < begin_s || utc_s > COMPARED_END)
			continue;
		compare_at(zone, name, utc_s - 1);
		compare_at(zone, name, utc_s);
	}
	for (int64_t at = begin_s; at < COMPARED_END; at += step_s)
		compare_at(zone, name, at);
}

/* Every file below the folder; returns how many. */
static int
compare_folder(const char *folder, const char *prefix, int64_t step_s)
{
	char **names;
	size_t count;
	int compared = 0;

	ck_assert_msg(file_list(folder, &names, &count, &fault), "%s",
	    fault.text);
	for (size_t i = 0; i < count; i++) {
		char *path = file_join(folder, names[i]);
		char *name = mem_format("%s%s", prefix, names[i]);
		struct zone zone = { 0 };

		if (names[i][0] < 'A' || names[i][0] > 'Z') {
			; /* lists, and posix/ and right/ */
		} else if (file_kind(path) == FILE_FOLDER) {
			char *inner = mem_format("%s/", name);

			compared += compare_folder(path, inner, step_s);
			free(inner);
		} else {
			ck_assert_msg(zone_read(name, &zone, &fault), "%s",
			    fault.text);
			ck_assert(zone_check(&zone, &fault));
			set_tz(name);
			compare(&zone, name, COMPARED_BEGIN, step_s);
			zone_clear(&zone);
			compared++;
		}
		free(names[i]);
		free(path);
		free(name);
	}
	free(names);
	return compared;
}

START_TEST(every_zone_of_the_system_is_what_the_c_library_says)
{
	/* ZONE_STEP_S=3600 looks at every hour of two centuries. */
	const char *step = getenv("ZONE_STEP_S");

	if (file_kind(ZONES) != FILE_FOLDER)
		return; /* a machine without zones */
	ck_assert_int_gt(compare_folder(ZONES, "",
			     step == NULL ? 183 * DAY : strtol(step, NULL, 10)),
	    400);
}
END_TEST

START_TEST(a_rule_is_what_the_c_library_says)
{
	static const char *const rules[] = { "CET-1CEST,M3.5.0,M10.5.0/3",
		"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
		"<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
		"EET-2EEST,M3.4.4/50,M10.4.4/50", "AAA3BBB,J60/0,J300/23:59:59",
		"AAA-14:00:01BBB,1,364", "UTC0", "<-12>12" };

	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		struct zone zone;

		ck_assert_msg(zone_read(rules[i], &zone, &fault), "%s",
		    fault.text);
		set_tz(rules[i]);
		compare(&zone, rules[i], RULES_BEGIN, 3 * DAY);
		zone_clear(&zone);
	}
}
END_TEST

START_TEST(the_machines_zone_is_what_tz_or_its_file_says)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "Test");
	char *linked = mem_format(":%s", path);
	const char *const values[] = { "", "UTC", ":UTC",
		"CET-1CEST,M3.5.0,M10.5.0/3", ":CET-1CEST,M3.5.0,M10.5.0/3",
		path, linked, "Test", ":Test", NULL };
	struct zone zone;

	/* With zones of our own, so that none need be installed. */
	ck_assert_int_eq(setenv("TZDIR", folder, 1), 0);
	free(scratch_file(folder, "Test", "TZif2" /* and zeros */));
	free(scratch_file(folder, "broken", "TZif9"));
	ck_assert_int_eq(unlink(path), 0);
	{
		static const unsigned char bytes[] = { 'T', 'Z', 'i', 'f', 0, 0,
			0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
			0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4,
			0, 0, 0x46, 0x50, 0, 0, 'X', 'X', 'X', 0 };

		ck_assert(file_replace(path, bytes, sizeof(bytes), &fault));
	}
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		set_tz(values[i]);
		ck_assert_msg(zone_read(ZONE_LOCAL, &zone, &fault), "%s",
		    fault.text);
		if (values[i] == NULL &&
		    file_kind("/etc/localtime") == FILE_NONE)
			ck_assert_int_eq(zone.first_offset_s, 0);
		compare(&zone, values[i] == NULL ? "localtime" : values[i],
		    RULES_BEGIN, 31 * DAY);
		zone_clear(&zone);
	}
	set_tz("Nowhere/Land");
	ck_assert(!zone_read(ZONE_LOCAL, &zone, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	set_tz("broken");
	ck_assert(!zone_read(ZONE_LOCAL, &zone, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	free(linked);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(an_unknown_zone_is_named_with_the_nearest)
{
	char *folder = scratch_new();
	char *europe = file_join(folder, "Europe");
	char *expected = mem_format("there is no time zone 'Europe/Pargue' in "
				    "%.60s; nearest is 'Europe/Prague'",
	    folder);
	struct zone zone;

	ck_assert_int_eq(setenv("TZDIR", folder, 1), 0);
	ck_assert_int_eq(mkdir(europe, 0700), 0);
	free(scratch_file(europe, "Prague", "TZif"));
	ck_assert(!zone_read("Europe/Pargue", &zone, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert_str_eq(fault.text, expected);
	ck_assert(!zone_read("Prague", &zone, &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "'Europe/Prague'"));
	ck_assert(!zone_read("Europe/Prague", &zone, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert(!zone_read("Europe", &zone, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert(!zone_read("../etc/passwd", &zone, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert(!zone_read("/etc/localtime", &zone, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	/* UTC needs no file. */
	ck_assert(zone_read("UTC", &zone, &fault));
	ck_assert_uint_eq(zone.count, 0);
	free(expected);
	free(europe);
	scratch_free(folder);
}
END_TEST

START_TEST(a_file_is_never_read_beyond_its_limit)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "Large");
	char *bytes = mem_new(1, 1 << 20);
	struct zone zone;

	ck_assert_int_eq(setenv("TZDIR", folder, 1), 0);
	ck_assert(file_replace(path, bytes, (64 << 10) + 1, &fault));
	ck_assert(!zone_read("Large", &zone, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert(file_replace(path, bytes, 64 << 10, &fault));
	ck_assert(!zone_read("Large", &zone, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert(!zone_read("Large", &zone, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	free(bytes);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_changed_file_has_another_stamp)
{
	char *folder = scratch_new();
	char *path, *other;
	uint64_t absent, first, replaced, linked;

	ck_assert_int_eq(setenv("TZDIR", folder, 1), 0);
	absent = zone_stamp("Test");
	ck_assert_uint_eq(zone_stamp("Test"), absent);
	path = scratch_file(folder, "Test", "a");
	first = zone_stamp("Test");
	ck_assert_uint_ne(first, absent);
	ck_assert_uint_eq(zone_stamp("Test"), first);
	ck_assert(file_replace(path, "a", 1, &fault));
	replaced = zone_stamp("Test");
	ck_assert_uint_ne(replaced, first);
	/* A link that leads elsewhere, as /etc/localtime does. */
	other = scratch_file(folder, "Other", "a");
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(symlink("Other", path), 0);
	linked = zone_stamp("Test");
	ck_assert_uint_ne(linked, replaced);
	set_tz("Test");
	ck_assert_uint_eq(zone_stamp(ZONE_LOCAL), linked);
	free(path);
	free(other);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("platform/zone", every_zone_of_the_system_is_what_the_c_library_says,
    a_rule_is_what_the_c_library_says,
    the_machines_zone_is_what_tz_or_its_file_says,
    an_unknown_zone_is_named_with_the_nearest,
    a_file_is_never_read_beyond_its_limit, a_changed_file_has_another_stamp)
