#include "config.h"

#include "tests/support/random_plan.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "tests/support/content.h"

struct maker {
	struct memdb *memdb;
	uint64_t state;
	unsigned connections, strategies;
};

static unsigned
below(struct maker *maker, unsigned end)
{
	return (unsigned)(content_next(&maker->state) % end);
}

/* 1 to `most` bytes of letters of one to four bytes. */
static const char *
text(struct maker *maker, char *room, size_t most)
{
	static const char *const letters[] = { "a", "Z", "0", "_", "ž", "ß",
		"€", "日", "𝄞" };
	size_t wanted = 1 + below(maker, (unsigned)most);
	size_t used = 0;

	while (used < wanted) {
		const char *letter = letters[below(maker, COUNT_OF(letters))];
		size_t size = strlen(letter);

		if (used + size > most)
			break;
		memcpy(room + used, letter, size);
		used += size;
	}
	if (used == 0)
		room[used++] = 'x';
	room[used] = '\0';
	return room;
}

/* Ids that are not in the order in which they are made. */
static const char *
id_of(char *room, char letter, unsigned number)
{
	(void)snprintf(room, LIMIT_ID + 1, "%c%u_%u", letter,
	    number * 2654435761u % 997, number);
	return room;
}

static void
add_option(struct maker *maker, enum option_scope scope, const char *owner,
    unsigned number)
{
	char name[LIMIT_OPTION_NAME + 1], value[LIMIT_OPTION_VALUE + 1];
	struct option option = { scope, owner, name, value };
	struct fault fault;
	bool good;

	(void)snprintf(name, sizeof(name), "option_%u", number);
	(void)text(maker, value, 40);
	if (below(maker, 10) == 0)
		value[0] = '\0';
	good = memdb_add_option(maker->memdb, &option, &fault);
	assert(good);
}

static unsigned
add_connection(struct maker *maker, unsigned number)
{
	char id[LIMIT_ID + 1], name[LIMIT_NAME + 1], instance[LIMIT_NAME + 1];
	struct connection connection = {
		.id = id_of(id, 'C', number),
		.name = name,
		.instance = text(maker, instance, 20),
		.ip = "db.example",
		.port = "1521",
		.runner = below(maker, 2) == 0 ? NULL : "any",
		.is_alive = below(maker, 4) != 0,
	};
	unsigned options = below(maker, 3);
	struct fault fault;
	bool good;

	(void)snprintf(name, sizeof(name), "n%u %u", number, below(maker, 99));
	good = memdb_add_connection(maker->memdb, &connection, &fault);
	assert(good);
	for (unsigned i = 0; i < options; i++)
		add_option(maker, OPTION_CONNECTION, id, i);
	return 1 + options;
}

static unsigned
add_strategy(struct maker *maker, unsigned number)
{
	char id[LIMIT_ID + 1], connection[LIMIT_ID + 1];
	struct strategy strategy = {
		.id = id_of(id, 'S', number),
		.connection = id_of(connection, 'C',
		    below(maker, maker->connections)),
		.priority = (enum priority)below(maker, PRIORITIES),
		.is_alive = below(maker, 3) != 0,
	};
	unsigned lines = below(maker, 9);
	unsigned frequencies = below(maker, 100) == 0 ? 300 : below(maker, 12);
	unsigned options = below(maker, 2);
	char line[LIMIT_LINE + 1] = "# ";
	struct fault fault;
	bool good = memdb_add_strategy(maker->memdb, &strategy, &fault);

	for (unsigned i = 0; good && i < lines; i++) {
		(void)text(maker, line + 2, 60);
		good = memdb_add_line(maker->memdb, id, line, &fault);
	}
	for (unsigned i = 0; good && i < frequencies; i++) {
		const struct frequency row = {
			.day = (int8_t)((int)below(maker, 8) - 1),
			.hour = (int8_t)((int)below(maker, 25) - 1),
			.minute = (int8_t)below(maker, 60),
		};

		good = memdb_add_frequency(maker->memdb, id, &row, &fault);
	}
	assert(good);
	for (unsigned i = 0; i < options; i++)
		add_option(maker, OPTION_STRATEGY, id, i);
	return 1 + lines + frequencies + options;
}

struct memdb *
random_plan(uint64_t seed, unsigned items)
{
	const struct memdb_info info = {
		.catalog = "3f2b8c1e-9d4a-4e6b-8f70-1c2d3e4f5a6b",
		.owner = seed % 2 == 0 ? NULL : "db01",
		.plan_version = (int64_t)seed - 10,
		.schema_version = 1,
	};
	struct maker maker = { .memdb = memdb_new(),
		.state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15) };
	unsigned made = 0;
	struct fault fault;
	bool good = memdb_set_info(maker.memdb, &info, &fault);

	while (made < items) {
		if (maker.connections == 0 ||
		    (below(&maker, 40) == 0 &&
			maker.connections < LIMIT_CONNECTIONS))
			made += add_connection(&maker, maker.connections++);
		else if (maker.strategies < LIMIT_STRATEGIES)
			made += add_strategy(&maker, maker.strategies++);
		else
			break;
	}
	good = good && memdb_seal(maker.memdb, &fault);
	assert(good);
	return maker.memdb;
}
