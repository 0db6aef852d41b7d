#include "config.h"

#include "api/json_look.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/limits.h"
#include "base/mem.h"

static const char *const grades[API_GRADES] = {
	[API_GOOD] = "good",
	[API_UNKNOWN] = "unknown",
	[API_WARNING] = "warning",
	[API_ERROR] = "error",
};

const char *
json_grade_name(enum api_grade grade)
{
	assert(grade < API_GRADES);
	return grades[grade];
}

static void
set_text(json_t *json, const char *name, const char *text)
{
	(void)json_object_set_new(json, name, json_of_text(text));
}

json_t *
json_of_test(const struct api_test *test)
{
	json_t *json = json_object();

	set_text(json, "connection", test->connection);
	(void)json_object_set_new(json, "good", json_boolean(test->is_good));
	set_text(json, "release", test->release);
	set_text(json, "version", test->version);
	set_text(json, "database", test->database);
	set_text(json, "dbid", test->dbid);
	set_text(json, "role", test->role);
	set_text(json, "open_mode", test->open_mode);
	set_text(json, "log_mode", test->log_mode);
	set_text(json, "code", test->code);
	set_text(json, "reason", test->reason);
	set_text(json, "detail", test->detail);
	set_text(json, "advice", test->advice);
	(void)json_object_set_new(json, "took_ms",
	    json_integer((json_int_t)test->took_ms));
	return json;
}

json_t *
json_of_finding(const struct api_finding *finding)
{
	json_t *json = json_object();

	set_text(json, "subject", finding->subject);
	set_text(json, "check", finding->what);
	set_text(json, "grade", json_grade_name(finding->grade));
	set_text(json, "found", finding->text);
	set_text(json, "advice", finding->advice);
	return json;
}

json_t *
json_of_database(const struct api_database *database)
{
	json_t *json = json_object();

	set_text(json, "sid", database->sid);
	set_text(json, "oracle_home", database->oracle_home);
	set_text(json, "connection", database->connection);
	(void)json_object_set_new(json, "running",
	    json_boolean(database->is_running));
	return json;
}

static bool
take_lines(struct json_script *script, const json_t *lines, struct fault *fault)
{
	size_t count = json_array_size(lines), at;
	const json_t *line;

	if (count > LIMIT_LINES)
		return fault_set(fault, FAULT_LIMIT,
		    "%zu lines are more than %d", count, LIMIT_LINES);
	script->lines = mem_new(count, sizeof(*script->lines));
	json_array_foreach(lines, at, line)
	{
		script->lines[at] = json_string_value(line);
		if (script->lines[at] == NULL)
			return fault_set(fault, FAULT_FORMAT,
			    "line %zu is no text", at + 1);
	}
	script->script.lines = script->lines;
	script->script.line_count = count;
	return true;
}

static bool
take_members(struct json_script *script, bool has_lines, struct fault *fault)
{
	const json_t *lines = json_object_get(script->json, "lines");
	size_t count = json_object_size(script->json);

	script->script.connection = json_string_value(
	    json_object_get(script->json, "connection"));
	script->script.strategy = json_string_value(
	    json_object_get(script->json, "strategy"));
	if (!has_lines)
		return (script->script.connection != NULL && count == 1) ||
		    fault_set(fault, FAULT_FORMAT,
			"a test is {\"connection\": NAME} and nothing else");
	if (script->script.strategy != NULL && count == 1)
		return true;
	if (script->script.connection != NULL && json_is_array(lines) &&
	    count == 2)
		return take_lines(script, lines, fault);
	return fault_set(fault, FAULT_FORMAT,
	    "a script is {\"strategy\": NAME}, or {\"connection\": NAME, "
	    "\"lines\": [...]}");
}

bool
json_read_script(const char *bytes, size_t size, bool has_lines,
    struct json_script *out_script, struct fault *fault)
{
	json_error_t error;

	*out_script = (struct json_script){ 0 };
	out_script->json = json_loadb(bytes, size, JSON_REJECT_DUPLICATES,
	    &error);
	if (!json_is_object(out_script->json))
		(void)fault_set(fault, FAULT_FORMAT,
		    "the request is not a JSON object");
	else if (take_members(out_script, has_lines, fault))
		return true;
	json_script_clear(out_script);
	return false;
}

void
json_script_clear(struct json_script *script)
{
	json_decref(script->json);
	free(script->lines);
	*script = (struct json_script){ 0 };
}
