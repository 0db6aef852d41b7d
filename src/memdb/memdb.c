#include "config.h"

#include "memdb/memdb.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/uuid.h"
#include "memdb/generation.h"
#include "memdb/seal.h"
#include "model/field.h"

/* Room for one more in an array that doubles. */
static void *
make_room(void *rows, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return rows;
	*room = *room == 0 ? 16 : 2 * *room;
	return mem_grow(rows, *room, size);
}

/* The place behind the last row, which becomes one. */
#define ADD_ROW(table)                                                         \
	((table).rows = make_room((table).rows, (table).count, &(table).room,  \
	     sizeof(*(table).rows)),                                           \
	    &(table).rows[(table).count++])

struct memdb *
memdb_new(void)
{
	struct memdb *memdb = mem_new(1, sizeof(*memdb));

	atomic_init(&memdb->holders, 1);
	return memdb;
}

struct memdb *
memdb_hold(struct memdb *memdb)
{
	/* Who holds already may hold again: nothing to be ordered. */
	size_t before = atomic_fetch_add_explicit(&memdb->holders, 1,
	    memory_order_relaxed);

	assert(before != 0);
	return memdb;
}

void
memdb_release(struct memdb *memdb)
{
	/* All that others read must have happened before it is freed. */
	if (memdb == NULL ||
	    atomic_fetch_sub_explicit(&memdb->holders, 1,
		memory_order_acq_rel) != 1)
		return;
	filling_clear(&memdb->filling);
	minutes_clear(&memdb->minutes);
	arena_clear(&memdb->arena);
	free(memdb->connections.rows);
	free(memdb->options.rows);
	free(memdb->remarks.rows);
	free(memdb->strategies);
	free(memdb->lines);
	free(memdb->frequencies);
	free(memdb->by_name);
	free(memdb->by_connection);
	free(memdb->by_connection_begins);
	free(memdb);
}

static bool
too_many(const char *what, size_t most, struct fault *fault)
{
	return fault_set(fault, FAULT_LIMIT,
	    "the plan has more than %zu %s, no more are allowed", most, what);
}

/* The number of an owner's id; only one not yet seen must be looked at. */
static bool
owner_number(struct memdb *memdb, const char *column, const char *id,
    uint32_t *out_number, struct fault *fault)
{
	struct names *names = &memdb->filling.names;
	uint32_t number = id == NULL ? NAMES_ABSENT : names_find(names, id);

	if (number == NAMES_ABSENT) {
		if (!field_check(column, id, LIMIT_ID, fault))
			return false;
		number = names_put(names, &memdb->arena, id);
	}
	*out_number = number;
	return true;
}

bool
memdb_set_info(struct memdb *memdb, const struct memdb_info *info,
    struct fault *fault)
{
	assert(!memdb->is_sealed);
	if (info->catalog == NULL || !uuid_is_valid(info->catalog))
		return fault_set(fault, FAULT_FORMAT,
		    "the catalog's id is not a UUID");
	if (info->owner != NULL &&
	    !field_check("the catalog's owner", info->owner, LIMIT_NAME, fault))
		return false;
	memdb->info = *info;
	memdb->info.catalog = arena_text(&memdb->arena, info->catalog);
	memdb->info.owner = arena_text(&memdb->arena, info->owner);
	return true;
}

bool
memdb_add_connection(struct memdb *memdb, const struct connection *connection,
    struct fault *fault)
{
	struct arena *arena = &memdb->arena;
	struct connection *row;
	uint32_t number;

	assert(!memdb->is_sealed);
	if (!connection_check(connection, fault))
		return false;
	if (memdb->connections.count == LIMIT_CONNECTIONS)
		return too_many("connections", LIMIT_CONNECTIONS, fault);
	number = names_put(&memdb->filling.names, arena, connection->id);
	row = ADD_ROW(memdb->connections);
	*row = (struct connection){
		.id = memdb->filling.names.texts[number],
		.name = arena_text(arena, connection->name),
		.instance = arena_text(arena, connection->instance),
		.ip = arena_text(arena, connection->ip),
		.port = arena_text(arena, connection->port),
		.runner = arena_text(arena, connection->runner),
		.is_alive = connection->is_alive,
	};
	return true;
}

/* How many lines that owner has; the counters grow with the names. */
static uint32_t *
line_count_of(struct filling *filling, uint32_t owner)
{
	size_t room = filling->line_counts_room;

	if (owner >= room) {
		size_t wanted = filling->names.room;

		filling->line_counts = mem_grow(filling->line_counts, wanted,
		    sizeof(*filling->line_counts));
		memset(filling->line_counts + room, 0,
		    (wanted - room) * sizeof(*filling->line_counts));
		filling->line_counts_room = wanted;
	}
	return &filling->line_counts[owner];
}

static bool
has_room_for_lines(struct memdb *memdb, uint32_t owner, size_t count,
    struct fault *fault)
{
	struct filling *filling = &memdb->filling;

	if (filling->lines.count + count > LIMIT_PLAN_LINES)
		return too_many("lines", LIMIT_PLAN_LINES, fault);
	if (*line_count_of(filling, owner) + count > LIMIT_LINES)
		return fault_set(fault, FAULT_LIMIT,
		    "strategy %s has more than %d lines, no more are allowed",
		    filling->names.texts[owner], LIMIT_LINES);
	return true;
}

static bool
has_room_for_frequencies(const struct memdb *memdb, size_t count,
    struct fault *fault)
{
	return memdb->filling.frequencies.count + count <= LIMIT_FREQUENCIES ||
	    too_many("frequencies", LIMIT_FREQUENCIES, fault);
}

static void
put_line(struct memdb *memdb, uint32_t owner, const char *line)
{
	struct line_row *row = ADD_ROW(memdb->filling.lines);

	row->owner = owner;
	row->text = arena_text(&memdb->arena, line);
	(*line_count_of(&memdb->filling, owner))++;
}

static void
put_frequency(struct memdb *memdb, uint32_t owner,
    const struct frequency *frequency)
{
	struct frequency_row *row = ADD_ROW(memdb->filling.frequencies);

	row->owner = owner;
	row->frequency = *frequency;
}

bool
memdb_add_strategy(struct memdb *memdb, const struct strategy *strategy,
    struct fault *fault)
{
	struct filling *filling = &memdb->filling;
	uint32_t number, connection;
	struct strategy_row *row;

	assert(!memdb->is_sealed);
	if (!strategy_check_form(strategy, fault))
		return false;
	if (filling->strategies.count == LIMIT_STRATEGIES)
		return too_many("strategies", LIMIT_STRATEGIES, fault);
	if (!owner_number(memdb, "strategy_id", strategy->id, &number, fault) ||
	    !owner_number(memdb, "connection", strategy->connection,
		&connection, fault) ||
	    !has_room_for_lines(memdb, number, strategy->line_count, fault) ||
	    !has_room_for_frequencies(memdb, strategy->frequency_count, fault))
		return false;
	row = ADD_ROW(filling->strategies);
	*row = (struct strategy_row){
		.strategy = {
			.id = filling->names.texts[number],
			.connection = filling->names.texts[connection],
			.priority = strategy->priority,
			.is_alive = strategy->is_alive,
		},
		.number = number,
		.connection = connection,
	};
	for (size_t i = 0; i < strategy->line_count; i++)
		put_line(memdb, number, strategy->lines[i]);
	for (size_t i = 0; i < strategy->frequency_count; i++)
		put_frequency(memdb, number, &strategy->frequencies[i]);
	return true;
}

bool
memdb_add_line(struct memdb *memdb, const char *strategy, const char *line,
    struct fault *fault)
{
	uint32_t owner;

	assert(!memdb->is_sealed);
	if (!owner_number(memdb, "strategy_id", strategy, &owner, fault))
		return false;
	if (!has_room_for_lines(memdb, owner, 1, fault))
		return false;
	if (!field_check_line(*line_count_of(&memdb->filling, owner) + 1, line,
		fault))
		return fault_wrap(fault, "strategy %s", strategy);
	put_line(memdb, owner, line);
	return true;
}

bool
memdb_add_frequency(struct memdb *memdb, const char *strategy,
    const struct frequency *frequency, struct fault *fault)
{
	struct frequency checked;
	uint32_t owner;

	assert(!memdb->is_sealed);
	if (!owner_number(memdb, "strategy_id", strategy, &owner, fault))
		return false;
	if (!has_room_for_frequencies(memdb, 1, fault))
		return false;
	if (!frequency_read(frequency->day, frequency->hour, frequency->minute,
		&checked, fault))
		return fault_wrap(fault, "strategy %s", strategy);
	put_frequency(memdb, owner, &checked);
	return true;
}

bool
memdb_add_option(struct memdb *memdb, const struct option *option,
    struct fault *fault)
{
	const char *value = option->value;
	struct option *row;
	uint32_t owner;

	assert(!memdb->is_sealed && option->scope < OPTION_SCOPES);
	if (!owner_number(memdb, "an option's id", option->owner, &owner,
		fault))
		return false;
	if (!field_check("an option's name", option->name, LIMIT_OPTION_NAME,
		fault))
		return fault_wrap(fault, "%s", option->owner);
	/* "" overrides a setting with nothing; left out it would be absent. */
	if ((value == NULL || value[0] != '\0') &&
	    !field_check("the value", value, LIMIT_OPTION_VALUE, fault))
		return fault_wrap(fault, "option %s of %s", option->name,
		    option->owner);
	if (memdb->options.count == LIMIT_OPTIONS)
		return too_many("options", LIMIT_OPTIONS, fault);
	row = ADD_ROW(memdb->options);
	row->scope = option->scope;
	row->owner = memdb->filling.names.texts[owner];
	row->name = arena_text(&memdb->arena, option->name);
	row->value = arena_text(&memdb->arena, value);
	return true;
}

void
memdb_add_remark(struct memdb *memdb, const char *text)
{
	char room[LIMIT_REASON + 1];
	struct memdb_remark *row;

	assert(!memdb->is_sealed);
	if (memdb->remarks.count == LIMIT_REMARKS) {
		memdb->filling.remarks_left_out++;
		return;
	}
	(void)text_copy(room, sizeof(room), text);
	row = ADD_ROW(memdb->remarks);
	row->text = arena_text(&memdb->arena, room);
}

bool
memdb_seal(struct memdb *memdb, struct fault *fault)
{
	assert(!memdb->is_sealed && memdb->strategies == NULL);
	memdb->is_sealed = seal(memdb, fault);
	return memdb->is_sealed;
}

const struct memdb_info *
memdb_info(const struct memdb *memdb)
{
	assert(memdb->is_sealed);
	return &memdb->info;
}

size_t
memdb_connections(const struct memdb *memdb,
    const struct connection **out_first)
{
	assert(memdb->is_sealed);
	*out_first = memdb->connections.rows;
	return memdb->connections.count;
}

size_t
memdb_strategies(const struct memdb *memdb, const struct strategy **out_first)
{
	assert(memdb->is_sealed);
	*out_first = memdb->strategies;
	return memdb->strategy_count;
}

size_t
memdb_remarks(const struct memdb *memdb, const struct memdb_remark **out_first)
{
	assert(memdb->is_sealed);
	*out_first = memdb->remarks.rows;
	return memdb->remarks.count;
}

const struct connection *
memdb_connection(const struct memdb *memdb, const char *id_or_name)
{
	const struct connection *connection;

	assert(memdb->is_sealed);
	connection = generation_connection(memdb, id_or_name);
	return connection != NULL ?
	    connection :
	    generation_connection_of_name(memdb, id_or_name);
}

const struct strategy *
memdb_strategy(const struct memdb *memdb, const char *id)
{
	assert(memdb->is_sealed);
	return generation_strategy(memdb, id);
}

size_t
memdb_options(const struct memdb *memdb, enum option_scope scope,
    const char *owner, const struct option **out_first)
{
	const struct option before = { scope, owner, "", NULL };
	const struct option *rows = memdb->options.rows;
	size_t first, end;

	assert(memdb->is_sealed);
	first = generation_option_place(memdb, &before);
	for (end = first; end < memdb->options.count; end++)
		if (rows[end].scope != scope ||
		    strcmp(rows[end].owner, owner) != 0)
			break;
	*out_first = end == first ? NULL : rows + first;
	return end - first;
}

const char *
memdb_option(const struct memdb *memdb, enum option_scope scope,
    const char *owner, const char *name)
{
	const struct option wanted = { scope, owner, name, NULL };
	size_t place;

	assert(memdb->is_sealed);
	place = generation_option_place(memdb, &wanted);
	if (place == memdb->options.count ||
	    generation_compare_options(&memdb->options.rows[place], &wanted) !=
		0)
		return NULL;
	return memdb->options.rows[place].value;
}

void
memdb_strategies_of(const struct memdb *memdb, const char *connection,
    void (*each)(void *arg, const struct strategy *strategy), void *arg)
{
	const struct connection *found;
	size_t number;

	assert(memdb->is_sealed);
	found = generation_connection(memdb, connection);
	if (found == NULL)
		return;
	number = (size_t)(found - memdb->connections.rows);
	for (size_t i = memdb->by_connection_begins[number];
	     i < memdb->by_connection_begins[number + 1]; i++)
		each(arg, memdb->by_connection[i]);
}

struct memdb_due_list
memdb_due_at(const struct memdb *memdb, int minute)
{
	assert(memdb->is_sealed);
	return minutes_at(&memdb->minutes, minute);
}
