#include "config.h"

#include "daemon/slots.h"

#include <stdlib.h>

#include "base/mem.h"
#include "schedule/due.h"

struct search {
	const struct memdb *memdb;
	const struct zones *zones;
	slots_wanted_fn is_wanted;
	void *arg;
	struct slots found;
	size_t room;
};

static void
add(struct search *search, const struct strategy *strategy, int64_t slot)
{
	struct slots *found = &search->found;

	if (search->is_wanted != NULL ?
		!search->is_wanted(search->arg, strategy) :
		!strategy->is_alive)
		return;
	if (found->count == search->room) {
		search->room = search->room == 0 ? 64 : 2 * search->room;
		found->slots = mem_grow(found->slots, search->room,
		    sizeof(*found->slots));
	}
	found->slots[found->count++] = (struct slot){ strategy, slot };
}

/* Of the strategies that have zone `number`. */
static void
add_due(struct search *search, const struct memdb_due *due, size_t count,
    const struct due_minute *minute, size_t number)
{
	for (size_t i = 0; i < count; i++)
		if (zones_number(search->zones, due[i].strategy) == number &&
		    due_now(due[i].frequency, minute))
			add(search, due[i].strategy, minute->slot);
}

static void
search_minute(struct search *search, const struct zone *zone, size_t number,
    int64_t slot)
{
	struct due_minute minute = due_minute_of(zone, slot);
	struct memdb_due_list list = memdb_due_at(search->memdb,
	    minute_of_week(minute.local));

	add_due(search, list.hourly, list.hourly_count, &minute, number);
	/* What a gap swallowed is due in the first minute behind it. */
	for (int64_t back = 0; back <= minute.gap && back < MINUTES_PER_WEEK;
	     back++) {
		list = memdb_due_at(search->memdb,
		    minute_of_week(minute.local - back));
		add_due(search, list.named, list.named_count, &minute, number);
	}
}

static int
compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* A plan has its strategies in the order of their ids. */
static int
by_strategy(const void *a, const void *b)
{
	const struct slot *one = a, *other = b;

	if (one->strategy != other->strategy)
		return one->strategy < other->strategy ? -1 : 1;
	return compare_numbers(one->slot, other->slot);
}

static int
by_time(const void *a, const void *b)
{
	const struct slot *one = a, *other = b;
	int order = compare_numbers(one->slot, other->slot);

	return order != 0 ? order : by_strategy(a, b);
}

/* Two frequencies of one strategy may name the same minute: one slot. */
static void
leave_out_doubles(struct slots *slots)
{
	size_t kept = 0;

	for (size_t i = 0; i < slots->count; i++)
		if (kept == 0 ||
		    by_strategy(&slots->slots[kept - 1], &slots->slots[i]) != 0)
			slots->slots[kept++] = slots->slots[i];
	slots->count = kept;
}

void
slots_between(const struct memdb *memdb, const struct zones *zones,
    int64_t first, int64_t last, size_t most, slots_wanted_fn is_wanted,
    void *arg, struct slots *out_slots)
{
	struct search search = { .memdb = memdb,
		.zones = zones,
		.is_wanted = is_wanted,
		.arg = arg };

	for (int64_t slot = first; slot <= last && !search.found.is_cut;
	     slot++) {
		search_minute(&search, zones_standard(zones), 0, slot);
		for (size_t i = 1; i < zones->count; i++)
			search_minute(&search, &zones->zones[i].zone, i, slot);
		search.found.is_cut = most != 0 && search.found.count > most;
	}
	if (search.found.count > 1)
		qsort(search.found.slots, search.found.count,
		    sizeof(*search.found.slots), by_strategy);
	leave_out_doubles(&search.found);
	*out_slots = search.found;
}

void
slots_clear(struct slots *slots)
{
	free(slots->slots);
	*slots = (struct slots){ 0 };
}

void
slots_sort_by_time(struct slots *slots)
{
	if (slots->count > 1)
		qsort(slots->slots, slots->count, sizeof(*slots->slots),
		    by_time);
}

int64_t
slots_next(const struct strategy *strategy, const struct zone *zone,
    int64_t from, int64_t end)
{
	int64_t next = end;

	for (size_t i = 0; i < strategy->frequency_count; i++)
		next = due_next(&strategy->frequencies[i], zone, from, next);
	return next == end ? -1 : next;
}

enum {
	WORD = 64,
	WORDS = (MINUTES_PER_WEEK + WORD - 1) / WORD,
	/* How long after a change a minute may have been passed before. */
	MEMORY = 2 * ZONE_OFFSET_MOST / SECONDS_PER_MINUTE + 1
};

/* The minutes of a week at which a strategy is due. */
struct week {
	uint64_t bits[WORDS];
	int64_t total;
};

static void
mark(struct week *week, int minute)
{
	uint64_t bit = UINT64_C(1) << minute % WORD;

	week->total += (week->bits[minute / WORD] & bit) == 0;
	week->bits[minute / WORD] |= bit;
}

static void
mark_day(struct week *week, const struct frequency *frequency, int day)
{
	for (int hour = 0; hour < 24; hour++)
		if (frequency->hour == FREQUENCY_EVERY_HOUR ||
		    frequency->hour == hour)
			mark(week,
			    day * MINUTES_PER_DAY + hour * MINUTES_PER_HOUR +
				frequency->minute);
}

static struct week
week_of(const struct strategy *strategy)
{
	struct week week = { .total = 0 };

	for (size_t i = 0; i < strategy->frequency_count; i++)
		for (int day = 0; day < 7; day++)
			if (strategy->frequencies[i].day ==
				FREQUENCY_EVERY_DAY ||
			    strategy->frequencies[i].day == day)
				mark_day(&week, &strategy->frequencies[i], day);
	return week;
}

/* How many lie before this minute of the week. */
static int64_t
count_before(const struct week *week, int minute)
{
	int64_t count = 0;

	for (int i = 0; i < minute; i++)
		if ((week->bits[i / WORD] >> i % WORD & 1) != 0)
			count++;
	return count;
}

/* From local minute `begin` to before `end`, while the wall runs evenly. */
static int64_t
count_evenly(const struct week *week, int64_t begin, int64_t end)
{
	int first = minute_of_week(begin), behind = minute_of_week(end);
	int64_t weeks = ((end - behind) - (begin - first)) / MINUTES_PER_WEEK;

	return weeks * week->total + count_before(week, behind) -
	    count_before(week, first);
}

static int64_t
count_one_by_one(const struct strategy *strategy, const struct zone *zone,
    int64_t first, int64_t end)
{
	int64_t count = 0;

	for (int64_t slot = slots_next(strategy, zone, first, end); slot >= 0;
	     slot = slots_next(strategy, zone, slot + 1, end))
		count++;
	return count;
}

/* The first minute that sees the change. */
static int64_t
minute_of(const struct zone_change *change)
{
	return floor_div(change->utc_s - 1, SECONDS_PER_MINUTE) + 1;
}

/* The last one, looked for in longer and longer pieces of the end. */
static int64_t
last_before(const struct strategy *strategy, const struct zone *zone,
    int64_t first, int64_t end)
{
	for (int64_t piece = MINUTES_PER_HOUR;; piece *= 4) {
		int64_t from = end - piece < first ? first : end - piece;
		int64_t last = -1;

		for (int64_t slot = slots_next(strategy, zone, from, end);
		     slot >= 0;
		     slot = slots_next(strategy, zone, slot + 1, end))
			last = slot;
		if (last >= 0 || from == first)
			return last;
	}
}

int64_t
slots_count(const struct strategy *strategy, const struct zone *zone,
    int64_t first, int64_t last, int64_t *out_first, int64_t *out_last)
{
	struct week week;
	int64_t count = 0, end = last + 1, at = first;
	int64_t earliest = slots_next(strategy, zone, first, end);

	if (earliest < 0)
		return 0;
	week = week_of(strategy);
	/* A week at a time, but for the time just behind a change. */
	while (at < end) {
		size_t i = zone_changes_until(zone, at * SECONDS_PER_MINUTE);
		int64_t stop = i < zone->count ? minute_of(&zone->changes[i]) :
						 end;
		int64_t calm = at;
		int64_t offset = zone_offset(zone, at * SECONDS_PER_MINUTE);

		if (i > 0)
			calm = minute_of(&zone->changes[i - 1]) + MEMORY;
		if (stop > end)
			stop = end;
		if (calm > at) {
			calm = calm < stop ? calm : stop;
			count += count_one_by_one(strategy, zone, at, calm);
			at = calm;
		}
		if (at < stop)
			count += count_evenly(&week,
			    floor_div(at * SECONDS_PER_MINUTE + offset,
				SECONDS_PER_MINUTE),
			    floor_div(at * SECONDS_PER_MINUTE + offset,
				SECONDS_PER_MINUTE) +
				stop - at);
		at = stop;
	}
	*out_first = earliest;
	*out_last = last_before(strategy, zone, first, end);
	return count;
}
