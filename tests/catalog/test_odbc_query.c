#include "config.h"

#include "base/mem.h"
#include "catalog/odbc.h"
#include "tests/support/catalogs.h"
#include "tests/unit.h"

static struct odbc_query *
prepare(struct catalogs *it, const char *text)
{
	struct fault fault;
	struct odbc_query *query = odbc_prepare(it->catalog->odbc, text,
	    &fault);

	ck_assert_msg(query != NULL, "%s", fault.text);
	return query;
}

START_TEST(what_is_bound_comes_back)
{
	static const int64_t numbers[] = { 0, 1, -1, INT32_MAX, INT32_MIN,
		INT64_C(2147483648), INT64_C(-2147483649), INT64_MAX,
		INT64_MIN + 1 };
	struct catalogs it = catalogs_new();
	struct odbc_query *add, *get;
	struct fault fault;
	bool has_row;
	int64_t number;

	catalogs_run(&it,
	    "create table t (n int, s varchar(9), w timestamp, l clob)");
	add = prepare(&it, "insert into t values (?, ?, ?, ?)");
	get = prepare(&it, "select n, s, w, l from t order by rowid");
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		odbc_bind_number(add, numbers[i]);
		odbc_bind_text(add, "\xc5\xbelu\xc5\xa5");
		odbc_bind_time(add, INT64_C(1771234567890));
		odbc_bind_long(add, "a'b?c", 5);
		ck_assert_msg(odbc_execute(add, &number, &fault), "%s",
		    fault.text);
		ck_assert_int_eq(number, 1);
	}
	ck_assert(odbc_execute(get, NULL, &fault));
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		ck_assert(odbc_fetch(get, &has_row, &fault) && has_row);
		ck_assert_msg(odbc_number(get, 0, INT64_MIN, INT64_MAX, &number,
				  &fault),
		    "%s", fault.text);
		ck_assert_int_eq(number, numbers[i]);
		ck_assert_str_eq(odbc_text(get, 1), "\xc5\xbelu\xc5\xa5");
		ck_assert_str_eq(odbc_text(get, 2), "2026-02-16 09:36:07.890");
		ck_assert_str_eq(odbc_text(get, 3), "a'b?c");
	}
	ck_assert(odbc_fetch(get, &has_row, &fault) && !has_row);
	ck_assert_uint_eq(odbc_columns(get), 4);
	odbc_query_free(add);
	odbc_query_free(get);
	odbc_query_free(NULL);
	catalogs_free(&it);
}
END_TEST

START_TEST(null_and_nothing_are_one)
{
	struct catalogs it = catalogs_new();
	struct odbc_query *add;
	struct fault fault;

	catalogs_run(&it, "create table t (a int, b int, c int, d int, e int)");
	add = prepare(&it, "insert into t values (?, ?, ?, ?, ?)");
	for (int i = 0; i < 2; i++) {
		odbc_bind_no_number(add);
		odbc_bind_text(add, i == 0 ? NULL : "");
		odbc_bind_text(add, "");
		odbc_bind_time(add, 0);
		odbc_bind_long(add, NULL, 0);
		ck_assert(odbc_execute(add, NULL, &fault));
	}
	odbc_query_free(add);
	ck_assert_int_eq(catalogs_number(&it,
			     "select count(*) from t where a is null and b is "
			     "null and c is null and d is null and e is null"),
	    2);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_word_where_a_number_should_be_is_a_fault_of_the_reader)
{
	struct catalogs it = catalogs_new();
	struct odbc_query *get;
	struct fault fault;
	int64_t number;
	bool has_row;

	catalogs_run(&it, "create table t (a int)");
	catalogs_run(&it, "insert into t values ('often'), (7), (null)");
	get = prepare(&it, "select a from t order by rowid");
	ck_assert(odbc_execute(get, NULL, &fault));
	ck_assert(odbc_fetch(get, &has_row, &fault) && has_row);
	ck_assert(!odbc_number(get, 0, 0, 6, &number, &fault));
	ck_assert_str_eq(fault.text, "'often' is not a number from 0 to 6");
	ck_assert(odbc_fetch(get, &has_row, &fault) && has_row);
	ck_assert(!odbc_number(get, 0, 0, 6, &number, &fault));
	ck_assert_str_eq(fault.text, "'7' is not a number from 0 to 6");
	ck_assert(odbc_number(get, 0, 0, 7, &number, &fault));
	ck_assert(odbc_fetch(get, &has_row, &fault) && has_row);
	ck_assert(!odbc_number(get, 0, 0, 6, &number, &fault));
	ck_assert_str_eq(fault.text, "there is no number");
	odbc_query_free(get);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_value_beyond_every_limit_is_cut_there)
{
	struct catalogs it = catalogs_new();
	struct odbc_query *add, *get;
	struct fault fault;
	char *large = mem_new(100001, 1);
	bool has_row;

	memset(large, 'x', 100000);
	catalogs_run(&it, "create table t (a varchar(9), b int)");
	add = prepare(&it, "insert into t values (?, 5)");
	odbc_bind_text(add, large);
	ck_assert(odbc_execute(add, NULL, &fault));
	get = prepare(&it, "select a, b from t");
	ck_assert(odbc_execute(get, NULL, &fault));
	ck_assert_msg(odbc_fetch(get, &has_row, &fault) && has_row, "%s",
	    fault.text);
	ck_assert_uint_eq(strlen(odbc_text(get, 0)), ODBC_TEXT_MAX);
	ck_assert_str_eq(odbc_text(get, 1), "5");
	odbc_query_free(add);
	odbc_query_free(get);
	free(large);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_statement_may_be_executed_again_and_tells_what_it_changed)
{
	struct catalogs it = catalogs_new();
	struct odbc_query *get, *remove;
	struct fault fault;
	int64_t rows;
	bool has_row;

	catalogs_run(&it, "create table t (a int)");
	catalogs_run(&it, "insert into t values (1), (2), (2)");
	get = prepare(&it, "select a from t where a >= ? order by a");
	for (int64_t from = 1; from <= 3; from++) {
		odbc_bind_number(get, from);
		ck_assert(odbc_execute(get, NULL, &fault));
		ck_assert(odbc_fetch(get, &has_row, &fault));
		ck_assert(has_row == (from < 3));
		if (has_row)
			ck_assert_int_eq(odbc_text(get, 0)[0],
			    (int)('0' + from));
	}
	odbc_query_free(get);
	remove = prepare(&it, "delete from t where a = ?");
	odbc_bind_number(remove, 2);
	ck_assert(odbc_execute(remove, &rows, &fault));
	ck_assert_int_eq(rows, 2);
	odbc_bind_number(remove, 9);
	ck_assert(odbc_execute(remove, &rows, &fault));
	ck_assert_int_eq(rows, 0);
	odbc_query_free(remove);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_wrong_statement_is_a_fault_not_later_than_its_execution)
{
	static const struct {
		const char *text;
		enum fault_kind kind;
	} cases[] = {
		{ "selec 1", FAULT_SYSTEM },
		{ "select a from nosuch", FAULT_ABSENT },
		{ "select nosuch from catalog_info", FAULT_SYSTEM },
		{ "insert into strategy (strategy_id, connection) "
		  "values ('a', 'b')",
		    FAULT_FORMAT },
		{ "insert into connection (conn_id) values ('a')",
		    FAULT_FORMAT },
	};
	struct catalogs it = catalogs_new();

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fault fault;
		struct odbc_query *query = odbc_prepare(it.catalog->odbc,
		    cases[i].text, &fault);

		ck_assert(query == NULL || !odbc_execute(query, NULL, &fault));
		ck_assert_msg(fault.kind == cases[i].kind, "%s: %s",
		    cases[i].text, fault.text);
		ck_assert_msg(strncmp(fault.text, "HY000/", 6) == 0, "%s",
		    fault.text);
		odbc_query_free(query);
	}
	catalogs_free(&it);
}
END_TEST

UNIT_MAIN("catalog/odbc_query", what_is_bound_comes_back,
    null_and_nothing_are_one,
    a_word_where_a_number_should_be_is_a_fault_of_the_reader,
    a_value_beyond_every_limit_is_cut_there,
    a_statement_may_be_executed_again_and_tells_what_it_changed,
    a_wrong_statement_is_a_fault_not_later_than_its_execution)
