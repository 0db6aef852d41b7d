#include "config.h"

#include "memdb/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/limits.h"
#include "base/mem.h"

/* What has the id of each name; NULL or 0 for nothing. */
struct owners {
	struct names *names;
	struct strategy **strategies;
	size_t *connections; /* its number, plus one */
};

typedef int compare_fn(const void *a, const void *b);

static int
compare_connections(const void *a, const void *b)
{
	return strcmp(((const struct connection *)a)->id,
	    ((const struct connection *)b)->id);
}

static int
compare_strategies(const void *a, const void *b)
{
	return strcmp(((const struct strategy_row *)a)->strategy.id,
	    ((const struct strategy_row *)b)->strategy.id);
}

static int
compare_options(const void *a, const void *b)
{
	return generation_compare_options(a, b);
}

/* By name, equal ones by id, so that a plan has one order. */
static int
compare_names(const void *a, const void *b)
{
	const struct connection *one = *(const struct connection *const *)a;
	const struct connection *other = *(const struct connection *const *)b;
	int order = generation_compare_fold(one->name, other->name);

	return order != 0 ? order : strcmp(one->id, other->id);
}

/* qsort(), which catalogs make unnecessary: their rows come in order. */
static void
sort(void *rows, size_t count, size_t size, compare_fn *compare)
{
	const char *bytes = rows;

	for (size_t i = 1; i < count; i++) {
		if (compare(bytes + (i - 1) * size, bytes + i * size) > 0) {
			qsort(rows, count, size, compare);
			return;
		}
	}
}

static bool
seal_connections(struct memdb *memdb, struct owners *owners,
    struct fault *fault)
{
	struct connection *rows = memdb->connections.rows;
	size_t count = memdb->connections.count;

	sort(rows, count, sizeof(*rows), compare_connections);
	memdb->by_name = mem_new(count, sizeof(*memdb->by_name));
	for (size_t i = 0; i < count; i++) {
		size_t *number =
		    &owners->connections[names_find(owners->names, rows[i].id)];

		if (*number != 0)
			return fault_set(fault, FAULT_DUPLICATE,
			    "connection %s is there twice", rows[i].id);
		*number = i + 1;
		memdb->by_name[i] = &rows[i];
	}
	sort(memdb->by_name, count, sizeof(*memdb->by_name), compare_names);
	return true;
}

/* Strategies in order, each with its connection and under its number. */
static bool
seal_strategies(struct memdb *memdb, struct owners *owners, struct fault *fault)
{
	struct strategy_row *rows = memdb->filling.strategies.rows;
	size_t count = memdb->filling.strategies.count;

	sort(rows, count, sizeof(*rows), compare_strategies);
	memdb->strategies = mem_new(count, sizeof(*memdb->strategies));
	memdb->strategy_count = count;
	for (size_t i = 0; i < count; i++) {
		struct strategy *strategy = &memdb->strategies[i];
		size_t number = owners->connections[rows[i].connection];

		*strategy = rows[i].strategy;
		if (owners->strategies[rows[i].number] != NULL)
			return fault_set(fault, FAULT_DUPLICATE,
			    "strategy %s is there twice", strategy->id);
		if (number == 0)
			return fault_set(fault, FAULT_ABSENT,
			    "strategy %s: its connection %s is not there",
			    strategy->id, strategy->connection);
		owners->strategies[rows[i].number] = strategy;
	}
	return true;
}

/* Counted, then laid one behind the other, in the order they came in. */
static bool
seal_lines(struct memdb *memdb, const struct owners *owners,
    struct fault *fault)
{
	const struct line_row *rows = memdb->filling.lines.rows;
	size_t count = memdb->filling.lines.count;
	const char **at;

	for (size_t i = 0; i < count; i++) {
		struct strategy *owner = owners->strategies[rows[i].owner];

		if (owner == NULL)
			return fault_set(fault, FAULT_ABSENT,
			    "a line belongs to strategy %s, which is not "
			    "there",
			    owners->names->texts[rows[i].owner]);
		owner->line_count++;
	}
	memdb->lines = mem_new(count, sizeof(*memdb->lines));
	at = memdb->lines;
	for (size_t i = 0; i < memdb->strategy_count; i++) {
		struct strategy *strategy = &memdb->strategies[i];

		strategy->lines = at;
		at += strategy->line_count;
		strategy->line_count = 0;
	}
	for (size_t i = 0; i < count; i++) {
		struct strategy *owner = owners->strategies[rows[i].owner];
		size_t place = (size_t)(owner->lines -
				   (const char *const *)memdb->lines) +
		    owner->line_count++;

		memdb->lines[place] = rows[i].text;
	}
	return true;
}

/* A number that orders frequencies, and tells each from all others. */
enum {
	KEYS_OF_HOUR = MINUTES_PER_HOUR,
	KEYS_OF_DAY = 25 * KEYS_OF_HOUR, /* every hour, and each */
	KEYS = 8 * KEYS_OF_DAY           /* every day, and each */
};

static size_t
key_of(const struct frequency *frequency)
{
	return (size_t)(frequency->day + 1) * KEYS_OF_DAY +
	    (size_t)(frequency->hour + 1) * KEYS_OF_HOUR +
	    (size_t)frequency->minute;
}

static struct frequency
frequency_of(size_t key)
{
	return (struct frequency){
		.day = (int8_t)((int)(key / KEYS_OF_DAY) - 1),
		.hour = (int8_t)((int)(key % KEYS_OF_DAY / KEYS_OF_HOUR) - 1),
		.minute = (int8_t)(key % KEYS_OF_HOUR),
	};
}

/* Few: insertion. Returns how many different ones there are. */
static size_t
sort_few(struct frequency *frequencies, size_t count)
{
	size_t sorted = 0;

	for (size_t i = 0; i < count; i++) {
		struct frequency frequency = frequencies[i];
		size_t key = key_of(&frequency);
		size_t place = sorted;

		while (place > 0 && key_of(&frequencies[place - 1]) > key)
			place--;
		if (place > 0 && key_of(&frequencies[place - 1]) == key)
			continue;
		memmove(&frequencies[place + 1], &frequencies[place],
		    (sorted - place) * sizeof(*frequencies));
		frequencies[place] = frequency;
		sorted++;
	}
	return sorted;
}

/* Many: a mark for each that occurs. */
static size_t
sort_many(struct frequency *frequencies, size_t count)
{
	bool occurs[KEYS] = { false };
	size_t sorted = 0;

	for (size_t i = 0; i < count; i++)
		occurs[key_of(&frequencies[i])] = true;
	for (size_t key = 0; key < KEYS; key++)
		if (occurs[key])
			frequencies[sorted++] = frequency_of(key);
	return sorted;
}

enum { FEW = 64 };

static bool
seal_frequencies(struct memdb *memdb, const struct owners *owners,
    struct fault *fault)
{
	const struct frequency_row *rows = memdb->filling.frequencies.rows;
	size_t count = memdb->filling.frequencies.count;
	struct frequency *at;

	for (size_t i = 0; i < count; i++) {
		struct strategy *owner = owners->strategies[rows[i].owner];

		if (owner == NULL)
			return fault_set(fault, FAULT_ABSENT,
			    "a frequency belongs to strategy %s, which is not "
			    "there",
			    owners->names->texts[rows[i].owner]);
		owner->frequency_count++;
	}
	memdb->frequencies = mem_new(count, sizeof(*memdb->frequencies));
	at = memdb->frequencies;
	for (size_t i = 0; i < memdb->strategy_count; i++) {
		struct strategy *strategy = &memdb->strategies[i];

		strategy->frequencies = at;
		at += strategy->frequency_count;
		strategy->frequency_count = 0;
	}
	for (size_t i = 0; i < count; i++) {
		struct strategy *owner = owners->strategies[rows[i].owner];
		size_t place = (size_t)(owner->frequencies -
				   memdb->frequencies) +
		    owner->frequency_count++;

		memdb->frequencies[place] = rows[i].frequency;
	}
	for (size_t i = 0; i < memdb->strategy_count; i++) {
		struct strategy *strategy = &memdb->strategies[i];
		size_t of_it = strategy->frequency_count;

		at = memdb->frequencies +
		    (strategy->frequencies - memdb->frequencies);
		strategy->frequency_count = of_it <= FEW ? sort_few(at, of_it) :
							   sort_many(at, of_it);
	}
	return true;
}

/* Strategies keep the order of their ids within a connection. */
static void
seal_by_connection(struct memdb *memdb, const struct owners *owners)
{
	const struct strategy_row *rows = memdb->filling.strategies.rows;
	size_t strategies = memdb->strategy_count;
	size_t connections = memdb->connections.count;
	size_t *begins = mem_new(connections + 2, sizeof(*begins));

	memdb->by_connection = mem_new(strategies,
	    sizeof(*memdb->by_connection));
	memdb->by_connection_begins = begins;
	for (size_t i = 0; i < strategies; i++)
		begins[owners->connections[rows[i].connection] + 1]++;
	for (size_t i = 2; i < connections + 2; i++)
		begins[i] += begins[i - 1];
	/* Filling moves each begin to its end: where the next one begins. */
	for (size_t i = 0; i < strategies; i++) {
		size_t number = owners->connections[rows[i].connection];

		memdb->by_connection[begins[number]++] = &memdb->strategies[i];
	}
}

static bool
has_owner(const struct memdb *memdb, const struct option *option)
{
	return option->scope == OPTION_CONNECTION ?
	    generation_connection(memdb, option->owner) != NULL :
	    generation_strategy(memdb, option->owner) != NULL;
}

static bool
seal_options(struct memdb *memdb, struct fault *fault)
{
	struct option *rows = memdb->options.rows;
	size_t count = memdb->options.count;

	sort(rows, count, sizeof(*rows), compare_options);
	for (size_t i = 0; i < count; i++) {
		const char *noun = rows[i].scope == OPTION_CONNECTION ?
		    "connection" :
		    "strategy";
		bool is_same = i > 0 && rows[i].scope == rows[i - 1].scope &&
		    rows[i].owner == rows[i - 1].owner;

		if (!is_same && !has_owner(memdb, &rows[i]))
			return fault_set(fault, FAULT_ABSENT,
			    "option %s belongs to %s %s, which is not there",
			    rows[i].name, noun, rows[i].owner);
		if (is_same && strcmp(rows[i - 1].name, rows[i].name) == 0)
			return fault_set(fault, FAULT_DUPLICATE,
			    "option %s of %s %s is there twice", rows[i].name,
			    noun, rows[i].owner);
	}
	return true;
}

static void
seal_remarks(struct memdb *memdb)
{
	size_t count = memdb->remarks.count;
	char text[LIMIT_REASON + 1];

	if (memdb->filling.remarks_left_out == 0)
		return;
	(void)snprintf(text, sizeof(text), "and %zu more",
	    memdb->filling.remarks_left_out);
	memdb->remarks.rows = mem_grow(memdb->remarks.rows, count + 1,
	    sizeof(*memdb->remarks.rows));
	memdb->remarks.rows[count].text = arena_text(&memdb->arena, text);
	memdb->remarks.count++;
}

bool
seal(struct memdb *memdb, struct fault *fault)
{
	struct names *names = &memdb->filling.names;
	struct owners owners = {
		.names = names,
		.strategies = mem_new(names->count, sizeof(*owners.strategies)),
		.connections = mem_new(names->count,
		    sizeof(*owners.connections)),
	};
	bool is_whole = seal_connections(memdb, &owners, fault) &&
	    seal_strategies(memdb, &owners, fault) &&
	    seal_lines(memdb, &owners, fault) &&
	    seal_frequencies(memdb, &owners, fault) &&
	    seal_options(memdb, fault);

	if (is_whole) {
		seal_by_connection(memdb, &owners);
		seal_remarks(memdb);
		minutes_build(&memdb->minutes, memdb->strategies,
		    memdb->strategy_count);
		filling_clear(&memdb->filling);
	}
	free(owners.strategies);
	free(owners.connections);
	return is_whole;
}
