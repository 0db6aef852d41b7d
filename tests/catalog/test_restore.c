#include "config.h"

#include "catalog/restore.h"

#include "base/text.h"
#include "catalog/load.h"
#include "snapshot/snapshot.h"
#include "stream/memory.h"
#include "tests/support/catalogs.h"
#include "tests/support/plans.h"
#include "tests/unit.h"

enum { ROOM = 64 << 20 };

static bool
write_difference(void *arg, const struct difference *difference)
{
	struct fault fault;

	ck_assert(buf_format(arg, &fault, "%s %s\n",
	    difference_name(difference->kind), difference->id));
	return true;
}

/* What a restore of the plan would do, in words. */
static void
must_differ(struct catalogs *it, const struct memdb *plan, const char *expected)
{
	struct restoring *restoring;
	struct fault fault;
	struct buf said;

	buf_init(&said, ROOM);
	restoring = restore_begin(it->catalog, plan, false, &fault);
	ck_assert_msg(restoring != NULL, "%s", fault.text);
	ck_assert(restore_each(restoring, write_difference, &said));
	restore_end(restoring);
	ck_assert_str_eq(buf_text(&said), expected);
	buf_clear(&said);
}

static bool
restore(struct catalogs *it, const struct memdb *plan, bool replaces,
    struct fault *fault)
{
	struct restoring *restoring = restore_begin(it->catalog, plan, true,
	    fault);
	bool is_done;

	ck_assert(restoring != NULL);
	is_done = restore_apply(restoring, replaces, "ana", fault);
	restore_end(restoring);
	return is_done;
}

static void
must_restore(struct catalogs *it, const struct memdb *plan, bool replaces)
{
	struct fault fault;

	ck_assert_msg(restore(it, plan, replaces, &fault), "%s", fault.text);
}

static void
save(struct memdb *memdb, struct buf *out)
{
	struct memory_sink memory;
	struct fault fault;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	ck_assert(snapshot_save(memdb, &memory.sink, &fault));
	memdb_release(memdb);
}

static void
must_be(struct catalogs *it, const char *statement, const char *rows)
{
	char *found = catalogs_rows(it, statement);

	ck_assert_str_eq(found, rows);
	free(found);
}

START_TEST(what_was_restored_is_saved_as_what_it_was)
{
	struct memdb *plans[] = { plan_empty(), plan_small(),
		plan_large(7, 30, 40) };

	for (size_t i = 0; i < COUNT_OF(plans); i++) {
		struct catalogs it = catalogs_new();
		struct memdb *loaded;
		struct fault fault;
		struct buf first, second;

		must_restore(&it, plans[i], false);
		must_differ(&it, plans[i], "");
		must_be(&it, "select plan_version > 7 from catalog_info", "1");

		/* The version goes on; but for it the bytes are the same. */
		catalogs_run(&it, "update catalog_info set plan_version = 7");
		loaded = catalog_look(it.catalog, &fault);
		ck_assert(loaded != NULL);
		save(plans[i], &first);
		save(loaded, &second);
		ck_assert_uint_eq(first.size, second.size);
		ck_assert_mem_eq(first.bytes, second.bytes, first.size);
		buf_clear(&first);
		buf_clear(&second);
		catalogs_free(&it);
	}
}
END_TEST

START_TEST(who_restored_what_stands_in_the_catalog)
{
	struct catalogs it = catalogs_new();
	struct memdb *plan = plan_small();

	must_restore(&it, plan, false);
	must_be(&it,
	    "select distinct who, what, object from change order by object",
	    "ana|snapshot restore|PROD\nana|snapshot restore|WEEKLY\n"
	    "ana|snapshot restore|catalog");
	must_be(&it,
	    "select count(distinct change_id), max(item_no) - count(*) "
	    "from change",
	    "1|0");
	must_be(&it, "select new_value from change where item = 'lines'",
	    "backup database;\nsql 'záloha';");
	must_be(&it,
	    "select item, old_value, new_value from change "
	    "where object = 'WEEKLY' and item not in ('lines')",
	    "connection||PROD\npriority||high\nalive||1\ntimeout||6h\n"
	    "frequencies||daily *:15, sun 02:30");
	memdb_release(plan);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_fresh_catalog_becomes_the_one_of_the_snapshot)
{
	struct catalogs it = catalogs_new();
	struct memdb *plan = plan_small();
	const char *info = "select catalog_uuid, owner, plan_version > 7 "
			   "from catalog_info";

	must_restore(&it, plan, false);
	must_be(&it, info, "3f2b8c1e-9d4a-4e6b-8f70-1c2d3e4f5a6b|db01|1");
	catalogs_free(&it);

	/* One with a history of its own stays what it is. */
	it = catalogs_new();
	catalogs_run(&it,
	    "update catalog_info set catalog_uuid = "
	    "'11111111-1111-4111-8111-111111111111', owner = 'other'");
	catalogs_run(&it,
	    "insert into execution (execution_id, claim_key, "
	    "strategy_id, attempt) values ('a', 'a', 'b', 1)");
	must_restore(&it, plan, false);
	must_be(&it, "select catalog_uuid, owner from catalog_info",
	    "11111111-1111-4111-8111-111111111111|other");
	memdb_release(plan);
	catalogs_free(&it);
}
END_TEST

START_TEST(another_plan_is_replaced_only_when_told_to)
{
	struct catalogs it = catalogs_new();
	struct memdb *small = plan_small(), *large = plan_large(2, 3, 4);
	struct fault fault;

	must_restore(&it, large, false);
	must_differ(&it, small,
	    "removed C0\nremoved C1\nadded PROD\nremoved S0\nremoved S1\n"
	    "removed S2\nadded WEEKLY\n");
	ck_assert(!restore(&it, small, false, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_str_eq(fault.text,
	    "the catalog has a plan already, 2 connections and 3 strategies: "
	    "--replace makes it that of the snapshot");
	must_differ(&it, large, "");

	/* What is there already need not be replaced. */
	must_restore(&it, large, false);
	must_restore(&it, small, true);
	must_differ(&it, small, "");
	must_be(&it, "select count(*) from strategy_line", "2");
	must_be(&it, "select count(*) from connection_option", "0");
	must_restore(&it, large, true);
	must_differ(&it, large, "");
	memdb_release(small);
	memdb_release(large);
	catalogs_free(&it);
}
END_TEST

/* The small plan's, changed by a person in every way, and put right again. */
START_TEST(a_change_of_any_row_is_undone)
{
	static const char *const statements[] = {
		"update connection set conn_name = 'x', ip = 'y', port = '7', "
		"alive = 0, runner = 'any'",
		"update strategy set priority = 'low', alive = 0",
		"update strategy_line set line = 'x' where line_no = 2",
		"delete from strategy_line where line_no = 1",
		"insert into strategy_line (strategy_id, line) "
		"values ('WEEKLY', 'more')",
		"update strategy_line set line_no = 3 - line_no + 10",
		"update frequency set hour = 3",
		"delete from frequency where day = 0",
		"insert into frequency values ('WEEKLY', 1, 1, 1)",
		"delete from strategy_option",
		"update strategy_option set value = '7h'",
		"insert into strategy_option values ('WEEKLY', 'feed', "
		"'stdin')",
		"insert into connection_option values ('PROD', 'connect', "
		"'target /')",
		"insert into connection (conn_id, conn_name, "
		"database_instance, ip) values ('OLD', 'o', 'O', 'i')",
		"insert into strategy (strategy_id, connection) "
		"values ('OLD', 'PROD')",
	};
	struct catalogs it = catalogs_new();
	struct memdb *plan = plan_small();
	struct fault fault;

	must_restore(&it, plan, false);
	for (size_t i = 0; i < COUNT_OF(statements); i++) {
		catalogs_run(&it, statements[i]);
		ck_assert_msg(!restore(&it, plan, false, &fault), "%s",
		    statements[i]);
		must_restore(&it, plan, true);
		must_differ(&it, plan, "");
	}
	memdb_release(plan);
	catalogs_free(&it);
}
END_TEST

START_TEST(rows_that_cannot_be_used_are_replaced_too)
{
	struct catalogs it = catalogs_new();
	struct memdb *plan = plan_small();
	struct fault fault;

	must_restore(&it, plan, false);
	catalogs_run(&it,
	    "insert into strategy (strategy_id, connection) "
	    "values ('HALF', 'PROD')");
	catalogs_run(&it,
	    "insert into strategy_line (strategy_id, line) values ('HALF', "
	    "'connect target sys/secret')");
	catalogs_run(&it,
	    "update strategy_line set line = "
	    "'connect target sys/secret' "
	    "where strategy_id = 'WEEKLY' and line_no = 1");
	must_differ(&it, plan, "changed WEEKLY\nremoved HALF\n");
	ck_assert(!restore(&it, plan, false, &fault));
	must_restore(&it, plan, true);
	must_differ(&it, plan, "");
	must_be(&it, "select strategy_id from strategy", "WEEKLY");
	memdb_release(plan);
	catalogs_free(&it);
}
END_TEST

START_TEST(the_rows_of_another_catalog_stay)
{
	struct catalogs it = catalogs_new();
	struct memdb *plan = plan_small();
	struct fault fault;

	catalogs_run(&it,
	    "insert into connection (conn_id, conn_name, database_instance, "
	    "ip, origin, origin_id) values ('FAR', 'far', 'F', 'i', "
	    "'11111111-1111-4111-8111-111111111111', 'FAR')");
	must_restore(&it, plan, false);
	must_be(&it, "select conn_id from connection order by conn_id",
	    "FAR\nPROD");
	must_restore(&it, plan, true);
	must_be(&it, "select count(*) from connection", "2");

	/* One that has our id is in the way, and is not touched. */
	catalogs_run(&it,
	    "update connection set origin = "
	    "'11111111-1111-4111-8111-111111111111' "
	    "where conn_id = 'PROD'");
	ck_assert(!restore(&it, plan, true, &fault));
	ck_assert_str_eq(fault.text,
	    "connection PROD: there is a connection PROD already");
	memdb_release(plan);
	catalogs_free(&it);
}
END_TEST

START_TEST(names_that_come_twice_come_back)
{
	struct catalogs it = catalogs_new();
	struct memdb *plan = memdb_new();
	struct connection connection = { .id = "A",
		.name = "same",
		.instance = "I",
		.ip = "127.0.0.1",
		.port = "1521" };
	struct fault fault;

	ck_assert(memdb_add_connection(plan, &connection, &fault));
	connection.id = "B";
	ck_assert(memdb_add_connection(plan, &connection, &fault));

	/* An id that is another's name. */
	connection.id = "same";
	connection.name = "A";
	ck_assert(memdb_add_connection(plan, &connection, &fault));
	ck_assert(memdb_seal(plan, &fault));
	must_restore(&it, plan, false);
	must_differ(&it, plan, "");
	catalogs_run(&it, "update connection set conn_name = conn_id");
	must_restore(&it, plan, true);
	must_differ(&it, plan, "");
	memdb_release(plan);
	catalogs_free(&it);
}
END_TEST

START_TEST(what_cannot_be_restored_whole_leaves_the_catalog_as_it_was)
{
	struct catalogs it = catalogs_new();
	struct memdb *plan = memdb_new(), *small = plan_small();
	const struct connection connection = { .id = "Z",
		.name = "z",
		.instance = "I",
		.ip = "127.0.0.1",
		.port = "1521" };
	static const char *const lines[] = { "connect target sys/secret" };
	const struct strategy strategy = { .id = "SECRET",
		.connection = "Z",
		.lines = lines,
		.line_count = 1 };
	struct fault fault;

	ck_assert(memdb_add_connection(plan, &connection, &fault));
	ck_assert(memdb_add_strategy(plan, &strategy, &fault));
	ck_assert(memdb_seal(plan, &fault));
	must_restore(&it, small, false);
	catalogs_run(&it, "delete from change");
	ck_assert(!restore(&it, plan, true, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert(text_begins(fault.text, "strategy SECRET: "));
	ck_assert_ptr_null(strstr(fault.text, "secret"));
	must_differ(&it, small, "");
	must_be(&it, "select count(*) from change", "0");
	memdb_release(plan);
	memdb_release(small);
	catalogs_free(&it);
}
END_TEST

UNIT_MAIN("catalog/restore", what_was_restored_is_saved_as_what_it_was,
    who_restored_what_stands_in_the_catalog,
    a_fresh_catalog_becomes_the_one_of_the_snapshot,
    another_plan_is_replaced_only_when_told_to, a_change_of_any_row_is_undone,
    rows_that_cannot_be_used_are_replaced_too, the_rows_of_another_catalog_stay,
    names_that_come_twice_come_back,
    what_cannot_be_restored_whole_leaves_the_catalog_as_it_was)
