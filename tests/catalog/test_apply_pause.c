#include "config.h"

#include "catalog/apply.h"
#include "catalog/load.h"
#include "tests/support/catalogs.h"
#include "tests/support/edits.h"
#include "tests/unit.h"

#define STRATEGY "EST_1509986176"
#define CONNECTION "C_1509986176"
#define UNTIL "2026-11-28T12:00:00Z"

/* Rows of both, with the begin of the pause left out. */
#define PAUSES                                                                 \
	"select 'C', conn_id, substr(value, instr(value, 'until')) from "      \
	"connection_option where name = 'pause' union all "                    \
	"select 'S', strategy_id, substr(value, instr(value, 'until')) from "  \
	"strategy_option where name = 'pause' order by 1, 2"

static void
expect(struct catalogs *it, const char *statement, const char *rows)
{
	char *found = catalogs_rows(it, statement);

	ck_assert_str_eq(found, rows);
	free(found);
}

static bool
apply(struct catalogs *it, enum edit_kind kind, const char *id,
    const char *name, struct fault *fault)
{
	struct edit *edit = edits_new(kind, id, name);
	bool is_done;

	if (kind == EDIT_PAUSE) {
		edit_add_value(edit, "until", UNTIL);
		edit_add_value(edit, "reason", "new disks");
	}
	catalogs_run(it, "delete from change");
	is_done = apply_edit(it->catalog, edit, "ana", fault);
	edit_free(edit);
	return is_done;
}

START_TEST(a_strategy_is_paused_and_resumed)
{
	struct catalogs it = catalogs_new();
	struct fault fault;
	int64_t before;

	catalogs_sample(&it);
	before = catalogs_number(&it, "select plan_version from catalog_info");
	ck_assert(apply(&it, EDIT_PAUSE, STRATEGY, NULL, &fault));
	expect(&it, PAUSES,
	    "S|" STRATEGY "|until=" UNTIL " by=ana reason=new disks");
	expect(&it,
	    "select who, what, object, item, old_value, "
	    "new_value like 'since=% until=% by=ana reason=new disks' "
	    "from change",
	    "ana|pause|" STRATEGY "|pause||1");
	ck_assert_int_gt(catalogs_number(&it,
			     "select plan_version from catalog_info"),
	    before);
	ck_assert(apply(&it, EDIT_RESUME, STRATEGY, NULL, &fault));
	expect(&it, PAUSES, "");
	expect(&it,
	    "select who, what, object, item, old_value != '', new_value "
	    "from change",
	    "ana|resume|" STRATEGY "|pause|1|");
	ck_assert(!apply(&it, EDIT_RESUME, STRATEGY, NULL, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert_str_eq(fault.text,
	    "strategy " STRATEGY " has no pause of its own");
	ck_assert(!apply(&it, EDIT_PAUSE, "nightly", NULL, &fault));
	ck_assert_str_eq(fault.text, "there is no strategy nightly");
	catalogs_free(&it);
}
END_TEST

START_TEST(a_connection_is_paused_by_its_name)
{
	struct catalogs it = catalogs_new();
	struct fault fault;

	catalogs_sample(&it);
	ck_assert(apply(&it, EDIT_PAUSE, NULL, "local", &fault));
	expect(&it, PAUSES,
	    "C|" CONNECTION "|until=" UNTIL " by=ana reason=new disks");
	ck_assert(apply(&it, EDIT_RESUME, NULL, CONNECTION, &fault));
	expect(&it, PAUSES, "");
	ck_assert(!apply(&it, EDIT_RESUME, NULL, "local", &fault));
	ck_assert_str_eq(fault.text,
	    "connection local has no pause of its own");
	catalogs_free(&it);
}
END_TEST

START_TEST(all_are_paused_and_resumed_in_one_command)
{
	struct catalogs it = catalogs_new();
	struct fault fault;

	ck_assert(!apply(&it, EDIT_PAUSE, NULL, NULL, &fault));
	ck_assert_str_eq(fault.text, "there are no connections");
	catalogs_sample(&it);
	catalogs_run(&it,
	    "insert into connection (conn_id, conn_name, database_instance, "
	    "ip, port) values ('C_2', 'other', 'O', '127.0.0.1', '1521')");
	ck_assert(apply(&it, EDIT_PAUSE, STRATEGY, NULL, &fault));
	ck_assert(apply(&it, EDIT_PAUSE, NULL, NULL, &fault));
	expect(&it, PAUSES,
	    "C|" CONNECTION "|until=" UNTIL " by=ana reason=new disks\n"
	    "C|C_2|until=" UNTIL " by=ana reason=new disks\n"
	    "S|" STRATEGY "|until=" UNTIL " by=ana reason=new disks");
	expect(&it, "select count(distinct change_id), count(*) from change",
	    "1|2");
	ck_assert(apply(&it, EDIT_RESUME, NULL, NULL, &fault));
	expect(&it, PAUSES, "");
	expect(&it, "select count(distinct change_id), count(*) from change",
	    "1|3");
	ck_assert(!apply(&it, EDIT_RESUME, NULL, NULL, &fault));
	ck_assert_str_eq(fault.text, "nothing is paused");
	catalogs_free(&it);
}
END_TEST

START_TEST(a_row_by_hand_that_says_nothing_is_named)
{
	struct catalogs it = catalogs_new();
	const struct memdb_remark *remarks;
	struct memdb *memdb;
	struct fault fault;

	catalogs_sample(&it);
	catalogs_run(&it,
	    "insert into strategy_option (strategy_id, name, value) "
	    "values ('" STRATEGY "', 'pause', 'maybe')");
	memdb = catalog_load(it.catalog, &fault);
	ck_assert_ptr_nonnull(memdb);
	ck_assert_uint_eq(memdb_remarks(memdb, &remarks), 1);
	ck_assert_str_eq(remarks[0].text,
	    "not paused: " STRATEGY ": its option pause 'maybe' is not "
	    "since=, until=, by= and reason=, in this order, or yes");
	memdb_release(memdb);
	catalogs_free(&it);
}
END_TEST

UNIT_MAIN("catalog/apply_pause", a_strategy_is_paused_and_resumed,
    a_connection_is_paused_by_its_name,
    all_are_paused_and_resumed_in_one_command,
    a_row_by_hand_that_says_nothing_is_named)
