#include "config.h"

#include "catalog/subject.h"

#include "tests/support/catalogs.h"
#include "tests/unit.h"

START_TEST(columns_are_those_of_the_statements)
{
	ck_assert(subject_has_column(&subject_connection, "name"));
	ck_assert(subject_has_column(&subject_connection, "runner"));
	ck_assert(!subject_has_column(&subject_connection, "priority"));
	ck_assert(subject_has_column(&subject_strategy, "priority"));
	ck_assert(!subject_has_column(&subject_strategy, "timeout"));
}
END_TEST

START_TEST(a_row_is_found_with_its_columns_in_order)
{
	struct catalogs it = catalogs_new();
	struct subject_row row;
	struct fault fault;
	int count;

	catalogs_sample(&it);
	ck_assert(subject_find(it.catalog, &subject_strategy,
	    subject_strategy.by_id, "EST_1509986176", &row, &count, &fault));
	ck_assert_int_eq(count, 1);
	ck_assert_str_eq(row.id, "EST_1509986176");
	ck_assert_str_eq(row.values[0], "C_1509986176");
	ck_assert_str_eq(row.values[1], "MEDIUM");
	ck_assert_str_eq(row.values[2], "1");
	ck_assert(subject_find(it.catalog, &subject_strategy,
	    subject_strategy.by_id, "x", &row, &count, &fault));
	ck_assert_int_eq(count, 0);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_connection_is_found_by_id_or_by_a_name_that_one_has)
{
	struct catalogs it = catalogs_new();
	struct subject_row row;
	struct fault fault;

	catalogs_sample(&it);
	ck_assert(
	    subject_find_connection(it.catalog, "C_1509986176", &row, &fault));
	ck_assert_str_eq(row.values[0], "local");
	ck_assert(subject_find_connection(it.catalog, "local", &row, &fault));
	ck_assert_str_eq(row.id, "C_1509986176");
	ck_assert(!subject_find_connection(it.catalog, "x", &row, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert_str_eq(fault.text, "there is no connection x");
	catalogs_run(&it,
	    "insert into connection(conn_id, conn_name, database_instance, "
	    "ip) values ('C_2', 'local', 'XE', '127.0.0.1')");
	ck_assert(!subject_find_connection(it.catalog, "local", &row, &fault));
	ck_assert_int_eq(fault.kind, FAULT_DUPLICATE);
	ck_assert_str_eq(fault.text,
	    "2 connections are named local: say which by its id");
	catalogs_free(&it);
}
END_TEST

START_TEST(an_id_is_made_of_harmless_characters)
{
	static const struct {
		const char *name, *id;
	} cases[] = {
		{ "local", "local" },
		{ "Sales DB", "Sales_DB" },
		{ "a.b-c_d", "a.b-c_d" },
		{ "\xc5\xbe!", "___" },
		{ "0123456789012345678901234567", "0123456789012345678901234" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char id[LIMIT_ID + 1];

		subject_id_from_name(id, cases[i].name);
		ck_assert_str_eq(id, cases[i].id);
	}
}
END_TEST

UNIT_MAIN("catalog/subject", columns_are_those_of_the_statements,
    a_row_is_found_with_its_columns_in_order,
    a_connection_is_found_by_id_or_by_a_name_that_one_has,
    an_id_is_made_of_harmless_characters)
