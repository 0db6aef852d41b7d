#include "config.h"

#include "memdb/difference.h"

#include <stdio.h>

#include "base/buf.h"
#include "tests/support/plans.h"
#include "tests/unit.h"

enum { ROOM = 1 << 20 };

/* A plan in a few rows: its parts, NULL where it lacks one. */
struct rows {
	const char *id; /* of the connection, and of its strategy */
	const char *runner;
	const char *lines[4];       /* NULL ends */
	int minutes[4];             /* daily 02:MM; -1 ends */
	const char *option, *value; /* of the strategy */
	const char *port_option;    /* of the connection */
	bool is_off, is_low;
};

static void
add_rows(struct memdb *memdb, const struct rows *rows)
{
	const struct connection connection = { .id = rows->id,
		.name = "prod",
		.instance = "PROD",
		.ip = "127.0.0.1",
		.port = "1521",
		.runner = rows->runner,
		.is_alive = !rows->is_off };
	const struct strategy strategy = { .id = rows->id,
		.connection = rows->id,
		.priority = rows->is_low ? PRIORITY_LOW : PRIORITY_HIGH,
		.is_alive = true };
	const struct option option = { OPTION_STRATEGY, rows->id, rows->option,
		rows->value };
	const struct option of_connection = { OPTION_CONNECTION, rows->id,
		"nls_lang", rows->port_option };
	struct fault fault;

	ck_assert(memdb_add_connection(memdb, &connection, &fault));
	ck_assert(memdb_add_strategy(memdb, &strategy, &fault));
	for (size_t i = 0; i < 4 && rows->lines[i] != NULL; i++)
		ck_assert(
		    memdb_add_line(memdb, rows->id, rows->lines[i], &fault));
	for (size_t i = 0; i < 4 && rows->minutes[i] > 0; i++) {
		const struct frequency frequency = { -1, 2,
			(int8_t)rows->minutes[i] };

		ck_assert(
		    memdb_add_frequency(memdb, rows->id, &frequency, &fault));
	}
	if (rows->option != NULL)
		ck_assert(memdb_add_option(memdb, &option, &fault));
	if (rows->port_option != NULL)
		ck_assert(memdb_add_option(memdb, &of_connection, &fault));
}

/* Ids may be "": no rows. */
static struct memdb *
make(const struct rows *first, const struct rows *second)
{
	struct memdb *memdb = memdb_new();
	struct fault fault;

	if (first->id != NULL)
		add_rows(memdb, first);
	if (second->id != NULL)
		add_rows(memdb, second);
	ck_assert_msg(memdb_seal(memdb, &fault), "%s", fault.text);
	return memdb;
}

static void
write_item(void *arg, const struct difference_item *item)
{
	struct fault fault;

	ck_assert(buf_format(arg, &fault, "  %s: %s -> %s\n", item->name,
	    item->old_value == NULL ? "-" : item->old_value,
	    item->new_value == NULL ? "-" : item->new_value));
}

static bool
write_difference(void *arg, const struct difference *difference)
{
	struct fault fault;

	ck_assert(buf_format(arg, &fault, "%s %s %s\n",
	    difference_name(difference->kind),
	    difference->scope == OPTION_STRATEGY ? "strategy" : "connection",
	    difference->id));
	difference_items(difference, write_item, arg);
	return true;
}

static void
must_differ(struct memdb *take_old, struct memdb *take_new,
    const char *expected)
{
	struct buf said;

	buf_init(&said, ROOM);
	ck_assert(difference_each(take_old, take_new, write_difference, &said));
	ck_assert_str_eq(buf_text(&said), expected);
	buf_clear(&said);
	memdb_release(take_old);
	memdb_release(take_new);
}

#define BASE                                                                   \
	.id = "A", .lines = { "a", "b", "c" }, .minutes = { 1, 2, 3 },         \
	.option = "timeout", .value = "6h"

START_TEST(what_is_another_is_told_item_by_item)
{
	static const struct rows base = { BASE };
	static const struct {
		struct rows rows;
		const char *said;
	} cases[] = {
		{ { BASE }, "" },
		{ { BASE, .runner = "db01" },
		    "changed connection A\n  runner: - -> db01\n" },
		{ { BASE, .is_off = true },
		    "changed connection A\n  alive: yes -> no\n" },
		{ { BASE, .is_low = true },
		    "changed strategy A\n  priority: high -> low\n" },
		{ { BASE, .port_option = "AMERICAN" },
		    "changed connection A\n  nls_lang: - -> AMERICAN\n" },
		{ { .id = "A",
		      .lines = { "a", "c" },
		      .minutes = { 1, 2, 3 },
		      .option = "timeout",
		      .value = "6h" },
		    "changed strategy A\n  line: b -> -\n" },
		{ { .id = "A",
		      .lines = { "a", "x", "y", "c" },
		      .minutes = { 1, 2, 3 },
		      .option = "timeout",
		      .value = "6h" },
		    "changed strategy A\n  line: b -> -\n  line: - -> x\n"
		    "  line: - -> y\n" },
		{ { .id = "A",
		      .lines = { "a", "b", "c", "c" },
		      .minutes = { 1, 2, 3 },
		      .option = "timeout",
		      .value = "6h" },
		    "changed strategy A\n  line: - -> c\n" },
		{ { .id = "A",
		      .lines = { "c", "b", "a" },
		      .minutes = { 1, 2, 3 },
		      .option = "timeout",
		      .value = "6h" },
		    "changed strategy A\n  line: a -> -\n  line: b -> -\n"
		    "  line: c -> -\n  line: - -> c\n  line: - -> b\n"
		    "  line: - -> a\n" },
		{ { .id = "A",
		      .lines = { "a", "b", "c" },
		      .minutes = { 2, 4, 3 },
		      .option = "timeout",
		      .value = "6h" },
		    "changed strategy A\n  at: daily 02:01 -> -\n"
		    "  at: - -> daily 02:04\n" },
		{ { .id = "A",
		      .lines = { "a", "b", "c" },
		      .minutes = { 1, 2, 3 },
		      .option = "timeout",
		      .value = "7h" },
		    "changed strategy A\n  timeout: 6h -> 7h\n" },
		{ { .id = "A",
		      .lines = { "a", "b", "c" },
		      .minutes = { 1, 2, 3 },
		      .option = "feed",
		      .value = "stdin" },
		    "changed strategy A\n  feed: - -> stdin\n"
		    "  timeout: 6h -> -\n" },
		{ { .id = "A",
		      .lines = { "a", "b", "c" },
		      .minutes = { 1, 2, 3 },
		      .option = "zone",
		      .value = "UTC" },
		    "changed strategy A\n  timeout: 6h -> -\n"
		    "  zone: - -> UTC\n" },
		{ { .id = NULL },
		    "removed connection A\n  name: prod -> -\n"
		    "  instance: PROD -> -\n  ip: 127.0.0.1 -> -\n"
		    "  port: 1521 -> -\n  alive: yes -> -\n"
		    "removed strategy A\n  connection: A -> -\n"
		    "  priority: high -> -\n  alive: yes -> -\n"
		    "  line: a -> -\n  line: b -> -\n  line: c -> -\n"
		    "  at: daily 02:01 -> -\n  at: daily 02:02 -> -\n"
		    "  at: daily 02:03 -> -\n  timeout: 6h -> -\n" },
	};
	static const struct rows none = { 0 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		must_differ(make(&base, &none), make(&cases[i].rows, &none),
		    cases[i].said);
}
END_TEST

START_TEST(added_and_removed_ones_are_told_in_the_order_of_their_ids)
{
	static const struct rows a = { .id = "A" }, b = { .id = "B" },
				 c = { .id = "C" };

	must_differ(make(&a, &c), make(&b, &c),
	    "removed connection A\n  name: prod -> -\n"
	    "  instance: PROD -> -\n  ip: 127.0.0.1 -> -\n"
	    "  port: 1521 -> -\n  alive: yes -> -\n"
	    "added connection B\n  name: - -> prod\n"
	    "  instance: - -> PROD\n  ip: - -> 127.0.0.1\n"
	    "  port: - -> 1521\n  alive: - -> yes\n"
	    "removed strategy A\n  connection: A -> -\n"
	    "  priority: high -> -\n  alive: yes -> -\n"
	    "added strategy B\n  connection: - -> B\n"
	    "  priority: - -> high\n  alive: - -> yes\n");
	must_differ(make(&b, &c), make(&b, &c), "");
	must_differ(plan_empty(), plan_empty(), "");
}
END_TEST

static bool
count_to_two(void *arg, const struct difference *difference)
{
	int *count = arg;

	(void)difference;
	return ++*count < 2;
}

START_TEST(who_has_heard_enough_is_told_no_more)
{
	struct memdb *old_plan = plan_empty(), *new_plan = plan_large(9, 9, 1);
	int count = 0;

	ck_assert(!difference_each(old_plan, new_plan, count_to_two, &count));
	ck_assert_int_eq(count, 2);
	memdb_release(old_plan);
	memdb_release(new_plan);
}
END_TEST

UNIT_MAIN("memdb/difference", what_is_another_is_told_item_by_item,
    added_and_removed_ones_are_told_in_the_order_of_their_ids,
    who_has_heard_enough_is_told_no_more)
