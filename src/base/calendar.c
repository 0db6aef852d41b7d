#include "config.h"

#include "base/calendar.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

#define SECONDS_PER_DAY INT64_C(86400)

/* The Gregorian calendar repeats itself every 400 years. */
enum {
	DAYS_PER_ERA = 146097,
	DAYS_PER_CENTURY = 36524, /* the last of an era has one more */
	DAYS_PER_FOUR = 1461,
	DAYS_PER_YEAR = 365,
	DAYS_TO_EPOCH = 719468 /* from 0000-03-01 to 1970-01-01 */
};

/* 0000-01-01 and 9999-12-31T23:59:59: RFC 3339 has four digits. */
#define FIRST_SHOWN INT64_C(-62167219200)
#define LAST_SHOWN INT64_C(253402300799)

int64_t
floor_div(int64_t value, int64_t by)
{
	int64_t quotient = value / by;

	return value % by < 0 ? quotient - 1 : quotient;
}

/* What floor_div leaves, 0 to by - 1. */
static int64_t
floor_rest(int64_t value, int64_t by)
{
	int64_t rest = value % by;

	return rest < 0 ? rest + by : rest;
}

void
zone_clear(struct zone *zone)
{
	free(zone->changes);
	*zone = (struct zone){ 0 };
}

void
zone_append(struct zone *zone, int64_t utc_s, int32_t offset_s)
{
	struct zone_change *last = zone->count == 0 ?
	    NULL :
	    &zone->changes[zone->count - 1];

	if (last != NULL && utc_s == last->utc_s) {
		zone->count--;
		zone_append(zone, utc_s, offset_s);
		return;
	}
	if (last != NULL && utc_s < last->utc_s)
		return;
	if (offset_s == (last == NULL ? zone->first_offset_s : last->offset_s))
		return;
	/* It is full when it holds a power of two. */
	if ((zone->count & (zone->count - 1)) == 0)
		zone->changes = mem_grow(zone->changes,
		    zone->count == 0 ? 1 : 2 * zone->count,
		    sizeof(*zone->changes));
	zone->changes[zone->count++] = (struct zone_change){ utc_s, offset_s };
}

void
zone_join(const struct zone *before, const struct zone *after, int64_t utc_s,
    struct zone *out_zone)
{
	struct zone zone = { .first_offset_s = before->first_offset_s };

	for (size_t i = 0;
	     i < before->count && before->changes[i].utc_s < utc_s; i++)
		zone_append(&zone, before->changes[i].utc_s,
		    before->changes[i].offset_s);
	zone_append(&zone, utc_s, zone_offset(after, utc_s));
	for (size_t i = zone_changes_until(after, utc_s); i < after->count; i++)
		zone_append(&zone, after->changes[i].utc_s,
		    after->changes[i].offset_s);
	*out_zone = zone;
}

void
zone_copy(const struct zone *zone, struct zone *out_zone)
{
	zone_join(zone, zone, INT64_MIN, out_zone);
}

bool
zone_equal(const struct zone *a, const struct zone *b)
{
	if (a->first_offset_s != b->first_offset_s || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->changes[i].utc_s != b->changes[i].utc_s ||
		    a->changes[i].offset_s != b->changes[i].offset_s)
			return false;
	return true;
}

static bool
is_offset(int32_t offset_s)
{
	return offset_s >= -ZONE_OFFSET_MOST && offset_s <= ZONE_OFFSET_MOST;
}

bool
zone_check(const struct zone *zone, struct fault *fault)
{
	int32_t offset_s = zone->first_offset_s;

	for (size_t i = 0; i <= zone->count; i++) {
		if (!is_offset(offset_s))
			return fault_set(fault, FAULT_FORMAT,
			    "offset %" PRId32 " s of a zone is not -%d to %d",
			    offset_s, ZONE_OFFSET_MOST, ZONE_OFFSET_MOST);
		if (i == zone->count)
			break;
		if (i > 0 &&
		    zone->changes[i].utc_s <= zone->changes[i - 1].utc_s)
			return fault_set(fault, FAULT_FORMAT,
			    "change %zu of a zone is not after the one before",
			    i + 1);
		offset_s = zone->changes[i].offset_s;
	}
	return true;
}

size_t
zone_changes_until(const struct zone *zone, int64_t utc_s)
{
	size_t low = 0;
	size_t high = zone->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->changes[middle].utc_s <= utc_s)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int32_t
zone_offset(const struct zone *zone, int64_t utc_s)
{
	size_t count = zone_changes_until(zone, utc_s);

	return count == 0 ? zone->first_offset_s :
			    zone->changes[count - 1].offset_s;
}

static int64_t
at_most(int64_t value, int64_t most)
{
	return value < most ? value : most;
}

/*
 * Years are counted from 1 March, so that the leap day is a year's last and
 * the lengths of the months follow one line: 153 days every five.
 */
struct civil
civil_from_seconds(int64_t seconds)
{
	int64_t days = floor_div(seconds, SECONDS_PER_DAY);
	int64_t second = floor_rest(seconds, SECONDS_PER_DAY);
	int64_t from_march = days + DAYS_TO_EPOCH;
	int64_t era = floor_div(from_march, DAYS_PER_ERA);
	int64_t rest = floor_rest(from_march, DAYS_PER_ERA);
	int64_t century = at_most(rest / DAYS_PER_CENTURY, 3);
	int64_t four, year, month;
	struct civil civil;

	rest -= century * DAYS_PER_CENTURY;
	four = rest / DAYS_PER_FOUR;
	rest -= four * DAYS_PER_FOUR;
	year = at_most(rest / DAYS_PER_YEAR, 3);
	rest -= year * DAYS_PER_YEAR;
	month = (5 * rest + 2) / 153; /* 0 is March */
	civil.day = (int)(rest - (153 * month + 2) / 5 + 1);
	civil.month = (int)(month < 10 ? month + 3 : month - 9);
	civil.year = era * 400 + century * 100 + four * 4 + year +
	    (civil.month <= 2);
	civil.hour = (int)(second / 3600);
	civil.minute = (int)(second / 60 % 60);
	civil.second = (int)(second % 60);
	/* 1970-01-01 was a Thursday. */
	civil.week_day = (int)floor_rest(days + 4, 7);
	return civil;
}

int64_t
civil_to_seconds(const struct civil *civil)
{
	int64_t year = civil->year - (civil->month <= 2);
	int64_t era = floor_div(year, 400);
	int64_t of_era = floor_rest(year, 400);
	int64_t month = civil->month + (civil->month <= 2 ? 9 : -3);
	int64_t days = era * DAYS_PER_ERA + of_era * DAYS_PER_YEAR +
	    of_era / 4 - of_era / 100 + (153 * month + 2) / 5 + civil->day - 1 -
	    DAYS_TO_EPOCH;

	return days * SECONDS_PER_DAY + civil->hour * INT64_C(3600) +
	    civil->minute * 60 + civil->second;
}

int
minute_of_week(int64_t local_minute)
{
	int64_t since_thursday = floor_rest(local_minute, MINUTES_PER_WEEK);

	return (int)((since_thursday + 4 * MINUTES_PER_DAY) % MINUTES_PER_WEEK);
}

static int64_t
shown(int64_t seconds)
{
	if (seconds < FIRST_SHOWN)
		return FIRST_SHOWN;
	return at_most(seconds, LAST_SHOWN);
}

/* "2026-10-25T01:30:00"; returns its length. */
static size_t
format_civil(char room[CALENDAR_TEXT_MAX], int64_t seconds)
{
	struct civil civil = civil_from_seconds(shown(seconds));

	return (size_t)snprintf(room, CALENDAR_TEXT_MAX,
	    "%04u-%02u-%02uT%02u:%02u:%02u", (unsigned)civil.year % 10000,
	    (unsigned)civil.month % 100, (unsigned)civil.day % 100,
	    (unsigned)civil.hour % 100, (unsigned)civil.minute % 100,
	    (unsigned)civil.second % 100);
}

void
calendar_format_utc(char room[CALENDAR_TEXT_MAX], int64_t utc_ms)
{
	int64_t seconds = floor_div(utc_ms, 1000);
	unsigned ms = (unsigned)floor_rest(utc_ms, 1000);
	size_t length = format_civil(room, seconds);

	if (ms == 0)
		(void)snprintf(room + length, CALENDAR_TEXT_MAX - length, "Z");
	else
		(void)snprintf(room + length, CALENDAR_TEXT_MAX - length,
		    ".%03uZ", ms % 1000);
}

void
calendar_format_local(char room[CALENDAR_TEXT_MAX], const struct zone *zone,
    int64_t utc_s)
{
	int64_t inside = shown(utc_s);
	int32_t minutes = zone_offset(zone, inside) / 60;
	unsigned size = (unsigned)abs(minutes);
	size_t length = format_civil(room, inside + minutes * 60);

	(void)snprintf(room + length, CALENDAR_TEXT_MAX - length, "%c%02u:%02u",
	    minutes < 0 ? '-' : '+', size / 60 % 100, size % 60);
}

/* Just `digits` digits; *at goes behind them. */
static bool
read_digits(const char **at, int digits, int *out_value)
{
	int value = 0;

	for (; digits > 0; digits--) {
		if (!text_is_digit(**at))
			return false;
		value = value * 10 + (*(*at)++ - '0');
	}
	*out_value = value;
	return true;
}

static bool
read_char(const char **at, const char *one_of)
{
	for (; *one_of != '\0'; one_of++) {
		if (**at == *one_of) {
			(*at)++;
			return true;
		}
	}
	return false;
}

/* What a text holds, before its numbers are looked at. */
struct reading {
	struct civil civil;
	bool has_offset;
	int sign, offset_hour, offset_minute;
};

static bool
read_offset(const char **at, struct reading *reading)
{
	reading->sign = 1;
	if (**at == '\0')
		return true;
	reading->has_offset = true;
	if (read_char(at, "Zz"))
		return true;
	reading->sign = **at == '-' ? -1 : 1;
	return read_char(at, "+-") &&
	    read_digits(at, 2, &reading->offset_hour) && read_char(at, ":") &&
	    read_digits(at, 2, &reading->offset_minute);
}

static bool
read_clock(const char **at, struct reading *reading)
{
	struct civil *civil = &reading->civil;

	if (!read_digits(at, 2, &civil->hour) || !read_char(at, ":") ||
	    !read_digits(at, 2, &civil->minute))
		return false;
	if (read_char(at, ":")) {
		if (!read_digits(at, 2, &civil->second))
			return false;
		if (read_char(at, ".")) {
			if (!text_is_digit(**at))
				return false;
			while (text_is_digit(**at))
				(*at)++;
		}
	}
	return read_offset(at, reading);
}

static bool
read_shape(const char *at, struct reading *out_reading)
{
	struct reading reading = { .sign = 1 };
	int year;

	if (!read_digits(&at, 4, &year) || !read_char(&at, "-") ||
	    !read_digits(&at, 2, &reading.civil.month) ||
	    !read_char(&at, "-") || !read_digits(&at, 2, &reading.civil.day))
		return false;
	reading.civil.year = year;
	if (read_char(&at, "Tt ") && !read_clock(&at, &reading))
		return false;
	*out_reading = reading;
	return *at == '\0';
}

static int
days_of_month(const struct civil *civil)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool is_leap = civil->year % 4 == 0 &&
	    (civil->year % 100 != 0 || civil->year % 400 == 0);

	return days[civil->month - 1] + (civil->month == 2 && is_leap);
}

static bool
check_part(const char *text, const char *name, int value, int lowest,
    int highest, struct fault *fault)
{
	if (value >= lowest && value <= highest)
		return true;
	return fault_set(fault, FAULT_FORMAT, "'%.40s': %s %d is not %d to %d",
	    text, name, value, lowest, highest);
}

static bool
check_reading(const char *text, const struct reading *reading,
    struct fault *fault)
{
	const struct civil *civil = &reading->civil;

	return check_part(text, "month", civil->month, 1, 12, fault) &&
	    check_part(text, "day", civil->day, 1, days_of_month(civil),
		fault) &&
	    check_part(text, "hour", civil->hour, 0, 23, fault) &&
	    check_part(text, "minute", civil->minute, 0, 59, fault) &&
	    check_part(text, "second", civil->second, 0, 59, fault) &&
	    check_part(text, "hour of the offset", reading->offset_hour, 0, 23,
		fault) &&
	    check_part(text, "minute of the offset", reading->offset_minute, 0,
		59, fault);
}

/* The first instant at which the wall clock shows `local_s` or more. */
static int64_t
first_instant(const struct zone *zone, int64_t local_s)
{
	int32_t offset_s = zone->first_offset_s;

	for (size_t i = 0; i < zone->count; i++) {
		const struct zone_change *change = &zone->changes[i];

		if (local_s - offset_s < change->utc_s)
			break;
		if (local_s - change->offset_s <= change->utc_s)
			return change->utc_s;
		offset_s = change->offset_s;
	}
	return local_s - offset_s;
}

bool
calendar_parse(const char *text, const struct zone *zone, int64_t *out_utc_s,
    struct fault *fault)
{
	struct reading reading;
	int64_t seconds;

	if (!read_shape(text, &reading))
		return fault_set(fault, FAULT_FORMAT,
		    "'%.40s' is not a time such as 2026-10-25, 2026-10-25 "
		    "02:30 or 2026-10-25T02:30:00+01:00",
		    text);
	if (!check_reading(text, &reading, fault))
		return false;
	seconds = civil_to_seconds(&reading.civil);
	if (reading.has_offset)
		seconds -= reading.sign * INT64_C(60) *
		    (reading.offset_hour * 60 + reading.offset_minute);
	else
		seconds = first_instant(zone, seconds);
	*out_utc_s = seconds;
	return true;
}
