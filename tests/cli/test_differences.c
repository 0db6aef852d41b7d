#include "config.h"

#include "cli/differences.h"

#include "tests/support/plans.h"
#include "tests/unit.h"

/* What is printed of going from one plan to another; free it. */
static char *
print(struct memdb *take_old, struct memdb *take_new, bool is_json)
{
	struct differences differences;
	struct console console = { 0 };
	char *text;
	size_t size;

	console.out = open_memstream(&text, &size);
	differences_begin(&differences, &console, is_json);
	ck_assert(difference_each(take_old, take_new, differences_print,
	    &differences));
	differences_end(&differences);
	(void)fclose(console.out);
	memdb_release(take_old);
	memdb_release(take_new);
	return text;
}

/* The small plan, its strategy low and empty. */
static struct memdb *
other(void)
{
	struct memdb *memdb = memdb_new();
	const struct connection prod = { .id = "PROD",
		.name = "prod02",
		.instance = "PROD",
		.ip = "127.0.0.1",
		.port = "1521",
		.is_alive = true };
	const struct strategy weekly = { .id = "WEEKLY",
		.connection = "PROD",
		.priority = PRIORITY_LOW,
		.is_alive = true };
	struct fault fault;

	ck_assert(memdb_add_connection(memdb, &prod, &fault));
	ck_assert(memdb_add_strategy(memdb, &weekly, &fault));
	ck_assert(memdb_seal(memdb, &fault));
	return memdb;
}

static void
must_print(struct memdb *take_old, struct memdb *take_new, bool is_json,
    const char *expected)
{
	char *text = print(take_old, take_new, is_json);

	ck_assert_str_eq(text, expected);
	free(text);
}

START_TEST(a_person_reads_what_would_be_done)
{
	must_print(plan_small(), plan_small(), false, "no differences\n");
	must_print(plan_empty(), plan_small(), false,
	    "added    connection PROD: prod01, instance PROD, 127.0.0.1:1521, "
	    "0 options\n"
	    "added    strategy WEEKLY of PROD, high: 2 lines, 2 times, "
	    "1 option\n"
	    "2 added, 0 changed, 0 removed\n");
	must_print(plan_small(), plan_empty(), false,
	    "removed  connection PROD: prod01, instance PROD, 127.0.0.1:1521, "
	    "0 options\n"
	    "removed  strategy WEEKLY of PROD, high: 2 lines, 2 times, "
	    "1 option\n"
	    "0 added, 0 changed, 2 removed\n");
	must_print(plan_small(), other(), false,
	    "changed  connection PROD\n"
	    "           name: prod01 -> prod02\n"
	    "changed  strategy WEEKLY\n"
	    "           priority: high -> low\n"
	    "           line: backup database; -> -\n"
	    "           line: sql 'záloha'; -> -\n"
	    "           at: daily *:15 -> -\n"
	    "           at: sun 02:30 -> -\n"
	    "           timeout: 6h -> -\n"
	    "0 added, 2 changed, 0 removed\n");
}
END_TEST

START_TEST(rows_that_cannot_be_used_are_said_to_be)
{
	struct memdb *old_plan = plan_empty(), *new_plan = plan_small();
	const struct strategy *strategies;
	struct difference difference = { .kind = DIFFERENCE_REMOVED,
		.scope = OPTION_STRATEGY,
		.id = "HALF",
		.old_plan = old_plan,
		.new_plan = new_plan };
	struct differences differences;
	struct console console = { 0 };
	char *text;
	size_t size;

	console.out = open_memstream(&text, &size);
	differences_begin(&differences, &console, false);
	ck_assert(differences_print(&differences, &difference));
	(void)memdb_strategies(new_plan, &strategies);
	difference.kind = DIFFERENCE_CHANGED;
	difference.id = "WEEKLY";
	difference.new_strategy = strategies;
	ck_assert(differences_print(&differences, &difference));
	(void)fclose(console.out);
	ck_assert_str_eq(text,
	    "removed  strategy HALF, whose rows cannot be used\n"
	    "changed  strategy WEEKLY, whose rows cannot be used\n"
	    "           connection: - -> PROD\n"
	    "           priority: - -> high\n"
	    "           alive: - -> yes\n"
	    "           line: - -> backup database;\n"
	    "           line: - -> sql 'záloha';\n"
	    "           at: - -> daily *:15\n"
	    "           at: - -> sun 02:30\n"
	    "           timeout: - -> 6h\n");
	free(text);
	memdb_release(old_plan);
	memdb_release(new_plan);
}
END_TEST

START_TEST(a_program_reads_an_array)
{
	char *text = print(plan_small(), other(), true);
	json_t *json = json_loads(text, 0, NULL);
	const json_t *row = json_array_get(json, 1);
	const json_t *item = json_array_get(json_object_get(row, "items"), 1);

	ck_assert_uint_eq(json_array_size(json), 2);
	ck_assert_str_eq(json_string_value(json_object_get(row, "change")),
	    "changed");
	ck_assert_str_eq(json_string_value(json_object_get(row, "strategy")),
	    "WEEKLY");
	ck_assert_str_eq(json_string_value(json_object_get(item, "name")),
	    "line");
	ck_assert(json_is_null(json_object_get(item, "new")));
	json_decref(json);
	free(text);
	text = print(plan_empty(), plan_empty(), true);
	json = json_loads(text, 0, NULL);
	ck_assert(json_is_array(json));
	ck_assert_uint_eq(json_array_size(json), 0);
	json_decref(json);
	free(text);
}
END_TEST

UNIT_MAIN("cli/differences", a_person_reads_what_would_be_done,
    rows_that_cannot_be_used_are_said_to_be, a_program_reads_an_array)
