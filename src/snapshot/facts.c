#include "config.h"

#include "snapshot/facts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/uuid.h"
#include "memdb/arena.h"
#include "model/field.h"

struct facts {
	bool is_sealed;
	struct arena arena; /* every text */
	struct facts_counter *counters;
	size_t counter_count, counter_room;
	struct facts_good *goods;
	size_t good_count, good_room;
};

struct facts *
facts_new(void)
{
	return mem_new(1, sizeof(struct facts));
}

void
facts_free(struct facts *facts)
{
	if (facts == NULL)
		return;
	arena_clear(&facts->arena);
	free(facts->counters);
	free(facts->goods);
	free(facts);
}

/* Room for one more in an array that doubles. */
static void *
make_room(void *rows, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return rows;
	*room = *room == 0 ? 16 : 2 * *room;
	return mem_grow(rows, *room, size);
}

bool
facts_add_counter(struct facts *facts, const struct facts_counter *counter,
    struct fault *fault)
{
	assert(!facts->is_sealed);
	if (!field_check("a counter's name", counter->name, LIMIT_COUNTER_NAME,
		fault))
		return false;
	if (facts->counter_count == LIMIT_COUNTERS)
		return fault_set(fault, FAULT_LIMIT,
		    "a snapshot has at most %d counters", LIMIT_COUNTERS);
	facts->counters = make_room(facts->counters, facts->counter_count,
	    &facts->counter_room, sizeof(*facts->counters));
	facts->counters[facts->counter_count++] = (struct facts_counter){
		.name = arena_text(&facts->arena, counter->name),
		.value = counter->value,
	};
	return true;
}

bool
facts_add_good(struct facts *facts, const struct facts_good *good,
    struct fault *fault)
{
	assert(!facts->is_sealed);
	if (!field_check("connection", good->connection, LIMIT_ID, fault))
		return false;
	if (good->kind >= FACTS_KINDS)
		return fault_set(fault, FAULT_FORMAT,
		    "connection %s: there is no kind %u", good->connection,
		    good->kind);
	if (good->execution == NULL || !uuid_is_valid(good->execution))
		return fault_set(fault, FAULT_FORMAT,
		    "connection %s: the last good execution's id is not a UUID",
		    good->connection);
	if (facts->good_count == LIMIT_GOODS)
		return fault_set(fault, FAULT_LIMIT,
		    "a snapshot has at most %d last good executions",
		    LIMIT_GOODS);
	facts->goods = make_room(facts->goods, facts->good_count,
	    &facts->good_room, sizeof(*facts->goods));
	facts->goods[facts->good_count++] = (struct facts_good){
		.connection = arena_text(&facts->arena, good->connection),
		.kind = good->kind,
		.execution = arena_text(&facts->arena, good->execution),
		.finished_ms = good->finished_ms,
	};
	return true;
}

static int
compare_counters(const void *a, const void *b)
{
	return strcmp(((const struct facts_counter *)a)->name,
	    ((const struct facts_counter *)b)->name);
}

static int
compare_goods(const void *a, const void *b)
{
	const struct facts_good *one = a, *other = b;
	int order = strcmp(one->connection, other->connection);

	return order != 0 ? order : (int)one->kind - (int)other->kind;
}

bool
facts_seal(struct facts *facts, struct fault *fault)
{
	assert(!facts->is_sealed);
	if (facts->counter_count != 0)
		qsort(facts->counters, facts->counter_count,
		    sizeof(*facts->counters), compare_counters);
	for (size_t i = 1; i < facts->counter_count; i++)
		if (compare_counters(&facts->counters[i - 1],
			&facts->counters[i]) == 0)
			return fault_set(fault, FAULT_DUPLICATE,
			    "counter %s is there twice",
			    facts->counters[i].name);
	if (facts->good_count != 0)
		qsort(facts->goods, facts->good_count, sizeof(*facts->goods),
		    compare_goods);
	for (size_t i = 1; i < facts->good_count; i++)
		if (compare_goods(&facts->goods[i - 1], &facts->goods[i]) == 0)
			return fault_set(fault, FAULT_DUPLICATE,
			    "connection %s: kind %u is there twice",
			    facts->goods[i].connection, facts->goods[i].kind);
	facts->is_sealed = true;
	return true;
}

size_t
facts_counters(const struct facts *facts,
    const struct facts_counter **out_first)
{
	assert(facts == NULL || facts->is_sealed);
	*out_first = facts == NULL ? NULL : facts->counters;
	return facts == NULL ? 0 : facts->counter_count;
}

size_t
facts_goods(const struct facts *facts, const struct facts_good **out_first)
{
	assert(facts == NULL || facts->is_sealed);
	*out_first = facts == NULL ? NULL : facts->goods;
	return facts == NULL ? 0 : facts->good_count;
}

const struct facts_counter *
facts_counter(const struct facts *facts, const char *name)
{
	const struct facts_counter wanted = { .name = name };

	assert(facts->is_sealed);
	if (facts->counter_count == 0)
		return NULL;
	return bsearch(&wanted, facts->counters, facts->counter_count,
	    sizeof(wanted), compare_counters);
}

const struct facts_good *
facts_good(const struct facts *facts, const char *connection, unsigned kind)
{
	const struct facts_good wanted = { .connection = connection,
		.kind = kind };

	assert(facts->is_sealed);
	if (facts->good_count == 0)
		return NULL;
	return bsearch(&wanted, facts->goods, facts->good_count, sizeof(wanted),
	    compare_goods);
}
