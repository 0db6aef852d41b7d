/*
 * calendar - dates, minutes of the week, and zones as tables of offsets.
 *
 * Pure arithmetic on the proleptic Gregorian calendar; no clock, no files.
 * platform/zone fills a struct zone from what the operating system knows.
 *
 * Units: utc_s is seconds since 1970-01-01 00:00 UTC; a minute is an integer
 * of 60 s since then; a local minute is the same count of the wall clock.
 * Thread: any.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

enum {
	SECONDS_PER_MINUTE = 60,
	MINUTES_PER_HOUR = 60,
	MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR,
	MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY,
	CALENDAR_TEXT_MAX = 32, /* any of the texts below, with its end mark */
	ZONE_OFFSET_MOST = 26 * 3600 /* seconds, either way (RFC 9636) */
};

/* From `utc_s` on, the local clock is `offset_s` ahead of UTC. */
struct zone_change {
	int64_t utc_s;
	int32_t offset_s;
};

/* A zone: what holds before the first change, then the changes in order. A
 * zone of zeros is UTC. */
struct zone {
	int32_t first_offset_s;
	size_t count;
	struct zone_change *changes; /* owned; NULL when there is none */
};

void zone_clear(struct zone *zone); /* frees; the zone is UTC */

/*
 * Add a change behind all others. One of the same instant as the last takes
 * its place; one that changes nothing, or comes before the last, is left out.
 */
void zone_append(struct zone *zone, int64_t utc_s, int32_t offset_s);

/*
 * What `before` says up to `utc_s`, and from that second on what `after` says:
 * a clock whose rules were changed while somebody looked at it.
 */
void zone_join(const struct zone *before, const struct zone *after,
    int64_t utc_s, struct zone *out_zone);
void zone_copy(const struct zone *zone, struct zone *out_zone);
bool zone_equal(const struct zone *a, const struct zone *b);

/* For a zone from outside: order, offsets. Faults: FAULT_FORMAT. */
MUST_CHECK bool zone_check(const struct zone *zone, struct fault *fault);

int32_t zone_offset(const struct zone *zone, int64_t utc_s);

/* How many changes have happened by `utc_s`, that second included. */
size_t zone_changes_until(const struct zone *zone, int64_t utc_s);

struct civil {
	int64_t year;
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
	int hour, minute, second;
	int week_day; /* 0 is Sunday */
};

struct civil civil_from_seconds(int64_t seconds);

/* The fields must be in their ranges; week_day is not looked at. */
int64_t civil_to_seconds(const struct civil *civil);

/* Division that rounds down for negative numbers too, unlike C's. */
int64_t floor_div(int64_t value, int64_t by);

/* 0 is Sunday 00:00, 10079 Saturday 23:59. */
int minute_of_week(int64_t local_minute);

/*
 * RFC 3339: 2026-10-25T01:30:00Z, or .250Z when `utc_ms` has a fraction. What
 * lies outside of the years 0 to 9999 is shown as their nearest end.
 */
void calendar_format_utc(char room[CALENDAR_TEXT_MAX], int64_t utc_ms);

/*
 * With the zone's offset: 2026-10-25T02:30:00+01:00. Seconds of an offset
 * (Prague before 1891) are left out of clock and offset alike, so that the
 * text always names the instant.
 */
void calendar_format_local(char room[CALENDAR_TEXT_MAX],
    const struct zone *zone, int64_t utc_s);

/*
 * RFC 3339 with Z or an offset (a fraction is dropped, seconds may be left
 * out); or, read in `zone`, "2026-10-25 02:30[:00]" (T instead of the space
 * too) or "2026-10-25". Of two readings the first; what a gap skips is the
 * end of the gap. Faults: FAULT_FORMAT.
 */
MUST_CHECK bool calendar_parse(const char *text, const struct zone *zone,
    int64_t *out_utc_s, struct fault *fault);

#endif
