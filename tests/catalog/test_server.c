#include "config.h"

#include "catalog/server.h"

#include "base/mem.h"
#include "catalog/embedded.h"
#include "platform/file.h"
#include "tests/support/catalogs.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(the_first_start_makes_the_catalog)
{
	struct catalogs it = catalogs_new();
	struct catalog_info info;
	struct buf bytes;
	struct fault fault;

	ck_assert(it.catalog->is_embedded);
	ck_assert_msg(catalog_info(it.catalog, &info, &fault), "%s",
	    fault.text);
	ck_assert_int_eq(info.schema_version, CATALOG_SCHEMA_VERSION);
	ck_assert(uuid_is_valid(info.uuid));
	ck_assert_str_eq(info.owner, "db01");
	/* Readable by its owner alone, and so what stands beside it. */
	buf_init(&bytes, 10 << 20);
	ck_assert(file_read_secret(it.path, 10 << 20, &bytes, &fault));
	buf_clear(&bytes);
	catalogs_free(&it);
}
END_TEST

START_TEST(making_it_again_changes_nothing)
{
	struct catalogs it = catalogs_new();
	struct catalog_info first, second;
	struct fault fault;

	catalogs_sample(&it);
	ck_assert(catalog_info(it.catalog, &first, &fault));
	for (int i = 0; i < 2; i++) {
		catalogs_again(&it);
		ck_assert_msg(catalog_init(it.catalog, &fault), "%s",
		    fault.text);
	}
	ck_assert(catalog_info(it.catalog, &second, &fault));
	ck_assert_str_eq(first.uuid, second.uuid);
	ck_assert_int_eq(first.plan_version, second.plan_version);
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from strategy"),
	    5);
	catalogs_free(&it);
}
END_TEST

START_TEST(the_first_owner_stays)
{
	struct catalogs it = catalogs_new();
	struct catalog_info info;
	struct fault fault;

	it.place.runner = "db02";
	catalogs_again(&it);
	ck_assert(catalog_init(it.catalog, &fault));
	ck_assert(catalog_info(it.catalog, &info, &fault));
	ck_assert_str_eq(info.owner, "db01");
	catalogs_free(&it);
}
END_TEST

START_TEST(the_original_s_inserts_go_in_unchanged)
{
	struct catalogs it = catalogs_new();
	char *rows;

	catalogs_sample(&it);
	rows = catalogs_rows(&it,
	    "select conn_id, conn_name, database_instance, ip, port, alive "
	    "from connection");
	ck_assert_str_eq(rows, "C_1509986176|local|XE|127.0.0.1|1521|1");
	free(rows);
	rows = catalogs_rows(&it,
	    "select line_no, line from strategy_line "
	    "where strategy_id = 'EST_1509986180' order by line_no");
	ck_assert_str_eq(rows,
	    "1|crosscheck archivelog all;\n2|run{;\n"
	    "3|SQL \"alter system switch logfile\";\n"
	    "4|backup tablespace users;\n5|}");
	free(rows);
	/* And what its procedures wrote. */
	catalogs_run(&it,
	    "insert into log(strategy_id, log) "
	    "values ('EST_1509986176', 'text')");
	catalogs_run(&it,
	    "insert into error(strategy_id, message) "
	    "values ('EST_1509986176', 'text')");
	ck_assert_int_eq(catalogs_number(&it,
			     "select count(*) from log l, error e "
			     "where l.moment is not null and e.moment is not "
			     "null and l.part is null"),
	    1);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_line_without_a_number_comes_last)
{
	struct catalogs it = catalogs_new();
	struct fault fault;
	char *rows;

	catalogs_sample(&it);
	catalogs_run(&it,
	    "insert into strategy_line (strategy_id, line, line_no) "
	    "values ('EST_1509986184', 'a', 10)");
	catalogs_run(&it,
	    "insert into strategy_line (strategy_id, line) "
	    "values ('EST_1509986184', 'b'), ('EST_1509986184', null)");
	catalogs_run(&it,
	    "insert into strategy_line (strategy_id, line) "
	    "values ('EST_1509986188', 'c')");
	rows = catalogs_rows(&it,
	    "select strategy_id, line_no, line from strategy_line where "
	    "strategy_id > 'EST_1509986180' order by strategy_id, line_no");
	ck_assert_str_eq(rows,
	    "EST_1509986184|10|a\nEST_1509986184|11|b\nEST_1509986184|12|\n"
	    "EST_1509986188|1|c");
	free(rows);
	ck_assert(!odbc_run(it.catalog->odbc,
	    "insert into strategy_line (strategy_id, line, line_no) "
	    "values ('EST_1509986184', 'd', 10)",
	    &fault));
	ck_assert_int_eq(fault.kind, FAULT_DUPLICATE);
	catalogs_free(&it);
}
END_TEST

START_TEST(every_change_of_the_plan_raises_its_version)
{
	static const char *const statements[] = {
		"insert into connection (conn_id, conn_name, "
		"database_instance, ip) values ('C', 'c', 'XE', 'h')",
		"update connection set alive = 0",
		"insert into strategy (strategy_id, connection) "
		"values ('S', 'C')",
		"update strategy set priority = 'low'",
		"insert into strategy_line (strategy_id, line) "
		"values ('S', 'x')",
		"update strategy_line set line = 'y'",
		"insert into frequency (strategy_id, day, hour, minutes) "
		"values ('S', 0, 0, 0)",
		"update frequency set day = 1",
		"insert into connection_option (conn_id, name, value) "
		"values ('C', 'n', 'v')",
		"update connection_option set value = 'w'",
		"insert into strategy_option (strategy_id, name, value) "
		"values ('S', 'n', 'v')",
		"update strategy_option set value = 'w'",
		"delete from strategy_option",
		"delete from connection_option",
		"delete from frequency",
		"delete from strategy_line",
		"delete from strategy",
		"delete from connection",
	};
	struct catalogs it = catalogs_new();
	struct fault fault;
	int64_t before, after;

	for (size_t i = 0; i < COUNT_OF(statements); i++) {
		ck_assert(catalog_version(it.catalog, &before, &fault));
		catalogs_run(&it, statements[i]);
		ck_assert(catalog_version(it.catalog, &after, &fault));
		ck_assert_msg(after > before, "%s", statements[i]);
	}
	/* What is no plan does not. */
	before = after;
	catalogs_run(&it,
	    "insert into script (digest, script_text) values ('d', 't')");
	ck_assert(catalog_version(it.catalog, &after, &fault));
	ck_assert_int_eq(after, before);
	catalogs_free(&it);
}
END_TEST

static struct catalog *
open_given(const char *const *strings, size_t count, const char *password,
    const char *sql, struct fault *fault)
{
	const struct catalog_place place = {
		.connections = strings,
		.connection_count = count,
		.password_file = password,
		.runner = "db01",
		.sql_folder = sql,
	};

	return catalog_open(&place, fault);
}

/* A connection string of the driver that the embedded catalog found. */
static char *
own_string(const char *folder)
{
	char **strings;
	size_t count;
	struct fault fault;
	char *path = file_join(folder, "given.db");
	char *own;

	ck_assert(embedded_strings(path, &strings, &count, &fault));
	own = mem_text(strings[0]);
	embedded_free(strings, count);
	free(path);
	return own;
}

START_TEST(connections_are_tried_in_turn)
{
	char *folder = scratch_new();
	char *own = own_string(folder);
	const char *const strings[] = { "DRIVER=/nonexistent/first.so",
		"DRIVER=/nonexistent/second.so", own };
	struct catalog *catalog;
	struct fault fault;

	ck_assert(open_given(strings, 2, NULL, NULL, &fault) == NULL);
	ck_assert_int_eq(fault.kind, FAULT_CONFIG);
	ck_assert_ptr_nonnull(strstr(fault.text, "first.so"));
	catalog = open_given(strings, 3, NULL, NULL, &fault);
	ck_assert_msg(catalog != NULL, "%s", fault.text);
	ck_assert(!catalog->is_embedded);
	catalog_close(catalog);
	catalog_close(NULL);
	free(own);
	scratch_free(folder);
}
END_TEST

START_TEST(a_catalog_that_is_given_is_not_made_by_itself)
{
	struct catalogs it = catalogs_new();
	char *own = own_string(it.folder);
	const char *const strings[] = { own };
	struct catalog *catalog;
	struct catalog_info info;
	struct fault fault;

	catalog = open_given(strings, 1, NULL, it.sql, &fault);
	ck_assert_msg(catalog != NULL, "%s", fault.text);
	ck_assert(!catalog_info(catalog, &info, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert_str_eq(fault.text,
	    "the catalog has no tables: run 'backupexec catalog init'");
	ck_assert(catalog_init(catalog, &fault));
	ck_assert(catalog_info(catalog, &info, &fault));
	ck_assert_str_eq(info.owner, "db01");
	catalog_close(catalog);
	free(own);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_password_goes_with_every_connection_and_into_no_fault)
{
	char *folder = scratch_new();
	char *own = own_string(folder);
	char *password = scratch_file(folder, "pass", "tiger;x\n");
	const char *const strings[] = { own };
	const char *const wrong[] = { "DRIVER=/nonexistent/x.so" };
	struct catalog *catalog;
	struct fault fault;

	catalog = open_given(strings, 1, password, NULL, &fault);
	ck_assert_msg(catalog != NULL, "%s", fault.text);
	catalog_close(catalog);
	ck_assert(open_given(wrong, 1, password, NULL, &fault) == NULL);
	ck_assert(strstr(fault.text, "tiger") == NULL);
	ck_assert(
	    open_given(strings, 1, "/nonexistent/pass", NULL, &fault) == NULL);
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	free(password);
	free(own);
	scratch_free(folder);
}
END_TEST

START_TEST(a_newer_schema_is_left_alone)
{
	struct catalogs it = catalogs_new();
	struct catalog_info info;
	struct fault fault;

	catalogs_run(&it, "update catalog_info set schema_version = 2");
	ck_assert(!catalog_info(it.catalog, &info, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CONFIG);
	ck_assert_str_eq(fault.text,
	    "the catalog's schema has version 2, this program knows up to 1: "
	    "install a newer one");
	ck_assert(!catalog_init(it.catalog, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CONFIG);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_file_of_sql_goes_in_whole_or_not_at_all)
{
	struct catalogs it = catalogs_new();
	struct fault fault;

	catalogs_sample(&it);
	/* The second time its first row is there already. */
	ck_assert(!catalog_run_file(it.catalog, "90_sample.sql", &fault));
	ck_assert_int_eq(fault.kind, FAULT_DUPLICATE);
	ck_assert_ptr_nonnull(strstr(fault.text, "90_sample.sql: line 5: "));
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from frequency"),
	    5);
	ck_assert(!catalog_run_file(it.catalog, "nosuch.sql", &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	catalogs_free(&it);
}
END_TEST

START_TEST(what_is_not_configured_is_said)
{
	const struct catalog_place nowhere = { 0 };
	char *folder = scratch_new();
	char *path = file_join(folder, "catalog.db");
	struct catalog_place place = { .embedded = path };
	struct fault fault;

	ck_assert(catalog_open(&nowhere, &fault) == NULL);
	ck_assert_str_eq(fault.text, "no [catalog] connection is set");
	ck_assert(catalog_open(&place, &fault) == NULL);
	ck_assert_str_eq(fault.text,
	    "where the catalog's SQL lies is not known");
	free(path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("catalog/server", the_first_start_makes_the_catalog,
    making_it_again_changes_nothing, the_first_owner_stays,
    the_original_s_inserts_go_in_unchanged, a_line_without_a_number_comes_last,
    every_change_of_the_plan_raises_its_version, connections_are_tried_in_turn,
    a_catalog_that_is_given_is_not_made_by_itself,
    a_password_goes_with_every_connection_and_into_no_fault,
    a_newer_schema_is_left_alone, a_file_of_sql_goes_in_whole_or_not_at_all,
    what_is_not_configured_is_said)
