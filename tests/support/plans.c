#include "config.h"

#include "tests/support/plans.h"

#include <assert.h>
#include <stdio.h>

#include "base/limits.h"

static const struct memdb_info info = {
	.catalog = "3f2b8c1e-9d4a-4e6b-8f70-1c2d3e4f5a6b",
	.owner = "db01",
	.plan_version = 7,
	.schema_version = 1,
};

static struct memdb *
begin(void)
{
	struct memdb *memdb = memdb_new();
	struct fault fault;
	bool good = memdb_set_info(memdb, &info, &fault);

	assert(good);
	return memdb;
}

static struct memdb *
end(struct memdb *memdb, bool good)
{
	struct fault fault;

	good = memdb_seal(memdb, &fault) && good;
	assert(good);
	return memdb;
}

struct memdb *
plan_empty(void)
{
	return end(begin(), true);
}

struct memdb *
plan_small(void)
{
	static const struct connection prod = {
		.id = "PROD",
		.name = "prod01",
		.instance = "PROD",
		.ip = "127.0.0.1",
		.port = "1521",
		.is_alive = true,
	};
	static const char *const lines[] = {
		"backup database;",
		"sql 'záloha';",
	};
	static const struct frequency frequencies[] = {
		{ .day = 0, .hour = 2, .minute = 30 },
		{ .day = FREQUENCY_EVERY_DAY,
		    .hour = FREQUENCY_EVERY_HOUR,
		    .minute = 15 },
	};
	static const struct strategy weekly = {
		.id = "WEEKLY",
		.connection = "PROD",
		.priority = PRIORITY_HIGH,
		.is_alive = true,
		.line_count = COUNT_OF(lines),
		.lines = lines,
		.frequency_count = COUNT_OF(frequencies),
		.frequencies = frequencies,
	};
	static const struct option timeout = { OPTION_STRATEGY, "WEEKLY",
		"timeout", "6h" };
	struct memdb *memdb = begin();
	struct fault fault;
	bool good = memdb_add_connection(memdb, &prod, &fault) &&
	    memdb_add_strategy(memdb, &weekly, &fault) &&
	    memdb_add_option(memdb, &timeout, &fault);

	return end(memdb, good);
}

struct facts *
plan_small_facts(void)
{
	static const struct facts_counter executions = { "executions", 1200 };
	static const struct facts_good full = { "PROD", 0,
		"0b7c1f7e-52c1-4f4e-9a36-6a3f0d1c2b3a", 1764295500000 };
	struct facts *facts = facts_new();
	struct fault fault;
	bool good = facts_add_counter(facts, &executions, &fault) &&
	    facts_add_good(facts, &full, &fault) && facts_seal(facts, &fault);

	assert(good);
	return facts;
}

static bool
add_connection(struct memdb *memdb, int number)
{
	char id[LIMIT_ID + 1], name[LIMIT_NAME + 1];
	struct connection connection = {
		.id = id,
		.name = name,
		.instance = "ORCL",
		.ip = "db.example",
		.port = "1521",
		.runner = number % 2 == 0 ? NULL : "any",
		.is_alive = number % 3 != 0,
	};
	struct option option = { OPTION_CONNECTION, id, "user", "oracle" };
	struct fault fault;

	(void)snprintf(id, sizeof(id), "C%d", number);
	(void)snprintf(name, sizeof(name), "connection %d", number);
	return memdb_add_connection(memdb, &connection, &fault) &&
	    memdb_add_option(memdb, &option, &fault);
}

static bool
add_strategy(struct memdb *memdb, int number, int connections, int rows)
{
	char id[LIMIT_ID + 1], connection[LIMIT_ID + 1];
	struct strategy strategy = {
		.id = id,
		.connection = connection,
		.priority = (enum priority)(number % PRIORITIES),
		.is_alive = number % 2 == 0,
	};
	struct fault fault;
	bool good;

	(void)snprintf(id, sizeof(id), "S%d", number);
	(void)snprintf(connection, sizeof(connection), "C%d",
	    number % connections);
	good = memdb_add_strategy(memdb, &strategy, &fault);
	for (int i = 0; good && i < rows; i++) {
		const struct frequency frequency = {
			.day = (int8_t)(i % 8 - 1),
			.hour = (int8_t)(i / 8 % 25 - 1),
			.minute = (int8_t)(i / 200 % 60),
		};

		good = memdb_add_line(memdb, id, "backup database;", &fault) &&
		    memdb_add_frequency(memdb, id, &frequency, &fault);
	}
	return good;
}

struct memdb *
plan_large(int connections, int strategies, int rows)
{
	struct memdb *memdb = begin();
	bool good = true;

	for (int i = 0; good && i < connections; i++)
		good = add_connection(memdb, i);
	for (int i = 0; good && i < strategies; i++)
		good = add_strategy(memdb, i, connections, rows);
	return end(memdb, good);
}
