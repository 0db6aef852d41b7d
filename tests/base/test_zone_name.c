#include "config.h"

#include "base/zone_name.h"

#include "base/defs.h"
#include "base/limits.h"
#include "tests/unit.h"

START_TEST(a_name_never_leaves_the_folder_of_zones)
{
	static const char *const good[] = { "Europe/Prague", "UTC", "Etc/GMT+5",
		"America/Argentina/Buenos_Aires", "CET-1CEST,M3.5.0,M10.5.0/3",
		"<+0330>-3:30", "Central Europe Standard Time",
		"America/Port-au-Prince", "a..b/c." };
	static const char *const bad[] = { "", "/etc/localtime", "../secret",
		"Europe/../../etc/shadow", "Europe/..", "..", ".", "./UTC",
		"Europe//Prague", "Europe/", "a\nb", "a\\b", "\xc3\xa9", "a;b",
		":Europe/Prague;" };
	char name[LIMIT_ZONE_NAME + 2];
	struct fault fault;

	for (size_t i = 0; i < COUNT_OF(good); i++)
		ck_assert_msg(zone_name_check(good[i], &fault), "%s", good[i]);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		ck_assert_msg(!zone_name_check(bad[i], &fault), "%s", bad[i]);
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	}
	ck_assert(!zone_name_check("../x", &fault));
	ck_assert_str_eq(fault.text,
	    "'../x' is not a time zone such as Europe/Prague, local or "
	    "CET-1CEST,M3.5.0,M10.5.0/3");
	memset(name, 'a', sizeof(name));
	name[LIMIT_ZONE_NAME] = '\0';
	ck_assert(zone_name_check(name, &fault));
	name[LIMIT_ZONE_NAME] = 'a';
	name[LIMIT_ZONE_NAME + 1] = '\0';
	ck_assert(!zone_name_check(name, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text,
	    "the name of a time zone is longer than 255 bytes");
}
END_TEST

START_TEST(the_nearest_name_is_found)
{
	static const char *const names[] = { "Europe/Prague", "Europe/Paris",
		"America/New_York", "UTC" };
	const struct {
		const char *typed, *nearest;
	} cases[] = {
		{ "Europe/Pargue", "Europe/Prague" },
		{ "europe/prague", "Europe/Prague" },
		{ "Prague", "Europe/Prague" },
		{ "NewYork", "America/New_York" },
		{ "Paris", "Europe/Paris" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_str_eq(zone_name_nearest(cases[i].typed, names,
				     COUNT_OF(names)),
		    cases[i].nearest);
	ck_assert_ptr_null(
	    zone_name_nearest("nonsense", names, COUNT_OF(names)));
	ck_assert_ptr_null(zone_name_nearest("UTC", names, 0));
}
END_TEST

UNIT_MAIN("base/zone_name", a_name_never_leaves_the_folder_of_zones,
    the_nearest_name_is_found)
