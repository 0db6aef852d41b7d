#include "config.h"

#include "base/tzrule.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

enum {
	S_PER_HOUR = 3600,
	S_PER_DAY = 24 * S_PER_HOUR,
	OFFSET_HOURS_MOST = 24,
	TIME_HOURS_MOST = 167,
	CHANGE_S = 2 * S_PER_HOUR, /* when a rule does not say it */
	NAME_LEAST = 3
};

/* What POSIX leaves open: the rule of the United States, as everywhere. */
static const struct tzrule_date usual_begin = { TZRULE_WEEK_DAY, 3, 2, 0,
	CHANGE_S };
static const struct tzrule_date usual_end = { TZRULE_WEEK_DAY, 11, 1, 0,
	CHANGE_S };

static bool
is_letter(char c)
{
	return text_lower(c) >= 'a' && text_lower(c) <= 'z';
}

static bool
skip(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

/* CET, or <+0330>. */
static bool
skip_name(const char **at)
{
	const char *first = *at;
	bool is_quoted = skip(at, '<');
	size_t length = 0;

	for (; is_letter(**at) ||
	     (is_quoted && (text_is_digit(**at) || **at == '+' || **at == '-'));
	     (*at)++)
		length++;
	if (length < NAME_LEAST || (is_quoted && !skip(at, '>'))) {
		*at = first;
		return false;
	}
	return true;
}

/* 1 to 3 digits, `least` to `most`. */
static bool
read_number(const char **at, int least, int most, int *out_number)
{
	int number = 0, digits = 0;

	for (; digits < 3 && text_is_digit(**at); digits++)
		number = number * 10 + (*(*at)++ - '0');
	*out_number = number;
	return digits > 0 && !text_is_digit(**at) && number >= least &&
	    number <= most;
}

/* [+-]hh[:mm[:ss]] */
static bool
read_clock(const char **at, int hours_most, int32_t *out_s)
{
	int sign = 1, hours, minutes = 0, seconds = 0;

	if (skip(at, '-'))
		sign = -1;
	else
		(void)skip(at, '+');
	if (!read_number(at, 0, hours_most, &hours))
		return false;
	if (skip(at, ':')) {
		if (!read_number(at, 0, 59, &minutes))
			return false;
		if (skip(at, ':') && !read_number(at, 0, 59, &seconds))
			return false;
	}
	*out_s = sign * (hours * S_PER_HOUR + minutes * 60 + seconds);
	return true;
}

static bool
read_date(const char **at, struct tzrule_date *out_date)
{
	struct tzrule_date date = { .time_s = CHANGE_S };

	if (skip(at, 'M')) {
		date.kind = TZRULE_WEEK_DAY;
		if (!read_number(at, 1, 12, &date.month) || !skip(at, '.') ||
		    !read_number(at, 1, 5, &date.week) || !skip(at, '.') ||
		    !read_number(at, 0, 6, &date.day))
			return false;
	} else if (skip(at, 'J')) {
		date.kind = TZRULE_JULIAN;
		if (!read_number(at, 1, 365, &date.day))
			return false;
	} else {
		date.kind = TZRULE_DAY;
		if (!read_number(at, 0, 365, &date.day))
			return false;
	}
	if (skip(at, '/') && !read_clock(at, TIME_HOURS_MOST, &date.time_s))
		return false;
	*out_date = date;
	return true;
}

static bool
read_rule(const char **at, struct tzrule *rule)
{
	int32_t west_s;

	if (!skip_name(at) || !read_clock(at, OFFSET_HOURS_MOST, &west_s))
		return false;
	rule->standard_s = -west_s;
	if (!skip_name(at))
		return true;
	rule->has_summer = true;
	rule->summer_s = rule->standard_s + S_PER_HOUR;
	if (**at != ',' && **at != '\0') {
		if (!read_clock(at, OFFSET_HOURS_MOST, &west_s))
			return false;
		rule->summer_s = -west_s;
	}
	rule->begin = usual_begin;
	rule->end = usual_end;
	return !skip(at, ',') ||
	    (read_date(at, &rule->begin) && skip(at, ',') &&
		read_date(at, &rule->end));
}

bool
tzrule_read(const char *text, struct tzrule *out_rule, struct fault *fault)
{
	struct tzrule rule = { 0 };
	const char *at = text;

	if (!read_rule(&at, &rule) || *at != '\0')
		return fault_set(fault, FAULT_FORMAT,
		    "'%.60s' is not a rule such as CET-1CEST,M3.5.0,M10.5.0/3"
		    ", from character %td on",
		    text, at - text + 1);
	*out_rule = rule;
	return true;
}

static int64_t
first_of(int64_t year, int month)
{
	const struct civil civil = { .year = year, .month = month, .day = 1 };

	return civil_to_seconds(&civil);
}

static bool
is_leap(int64_t year)
{
	return first_of(year, 3) - first_of(year, 2) == 29 * S_PER_DAY;
}

/* Midnight of the day, as a count of the wall. */
static int64_t
midnight(const struct tzrule_date *date, int64_t year)
{
	int64_t first, next;
	int ahead;

	switch (date->kind) {
	case TZRULE_JULIAN:
		ahead = date->day - 1 + (is_leap(year) && date->day >= 60);
		return first_of(year, 1) + ahead * (int64_t)S_PER_DAY;
	case TZRULE_DAY:
		return first_of(year, 1) + date->day * (int64_t)S_PER_DAY;
	case TZRULE_WEEK_DAY:
		break;
	}
	first = first_of(year, date->month);
	next = date->month == 12 ? first_of(year + 1, 1) :
				   first_of(year, date->month + 1);
	ahead = (date->day - civil_from_seconds(first).week_day + 7) % 7;
	first += (ahead + 7 * (date->week - 1)) * (int64_t)S_PER_DAY;
	/* The fifth is the last, also where there are four. */
	return first < next ? first : first - 7 * (int64_t)S_PER_DAY;
}

int64_t
tzrule_instant(const struct tzrule_date *date, int64_t year, int32_t offset_s)
{
	return midnight(date, year) + date->time_s - offset_s;
}

struct event {
	int64_t utc_s;
	bool begins; /* summer time */
};

/*
 * Of two at the same instant the beginning holds: that is how a rule says
 * "summer time all the year".
 */
static int
compare_events(const void *a, const void *b)
{
	const struct event *one = a, *other = b;

	if (one->utc_s != other->utc_s)
		return one->utc_s < other->utc_s ? -1 : 1;
	return one->begins - other->begins;
}

void
tzrule_expand(const struct tzrule *rule, int64_t after_s, struct zone *zone)
{
	int64_t year = civil_from_seconds(after_s).year - 1;
	struct event *events;
	size_t count = 0;

	if (after_s == INT64_MIN)
		zone->first_offset_s = rule->standard_s;
	if (year < TZRULE_FIRST_YEAR)
		year = TZRULE_FIRST_YEAR;
	if (!rule->has_summer || year > TZRULE_LAST_YEAR)
		return;
	events = mem_new((size_t)(TZRULE_LAST_YEAR - year + 1),
	    2 * sizeof(*events));
	for (; year <= TZRULE_LAST_YEAR; year++) {
		events[count++] = (struct event){ tzrule_instant(&rule->begin,
						      year, rule->standard_s),
			true };
		events[count++] = (struct event){
			tzrule_instant(&rule->end, year, rule->summer_s), false
		};
	}
	qsort(events, count, sizeof(*events), compare_events);
	if (after_s == INT64_MIN && !events[0].begins)
		zone->first_offset_s = rule->summer_s;
	for (size_t i = 0; i < count; i++)
		if (events[i].utc_s > after_s)
			zone_append(zone, events[i].utc_s,
			    events[i].begins ? rule->summer_s :
					       rule->standard_s);
	free(events);
}
