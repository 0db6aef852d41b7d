#include "config.h"

#include "cli/pick.h"

#include "base/calendar.h"
#include "base/mem.h"
#include "base/text.h"

const char *
pick_text(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text == NULL ? "" : text;
}

int64_t
pick_number(const json_t *json, const char *name)
{
	return json_integer_value(json_object_get(json, name));
}

bool
pick_flag(const json_t *json, const char *name)
{
	return json_is_true(json_object_get(json, name));
}

const json_t *
pick_object(const json_t *json, const char *name)
{
	const json_t *object = json_object_get(json, name);

	return json_is_object(object) ? object : NULL;
}

const json_t *
pick_item(const json_t *json, const char *name, size_t n)
{
	return json_array_get(json_object_get(json, name), n);
}

int64_t
pick_time_s(const json_t *json, const char *name)
{
	const struct zone utc = { 0 };
	struct fault fault;
	int64_t utc_s;

	if (!calendar_parse(pick_text(json, name), &utc, &utc_s, &fault))
		return 0;
	return utc_s;
}

char *
pick_reason(const json_t *execution)
{
	const char *code = pick_text(execution, "code");
	const char *reason = pick_text(execution, "reason");

	/* The reason is often the line that the code is from. */
	if (code[0] == '\0' || text_begins(reason, code))
		return mem_text(reason);
	return mem_format("%s%s%s", code, reason[0] == '\0' ? "" : ": ",
	    reason);
}
