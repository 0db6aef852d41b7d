#include "config.h"

#include "catalog/apply.h"

#include "base/mem.h"
#include "tests/support/catalogs.h"
#include "tests/support/edits.h"
#include "tests/unit.h"

static void
expect(struct catalogs *it, const char *statement, const char *rows)
{
	char *found = catalogs_rows(it, statement);

	ck_assert_str_eq(found, rows);
	free(found);
}

#define CHANGES                                                                \
	"select who, what, object, item, old_value, new_value from change "    \
	"order by change_id, item_no"

/* Applies the edit and frees it. */
static void
apply(struct catalogs *it, struct edit *edit)
{
	struct fault fault;

	catalogs_run(it, "delete from change");
	ck_assert_msg(apply_edit(it->catalog, edit, "ana", &fault), "%s",
	    fault.text);
	edit_free(edit);
}

static void
refuse(struct catalogs *it, struct edit *edit, enum fault_kind kind,
    const char *sentence)
{
	struct fault fault;

	ck_assert(!apply_edit(it->catalog, edit, "ana", &fault));
	ck_assert_str_eq(fault.text, sentence);
	ck_assert_int_eq(fault.kind, kind);
	edit_free(edit);
}

static struct edit *
strategy(enum edit_kind kind, const char *id)
{
	return edits_new(kind, id, NULL);
}

static struct edit *
connection(enum edit_kind kind, const char *name)
{
	return edits_new(kind, NULL, name);
}

START_TEST(a_connection_is_added_changed_and_removed)
{
	struct catalogs it = catalogs_new();
	struct edit *edit = connection(EDIT_CONNECTION_ADD, "Sales DB");

	edit_add_value(edit, "instance", "SALES");
	edit_add_value(edit, "runner", "db02");
	edit_add_value(edit, "oracle_home", "/u01");
	apply(&it, edit);
	expect(&it,
	    "select conn_id, conn_name, database_instance, ip, port, alive, "
	    "runner from connection",
	    "Sales_DB|Sales DB|SALES|127.0.0.1|1521|1|db02");
	expect(&it, "select conn_id, name, value from connection_option",
	    "Sales_DB|oracle_home|/u01");
	expect(&it, CHANGES,
	    "ana|connection add|Sales_DB|name||Sales DB\n"
	    "ana|connection add|Sales_DB|instance||SALES\n"
	    "ana|connection add|Sales_DB|ip||127.0.0.1\n"
	    "ana|connection add|Sales_DB|port||1521\n"
	    "ana|connection add|Sales_DB|alive||1\n"
	    "ana|connection add|Sales_DB|runner||db02\n"
	    "ana|connection add|Sales_DB|oracle_home||/u01");

	edit = connection(EDIT_CONNECTION_SET, "Sales DB");
	edit_add_value(edit, "port", "1522");
	edit_add_value(edit, "runner", NULL);
	edit_add_value(edit, "alive", "0");
	edit_add_value(edit, "ip", "127.0.0.1");
	apply(&it, edit);
	expect(&it, "select conn_name, ip, port, alive, runner from connection",
	    "Sales DB|127.0.0.1|1522|0|");
	expect(&it, CHANGES,
	    "ana|connection set|Sales_DB|port|1521|1522\n"
	    "ana|connection set|Sales_DB|alive|1|0\n"
	    "ana|connection set|Sales_DB|runner|db02|");

	/* By its id too, and back to the standard. */
	edit = connection(EDIT_CONNECTION_SET, "Sales_DB");
	edit_add_value(edit, "port", NULL);
	edit_add_value(edit, "name", "sales");
	apply(&it, edit);
	expect(&it, "select conn_id, conn_name, port from connection",
	    "Sales_DB|sales|1521");

	apply(&it, connection(EDIT_CONNECTION_REMOVE, "sales"));
	ck_assert_int_eq(catalogs_number(&it,
			     "select (select count(*) from connection) + "
			     "(select count(*) from connection_option)"),
	    0);
	expect(&it, CHANGES,
	    "ana|connection remove|Sales_DB|oracle_home|/u01|\n"
	    "ana|connection remove|Sales_DB|name|sales|\n"
	    "ana|connection remove|Sales_DB|instance|SALES|\n"
	    "ana|connection remove|Sales_DB|ip|127.0.0.1|\n"
	    "ana|connection remove|Sales_DB|port|1521|\n"
	    "ana|connection remove|Sales_DB|alive|0|");
	catalogs_free(&it);
}
END_TEST

START_TEST(a_strategy_is_added_changed_and_removed)
{
	const struct frequency sunday = { .day = 0, .hour = 2, .minute = 30 };
	struct catalogs it = catalogs_new();
	struct edit *edit = strategy(EDIT_STRATEGY_ADD, "nightly");

	catalogs_sample(&it);
	edit_add_value(edit, "connection", "local");
	edit_add_value(edit, "priority", "high");
	edit_add_value(edit, "timeout", "2h");
	edit_add_line(edit, "backup database;");
	edit_add_frequency(edit, &sunday);
	apply(&it, edit);
	expect(&it,
	    "select connection, priority, alive from strategy "
	    "where strategy_id = 'nightly'",
	    "C_1509986176|high|1");
	expect(&it, CHANGES,
	    "ana|strategy add|nightly|connection||C_1509986176\n"
	    "ana|strategy add|nightly|priority||high\n"
	    "ana|strategy add|nightly|alive||1\n"
	    "ana|strategy add|nightly|timeout||2h\n"
	    "ana|strategy add|nightly|lines||backup database;\n"
	    "ana|strategy add|nightly|frequencies||sun 02:30");

	edit = strategy(EDIT_STRATEGY_SET, "nightly");
	edit_add_value(edit, "priority", NULL);
	edit_add_value(edit, "alive", "0");
	apply(&it, edit);
	expect(&it,
	    "select connection, priority, alive from strategy "
	    "where strategy_id = 'nightly'",
	    "C_1509986176||0");
	expect(&it, CHANGES,
	    "ana|strategy set|nightly|priority|high|\n"
	    "ana|strategy set|nightly|alive|1|0");

	catalogs_run(&it,
	    "insert into log (strategy_id, log) values ('nightly', 'x')");
	catalogs_run(&it,
	    "insert into error (strategy_id, message) "
	    "values ('nightly', 'x')");
	catalogs_run(&it,
	    "insert into execution (execution_id, claim_key, strategy_id, "
	    "attempt) values ('x', 'x', 'nightly', 1)");
	apply(&it, strategy(EDIT_STRATEGY_REMOVE, "nightly"));
	ck_assert_int_eq(
	    catalogs_number(&it,
		"select (select count(*) from strategy where strategy_id = "
		"'nightly') + (select count(*) from strategy_line where "
		"strategy_id = 'nightly') + (select count(*) from log) + "
		"(select count(*) from error) + (select count(*) from "
		"strategy_option)"),
	    0);
	/* What ran stays known. */
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from execution"),
	    1);
	expect(&it, CHANGES,
	    "ana|strategy remove|nightly|lines|backup database;|\n"
	    "ana|strategy remove|nightly|frequencies|sun 02:30|\n"
	    "ana|strategy remove|nightly|timeout|2h|\n"
	    "ana|strategy remove|nightly|connection|C_1509986176|\n"
	    "ana|strategy remove|nightly|alive|0|");
	catalogs_free(&it);
}
END_TEST

START_TEST(names_that_are_taken_or_unknown_are_refused)
{
	struct catalogs it = catalogs_new();
	struct edit *edit;

	catalogs_sample(&it);
	edit = connection(EDIT_CONNECTION_ADD, "local");
	edit_add_value(edit, "instance", "XE");
	refuse(&it, edit, FAULT_DUPLICATE,
	    "there is a connection named local already");
	edit = edits_new(EDIT_CONNECTION_ADD, "C_1509986176", "other");
	edit_add_value(edit, "instance", "XE");
	refuse(&it, edit, FAULT_DUPLICATE,
	    "there is a connection C_1509986176 already");
	edit = strategy(EDIT_STRATEGY_ADD, "EST_1509986176");
	edit_add_value(edit, "connection", "local");
	refuse(&it, edit, FAULT_DUPLICATE,
	    "there is a strategy EST_1509986176 already");
	edit = strategy(EDIT_STRATEGY_ADD, "nightly");
	edit_add_value(edit, "connection", "nowhere");
	refuse(&it, edit, FAULT_ABSENT, "there is no connection nowhere");
	refuse(&it, strategy(EDIT_STRATEGY_REMOVE, "nightly"), FAULT_ABSENT,
	    "there is no strategy nightly");
	refuse(&it, strategy(EDIT_STRATEGY_SET, "nightly"), FAULT_ABSENT,
	    "there is no strategy nightly");
	refuse(&it, connection(EDIT_CONNECTION_REMOVE, "local"), FAULT_REFUSED,
	    "connection local has 5 strategies: remove them first");
	edit = connection(EDIT_CONNECTION_SET, "local");
	edit_add_value(edit, "instance", NULL);
	refuse(&it, edit, FAULT_FORMAT,
	    "instance of a connection cannot be empty");
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from change"),
	    0);
	catalogs_free(&it);
}
END_TEST

START_TEST(an_edit_goes_in_whole_or_not_at_all)
{
	struct catalogs it = catalogs_new();
	struct edit *edit = strategy(EDIT_STRATEGY_SET, "EST_1509986176");
	struct fault fault;
	int64_t before, after;

	catalogs_sample(&it);
	/* A trigger that refuses the last thing that this edit does. */
	catalogs_run(&it,
	    "create trigger no before insert on change when new.item = "
	    "'lines' begin select raise(abort, 'no'); end");
	ck_assert(catalog_version(it.catalog, &before, &fault));
	edit_add_value(edit, "priority", "low");
	edit_add_value(edit, "timeout", "1h");
	edit_add_line(edit, "backup database;");
	ck_assert(!apply_edit(it.catalog, edit, "ana", &fault));
	edit_free(edit);
	ck_assert(catalog_version(it.catalog, &after, &fault));
	ck_assert_int_eq(before, after);
	expect(&it,
	    "select priority from strategy where strategy_id = "
	    "'EST_1509986176'",
	    "MEDIUM");
	ck_assert_int_eq(catalogs_number(&it,
			     "select (select count(*) from change) + (select "
			     "count(*) from strategy_option)"),
	    0);
	/* And the connection can go on. */
	edit = strategy(EDIT_STRATEGY_SET, "EST_1509986176");
	edit_add_value(edit, "priority", "low");
	apply(&it, edit);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_name_gives_an_id_that_nobody_has)
{
	struct catalogs it = catalogs_new();
	static const char *const names[] = { "a b", "a_b", "a!b" };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct edit *edit = connection(EDIT_CONNECTION_ADD, names[i]);

		edit_add_value(edit, "instance", "XE");
		apply(&it, edit);
	}
	expect(&it, "select conn_id, conn_name from connection order by 1",
	    "a_b|a b\na_b_2|a_b\na_b_3|a!b");
	catalogs_free(&it);
}
END_TEST

UNIT_MAIN("catalog/apply", a_connection_is_added_changed_and_removed,
    a_strategy_is_added_changed_and_removed,
    names_that_are_taken_or_unknown_are_refused,
    an_edit_goes_in_whole_or_not_at_all, a_name_gives_an_id_that_nobody_has)
