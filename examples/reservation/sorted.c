#include "sorted.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

void
sorted_init(struct sorted *sorted, int (*compare)(const void *a, const void *b))
{
	*sorted = (struct sorted){ .compare = compare };
}

void
sorted_clear(struct sorted *sorted)
{
	free(sorted->items);
	sorted_init(sorted, sorted->compare);
}

/* The first that is greater than `key`, or (not `is_beyond`) not less. */
static size_t
border(const struct sorted *sorted, const void *key, bool is_beyond)
{
	size_t low = 0;
	size_t high = sorted->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = sorted->compare(sorted->items[middle], key);

		if (order < 0 || (is_beyond && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
sorted_add(struct sorted *sorted, void *item)
{
	if (sorted->count == sorted->room) {
		sorted->room = sorted->room == 0 ? 4 : 2 * sorted->room;
		sorted->items = memory_grow(sorted->items, sorted->room,
		    sizeof(*sorted->items));
	}
	sorted->items[sorted->count++] = item;
}

void
sorted_put(struct sorted *sorted, void *item)
{
	size_t at = border(sorted, item, true);

	sorted_add(sorted, item);
	memmove(&sorted->items[at + 1], &sorted->items[at],
	    (sorted->count - 1 - at) * sizeof(*sorted->items));
	sorted->items[at] = item;
}

void
sorted_take(struct sorted *sorted, const void *item)
{
	size_t at = border(sorted, item, false);

	while (at < sorted->count && sorted->items[at] != item)
		at++;
	if (at == sorted->count)
		return;
	sorted->count--;
	memmove(&sorted->items[at], &sorted->items[at + 1],
	    (sorted->count - at) * sizeof(*sorted->items));
}

/* Merge two runs of `from`, each in order, into one of `to`. */
static void
merge(const struct sorted *sorted, void **from, void **to, size_t begin,
    size_t middle, size_t end)
{
	size_t left = begin;
	size_t right = middle;

	for (size_t at = begin; at < end; at++) {
		bool is_left = left < middle &&
		    (right == end ||
			sorted->compare(from[left], from[right]) <= 0);

		to[at] = is_left ? from[left++] : from[right++];
	}
}

void
sorted_settle(struct sorted *sorted)
{
	size_t count = sorted->count;
	void **from = sorted->items;
	void **to = memory_new(count, sizeof(*to));

	for (size_t run = 1; run < count; run *= 2) {
		void **swap = from;

		for (size_t begin = 0; begin < count; begin += 2 * run) {
			size_t middle = begin + run;
			size_t end = middle + run;

			middle = middle < count ? middle : count;
			end = end < count ? end : count;
			merge(sorted, from, to, begin, middle, end);
		}
		from = to;
		to = swap;
	}
	free(to);
	sorted->items = from;
	sorted->room = count;
}

size_t
sorted_first(const struct sorted *sorted, const void *key)
{
	return border(sorted, key, false);
}

void *
sorted_find(const struct sorted *sorted, const void *key)
{
	size_t at = border(sorted, key, false);

	if (at == sorted->count || sorted->compare(sorted->items[at], key) != 0)
		return NULL;
	return sorted->items[at];
}
