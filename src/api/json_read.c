#include "config.h"

#include "api/json_read.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/limits.h"
#include "base/mem.h"

static json_t *
read_object(const char *bytes, size_t size, struct fault *fault)
{
	json_error_t error;
	json_t *json;

	json = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL) {
		(void)fault_set(fault, FAULT_FORMAT,
		    "the request is not JSON: line %d, column %d", error.line,
		    error.column);
		return NULL;
	}
	if (!json_is_object(json)) {
		json_decref(json);
		(void)fault_set(fault, FAULT_FORMAT,
		    "the request is not a JSON object");
		return NULL;
	}
	return json;
}

char *
json_read_run(const char *bytes, size_t size, struct fault *fault)
{
	json_t *json = read_object(bytes, size, fault);
	const json_t *strategy;
	char *text = NULL;

	if (json == NULL)
		return NULL;
	strategy = json_object_get(json, "strategy");
	if (!json_is_string(strategy) || json_object_size(json) != 1)
		(void)fault_set(fault, FAULT_FORMAT,
		    "a run is {\"strategy\": NAME} and nothing else");
	else if (json_string_length(strategy) > LIMIT_API_NAME)
		(void)fault_set(fault, FAULT_LIMIT,
		    "strategy is longer than %d bytes", LIMIT_API_NAME);
	else
		text = mem_text(json_string_value(strategy));
	json_decref(json);
	return text;
}

static bool
read_texts(struct edit *edit, const json_t *values, struct fault *fault)
{
	const char *name;
	json_t *value;

	/* Iterating changes nothing, but jansson's iterator is not const. */
	json_object_foreach((json_t *)(uintptr_t)values, name, value)
	{
		if (!json_is_string(value) && !json_is_null(value))
			return fault_set(fault, FAULT_FORMAT,
			    "values: %s is neither text nor null", name);
		edit_add_value(edit, name, json_string_value(value));
	}
	return true;
}

static bool
read_lines(struct edit *edit, const json_t *lines, struct fault *fault)
{
	size_t at;
	const json_t *line;

	if (json_array_size(lines) > LIMIT_LINES)
		return fault_set(fault, FAULT_LIMIT,
		    "%zu lines are more than %d", json_array_size(lines),
		    LIMIT_LINES);
	edit->has_lines = true;
	json_array_foreach(lines, at, line)
	{
		if (!json_is_string(line))
			return fault_set(fault, FAULT_FORMAT,
			    "line %zu is no text", at + 1);
		edit_add_line(edit, json_string_value(line));
	}
	return true;
}

static bool
read_frequencies(struct edit *edit, const json_t *rows, struct fault *fault)
{
	size_t at;
	const json_t *row;

	edit->has_frequencies = true;
	json_array_foreach(rows, at, row)
	{
		const json_t *day = json_array_get(row, 0);
		const json_t *hour = json_array_get(row, 1);
		const json_t *minute = json_array_get(row, 2);
		struct frequency frequency;

		if (json_array_size(row) != 3 || !json_is_integer(day) ||
		    !json_is_integer(hour) || !json_is_integer(minute))
			return fault_set(fault, FAULT_FORMAT,
			    "frequency %zu is not [day, hour, minute]", at + 1);
		if (!frequency_read(json_integer_value(day),
			json_integer_value(hour), json_integer_value(minute),
			&frequency, fault))
			return fault_wrap(fault, "frequency %zu", at + 1);
		edit_add_frequency(edit, &frequency);
	}
	return true;
}

static bool
read_kind(const json_t *json, enum edit_kind *out_kind, struct fault *fault)
{
	const char *text = json_string_value(json);

	for (int i = 0; text != NULL && i < EDIT_KINDS; i++) {
		if (strcmp(text, json_edit_name((enum edit_kind)i)) == 0) {
			*out_kind = (enum edit_kind)i;
			return true;
		}
	}
	return fault_set(fault, FAULT_FORMAT,
	    "edit is not connection_ or strategy_ with add, set or remove, "
	    "nor pause or resume");
}

static bool
read_member(struct edit *edit, const char *name, const json_t *value,
    struct fault *fault)
{
	bool is_id = strcmp(name, "id") == 0;

	if (strcmp(name, "edit") == 0)
		return true;
	if (is_id || strcmp(name, "name") == 0) {
		if (json_is_string(value))
			*(is_id ? &edit->id : &edit->name) = mem_text(
			    json_string_value(value));
		else if (!json_is_null(value))
			return fault_set(fault, FAULT_FORMAT,
			    "%s is neither text nor null", name);
		return true;
	}
	if (strcmp(name, "values") == 0 && json_is_object(value))
		return read_texts(edit, value, fault);
	if (strcmp(name, "lines") == 0 && json_is_array(value))
		return read_lines(edit, value, fault);
	if (strcmp(name, "frequencies") == 0 && json_is_array(value))
		return read_frequencies(edit, value, fault);
	return fault_set(fault, FAULT_FORMAT,
	    "'%s' is no part of an edit, or has the wrong type", name);
}

struct edit *
json_read_edit(const char *bytes, size_t size, struct fault *fault)
{
	json_t *json = read_object(bytes, size, fault), *value;
	struct edit *edit = NULL;
	enum edit_kind kind;
	const char *name;

	if (json == NULL)
		return NULL;
	if (!read_kind(json_object_get(json, "edit"), &kind, fault))
		goto out;
	edit = edit_new(kind);
	json_object_foreach(json, name, value)
	{
		if (!read_member(edit, name, value, fault))
			goto bad;
	}
	if (edit_check(edit, fault))
		goto out;
bad:
	edit_free(edit);
	edit = NULL;
out:
	json_decref(json);
	return edit;
}

bool
json_read_fault(const json_t *json, struct fault *out_fault)
{
	const char *text = json_string_value(json_object_get(json, "error"));
	const char *kind = json_string_value(json_object_get(json, "kind"));

	if (text == NULL || kind == NULL)
		return false;
	for (int i = 0; i < FAULT_KINDS; i++) {
		if (strcmp(kind, fault_kind_name((enum fault_kind)i)) == 0) {
			(void)fault_set(out_fault, (enum fault_kind)i, "%s",
			    text);
			return true;
		}
	}
	(void)fault_set(out_fault, FAULT_SYSTEM, "%s", text);
	return true;
}
