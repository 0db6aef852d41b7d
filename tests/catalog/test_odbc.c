#include "config.h"

#include "catalog/odbc.h"

#include "tests/support/catalogs.h"
#include "tests/unit.h"

START_TEST(a_driver_that_is_not_there_gives_one_clear_fault)
{
	static const char *const strings[] = {
		"DRIVER=/nonexistent/libno.so;Database=/tmp/x",
		"DRIVER={No Such Driver}",
		"DSN=nosuchdsn",
		"",
	};
	const struct secret password = { "tiger" };

	for (size_t i = 0; i < COUNT_OF(strings); i++) {
		struct fault fault;

		ck_assert(odbc_open(strings[i], &password, &fault) == NULL);
		ck_assert_msg(fault.kind == FAULT_CONFIG, "%s: %s", strings[i],
		    fault.text);
		ck_assert(strstr(fault.text, "tiger") == NULL);
	}
}
END_TEST

START_TEST(a_connection_says_what_it_is)
{
	struct catalogs it = catalogs_new();
	const char *text = odbc_description(it.catalog->odbc);

	ck_assert_msg(strncmp(text, "SQLite 3.", 9) == 0, "%s", text);
	ck_assert_ptr_nonnull(strstr(text, " over sqlite3odbc"));
	ck_assert_str_eq(odbc_dialect(it.catalog->odbc)->folder, "sqlite");
	catalogs_free(&it);
}
END_TEST

START_TEST(every_connection_is_set_up)
{
	struct catalogs it = catalogs_new();

	ck_assert_int_eq(catalogs_number(&it, "pragma foreign_keys"), 1);
	ck_assert_int_eq(catalogs_number(&it, "pragma busy_timeout"), 2000);
	ck_assert_int_eq(catalogs_number(&it, "pragma synchronous"), 1);
	catalogs_free(&it);
}
END_TEST

START_TEST(what_is_rolled_back_never_was)
{
	struct catalogs it = catalogs_new();
	struct odbc *odbc = it.catalog->odbc;
	struct fault fault;

	catalogs_run(&it, "create table t (a int not null unique)");
	ck_assert(odbc_begin(odbc, true, &fault));
	catalogs_run(&it, "insert into t values (1)");
	odbc_rollback(odbc);
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from t"), 0);
	ck_assert(odbc_begin(odbc, true, &fault));
	catalogs_run(&it, "insert into t values (1)");
	/* A statement that fails leaves the transaction usable. */
	ck_assert(!odbc_run(odbc, "insert into t values (1)", &fault));
	ck_assert_int_eq(fault.kind, FAULT_DUPLICATE);
	catalogs_run(&it, "insert into t values (2)");
	ck_assert(odbc_commit(odbc, &fault));
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from t"), 2);
	/* Without a transaction there is nothing to take back. */
	odbc_rollback(odbc);
	ck_assert(!odbc_is_dead(odbc));
	catalogs_free(&it);
}
END_TEST

START_TEST(closing_takes_back_what_is_open)
{
	struct catalogs it = catalogs_new();
	struct fault fault;

	catalogs_run(&it, "create table t (a int)");
	ck_assert(odbc_begin(it.catalog->odbc, true, &fault));
	catalogs_run(&it, "insert into t values (1)");
	catalogs_again(&it);
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from t"), 0);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_lock_is_waited_for_and_then_a_fault)
{
	struct catalogs it = catalogs_new();
	struct catalog *other;
	struct fault fault;

	other = catalog_open(&it.place, &fault);
	ck_assert_msg(other != NULL, "%s", fault.text);
	ck_assert(odbc_begin(it.catalog->odbc, true, &fault));
	ck_assert(odbc_run(other->odbc, "pragma busy_timeout = 50", &fault));
	ck_assert(!odbc_begin(other->odbc, true, &fault));
	ck_assert_int_eq(fault.kind, FAULT_RETRY);
	odbc_rollback(it.catalog->odbc);
	ck_assert(odbc_begin(other->odbc, true, &fault));
	catalog_close(other);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_commit_that_failed_is_never_repeated)
{
	struct catalogs it = catalogs_new();
	struct odbc *odbc = it.catalog->odbc;
	struct odbc_query *query;
	struct fault fault;

	catalogs_run(&it, "create table a (x int primary key)");
	catalogs_run(&it,
	    "create table b (x int references a(x) "
	    "deferrable initially deferred)");
	ck_assert(odbc_begin(odbc, true, &fault));
	catalogs_run(&it, "insert into b values (7)");
	ck_assert(!odbc_commit(odbc, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert(odbc_is_dead(odbc));
	/* From here on everything fails, and in the same way. */
	ck_assert(!odbc_begin(odbc, true, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	ck_assert(!odbc_run(odbc, "select 1", &fault));
	query = odbc_prepare(odbc, "select 1", &fault);
	ck_assert(query == NULL);
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	catalogs_again(&it);
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from b"), 0);
	catalogs_free(&it);
}
END_TEST

UNIT_MAIN("catalog/odbc", a_driver_that_is_not_there_gives_one_clear_fault,
    a_connection_says_what_it_is, every_connection_is_set_up,
    what_is_rolled_back_never_was, closing_takes_back_what_is_open,
    a_lock_is_waited_for_and_then_a_fault,
    a_commit_that_failed_is_never_repeated)
