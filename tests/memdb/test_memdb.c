#include "config.h"

#include "memdb/memdb.h"

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "tests/unit.h"

#define CATALOG "0b0dd6c2-6d2b-4c2f-9f0e-6a6f4a0c4b11"

static const struct connection sample_connection = {
	.id = "C_1509986176",
	.name = "local",
	.instance = "XE",
	.ip = "127.0.0.1",
	.port = "1521",
	.is_alive = true,
};
static const char *const sample_lines[] = { "crosscheck archivelog all;",
	"run{", "backup tablespace users;", "}" };
static const struct frequency monday = { .day = 1, .hour = 12, .minute = 35 };
static const struct strategy sample_strategy = {
	.id = "EST_1509986176",
	.connection = "C_1509986176",
	.priority = PRIORITY_MEDIUM,
	.is_alive = true,
	.line_count = COUNT_OF(sample_lines),
	.lines = sample_lines,
	.frequency_count = 1,
	.frequencies = &monday,
};

static void
add_sample(struct memdb *memdb)
{
	struct fault fault;

	ck_assert(memdb_add_connection(memdb, &sample_connection, &fault));
	ck_assert(memdb_add_strategy(memdb, &sample_strategy, &fault));
}

START_TEST(a_plan_is_what_was_put_in)
{
	const struct memdb_info info = { CATALOG, "db01", 42, 3 };
	struct memdb *memdb = memdb_new();
	const struct connection *connection;
	const struct strategy *strategy;
	struct fault fault;

	ck_assert(memdb_set_info(memdb, &info, &fault));
	add_sample(memdb);
	ck_assert(memdb_seal(memdb, &fault));
	ck_assert_str_eq(memdb_info(memdb)->catalog, CATALOG);
	ck_assert_ptr_ne(memdb_info(memdb)->catalog, info.catalog);
	ck_assert_str_eq(memdb_info(memdb)->owner, "db01");
	ck_assert_int_eq(memdb_info(memdb)->plan_version, 42);
	ck_assert_int_eq(memdb_info(memdb)->schema_version, 3);
	ck_assert_uint_eq(memdb_connections(memdb, &connection), 1);
	ck_assert_str_eq(connection->id, "C_1509986176");
	ck_assert_str_eq(connection->name, "local");
	ck_assert_str_eq(connection->instance, "XE");
	ck_assert_str_eq(connection->ip, "127.0.0.1");
	ck_assert_str_eq(connection->port, "1521");
	ck_assert_ptr_null(connection->runner);
	ck_assert(connection->is_alive);
	ck_assert_uint_eq(memdb_strategies(memdb, &strategy), 1);
	ck_assert_str_eq(strategy->id, "EST_1509986176");
	ck_assert_str_eq(strategy->connection, connection->id);
	ck_assert_int_eq(strategy->priority, PRIORITY_MEDIUM);
	ck_assert(strategy->is_alive);
	ck_assert_uint_eq(strategy->line_count, COUNT_OF(sample_lines));
	for (size_t i = 0; i < COUNT_OF(sample_lines); i++) {
		ck_assert_str_eq(strategy->lines[i], sample_lines[i]);
		ck_assert_ptr_ne(strategy->lines[i], sample_lines[i]);
	}
	ck_assert_uint_eq(strategy->frequency_count, 1);
	ck_assert_int_eq(strategy->frequencies[0].hour, 12);
	memdb_release(memdb);
}
END_TEST

START_TEST(an_empty_plan_is_a_plan)
{
	struct memdb *memdb = memdb_new();
	const struct connection *connections;
	const struct strategy *strategies;
	const struct memdb_remark *remarks;
	const struct option *options;
	struct fault fault;

	ck_assert(memdb_seal(memdb, &fault));
	ck_assert_uint_eq(memdb_connections(memdb, &connections), 0);
	ck_assert_uint_eq(memdb_strategies(memdb, &strategies), 0);
	ck_assert_uint_eq(memdb_remarks(memdb, &remarks), 0);
	ck_assert_uint_eq(memdb_options(memdb, OPTION_STRATEGY, "x", &options),
	    0);
	ck_assert_ptr_null(memdb_info(memdb)->catalog);
	ck_assert_ptr_null(memdb_connection(memdb, "x"));
	ck_assert_ptr_null(memdb_strategy(memdb, "x"));
	ck_assert_uint_eq(memdb_due_at(memdb, 0).named_count, 0);
	ck_assert_uint_eq(memdb_due_at(memdb, 10079).hourly_count, 0);
	memdb_release(memdb);
	memdb_release(NULL);
}
END_TEST

START_TEST(the_last_holder_lets_go)
{
	struct memdb *memdb = memdb_new();
	struct fault fault;

	add_sample(memdb);
	ck_assert(memdb_seal(memdb, &fault));
	ck_assert_ptr_eq(memdb_hold(memdb), memdb);
	ck_assert_ptr_eq(memdb_hold(memdb), memdb);
	memdb_release(memdb);
	memdb_release(memdb);
	ck_assert_ptr_nonnull(memdb_strategy(memdb, "EST_1509986176"));
	memdb_release(memdb);
}
END_TEST

START_TEST(a_connection_is_found_by_id_or_by_its_only_name)
{
	static const char *const rows[][2] = { { "C1", "sales" },
		{ "C2", "Stock" }, { "C3", "STOCK" }, { "C4", "C1" },
		{ "C5", "Payroll" } };
	const struct {
		const char *typed, *id;
	} cases[] = {
		{ "C1", "C1" },
		{ "C4", "C4" },
		{ "c4", NULL },
		{ "c1", "C4" },
		{ "SALES", "C1" },
		{ "payroll", "C5" },
		{ "stock", NULL },
		{ "Stock", NULL },
		{ "sale", NULL },
		{ "", NULL },
	};
	struct memdb *memdb = memdb_new();
	struct fault fault;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct connection connection = sample_connection;

		connection.id = rows[i][0];
		connection.name = rows[i][1];
		ck_assert(memdb_add_connection(memdb, &connection, &fault));
	}
	ck_assert(memdb_seal(memdb, &fault));
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct connection *found = memdb_connection(memdb,
		    cases[i].typed);

		if (cases[i].id == NULL)
			ck_assert_msg(found == NULL, "%s", cases[i].typed);
		else
			ck_assert_str_eq(found->id, cases[i].id);
	}
	memdb_release(memdb);
}
END_TEST

/* A list of ids, separated by spaces. */
struct collected {
	char ids[64];
	size_t length;
};

static void
collect(void *arg, const struct strategy *strategy)
{
	struct collected *collected = arg;
	char *text = mem_format("%s ", strategy->id);

	ck_assert_uint_lt(collected->length + strlen(text),
	    sizeof(collected->ids));
	memcpy(collected->ids + collected->length, text, strlen(text) + 1);
	collected->length += strlen(text);
	free(text);
}

START_TEST(strategies_are_found_by_id_and_by_connection)
{
	static const char *const rows[][2] = { { "e", "C2" }, { "a", "C1" },
		{ "d", "C3" }, { "b", "C3" }, { "c", "C1" }, { "f", "C3" } };
	static const char *const lists[][2] = { { "C1", "a c " },
		{ "C2", "e " }, { "C3", "b d f " }, { "C4", "" }, { "C5", "" },
		{ "local", "" } };
	struct memdb *memdb = memdb_new();
	struct fault fault;

	for (size_t i = 0; i < 4; i++) {
		static const char *const ids[] = { "C3", "C1", "C4", "C2" };
		struct connection connection = sample_connection;

		connection.id = ids[i];
		ck_assert(memdb_add_connection(memdb, &connection, &fault));
	}
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct strategy strategy = sample_strategy;

		strategy.id = rows[i][0];
		strategy.connection = rows[i][1];
		ck_assert(memdb_add_strategy(memdb, &strategy, &fault));
	}
	ck_assert(memdb_seal(memdb, &fault));
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct collected collected = { .ids = "" };

		memdb_strategies_of(memdb, lists[i][0], collect, &collected);
		ck_assert_str_eq(collected.ids, lists[i][1]);
	}
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct strategy *found = memdb_strategy(memdb,
		    rows[i][0]);

		ck_assert_str_eq(found->id, rows[i][0]);
		ck_assert_str_eq(found->connection, rows[i][1]);
	}
	ck_assert_ptr_null(memdb_strategy(memdb, "A"));
	ck_assert_ptr_null(memdb_strategy(memdb, ""));
	memdb_release(memdb);
}
END_TEST

START_TEST(options_are_found_by_owner_and_name)
{
	const struct option rows[] = {
		{ OPTION_STRATEGY, "EST_1509986176", "timeout", "24h" },
		{ OPTION_CONNECTION, "C_1509986176", "timeout", "1h" },
		{ OPTION_STRATEGY, "EST_1509986176", "ignore", "" },
		{ OPTION_STRATEGY, "EST_1509986176", "feed", "stdin" },
	};
	struct memdb *memdb = memdb_new();
	const struct option *options;
	struct fault fault;

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert(memdb_add_option(memdb, &rows[i], &fault));
	add_sample(memdb);
	ck_assert(memdb_seal(memdb, &fault));
	ck_assert_uint_eq(memdb_options(memdb, OPTION_STRATEGY,
			      "EST_1509986176", &options),
	    3);
	ck_assert_str_eq(options[0].name, "feed");
	ck_assert_str_eq(options[1].name, "ignore");
	ck_assert_str_eq(options[2].name, "timeout");
	ck_assert_str_eq(options[2].owner, "EST_1509986176");
	ck_assert_uint_eq(memdb_options(memdb, OPTION_CONNECTION,
			      "C_1509986176", &options),
	    1);
	ck_assert_str_eq(options[0].value, "1h");
	ck_assert_uint_eq(memdb_options(memdb, OPTION_CONNECTION,
			      "EST_1509986176", &options),
	    0);
	ck_assert_ptr_null(options);
	ck_assert_str_eq(memdb_option(memdb, OPTION_STRATEGY, "EST_1509986176",
			     "timeout"),
	    "24h");
	ck_assert_str_eq(memdb_option(memdb, OPTION_STRATEGY, "EST_1509986176",
			     "ignore"),
	    "");
	ck_assert_ptr_null(
	    memdb_option(memdb, OPTION_STRATEGY, "EST_1509986176", "Timeout"));
	ck_assert_ptr_null(
	    memdb_option(memdb, OPTION_STRATEGY, "EST_1509986176", "zulu"));
	ck_assert_ptr_null(
	    memdb_option(memdb, OPTION_CONNECTION, "C_1509986176", "feed"));
	memdb_release(memdb);
}
END_TEST

START_TEST(what_is_due_is_found_by_minute_of_the_week)
{
	const struct frequency frequencies[] = { { -1, 12, 35 }, { 1, 12, 35 },
		{ -1, -1, 35 } };
	struct strategy strategy = sample_strategy;
	struct memdb *memdb = memdb_new();
	struct memdb_due_list list;
	struct fault fault;

	strategy.is_alive = false;
	strategy.frequency_count = COUNT_OF(frequencies);
	strategy.frequencies = frequencies;
	ck_assert(memdb_add_connection(memdb, &sample_connection, &fault));
	ck_assert(memdb_add_strategy(memdb, &strategy, &fault));
	ck_assert(memdb_seal(memdb, &fault));
	list = memdb_due_at(memdb, 1440 + 12 * 60 + 35);
	ck_assert_uint_eq(list.named_count, 2);
	ck_assert_ptr_eq(list.named[0].strategy,
	    memdb_strategy(memdb, "EST_1509986176"));
	ck_assert_int_eq(list.named[0].frequency->day, -1);
	ck_assert_int_eq(list.named[1].frequency->day, 1);
	ck_assert_uint_eq(list.hourly_count, 1);
	list = memdb_due_at(memdb, 2 * 1440 + 12 * 60 + 35);
	ck_assert_uint_eq(list.named_count, 1);
	ck_assert_uint_eq(list.hourly_count, 1);
	list = memdb_due_at(memdb, 2 * 1440 + 13 * 60 + 35);
	ck_assert_uint_eq(list.named_count, 0);
	ck_assert_uint_eq(list.hourly_count, 1);
	list = memdb_due_at(memdb, 2 * 1440 + 13 * 60 + 36);
	ck_assert_uint_eq(list.named_count + list.hourly_count, 0);
	memdb_release(memdb);
}
END_TEST

START_TEST(a_bad_row_is_refused_and_leaves_no_trace)
{
	const struct frequency bad = { .day = 1, .hour = 24, .minute = 0 };
	const char *const bad_lines[] = { "run {", "a\nb" };
	const struct memdb_info no_uuid = { .catalog = "x" };
	const struct memdb_info no_catalog = { .catalog = NULL };
	const struct memdb_info bad_owner = { .catalog = CATALOG, .owner = "" };
	const struct option no_name = { OPTION_STRATEGY, "s", "", "1" };
	const struct option no_value = { OPTION_STRATEGY, "s", "feed", NULL };
	const struct option no_owner = { OPTION_STRATEGY, NULL, "feed", "1" };
	struct connection connection = sample_connection;
	struct strategy strategy = sample_strategy;
	struct memdb *memdb = memdb_new();
	struct fault fault;

	ck_assert(!memdb_set_info(memdb, &no_uuid, &fault));
	ck_assert_str_eq(fault.text, "the catalog's id is not a UUID");
	ck_assert(!memdb_set_info(memdb, &no_catalog, &fault));
	ck_assert(!memdb_set_info(memdb, &bad_owner, &fault));
	ck_assert_str_eq(fault.text, "the catalog's owner is missing");
	connection.port = "0";
	ck_assert(!memdb_add_connection(memdb, &connection, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	strategy.lines = bad_lines;
	strategy.line_count = COUNT_OF(bad_lines);
	ck_assert(!memdb_add_strategy(memdb, &strategy, &fault));
	ck_assert_str_eq(fault.text,
	    "strategy EST_1509986176: line 2 holds a line end");
	ck_assert(!memdb_add_line(memdb, "s", "a\rb", &fault));
	ck_assert_str_eq(fault.text, "strategy s: line 1 holds a line end");
	ck_assert(!memdb_add_line(memdb, "", "exit", &fault));
	ck_assert_str_eq(fault.text, "strategy_id is missing");
	ck_assert(!memdb_add_line(memdb, NULL, "exit", &fault));
	ck_assert(!memdb_add_line(memdb, "12345678901234567890123456", "exit",
	    &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert(!memdb_add_frequency(memdb, "s", &bad, &fault));
	ck_assert_str_eq(fault.text, "strategy s: hour 24 is not -1 to 23");
	ck_assert(!memdb_add_frequency(memdb, "\n", &monday, &fault));
	ck_assert(!memdb_add_option(memdb, &no_name, &fault));
	ck_assert_str_eq(fault.text, "s: an option's name is missing");
	ck_assert(!memdb_add_option(memdb, &no_value, &fault));
	ck_assert_str_eq(fault.text, "option feed of s: the value is missing");
	ck_assert(!memdb_add_option(memdb, &no_owner, &fault));
	ck_assert_str_eq(fault.text, "an option's id is missing");
	/* Nobody misses the strategy "s": it has no rows. */
	add_sample(memdb);
	ck_assert_msg(memdb_seal(memdb, &fault), "%s", fault.text);
	ck_assert_uint_eq(memdb_strategy(memdb, "EST_1509986176")->line_count,
	    COUNT_OF(sample_lines));
	memdb_release(memdb);
}
END_TEST

START_TEST(an_option_is_bounded)
{
	char *text = mem_new(LIMIT_OPTION_VALUE + 2, 1);
	struct option option = { OPTION_STRATEGY, "s", "feed", text };
	struct memdb *memdb = memdb_new();
	struct fault fault;

	memset(text, 'x', LIMIT_OPTION_VALUE);
	ck_assert(memdb_add_option(memdb, &option, &fault));
	text[LIMIT_OPTION_VALUE] = 'x';
	ck_assert(!memdb_add_option(memdb, &option, &fault));
	ck_assert_str_eq(fault.text,
	    "option feed of s: the value has 1025 bytes, at most 1024 are "
	    "allowed");
	option.value = "1";
	option.name = text;
	text[LIMIT_OPTION_NAME] = '\0';
	ck_assert(memdb_add_option(memdb, &option, &fault));
	text[LIMIT_OPTION_NAME] = 'x';
	text[LIMIT_OPTION_NAME + 1] = '\0';
	ck_assert(!memdb_add_option(memdb, &option, &fault));
	ck_assert_str_eq(fault.text,
	    "s: an option's name has 65 bytes, at most 64 are allowed");
	free(text);
	memdb_release(memdb);
}
END_TEST

START_TEST(connections_and_strategies_are_bounded)
{
	struct memdb *memdb = memdb_new();
	struct fault fault = { .text = "" };
	bool is_added = true;

	for (int i = 0; i <= LIMIT_CONNECTIONS; i++) {
		struct connection connection = sample_connection;
		char *id = mem_format("C%d", i);

		if (!is_added)
			ck_abort_msg("%d: %s", i, fault.text);
		connection.id = id;
		is_added = memdb_add_connection(memdb, &connection, &fault);
		free(id);
	}
	ck_assert(!is_added);
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text,
	    "the plan has more than 10000 connections, no more are allowed");
	is_added = true;
	for (int i = 0; i <= LIMIT_STRATEGIES; i++) {
		char *id = mem_format("s%d", i);
		char *connection = mem_format("C%d", i % LIMIT_CONNECTIONS);
		const struct strategy strategy = { .id = id,
			.connection = connection };

		if (!is_added)
			ck_abort_msg("%d: %s", i, fault.text);
		is_added = memdb_add_strategy(memdb, &strategy, &fault);
		free(id);
		free(connection);
	}
	ck_assert(!is_added);
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text,
	    "the plan has more than 100000 strategies, no more are allowed");
	ck_assert(memdb_seal(memdb, &fault));
	ck_assert_str_eq(memdb_strategy(memdb, "s99999")->connection, "C9999");
	memdb_release(memdb);
}
END_TEST

START_TEST(lines_are_bounded)
{
	struct strategy strategy = sample_strategy;
	struct memdb *memdb = memdb_new();
	struct fault fault = { .text = "" };
	int i = 0;

	/* One strategy. */
	while (i < LIMIT_LINES && memdb_add_line(memdb, "s0", "x", &fault))
		i++;
	ck_assert_int_eq(i, LIMIT_LINES);
	ck_assert(!memdb_add_line(memdb, "s0", "x", &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text,
	    "strategy s0 has more than 10000 lines, no more are allowed");
	strategy.id = "s0";
	strategy.line_count = 1;
	ck_assert(!memdb_add_strategy(memdb, &strategy, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	/* All of them. */
	for (int j = 1; j < LIMIT_PLAN_LINES / LIMIT_LINES; j++) {
		char *id = mem_format("s%d", j);

		for (i = 0; i < LIMIT_LINES; i++)
			if (!memdb_add_line(memdb, id, "", &fault))
				ck_abort_msg("%s", fault.text);
		free(id);
	}
	ck_assert(!memdb_add_line(memdb, "other", "", &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text,
	    "the plan has more than 4000000 lines, no more are allowed");
	memdb_release(memdb);
}
END_TEST

START_TEST(frequencies_are_bounded)
{
	struct memdb *memdb = memdb_new();
	struct fault fault = { .text = "" };

	add_sample(memdb);
	for (int i = 1; i < LIMIT_FREQUENCIES; i++)
		if (!memdb_add_frequency(memdb, "EST_1509986176", &monday,
			&fault))
			ck_abort_msg("%s", fault.text);
	ck_assert(!memdb_add_frequency(memdb, "s", &monday, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text,
	    "the plan has more than 4000000 frequencies, no more are allowed");
	ck_assert(!memdb_add_strategy(memdb, &sample_strategy, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert(memdb_seal(memdb, &fault));
	ck_assert_uint_eq(
	    memdb_strategy(memdb, "EST_1509986176")->frequency_count, 1);
	memdb_release(memdb);
}
END_TEST

START_TEST(options_are_bounded)
{
	const struct option option = { OPTION_STRATEGY, "s", "feed", "1" };
	struct memdb *memdb = memdb_new();
	struct fault fault = { .text = "" };

	for (int i = 0; i < LIMIT_OPTIONS; i++)
		if (!memdb_add_option(memdb, &option, &fault))
			ck_abort_msg("%s", fault.text);
	ck_assert(!memdb_add_option(memdb, &option, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text,
	    "the plan has more than 1000000 options, no more are allowed");
	memdb_release(memdb);
}
END_TEST

UNIT_MAIN("memdb/memdb", a_plan_is_what_was_put_in, an_empty_plan_is_a_plan,
    the_last_holder_lets_go, a_connection_is_found_by_id_or_by_its_only_name,
    strategies_are_found_by_id_and_by_connection,
    options_are_found_by_owner_and_name,
    what_is_due_is_found_by_minute_of_the_week,
    a_bad_row_is_refused_and_leaves_no_trace, an_option_is_bounded,
    connections_and_strategies_are_bounded, lines_are_bounded,
    frequencies_are_bounded, options_are_bounded)
