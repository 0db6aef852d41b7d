#include "config.h"

#include "daemon/slots.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "schedule/due.h"

struct search {
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

static void
add_due(struct search *search, const struct memdb_due *due, size_t count,
    const struct due_minute *minute)
{
	for (size_t i = 0; i < count; i++)
		if (due_now(due[i].frequency, minute))
			add(search, due[i].strategy, minute->slot);
}

static void
search_minute(struct search *search, const struct memdb *memdb,
    const struct zone *zone, int64_t slot)
{
	struct due_minute minute = due_minute_of(zone, slot);
	struct memdb_due_list list = memdb_due_at(memdb,
	    minute_of_week(minute.local));

	add_due(search, list.hourly, list.hourly_count, &minute);
	/* What a gap swallowed is due in the first minute behind it. */
	for (int64_t back = 0; back <= minute.gap && back < MINUTES_PER_WEEK;
	     back++) {
		list = memdb_due_at(memdb, minute_of_week(minute.local - back));
		add_due(search, list.named, list.named_count, &minute);
	}
}

static int
compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
by_strategy(const void *a, const void *b)
{
	const struct slot *one = a, *other = b;
	int order = strcmp(one->strategy->id, other->strategy->id);

	return order != 0 ? order : compare_numbers(one->slot, other->slot);
}

static int
by_time(const void *a, const void *b)
{
	const struct slot *one = a, *other = b;
	int order = compare_numbers(one->slot, other->slot);

	return order != 0 ? order :
			    strcmp(one->strategy->id, other->strategy->id);
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
slots_between(const struct memdb *memdb, const struct zone *zone, int64_t first,
    int64_t last, slots_wanted_fn is_wanted, void *arg, struct slots *out_slots)
{
	struct search search = { .is_wanted = is_wanted, .arg = arg };

	for (int64_t slot = first; slot <= last; slot++)
		search_minute(&search, memdb, zone, slot);
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

int64_t
slots_count(const struct strategy *strategy, const struct zone *zone,
    int64_t first, int64_t last, int64_t *out_first, int64_t *out_last)
{
	int64_t count = 0;
	int64_t slot = slots_next(strategy, zone, first, last + 1);

	while (slot >= 0) {
		if (count++ == 0)
			*out_first = slot;
		*out_last = slot;
		slot = slots_next(strategy, zone, slot + 1, last + 1);
	}
	return count;
}
