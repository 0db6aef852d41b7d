#include "config.h"

#include "memdb/kinds.h"

#include "tests/unit.h"

static void
add(struct memdb *memdb, const char *id, const char *line, bool is_alive)
{
	const struct strategy strategy = { .id = id,
		.connection = "C",
		.is_alive = is_alive,
		.line_count = 1,
		.lines = &line };
	struct fault fault;

	ck_assert(memdb_add_strategy(memdb, &strategy, &fault));
}

START_TEST(a_stated_kind_goes_before_the_lines)
{
	const struct connection connection = { .id = "C",
		.name = "local",
		.instance = "X",
		.ip = "127.0.0.1",
		.port = "1521",
		.is_alive = true };
	const struct option stated = { OPTION_STRATEGY, "b", "kind",
		"incremental, archivelog" };
	const struct option wrong = { OPTION_STRATEGY, "c", "kind", "weekly" };
	struct memdb *memdb = memdb_new();
	struct fault fault;

	ck_assert(memdb_add_connection(memdb, &connection, &fault));
	add(memdb, "a", "backup database;", true);
	add(memdb, "b", "@script", true);
	add(memdb, "c", "backup archivelog all;", true);
	add(memdb, "d", "validate database;", false);
	ck_assert(memdb_add_option(memdb, &stated, &fault));
	ck_assert(memdb_add_option(memdb, &wrong, &fault));
	ck_assert(memdb_seal(memdb, &fault));
	ck_assert_uint_eq(kinds_of(memdb, memdb_strategy(memdb, "a")),
	    KIND_FULL);
	ck_assert_uint_eq(kinds_of(memdb, memdb_strategy(memdb, "b")),
	    KIND_INCREMENTAL | KIND_ARCHIVELOG);
	ck_assert_uint_eq(kinds_of(memdb, memdb_strategy(memdb, "c")),
	    KIND_ARCHIVELOG);
	ck_assert_uint_eq(kinds_made(memdb, "C"),
	    KIND_FULL | KIND_INCREMENTAL | KIND_ARCHIVELOG);
	ck_assert_uint_eq(kinds_made(memdb, "D"), 0);
	memdb_release(memdb);
}
END_TEST

UNIT_MAIN("memdb/kinds", a_stated_kind_goes_before_the_lines)
