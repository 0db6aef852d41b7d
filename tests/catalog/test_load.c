#include "config.h"

#include "catalog/load.h"

#include "base/buf.h"
#include "tests/support/catalogs.h"
#include "tests/unit.h"

static struct memdb *
load(struct catalogs *it)
{
	struct fault fault;
	struct memdb *memdb = catalog_load(it->catalog, &fault);

	ck_assert_msg(memdb != NULL, "%s", fault.text);
	return memdb;
}

/* The remarks of a load, a line each. */
static void
expect_remarks(const struct memdb *memdb, const char *expected)
{
	const struct memdb_remark *remarks;
	size_t count = memdb_remarks(memdb, &remarks);
	struct buf text;
	struct fault fault;

	buf_init(&text, 10000);
	for (size_t i = 0; i < count; i++)
		ck_assert(buf_format(&text, &fault, "%s\n", remarks[i].text));
	ck_assert_str_eq(buf_text(&text), expected);
	buf_clear(&text);
}

START_TEST(the_sample_is_loaded)
{
	struct catalogs it = catalogs_new();
	const struct strategy *strategies, *strategy;
	const struct connection *connection;
	const struct memdb_info *info;
	struct memdb *memdb;

	catalogs_sample(&it);
	memdb = load(&it);
	expect_remarks(memdb, "");
	info = memdb_info(memdb);
	ck_assert_str_eq(info->owner, "db01");
	ck_assert_int_eq(info->schema_version, 1);
	ck_assert_int_gt(info->plan_version, 21);
	connection = memdb_connection(memdb, "local");
	ck_assert_ptr_nonnull(connection);
	ck_assert_str_eq(connection->id, "C_1509986176");
	ck_assert_str_eq(connection->port, "1521");
	ck_assert(connection->is_alive && connection->runner == NULL);
	ck_assert_uint_eq(memdb_strategies(memdb, &strategies), 5);
	strategy = memdb_strategy(memdb, "EST_1509986176");
	ck_assert_uint_eq(strategy->line_count, 5);
	ck_assert_str_eq(strategy->lines[3], "backup tablespace users;");
	ck_assert_uint_eq(strategy->frequency_count, 1);
	ck_assert_int_eq(strategy->frequencies[0].minute, 35);
	ck_assert_int_eq(strategy->priority, PRIORITY_MEDIUM);
	ck_assert_uint_eq(memdb_strategy(memdb, "EST_1509986192")->line_count,
	    0);
	memdb_release(memdb);
	catalogs_free(&it);
}
END_TEST

START_TEST(an_empty_catalog_is_an_empty_plan)
{
	struct catalogs it = catalogs_new();
	const struct strategy *strategies;
	struct memdb *memdb = load(&it);

	ck_assert_uint_eq(memdb_strategies(memdb, &strategies), 0);
	expect_remarks(memdb, "");
	memdb_release(memdb);
	catalogs_free(&it);
}
END_TEST

START_TEST(everything_that_may_be_left_out_has_its_meaning)
{
	struct catalogs it = catalogs_new();
	const struct strategy *strategy;
	struct memdb *memdb;

	catalogs_sample(&it);
	catalogs_run(&it,
	    "insert into strategy (strategy_id, connection) "
	    "values ('S', 'C_1509986176')");
	catalogs_run(&it,
	    "insert into strategy_line (strategy_id, line) "
	    "values ('S', null), ('S', ''), ('S', 'x')");
	catalogs_run(&it, "update strategy set alive = 0");
	catalogs_run(&it, "update connection set runner = 'any', alive = 0");
	memdb = load(&it);
	expect_remarks(memdb, "");
	strategy = memdb_strategy(memdb, "S");
	ck_assert_int_eq(strategy->priority, PRIORITY_MEDIUM);
	ck_assert(!strategy->is_alive);
	ck_assert_uint_eq(strategy->line_count, 3);
	ck_assert_str_eq(strategy->lines[0], "");
	ck_assert_str_eq(strategy->lines[1], "");
	ck_assert_str_eq(strategy->lines[2], "x");
	ck_assert_str_eq(memdb_connection(memdb, "local")->runner, "any");
	ck_assert(!memdb_connection(memdb, "local")->is_alive);
	memdb_release(memdb);
	catalogs_free(&it);
}
END_TEST

START_TEST(lines_come_in_the_order_of_their_numbers)
{
	struct catalogs it = catalogs_new();
	const struct strategy *strategy;
	struct memdb *memdb;

	catalogs_sample(&it);
	catalogs_run(&it,
	    "insert into strategy_line (strategy_id, line, line_no) values "
	    "('EST_1509986184', 'c', 30), ('EST_1509986184', 'a', 9), "
	    "('EST_1509986184', 'b', 10)");
	memdb = load(&it);
	strategy = memdb_strategy(memdb, "EST_1509986184");
	ck_assert_uint_eq(strategy->line_count, 3);
	ck_assert_str_eq(strategy->lines[0], "a");
	ck_assert_str_eq(strategy->lines[1], "b");
	ck_assert_str_eq(strategy->lines[2], "c");
	memdb_release(memdb);
	catalogs_free(&it);
}
END_TEST

START_TEST(options_are_loaded_with_their_owners)
{
	struct catalogs it = catalogs_new();
	struct memdb *memdb;

	catalogs_sample(&it);
	catalogs_run(&it,
	    "insert into connection_option (conn_id, name, value) "
	    "values ('C_1509986176', 'oracle_home', '/u01')");
	catalogs_run(&it,
	    "insert into strategy_option (strategy_id, name, value) "
	    "values ('EST_1509986176', 'timeout', '1h')");
	memdb = load(&it);
	ck_assert_str_eq(memdb_option(memdb, OPTION_CONNECTION, "C_1509986176",
			     "oracle_home"),
	    "/u01");
	ck_assert_str_eq(memdb_option(memdb, OPTION_STRATEGY, "EST_1509986176",
			     "timeout"),
	    "1h");
	memdb_release(memdb);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_row_out_of_range_is_named_and_the_rest_is_loaded)
{
	struct catalogs it = catalogs_new();
	const struct strategy *strategy;
	struct memdb *memdb;

	catalogs_sample(&it);
	catalogs_run(&it,
	    "insert into frequency (strategy_id, day, hour, minutes) values "
	    "('EST_1509986176', 7, 1, 1), ('EST_1509986176', 1, 24, 1), "
	    "('EST_1509986176', 1, 1, 'often')");
	catalogs_run(&it,
	    "update strategy set priority = 'urgent', alive = 2 "
	    "where strategy_id = 'EST_1509986184'");
	catalogs_run(&it,
	    "insert into connection (conn_id, conn_name, database_instance, "
	    "ip, port) values ('B', 'bad', 'XE', 'h', '99999')");
	catalogs_run(&it,
	    "insert into strategy (strategy_id, connection) "
	    "values ('T', 'B')");
	catalogs_run(&it,
	    "insert into strategy_line (strategy_id, line) "
	    "values ('T', 'x')");
	catalogs_run(&it,
	    "insert into frequency (strategy_id, day, hour, minutes) "
	    "values ('T', 1, 1, 1)");
	catalogs_run(&it,
	    "insert into strategy_option (strategy_id, name, value) "
	    "values ('T', 'timeout', '1h')");
	catalogs_run(&it,
	    "update strategy_line set line = 'connect target sys/tiger@x' "
	    "where strategy_id = 'EST_1509986180' and line_no = 1");
	memdb = load(&it);
	expect_remarks(memdb,
	    "left out: connection B: port: '99999' is not a number from 1 to "
	    "65535\n"
	    "strategy EST_1509986184 counts as medium: priority 'urgent' is "
	    "not high, medium or low\n"
	    "strategy EST_1509986184 counts as alive: alive: '2' is not a "
	    "number from 0 to 1\n"
	    "left out: strategy T: its connection 'B' is not in the plan\n"
	    "left out: strategy EST_1509986180: line 1 holds a password; use "
	    "/ or /@alias with a wallet, or the connection's password_file\n"
	    "left out: a frequency of strategy EST_1509986176: day 7 is not "
	    "-1 to 6\n"
	    "left out: a frequency of strategy EST_1509986176: hour 24 is not "
	    "-1 to 23\n"
	    "left out: a frequency of strategy EST_1509986176: minutes: "
	    "'often' is not a number from -2147483648 to 2147483647\n");
	strategy = memdb_strategy(memdb, "EST_1509986176");
	ck_assert_uint_eq(strategy->frequency_count, 1);
	ck_assert_ptr_null(memdb_strategy(memdb, "EST_1509986180"));
	ck_assert_ptr_null(memdb_strategy(memdb, "T"));
	strategy = memdb_strategy(memdb, "EST_1509986184");
	ck_assert_int_eq(strategy->priority, PRIORITY_MEDIUM);
	ck_assert(strategy->is_alive);
	memdb_release(memdb);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_line_that_is_too_long_takes_its_strategy_along)
{
	struct catalogs it = catalogs_new();
	struct memdb *memdb;

	catalogs_sample(&it);
	catalogs_run(&it,
	    "update strategy_line set line = printf('%.256c', 'x') "
	    "where strategy_id = 'EST_1509986176' and line_no = 2");
	catalogs_run(&it,
	    "update strategy_line set line = printf('%.255c', 'x') "
	    "where strategy_id = 'EST_1509986180' and line_no = 2");
	memdb = load(&it);
	ck_assert_ptr_null(memdb_strategy(memdb, "EST_1509986176"));
	ck_assert_ptr_nonnull(memdb_strategy(memdb, "EST_1509986180"));
	expect_remarks(memdb,
	    "left out: strategy EST_1509986176: line 2 has 256 bytes, at most "
	    "255 are allowed\n");
	memdb_release(memdb);
	catalogs_free(&it);
}
END_TEST

START_TEST(bytes_that_are_no_text_do_not_spoil_the_remark)
{
	struct catalogs it = catalogs_new();
	struct memdb *memdb;
	const struct memdb_remark *remarks;

	catalogs_run(&it,
	    "insert into connection (conn_id, conn_name, database_instance, "
	    "ip) values (cast(x'4380' as text), 'c', 'XE', 'h')");
	memdb = load(&it);
	ck_assert_uint_eq(memdb_remarks(memdb, &remarks), 1);
	ck_assert_str_eq(remarks[0].text, "left out: conn_id is not UTF-8");
	memdb_release(memdb);
	catalogs_free(&it);
}
END_TEST

START_TEST(orphans_and_rows_of_other_catalogs_are_not_in_the_plan)
{
	struct catalogs it = catalogs_new();
	const struct connection *connections;
	const struct strategy *strategies;
	struct memdb *memdb;

	catalogs_sample(&it);
	catalogs_run(&it, "pragma foreign_keys = off");
	catalogs_run(&it,
	    "insert into strategy_line (strategy_id, line) "
	    "values ('NOBODY', 'x')");
	catalogs_run(&it,
	    "insert into frequency (strategy_id, day, hour, minutes) "
	    "values ('NOBODY', 1, 1, 1)");
	catalogs_run(&it,
	    "insert into connection_option (conn_id, name, value) "
	    "values ('NOBODY', 'a', 'b')");
	catalogs_run(&it,
	    "insert into connection (conn_id, conn_name, database_instance, "
	    "ip, origin) values ('M', 'mirror', 'XE', 'h', 'other')");
	catalogs_run(&it,
	    "insert into strategy (strategy_id, connection, origin) "
	    "values ('M', 'M', 'other')");
	memdb = load(&it);
	expect_remarks(memdb, "");
	ck_assert_uint_eq(memdb_connections(memdb, &connections), 1);
	ck_assert_uint_eq(memdb_strategies(memdb, &strategies), 5);
	memdb_release(memdb);
	catalogs_free(&it);
}
END_TEST

START_TEST(the_first_load_takes_a_catalog_that_nobody_owns)
{
	struct catalogs it = catalogs_new();
	struct memdb *memdb;
	struct fault fault;

	catalogs_run(&it, "update catalog_info set owner = null");
	it.place.runner = "db07";
	catalogs_again(&it);
	memdb = catalog_look(it.catalog, &fault);
	ck_assert_ptr_nonnull(memdb);
	ck_assert_ptr_null(memdb_info(memdb)->owner);
	memdb_release(memdb);
	memdb = load(&it);
	ck_assert_str_eq(memdb_info(memdb)->owner, "db07");
	memdb_release(memdb);
	it.place.runner = "db08";
	catalogs_again(&it);
	memdb = load(&it);
	ck_assert_str_eq(memdb_info(memdb)->owner, "db07");
	memdb_release(memdb);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_catalog_without_tables_is_a_fault_and_no_plan)
{
	struct catalogs it = catalogs_new();
	struct fault fault;

	catalogs_run(&it, "drop table frequency");
	ck_assert(catalog_load(it.catalog, &fault) == NULL);
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	/* The transaction is over: another load is possible. */
	ck_assert(catalog_load(it.catalog, &fault) == NULL);
	catalogs_run(&it, "drop table catalog_info");
	ck_assert(catalog_load(it.catalog, &fault) == NULL);
	ck_assert_str_eq(fault.text,
	    "the catalog has no tables: run 'backupexec catalog init'");
	catalogs_free(&it);
}
END_TEST

UNIT_MAIN("catalog/load", the_sample_is_loaded,
    an_empty_catalog_is_an_empty_plan,
    everything_that_may_be_left_out_has_its_meaning,
    lines_come_in_the_order_of_their_numbers,
    options_are_loaded_with_their_owners,
    a_row_out_of_range_is_named_and_the_rest_is_loaded,
    a_line_that_is_too_long_takes_its_strategy_along,
    bytes_that_are_no_text_do_not_spoil_the_remark,
    orphans_and_rows_of_other_catalogs_are_not_in_the_plan,
    the_first_load_takes_a_catalog_that_nobody_owns,
    a_catalog_without_tables_is_a_fault_and_no_plan)
