#include "config.h"

#include "cli/rows.h"

#include "cli/pick.h"
#include "tests/support/plans.h"
#include "tests/unit.h"

START_TEST(rows_are_those_of_the_api)
{
	struct memdb *memdb = plan_small();
	json_t *rows = rows_connections(memdb, 0);
	const json_t *row = json_array_get(rows, 0);

	ck_assert_uint_eq(json_array_size(rows), 1);
	ck_assert_str_eq(pick_text(row, "connection"), "prod01");
	ck_assert_int_eq(pick_number(row, "strategies"), 1);
	ck_assert(json_is_null(json_object_get(row, "next_due_at")));
	json_decref(rows);
	rows = rows_strategies(memdb, 0, false);
	row = json_array_get(rows, 0);
	ck_assert_str_eq(pick_text(row, "strategy"), "WEEKLY");
	ck_assert_str_eq(pick_text(row, "connection"), "prod01");
	ck_assert_ptr_null(json_object_get(row, "lines"));
	json_decref(rows);
	rows = rows_strategies(memdb, 0, true);
	ck_assert_uint_eq(json_array_size(
			      json_object_get(json_array_get(rows, 0),
				  "lines")),
	    2);
	json_decref(rows);
	memdb_release(memdb);
}
END_TEST

START_TEST(a_plan_is_told_without_what_only_a_daemon_knows)
{
	struct memdb *memdb = plan_small();
	struct facts *facts = plan_small_facts();
	json_t *json = rows_plan(memdb, facts);
	char *text = json_dumps(json, JSON_COMPACT);

	ck_assert_str_eq(text,
	    "{\"catalog\":\"3f2b8c1e-9d4a-4e6b-8f70-1c2d3e4f5a6b\","
	    "\"owner\":\"db01\",\"plan_version\":7,\"schema_version\":1,"
	    "\"connections\":[{\"connection\":\"prod01\","
	    "\"connection_id\":\"PROD\",\"instance\":\"PROD\","
	    "\"ip\":\"127.0.0.1\",\"port\":\"1521\",\"runner\":null,"
	    "\"alive\":true,\"options\":{}}],"
	    "\"strategies\":[{\"strategy\":\"WEEKLY\","
	    "\"connection\":\"prod01\",\"connection_id\":\"PROD\","
	    "\"priority\":\"high\",\"alive\":true,\"kind\":\"full\","
	    "\"frequencies\":[\"daily *:15\",\"sun 02:30\"],"
	    "\"options\":{\"timeout\":\"6h\"},"
	    "\"lines\":[\"backup database;\",\"sql 'záloha';\"]}],"
	    "\"counters\":{\"executions\":1200},"
	    "\"goods\":[{\"connection_id\":\"PROD\",\"kind\":\"full\","
	    "\"execution\":\"0b7c1f7e-52c1-4f4e-9a36-6a3f0d1c2b3a\","
	    "\"last_good_at\":\"2025-11-28T02:05:00Z\"}]}");
	facts_free(facts);
	free(text);
	json_decref(json);
	memdb_release(memdb);
}
END_TEST

UNIT_MAIN("cli/rows", rows_are_those_of_the_api,
    a_plan_is_told_without_what_only_a_daemon_knows)
