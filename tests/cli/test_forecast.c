#include "config.h"

#include "cli/forecast.h"

#include <stdio.h>

#include "base/defs.h"

#include "tests/unit.h"

#define SLOT(at, strategy, connection, more)                                   \
	"{\"slot\":\"2026-11-28T" at ":00Z\",\"strategy\":\"" strategy         \
	"\",\"connection\":\"" connection                                      \
	"\",\"connection_id\":\"C_" connection                                 \
	"\",\"priority\":\"medium\"" more "}"
#define RAN(id, at, strategy, more)                                            \
	"{\"execution\":\"" id "\",\"slot\":\"2026-11-28T" at                  \
	":00Z\",\"strategy\":\"" strategy "\",\"connection\":\"a\","           \
	"\"connection_id\":\"C_a\",\"state\":\"ended\",\"attempt\":1" more "}"

/* clang-format off */
static const char facts[] =
    "{\"now\":\"2026-11-28T12:00:00Z\",\"max_running\":1,"
    "\"archivelog_beside\":true,\"executions\":["
    RAN("e1", "10:00", "full", ",\"outcome\":\"success\","
	"\"started_at\":\"2026-11-28T10:23:00Z\","
	"\"finished_at\":\"2026-11-28T10:57:00Z\",\"late_s\":1380") ","
    RAN("e3", "11:00", "full", ",\"attempt\":2,\"outcome\":\"success\","
	"\"started_at\":\"2026-11-28T11:10:00Z\","
	"\"finished_at\":\"2026-11-28T11:12:00Z\",\"late_s\":600") ","
    RAN("e2", "11:00", "full", ",\"outcome\":\"failure\"") ","
    RAN("e4", "11:30", "gone",
	",\"outcome\":\"missed\",\"reason\":\"nobody was there\"")
    "],\"living\":["
    "{\"execution\":\"e5\",\"slot\":null,\"strategy\":\"hand\","
    "\"connection_id\":\"C_b\",\"state\":\"running\","
    "\"started_at\":\"2026-11-28T11:59:00Z\"}],"
    "\"strategies\":{\"full\":"
    "{\"usual_s\":1800,\"start_within_s\":3600,\"kind\":\"full\"},"
    "\"logs\":{\"usual_s\":null,\"start_within_s\":3600},"
    "\"hand\":{\"usual_s\":600,\"start_within_s\":3600}}}";

static const char slots[] = "["
    SLOT("10:00", "full", "a", "") "," SLOT("11:00", "full", "a", "") ","
    SLOT("11:45", "full", "a", "") "," SLOT("12:05", "full", "a", "") ","
    SLOT("12:06", "logs", "b", "") ","
    SLOT("12:30", "logs", "b", ",\"pause\":"
	"{\"until\":\"2026-11-28T13:00:00Z\",\"by\":\"ana\"}") "]";
/* clang-format on */

/* One line a row: slot, strategy, what a person reads. */
static void
expect(const char *slots_text, const char *const *lines, size_t count)
{
	json_t *list = json_loads(slots_text, 0, NULL);
	json_t *known = json_loads(facts, 0, NULL);
	struct console console;
	json_t *rows;

	ck_assert_ptr_nonnull(list);
	ck_assert_ptr_nonnull(known);
	(void)setenv("TZ", "UTC0", 1);
	console_init(&console);
	rows = forecast_rows(list, known);
	ck_assert_uint_eq(json_array_size(rows), count);
	for (size_t i = 0; i < count; i++) {
		const json_t *row = json_array_get(rows, i);
		char *text = forecast_text(&console, row);
		const char *slot = json_string_value(
		    json_object_get(row, "slot"));
		char line[300];

		(void)snprintf(line, sizeof(line), "%.5s %s %s", slot + 11,
		    json_string_value(json_object_get(row, "strategy")), text);
		ck_assert_str_eq(line, lines[i]);
		free(text);
	}
	json_decref(rows);
	json_decref(known);
	json_decref(list);
	console_clear(&console);
}

START_TEST(what_was_due_says_what_became_of_it)
{
	const char *const lines[] = {
		"10:00 full success, 23 min late, took 34 min",
		"11:00 full success, 10 min late, took 2 min",
		"11:30 gone missed, nobody was there",
		"11:45 full not recorded",
		"12:05 full waits 4 min for its turn, takes 30 min",
		"12:06 logs waits 33 min for hand, never ran well yet",
		"12:30 logs paused until 2026-11-28 13:00 by ana",
	};

	expect(slots, lines, COUNT_OF(lines));
}
END_TEST

START_TEST(the_json_has_the_times)
{
	json_t *list = json_loads(slots, 0, NULL);
	json_t *known = json_loads(facts, 0, NULL);
	json_t *rows = forecast_rows(list, known);
	char *text = json_dumps(json_array_get(rows, 4), JSON_COMPACT);

	ck_assert_str_eq(text,
	    "{\"slot\":\"2026-11-28T12:05:00Z\",\"strategy\":\"full\","
	    "\"connection\":\"a\",\"connection_id\":\"C_a\","
	    "\"priority\":\"medium\",\"usual_s\":1800,\"kind\":\"full\","
	    "\"expected\":\"runs\",\"starts_at\":\"2026-11-28T12:09:00Z\","
	    "\"ends_at\":\"2026-11-28T12:39:00Z\",\"waits_s\":240,"
	    "\"waits_for\":\"its turn\"}");
	free(text);
	text = json_dumps(json_array_get(rows, 0), JSON_COMPACT);
	ck_assert_ptr_nonnull(strstr(text, "\"late_s\":1380"));
	ck_assert_ptr_nonnull(strstr(text, "\"outcome\":\"success\""));
	free(text);
	json_decref(rows);
	json_decref(known);
	json_decref(list);
}
END_TEST

START_TEST(nothing_and_an_older_daemon_are_survived)
{
	json_t *list = json_loads("[" SLOT("12:05", "full", "a", "") "]", 0,
	    NULL);
	json_t *known = json_object();
	json_t *rows = forecast_rows(list, known);

	ck_assert_uint_eq(json_array_size(rows), 1);
	json_decref(rows);
	json_array_clear(list);
	rows = forecast_rows(list, known);
	ck_assert_uint_eq(json_array_size(rows), 0);
	json_decref(rows);
	json_decref(known);
	json_decref(list);
}
END_TEST

UNIT_MAIN("cli/forecast", what_was_due_says_what_became_of_it,
    the_json_has_the_times, nothing_and_an_older_daemon_are_survived)
