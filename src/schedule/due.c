#include "config.h"

#include "schedule/due.h"

#include <stddef.h>

/*
 * Two clocks of one zone are never further apart than this, so what the wall
 * showed longer ago than this it cannot show again.
 */
enum { MEMORY = 2 * ZONE_OFFSET_MOST / SECONDS_PER_MINUTE + 1 };

/* What the wall shows; no change from number `changes` on has happened. */
static int64_t
local_of(const struct zone *zone, size_t changes, int64_t slot)
{
	int64_t utc_s = slot * SECONDS_PER_MINUTE;

	while (changes > 0 && zone->changes[changes - 1].utc_s > utc_s)
		changes--;
	return floor_div(utc_s +
		(changes == 0 ? zone->first_offset_s :
				zone->changes[changes - 1].offset_s),
	    SECONDS_PER_MINUTE);
}

/* The first minute that sees a change: one inside a minute comes too late. */
static int64_t
first_slot(const struct zone_change *change)
{
	return floor_div(change->utc_s - 1, SECONDS_PER_MINUTE) + 1;
}

/* The highest local minute that the wall showed before `slot`. */
static int64_t
highest_before(const struct zone *zone, size_t changes, int64_t slot)
{
	int64_t highest = local_of(zone, changes, slot - 1);

	while (changes-- > 0) {
		int64_t first = first_slot(&zone->changes[changes]);
		int64_t peak;

		if (first < slot - MEMORY)
			break;
		/* Between two changes the wall clock only rises. */
		peak = local_of(zone, changes + 1, first - 1);
		if (peak > highest)
			highest = peak;
	}
	return highest;
}

struct due_minute
due_minute_of(const struct zone *zone, int64_t slot)
{
	size_t changes = zone_changes_until(zone, slot * SECONDS_PER_MINUTE);
	struct due_minute minute = { .slot = slot };
	int64_t highest = highest_before(zone, changes, slot);

	minute.local = local_of(zone, changes, slot);
	minute.is_repeated = minute.local <= highest;
	if (!minute.is_repeated)
		minute.gap = minute.local - highest - 1;
	return minute;
}

/* Minutes from `value` on to the next that leaves `rest` by `period`. */
static int
distance(int value, int rest, int period)
{
	int ahead = (rest - value) % period;

	return ahead < 0 ? ahead + period : ahead;
}

/* Minutes from `local` on to the next that the frequency names. */
static int
until_named(const struct frequency *frequency, int64_t local)
{
	int now = minute_of_week(local);
	int of_day = frequency->hour * MINUTES_PER_HOUR + frequency->minute;
	int of_week = frequency->day * MINUTES_PER_DAY + frequency->minute;
	int ahead;

	if (frequency->hour != FREQUENCY_EVERY_HOUR)
		return frequency->day == FREQUENCY_EVERY_DAY ?
		    distance(now, of_day, MINUTES_PER_DAY) :
		    distance(now, frequency->day * MINUTES_PER_DAY + of_day,
			MINUTES_PER_WEEK);
	ahead = distance(now, frequency->minute, MINUTES_PER_HOUR);
	if (frequency->day == FREQUENCY_EVERY_DAY ||
	    (now + ahead) % MINUTES_PER_WEEK / MINUTES_PER_DAY ==
		frequency->day)
		return ahead;
	return distance(now, of_week, MINUTES_PER_WEEK);
}

bool
due_now(const struct frequency *frequency, const struct due_minute *minute)
{
	if (frequency->hour == FREQUENCY_EVERY_HOUR)
		return until_named(frequency, minute->local) == 0;
	return !minute->is_repeated &&
	    until_named(frequency, minute->local - minute->gap) <= minute->gap;
}

int64_t
due_next(const struct frequency *frequency, const struct zone *zone,
    int64_t from, int64_t end)
{
	for (int64_t slot = from; slot < end;) {
		struct due_minute minute = due_minute_of(zone, slot);
		size_t next = zone_changes_until(zone,
		    slot * SECONDS_PER_MINUTE);
		int64_t change = end;

		if (due_now(frequency, &minute))
			return slot;
		/* Up to the next change the wall clock runs evenly. */
		if (next < zone->count)
			change = first_slot(&zone->changes[next]);
		slot += 1 + until_named(frequency, minute.local + 1);
		if (slot > change)
			slot = change;
	}
	return end;
}
