#include "config.h"

#include "schedule/queue.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NOBODY SIZE_MAX

/* Who holds a connection; indexes of items. */
struct holders {
	size_t data;       /* touches data files */
	size_t archivelog; /* touches none */
	size_t alone;      /* one of the two above */
};

struct queue {
	const struct queue_item *items;
	const struct queue_rules *rules;
	size_t running;
	size_t *connection_of; /* number of an item's connection */
	size_t *strategy_of;
	struct holders *connections; /* by that number */
	size_t *strategies;          /* who runs of it */
};

typedef int compare_fn(const void *a, const void *b);

static const struct queue_item *
item_of(const void *place)
{
	return *(const struct queue_item *const *)place;
}

static int
compare_connections(const void *a, const void *b)
{
	return strcmp(item_of(a)->connection, item_of(b)->connection);
}

static int
compare_strategies(const void *a, const void *b)
{
	return strcmp(item_of(a)->strategy, item_of(b)->strategy);
}

int
queue_compare(const struct queue_item *a, const struct queue_item *b)
{
	int order;

	if (a->priority != b->priority)
		return a->priority < b->priority ? -1 : 1;
	if (a->slot != b->slot) /* by hand is the smallest */
		return a->slot < b->slot ? -1 : 1;
	order = strcmp(a->strategy, b->strategy);
	return order != 0 ? order : strcmp(a->id, b->id);
}

static int
compare_turns(const void *a, const void *b)
{
	return queue_compare(item_of(a), item_of(b));
}

/* Pointers to the items in an order; the caller frees them. */
static const struct queue_item **
sort_items(const struct queue_item *items, size_t count, compare_fn *compare)
{
	const struct queue_item **sorted = mem_new(count, sizeof(*sorted));

	for (size_t i = 0; i < count; i++)
		sorted[i] = &items[i];
	qsort(sorted, count, sizeof(*sorted), compare);
	return sorted;
}

/* Number the items so that equal ones have equal numbers, from 0. */
static size_t *
number_items(const struct queue_item *items, size_t count, compare_fn *compare)
{
	const struct queue_item **sorted = sort_items(items, count, compare);
	size_t *numbers = mem_new(count, sizeof(*numbers));
	size_t number = 0;

	for (size_t i = 0; i < count; i++) {
		if (i > 0 && compare(&sorted[i - 1], &sorted[i]) != 0)
			number++;
		numbers[sorted[i] - items] = number;
	}
	free(sorted);
	return numbers;
}

static void
hold(size_t *place, size_t item)
{
	if (*place == NOBODY)
		*place = item;
}

/* Item `i` runs, or is about to. */
static void
occupy(struct queue *queue, size_t i)
{
	const struct queue_item *item = &queue->items[i];
	struct holders *holders = &queue->connections[queue->connection_of[i]];

	queue->running++;
	hold(item->is_archivelog ? &holders->archivelog : &holders->data, i);
	if (item->is_alone)
		hold(&holders->alone, i);
	hold(&queue->strategies[queue->strategy_of[i]], i);
}

static struct queue_place
decide(const struct queue *queue, size_t i)
{
	const struct queue_item *item = &queue->items[i];
	const struct holders *holders =
	    &queue->connections[queue->connection_of[i]];
	size_t self = queue->strategies[queue->strategy_of[i]];
	size_t any = holders->data != NOBODY ? holders->data :
					       holders->archivelog;
	size_t rival = any;

	if (queue->rules->archivelog_beside)
		rival = item->is_archivelog ? holders->archivelog :
					      holders->data;
	if (self != NOBODY)
		return (struct queue_place){ QUEUE_WAIT_SELF, self };
	if (holders->alone != NOBODY)
		return (struct queue_place){ QUEUE_WAIT_ALONE, holders->alone };
	if (item->is_alone && any != NOBODY)
		return (struct queue_place){ QUEUE_WAIT_ALONE, any };
	if (rival != NOBODY)
		return (struct queue_place){ QUEUE_WAIT_CONNECTION, rival };
	if (queue->running >= queue->rules->max_running)
		return (struct queue_place){ QUEUE_WAIT_SLOT, i };
	return (struct queue_place){ QUEUE_START, i };
}

void
queue_decide(const struct queue_item *items, size_t count,
    const struct queue_rules *rules, struct queue_place *out_places)
{
	const struct queue_item **turns = sort_items(items, count,
	    compare_turns);
	struct queue queue = {
		.items = items,
		.rules = rules,
		.connection_of = number_items(items, count,
		    compare_connections),
		.strategy_of = number_items(items, count, compare_strategies),
		.connections = mem_new(count, sizeof(*queue.connections)),
		.strategies = mem_new(count, sizeof(*queue.strategies)),
	};

	for (size_t i = 0; i < count; i++) {
		queue.connections[i] = (struct holders){ NOBODY, NOBODY,
			NOBODY };
		queue.strategies[i] = NOBODY;
	}
	for (size_t i = 0; i < count; i++) {
		if (!items[i].is_running)
			continue;
		occupy(&queue, i);
		out_places[i] = (struct queue_place){ QUEUE_RUNS, i };
	}
	for (size_t turn = 0; turn < count; turn++) {
		size_t i = (size_t)(turns[turn] - items);

		if (items[i].is_running)
			continue;
		out_places[i] = decide(&queue, i);
		if (out_places[i].answer == QUEUE_START)
			occupy(&queue, i);
	}
	free(queue.connection_of);
	free(queue.strategy_of);
	free(queue.connections);
	free(queue.strategies);
	free(turns);
}
