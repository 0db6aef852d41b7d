#include "config.h"

#include "platform/zone.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/tzrule.h"
#include "base/zone_name.h"

/* Windows knows rules by year; none of them is older. */
enum { FIRST_YEAR = 1970, KEY_NAME_MAX = 4 * 128 };

/* One year of a zone: what Windows calls bias, as offsets. */
struct year {
	int64_t year;
	int32_t standard_s, summer_s;
	bool has_summer;
	SYSTEMTIME begin, end; /* of summer time */
};

static void
name_of(const DYNAMIC_TIME_ZONE_INFORMATION *about, char room[KEY_NAME_MAX])
{
	int size = WideCharToMultiByte(CP_UTF8, 0, about->TimeZoneKeyName, -1,
	    room, KEY_NAME_MAX, NULL, NULL);

	if (size <= 0)
		room[0] = '\0';
}

static struct year
year_of(DYNAMIC_TIME_ZONE_INFORMATION *about, int64_t number)
{
	struct year year = { .year = number };
	TIME_ZONE_INFORMATION rules;

	/* What it does not know, or shall not change, is as now. */
	if (about->DynamicDaylightTimeDisabled ||
	    !GetTimeZoneInformationForYear((USHORT)number, about, &rules)) {
		rules.Bias = about->Bias;
		rules.StandardBias = about->StandardBias;
		rules.DaylightBias = about->DaylightBias;
		rules.StandardDate = about->StandardDate;
		rules.DaylightDate = about->DaylightDate;
	}
	year.standard_s = -60 * (int32_t)(rules.Bias + rules.StandardBias);
	year.summer_s = -60 * (int32_t)(rules.Bias + rules.DaylightBias);
	year.has_summer = rules.StandardDate.wMonth != 0 &&
	    rules.DaylightDate.wMonth != 0;
	year.begin = rules.DaylightDate;
	year.end = rules.StandardDate;
	return year;
}

/* When the clock, until then `offset_s` ahead of UTC, is changed. */
static int64_t
instant_of(const SYSTEMTIME *date, int64_t year, int32_t offset_s)
{
	/* 23:59:59.999 means midnight. */
	int32_t time_s = date->wHour * 3600 + date->wMinute * 60 +
	    date->wSecond + (date->wMilliseconds > 500);
	const struct tzrule_date rule = { .kind = TZRULE_WEEK_DAY,
		.month = date->wMonth,
		.week = date->wDay,
		.day = date->wDayOfWeek,
		.time_s = time_s };
	const struct civil civil = { .year = date->wYear,
		.month = date->wMonth,
		.day = date->wDay };

	if (date->wYear == 0)
		return tzrule_instant(&rule, year, offset_s);
	return civil_to_seconds(&civil) + time_s - offset_s;
}

static void
add_year(struct zone *zone, const struct year *year)
{
	const struct civil new_year = { .year = year->year,
		.month = 1,
		.day = 1 };
	int64_t begin_s = instant_of(&year->begin, year->year,
	    year->standard_s);
	int64_t end_s = instant_of(&year->end, year->year, year->summer_s);
	bool is_south = year->has_summer && end_s < begin_s;
	int32_t first_s = is_south ? year->summer_s : year->standard_s;

	/* Each year stands for itself, from its first local second on. */
	if (year->year == FIRST_YEAR)
		zone->first_offset_s = first_s;
	else
		zone_append(zone, civil_to_seconds(&new_year) - first_s,
		    first_s);
	if (!year->has_summer)
		return;
	if (is_south)
		zone_append(zone, end_s, year->standard_s);
	zone_append(zone, begin_s, year->summer_s);
	if (!is_south)
		zone_append(zone, end_s, year->standard_s);
}

static void
expand(DYNAMIC_TIME_ZONE_INFORMATION *about, struct zone *out_zone)
{
	struct zone zone = { 0 };

	for (int64_t i = FIRST_YEAR; i <= TZRULE_LAST_YEAR; i++) {
		struct year year = year_of(about, i);

		add_year(&zone, &year);
	}
	*out_zone = zone;
}

static bool
read_local(struct zone *out_zone, struct fault *fault)
{
	DYNAMIC_TIME_ZONE_INFORMATION about;

	if (GetDynamicTimeZoneInformation(&about) == TIME_ZONE_ID_INVALID)
		return fault_set(fault, FAULT_SYSTEM,
		    "the system's time zone cannot be read: error %lu",
		    (unsigned long)GetLastError());
	expand(&about, out_zone);
	return true;
}

struct names {
	char **names;
	size_t count;
};

/* By the name of its key, in any case; all names on the way. */
static bool
find(const char *name, DYNAMIC_TIME_ZONE_INFORMATION *out_about,
    struct names *names)
{
	char key[KEY_NAME_MAX];

	for (DWORD i = 0;
	     EnumDynamicTimeZoneInformation(i, out_about) == ERROR_SUCCESS;
	     i++) {
		name_of(out_about, key);
		if (text_equal_fold(key, name))
			return true;
		names->names = mem_grow(names->names, names->count + 1,
		    sizeof(*names->names));
		names->names[names->count++] = mem_text(key);
	}
	return false;
}

static bool
fault_absent(const char *name, const struct names *names, struct fault *fault)
{
	const char *nearest = zone_name_nearest(name,
	    (const char *const *)names->names, names->count);

	return fault_set(fault, FAULT_ABSENT,
	    "this system has no time zone '%.60s'%s%s%s", name,
	    nearest == NULL ? "" : "; nearest is '",
	    nearest == NULL ? "" : nearest, nearest == NULL ? "" : "'");
}

static bool
read_name(const char *name, struct zone *out_zone, struct fault *fault)
{
	DYNAMIC_TIME_ZONE_INFORMATION about;
	struct names names = { 0 };
	struct tzrule rule;
	struct fault own;
	bool done = true;

	if (find(name, &about, &names)) {
		expand(&about, out_zone);
	} else if (tzrule_read(name, &rule, &own)) {
		*out_zone = (struct zone){ 0 };
		tzrule_expand(&rule, INT64_MIN, out_zone);
	} else if (strcmp(name, "UTC") == 0) {
		*out_zone = (struct zone){ 0 };
	} else {
		done = fault_absent(name, &names, fault);
	}
	for (size_t i = 0; i < names.count; i++)
		free(names.names[i]);
	free(names.names);
	return done;
}

bool
zone_read(const char *name, struct zone *out_zone, struct fault *fault)
{
	if (strcmp(name, ZONE_LOCAL) == 0)
		return read_local(out_zone, fault);
	return zone_name_check(name, fault) && read_name(name, out_zone, fault);
}

/* There is no file to look at: the zone itself is the stamp. */
uint64_t
zone_stamp(const char *name)
{
	uint64_t stamp = UINT64_C(14695981039346656037);
	struct zone zone;
	struct fault fault;

	if (!zone_read(name, &zone, &fault))
		return 0;
	stamp = (stamp ^ (uint64_t)(int64_t)zone.first_offset_s) *
	    UINT64_C(1099511628211);
	for (size_t i = 0; i < zone.count; i++) {
		stamp = (stamp ^ (uint64_t)zone.changes[i].utc_s) *
		    UINT64_C(1099511628211);
		stamp = (stamp ^ (uint64_t)(int64_t)zone.changes[i].offset_s) *
		    UINT64_C(1099511628211);
	}
	zone_clear(&zone);
	return stamp;
}
