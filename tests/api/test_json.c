#include "config.h"

#include "api/json.h"

#include <stdio.h>

#include "base/mem.h"
#include "tests/unit.h"

/* Takes the JSON, and compares its text. */
static void
check_json(json_t *json, const char *text)
{
	char *dump = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);

	ck_assert_str_eq(dump, text);
	free(dump);
	json_decref(json);
}

static const struct frequency often[] = { { -1, -1, 15 }, { 0, 2, 30 } };
static const char *const lines[] = { "backup database;", "" };
static const struct strategy nightly = { .id = "nightly",
	.connection = "C_1",
	.priority = PRIORITY_HIGH,
	.is_alive = true,
	.line_count = 2,
	.lines = lines,
	.frequency_count = 2,
	.frequencies = often };
static const struct connection local = { .id = "C_1",
	.name = "local",
	.instance = "XE",
	.ip = "127.0.0.1",
	.port = "1521",
	.is_alive = true };

START_TEST(what_is_not_there_is_null)
{
	check_json(json_of_text(NULL), "null");
	check_json(json_of_time(0), "null");
	check_json(json_of_minute(-1), "null");
	check_json(json_of_minute(0), "\"1970-01-01T00:00:00Z\"");
	check_json(json_of_time(1793000000250), "\"2026-10-26T07:33:20.250Z\"");
}
END_TEST

START_TEST(text_that_is_not_utf8_is_cleaned)
{
	check_json(json_of_text("a\xff\"\n"), "\"a\xef\xbf\xbd\\\"\\n\"");
}
END_TEST

START_TEST(an_execution_has_its_names)
{
	struct execution execution = {
		.id = "11111111-1111-4111-8111-111111111111",
		.strategy = "nightly",
		.connection = "C_1",
		.slot = 60,
		.attempt = 1,
		.state = EXECUTION_ENDED,
		.outcome = OUTCOME_FAILURE,
		.priority = PRIORITY_HIGH,
		.kinds = KIND_FULL | KIND_ARCHIVELOG,
		.code = "ORA-19809",
		.reason = "full",
		.claimed_ms = 1000,
		.started_ms = 2000,
		.finished_ms = 3500,
		.exit_status = 1,
		.retry = RETRY_LATER,
		.log_bytes = 5000000000,
		.slots = 1,
		.last_slot = 60,
	};

	check_json(json_of_execution(&execution, "local", "RMAN-1"),
	    "{\"execution\":\"11111111-1111-4111-8111-111111111111\","
	    "\"strategy\":\"nightly\",\"connection\":\"local\","
	    "\"connection_id\":\"C_1\",\"slot\":\"1970-01-01T01:00:00Z\","
	    "\"attempt\":1,\"state\":\"ended\",\"outcome\":\"failure\","
	    "\"code\":\"ORA-19809\",\"reason\":\"full\","
	    "\"kind\":\"full archivelog\",\"priority\":\"high\","
	    "\"asked_by\":null,\"claimed_at\":\"1970-01-01T00:00:01Z\","
	    "\"started_at\":\"1970-01-01T00:00:02Z\","
	    "\"finished_at\":\"1970-01-01T00:00:03.500Z\",\"late_s\":0,"
	    "\"exit_status\":1,\"signal\":null,\"pieces\":0,"
	    "\"good\":false,\"retry\":\"later\","
	    "\"log_bytes\":5000000000,\"slots\":1,\"last_slot\":null,"
	    "\"detail\":\"RMAN-1\"}");

	execution = (struct execution){ .id = "x",
		.strategy = "nightly",
		.connection = "C_1",
		.slot = EXECUTION_BY_HAND,
		.state = EXECUTION_CLAIMED,
		.priority = PRIORITY_LOW,
		.asked_by = "ann",
		.exit_status = -1,
		.signal = 9,
		.slots = 3,
		.last_slot = 62 };
	check_json(json_of_execution(&execution, NULL, NULL),
	    "{\"execution\":\"x\",\"strategy\":\"nightly\","
	    "\"connection\":\"C_1\",\"connection_id\":\"C_1\",\"slot\":null,"
	    "\"attempt\":0,\"state\":\"claimed\",\"outcome\":null,"
	    "\"code\":null,\"reason\":null,\"kind\":null,\"priority\":\"low\","
	    "\"asked_by\":\"ann\",\"claimed_at\":null,\"started_at\":null,"
	    "\"finished_at\":null,\"late_s\":null,\"exit_status\":null,"
	    "\"signal\":9,"
	    "\"pieces\":0,\"good\":null,\"retry\":null,"
	    "\"log_bytes\":0,\"slots\":3,"
	    "\"last_slot\":\"1970-01-01T01:02:00Z\"}");
}
END_TEST

START_TEST(a_strategy_and_a_connection_have_their_names)
{
	const struct option option = { OPTION_STRATEGY, "nightly", "timeout",
		"2h" };
	const struct pause pause = { 60, 3600, "ana", "new disks" };
	const struct api_strategy strategy = { .strategy = &nightly,
		.connection = &local,
		.next_slot = -1,
		.is_ours = true,
		.kinds = KIND_FULL,
		.pause = &pause,
		.is_pause_own = true,
		.options = &option,
		.option_count = 1 };
	struct api_connection connection = { .connection = &local,
		.is_nobodys = true,
		.not_ours = "nobody runs it",
		.strategy_count = 1,
		.next_slot = 60,
		.protection = "late",
		.worst = 2 };
	json_t *json;

	connection.kinds[2] = (struct api_kind){ .protection = "late",
		.max_age_s = 3600,
		.last_good_ms = 1000,
		.next_slot = -1 };
	check_json(json_of_strategy(&strategy, true),
	    "{\"strategy\":\"nightly\",\"connection\":\"local\","
	    "\"connection_id\":\"C_1\",\"priority\":\"high\",\"alive\":true,"
	    "\"kind\":\"full\",\"ours\":true,\"not_ours\":null,"
	    "\"nobodys\":false,\"living\":null,\"waits_for\":null,"
	    "\"last\":null,\"last_good_at\":null,\"next_due_at\":null,"
	    "\"pause\":{\"of\":\"strategy\","
	    "\"since\":\"1970-01-01T00:01:00Z\","
	    "\"until\":\"1970-01-01T01:00:00Z\",\"by\":\"ana\","
	    "\"reason\":\"new disks\"},"
	    "\"frequencies\":[\"daily *:15\",\"sun 02:30\"],"
	    "\"options\":{\"timeout\":\"2h\"},"
	    "\"lines\":[\"backup database;\",\"\"]}");
	check_json(json_of_connection(&connection),
	    "{\"connection\":\"local\",\"connection_id\":\"C_1\","
	    "\"instance\":\"XE\",\"ip\":\"127.0.0.1\",\"port\":\"1521\","
	    "\"runner\":null,\"alive\":true,\"not_ours\":\"nobody runs it\","
	    "\"nobodys\":true,\"strategies\":1,\"running\":0,\"waiting\":0,"
	    "\"bad\":0,\"protection\":\"late\",\"kind\":\"archivelog\","
	    "\"max_age_s\":3600,\"last_good_at\":\"1970-01-01T00:00:01Z\","
	    "\"next_due_at\":\"1970-01-01T01:00:00Z\",\"kinds\":["
	    "{\"kind\":\"archivelog\",\"protection\":\"late\","
	    "\"max_age_s\":3600,\"last_good_at\":\"1970-01-01T00:00:01Z\","
	    "\"next_due_at\":null}],\"pause\":null,\"options\":{}}");
	connection.protection = NULL;
	json = json_of_connection(&connection);
	ck_assert(json_is_null(json_object_get(json, "protection")));
	ck_assert(json_is_null(json_object_get(json, "max_age_s")));
	ck_assert(json_is_null(json_object_get(json, "kind")));
	json_decref(json);
}
END_TEST

START_TEST(a_slot_has_its_names)
{
	const struct api_slot slot = { .slot = 60,
		.due_local = "1970-01-01T02:00:00+01:00",
		.strategy = &nightly,
		.connection = &local };

	check_json(json_of_slot(&slot),
	    "{\"slot\":\"1970-01-01T01:00:00Z\","
	    "\"due_at\":\"1970-01-01T01:00:00Z\","
	    "\"due_local\":\"1970-01-01T02:00:00+01:00\","
	    "\"strategy\":\"nightly\",\"connection\":\"local\","
	    "\"connection_id\":\"C_1\",\"priority\":\"high\",\"pause\":null}");
}
END_TEST

START_TEST(a_forecast_has_its_names)
{
	const struct execution execution = { .id = "x", .connection = "C_1" };
	const struct api_usual usuals[] = {
		{ "nightly", 60001, KIND_FULL, true, 360 },
		{ "logs", -1, KIND_ARCHIVELOG, false, 1 },
	};
	static const char *const remarks[] = { "it cannot work" };
	const struct api_forecast forecast = { .now_ms = 1000,
		.max_running = 4,
		.archivelog_beside = true,
		.living = &execution,
		.living_count = 1,
		.usuals = usuals,
		.usual_count = 2,
		.remarks = remarks,
		.remark_count = 1 };
	json_t *names = json_pack("{s:s}", "C_1", "local");
	json_t *json = json_of_forecast(&forecast, names);
	const json_t *living = json_array_get(json_object_get(json, "living"),
	    0);

	ck_assert_str_eq(json_string_value(
			     json_object_get(living, "connection")),
	    "local");
	(void)json_object_del(json, "living");
	check_json(json,
	    "{\"now\":\"1970-01-01T00:00:01Z\",\"max_running\":4,"
	    "\"archivelog_beside\":true,\"executions\":[],\"strategies\":{"
	    "\"nightly\":{\"usual_s\":61,\"kind\":\"full\","
	    "\"archivelog_only\":false,\"alone\":true,"
	    "\"start_within_s\":21600},"
	    "\"logs\":{\"usual_s\":null,\"kind\":\"archivelog\","
	    "\"archivelog_only\":true,\"alone\":false,"
	    "\"start_within_s\":60}},\"remarks\":[\"it cannot work\"]}");
	json_decref(names);
}
END_TEST

UNIT_MAIN("api/json", what_is_not_there_is_null,
    text_that_is_not_utf8_is_cleaned, an_execution_has_its_names,
    a_strategy_and_a_connection_have_their_names, a_slot_has_its_names,
    a_forecast_has_its_names)
