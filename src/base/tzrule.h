/*
 * tzrule - the rules of a local clock as POSIX spells them in TZ, such as
 * CET-1CEST,M3.5.0,M10.5.0/3, and as the footer of a zone file has them.
 *
 * Pure. Hours of a change may be -167 to 167 (RFC 9636).
 *
 * Units: offsets in seconds, east of UTC positive (POSIX writes them the other
 * way round).
 * Thread: any.
 */
#ifndef BASE_TZRULE_H
#define BASE_TZRULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/fault.h"

/* Zones are known from the beginning of the first to the end of the last. */
enum { TZRULE_FIRST_YEAR = 1900, TZRULE_LAST_YEAR = 2199 };

enum tzrule_kind {
	TZRULE_WEEK_DAY, /* Mm.w.d: the w-th (5: last) such day of a month */
	TZRULE_JULIAN,   /* Jn: 1 to 365, never 29 February */
	TZRULE_DAY       /* n: 0 to 365, 29 February counts */
};

struct tzrule_date {
	enum tzrule_kind kind;
	int month, week; /* of TZRULE_WEEK_DAY: 1 to 12, 1 to 5 */
	int day;         /* of the week (0 is Sunday), or of the year */
	int32_t time_s;  /* on the clock that holds until then */
};

struct tzrule {
	int32_t standard_s, summer_s;
	bool has_summer;               /* else standard time always */
	struct tzrule_date begin, end; /* of summer time */
};

/* Faults: FAULT_FORMAT, naming the text and what is wrong in it. */
MUST_CHECK bool
tzrule_read(const char *text, struct tzrule *out_rule, struct fault *fault);

/* When in that year, `offset_s` ahead of UTC. */
int64_t
tzrule_instant(const struct tzrule_date *date, int64_t year, int32_t offset_s);

/*
 * Append what the rule changes after `after_s`, until TZRULE_LAST_YEAR ends.
 * With INT64_MIN the zone, still empty, takes from the rule what holds before
 * TZRULE_FIRST_YEAR, too.
 */
void
tzrule_expand(const struct tzrule *rule, int64_t after_s, struct zone *zone);

#endif
