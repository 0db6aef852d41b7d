#include "config.h"

#include "memdb/pauses.h"

#include "tests/unit.h"

enum { T8 = 1795852800, T10 = T8 + 7200, T12 = T10 + 7200 };

/* Connection C with strategies a and b; NULL: no such pause. */
static struct memdb *
plan(const char *of_connection, const char *of_a)
{
	const struct connection connection = { .id = "C",
		.name = "local",
		.instance = "X",
		.ip = "127.0.0.1",
		.port = "1521",
		.is_alive = true };
	struct memdb *memdb = memdb_new();
	struct fault fault;

	ck_assert(memdb_add_connection(memdb, &connection, &fault));
	for (int i = 0; i < 2; i++) {
		const struct strategy strategy = { .id = i == 0 ? "a" : "b",
			.connection = "C",
			.is_alive = true };

		ck_assert(memdb_add_strategy(memdb, &strategy, &fault));
	}
	if (of_connection != NULL) {
		const struct option option = { OPTION_CONNECTION, "C", "pause",
			of_connection };

		ck_assert(memdb_add_option(memdb, &option, &fault));
	}
	if (of_a != NULL) {
		const struct option option = { OPTION_STRATEGY, "a", "pause",
			of_a };

		ck_assert(memdb_add_option(memdb, &option, &fault));
	}
	ck_assert(memdb_seal(memdb, &fault));
	return memdb;
}

START_TEST(a_strategy_has_its_own_and_that_of_its_connection)
{
	struct memdb *memdb =
	    plan("since=2026-11-28T08:00:00Z until=2026-11-28T10:00:00Z by=ana",
		"since=2026-11-28T08:00:00Z until=2026-11-28T12:00:00Z by=bob");
	struct pauses a, b;

	pauses_of(memdb, "C", "a", &a);
	pauses_of(memdb, "C", "b", &b);
	ck_assert_str_eq(pauses_at(&a, T8)->by, "bob");
	ck_assert_str_eq(pauses_at(&b, T8)->by, "ana");
	ck_assert_str_eq(pauses_at(&a, T10)->by, "bob");
	ck_assert_ptr_null(pauses_at(&b, T10));
	ck_assert_ptr_null(pauses_at(&a, T12));
	ck_assert_ptr_null(pauses_at(&a, T8 - 1));
	ck_assert_int_eq(pauses_next(&a, 0), T8);
	ck_assert_int_eq(pauses_next(&a, T8), T10);
	ck_assert_int_eq(pauses_next(&a, T10), T12);
	ck_assert_int_eq(pauses_next(&a, T12), INT64_MAX);
	pauses_of(memdb, "C", NULL, &a);
	ck_assert_str_eq(pauses_at(&a, T8)->by, "ana");
	memdb_release(memdb);
}
END_TEST

START_TEST(without_one_or_with_nonsense_nothing_is_paused)
{
	struct memdb *memdb = plan(NULL, "maybe");
	struct pauses pauses;

	pauses_of(memdb, "C", "a", &pauses);
	ck_assert_ptr_null(pauses_at(&pauses, T8));
	ck_assert_int_eq(pauses_next(&pauses, T8), INT64_MAX);
	memdb_release(memdb);
}
END_TEST

UNIT_MAIN("memdb/pauses", a_strategy_has_its_own_and_that_of_its_connection,
    without_one_or_with_nonsense_nothing_is_paused)
