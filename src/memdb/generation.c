#include "config.h"

#include "memdb/generation.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void
filling_clear(struct filling *filling)
{
	names_clear(&filling->names);
	free(filling->strategies.rows);
	free(filling->lines.rows);
	free(filling->frequencies.rows);
	free(filling->line_counts);
	*filling = (struct filling){ 0 };
}

int
generation_compare_fold(const char *a, const char *b)
{
	while (*a != '\0' && text_lower(*a) == text_lower(*b)) {
		a++;
		b++;
	}
	return (unsigned char)text_lower(*a) - (unsigned char)text_lower(*b);
}

int
generation_compare_options(const struct option *a, const struct option *b)
{
	int order;

	if (a->scope != b->scope)
		return a->scope < b->scope ? -1 : 1;
	order = strcmp(a->owner, b->owner);
	return order != 0 ? order : strcmp(a->name, b->name);
}

static int
compare_connections(const void *a, const void *b)
{
	return strcmp(((const struct connection *)a)->id,
	    ((const struct connection *)b)->id);
}

static int
compare_strategies(const void *a, const void *b)
{
	return strcmp(((const struct strategy *)a)->id,
	    ((const struct strategy *)b)->id);
}

static const void *
find(const void *key, const void *rows, size_t count, size_t size,
    int (*compare)(const void *a, const void *b))
{
	return count == 0 ? NULL : bsearch(key, rows, count, size, compare);
}

const struct connection *
generation_connection(const struct memdb *memdb, const char *id)
{
	const struct connection key = { .id = id };

	return find(&key, memdb->connections.rows, memdb->connections.count,
	    sizeof(key), compare_connections);
}

const struct strategy *
generation_strategy(const struct memdb *memdb, const char *id)
{
	const struct strategy key = { .id = id };

	return find(&key, memdb->strategies, memdb->strategy_count, sizeof(key),
	    compare_strategies);
}

const struct connection *
generation_connection_of_name(const struct memdb *memdb, const char *name)
{
	size_t count = memdb->connections.count;
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (generation_compare_fold(memdb->by_name[middle]->name,
			name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == count || !text_equal_fold(memdb->by_name[low]->name, name))
		return NULL;
	if (low + 1 < count &&
	    text_equal_fold(memdb->by_name[low + 1]->name, name))
		return NULL;
	return memdb->by_name[low];
}

size_t
generation_option_place(const struct memdb *memdb, const struct option *option)
{
	size_t low = 0;
	size_t high = memdb->options.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (generation_compare_options(&memdb->options.rows[middle],
			option) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
