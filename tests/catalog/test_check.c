#include "config.h"

#include "catalog/check.h"

#include "base/buf.h"
#include "tests/support/catalogs.h"
#include "tests/unit.h"

/* Findings that are not good, a line each. */
struct findings {
	int good;
	struct buf text;
};

static void
note(void *arg, enum check_severity severity, const char *sentence)
{
	struct findings *findings = arg;
	struct fault fault;

	if (severity == CHECK_GOOD) {
		findings->good++;
		return;
	}
	ck_assert(buf_add_text(&findings->text,
	    severity == CHECK_BAD ? "bad: " : "warning: ", &fault));
	ck_assert(buf_add_text(&findings->text, sentence, &fault));
	ck_assert(buf_add_text(&findings->text, "\n", &fault));
}

static void
expect(struct catalogs *it, enum check_severity worst, const char *text)
{
	struct findings findings = { 0 };

	buf_init(&findings.text, 10000);
	ck_assert_int_eq(check_open(it->catalog, note, &findings), worst);
	ck_assert_str_eq(buf_text(&findings.text), text);
	ck_assert_int_ge(findings.good, 1);
	buf_clear(&findings.text);
}

START_TEST(a_good_catalog_has_only_good_findings)
{
	struct catalogs it = catalogs_new();
	struct findings findings = { 0 };

	catalogs_sample(&it);
	expect(&it, CHECK_GOOD, "");
	buf_init(&findings.text, 10000);
	ck_assert_int_eq(check_catalog(&it.place, note, &findings), CHECK_GOOD);
	ck_assert_int_eq(findings.good, 5);
	buf_clear(&findings.text);
	catalogs_free(&it);
}
END_TEST

START_TEST(what_is_missing_is_named)
{
	struct catalogs it = catalogs_new();
	struct fault fault;

	catalogs_run(&it, "drop trigger frequency_deleted");
	catalogs_run(&it, "drop table script");
	expect(&it, CHECK_BAD,
	    "bad: table script is missing: run 'backupexec catalog init'\n"
	    "bad: trigger frequency_deleted is missing: run 'backupexec "
	    "catalog init'\n");
	/* And init helps. */
	ck_assert_msg(catalog_init(it.catalog, &fault), "%s", fault.text);
	expect(&it, CHECK_GOOD, "");
	catalogs_free(&it);
}
END_TEST

START_TEST(rows_out_of_range_and_orphans_are_named)
{
	struct catalogs it = catalogs_new();

	catalogs_sample(&it);
	catalogs_run(&it, "pragma foreign_keys = off");
	catalogs_run(&it,
	    "insert into strategy (strategy_id, connection) "
	    "values ('A', 'NOWHERE')");
	catalogs_run(&it,
	    "insert into strategy_line (strategy_id, line) "
	    "values ('NOBODY', 'x'), ('NOBODY', 'y')");
	catalogs_run(&it,
	    "insert into log (strategy_id, log) values ('NOBODY', 'x')");
	catalogs_run(&it,
	    "update frequency set minutes = 60 "
	    "where strategy_id = 'EST_1509986176'");
	expect(&it, CHECK_WARNING,
	    "warning: 1 strategies without their connection\n"
	    "warning: 2 lines without their strategy\n"
	    "warning: 1 log rows without their strategy\n"
	    "warning: left out: strategy A: its connection 'NOWHERE' is not "
	    "in the plan\n"
	    "warning: left out: a frequency of strategy EST_1509986176: "
	    "minute 60 is not 0 to 59\n");
	catalogs_free(&it);
}
END_TEST

START_TEST(another_owner_is_a_warning)
{
	struct catalogs it = catalogs_new();

	it.place.runner = "db02";
	catalogs_again(&it);
	expect(&it, CHECK_WARNING,
	    "warning: the catalog belongs to db01: rows without a runner do "
	    "not run on db02\n");
	catalogs_free(&it);
}
END_TEST

START_TEST(a_catalog_without_tables_is_bad_in_so_many_words)
{
	struct catalogs it = catalogs_new();
	struct findings findings = { 0 };

	catalogs_run(&it, "drop table catalog_info");
	buf_init(&findings.text, 10000);
	ck_assert_int_eq(check_open(it.catalog, note, &findings), CHECK_BAD);
	ck_assert_ptr_nonnull(strstr(buf_text(&findings.text),
	    "bad: the catalog has no tables: run 'backupexec catalog init'"));
	buf_clear(&findings.text);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_catalog_that_cannot_be_reached_is_one_finding)
{
	const char *const connections[] = { "DRIVER=/nonexistent/libno.so" };
	const struct catalog_place place = {
		.connections = connections,
		.connection_count = 1,
	};
	struct findings findings = { 0 };

	buf_init(&findings.text, 10000);
	ck_assert_int_eq(check_catalog(&place, note, &findings), CHECK_BAD);
	ck_assert_str_eq(buf_text(&findings.text),
	    "bad: the catalog cannot be reached: 01000/0: Can't open lib "
	    "'/nonexistent/libno.so' : file not found\n");
	ck_assert_int_eq(findings.good, 0);
	buf_clear(&findings.text);
}
END_TEST

UNIT_MAIN("catalog/check", a_good_catalog_has_only_good_findings,
    what_is_missing_is_named, rows_out_of_range_and_orphans_are_named,
    another_owner_is_a_warning,
    a_catalog_without_tables_is_bad_in_so_many_words,
    a_catalog_that_cannot_be_reached_is_one_finding)
