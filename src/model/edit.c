#include "config.h"

#include "model/edit.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/command.h"
#include "model/field.h"

struct edit *
edit_new(enum edit_kind kind)
{
	struct edit *edit = mem_new(1, sizeof(*edit));

	assert(kind < EDIT_KINDS);
	edit->kind = kind;
	return edit;
}

void
edit_free(struct edit *edit)
{
	if (edit == NULL)
		return;
	for (size_t i = 0; i < edit->value_count; i++) {
		free(edit->values[i].name);
		free(edit->values[i].value);
	}
	for (size_t i = 0; i < edit->line_count; i++)
		free(edit->lines[i]);
	free(edit->values);
	free(edit->lines);
	free(edit->frequencies);
	free(edit->id);
	free(edit->name);
	free(edit);
}

void
edit_add_value(struct edit *edit, const char *name, const char *value)
{
	struct edit_value *added;

	edit->values = mem_grow(edit->values, edit->value_count + 1,
	    sizeof(*edit->values));
	added = &edit->values[edit->value_count++];
	added->name = mem_text(name);
	added->value = value == NULL ? NULL : mem_text(value);
}

void
edit_add_line(struct edit *edit, const char *line)
{
	edit->has_lines = true;
	edit->lines = mem_grow(edit->lines, edit->line_count + 1,
	    sizeof(*edit->lines));
	edit->lines[edit->line_count++] = mem_text(line);
}

void
edit_add_frequency(struct edit *edit, const struct frequency *frequency)
{
	edit->has_frequencies = true;
	edit->frequencies = mem_grow(edit->frequencies,
	    edit->frequency_count + 1, sizeof(*edit->frequencies));
	edit->frequencies[edit->frequency_count++] = *frequency;
}

const char *
edit_value(const struct edit *edit, const char *name)
{
	for (size_t i = 0; i < edit->value_count; i++)
		if (strcmp(edit->values[i].name, name) == 0)
			return edit->values[i].value;
	return NULL;
}

bool
edit_is_of_strategy(const struct edit *edit)
{
	if (edit->kind == EDIT_PAUSE || edit->kind == EDIT_RESUME)
		return edit->id != NULL;
	return edit->kind >= EDIT_STRATEGY_ADD;
}

const char *const *
edit_columns(const struct edit *edit)
{
	static const char *const of_connection[] = { "name", "instance", "ip",
		"port", "runner", "alive", NULL };
	static const char *const of_strategy[] = { "connection", "priority",
		"alive", NULL };

	return edit_is_of_strategy(edit) ? of_strategy : of_connection;
}

bool
edit_is_column(const struct edit *edit, const char *name)
{
	const char *const *columns = edit_columns(edit);

	for (; *columns != NULL; columns++)
		if (strcmp(*columns, name) == 0)
			return true;
	return false;
}

static bool
check_values(const struct edit *edit, struct fault *fault)
{
	for (size_t i = 0; i < edit->value_count; i++) {
		const struct edit_value *value = &edit->values[i];

		if (value->name[0] == '\0' ||
		    strlen(value->name) > LIMIT_OPTION_NAME)
			return fault_set(fault, FAULT_LIMIT,
			    "the name of a setting has 1 to %d characters, "
			    "not %zu",
			    LIMIT_OPTION_NAME, strlen(value->name));
		if (value->value != NULL &&
		    strlen(value->value) > LIMIT_OPTION_VALUE)
			return fault_set(fault, FAULT_LIMIT,
			    "%s has %zu characters, at most %d are allowed",
			    value->name, strlen(value->value),
			    LIMIT_OPTION_VALUE);
		for (size_t j = 0; j < i; j++)
			if (strcmp(edit->values[j].name, value->name) == 0)
				return fault_set(fault, FAULT_USAGE,
				    "%s is given twice", value->name);
	}
	return true;
}

static bool
check_alive(const struct edit *edit, struct fault *fault)
{
	const char *alive = edit_value(edit, "alive");

	if (alive == NULL || strcmp(alive, "0") == 0 || strcmp(alive, "1") == 0)
		return true;
	return fault_set(fault, FAULT_FORMAT, "alive: '%.40s' is not 0 or 1",
	    alive);
}

static bool
check_strategy(const struct edit *edit, struct fault *fault)
{
	struct strategy strategy = {
		.id = edit->id,
		.connection = edit_value(edit, "connection"),
		.line_count = edit->line_count,
		.lines = (const char *const *)edit->lines,
		.frequency_count = edit->frequency_count,
		.frequencies = edit->frequencies,
	};

	/* A set leaves out what it does not change. */
	if (strategy.connection == NULL && edit->kind == EDIT_STRATEGY_SET)
		strategy.connection = "unchanged";
	if (strategy.id == NULL)
		return fault_set(fault, FAULT_USAGE, "a strategy needs a name");
	if (strategy.connection == NULL)
		return fault_set(fault, FAULT_USAGE,
		    "strategy %.40s needs a connection", strategy.id);
	return priority_read(edit_value(edit, "priority"), &strategy.priority,
		   fault) &&
	    strategy_check(&strategy, fault);
}

static bool
check_connection(const struct edit *edit, struct fault *fault)
{
	bool adds = edit->kind == EDIT_CONNECTION_ADD;
	const char *name = edit_value(edit, "name");
	const char *instance = edit_value(edit, "instance");
	const char *ip = edit_value(edit, "ip");
	const char *port = edit_value(edit, "port");
	struct connection connection = {
		.id = edit->id == NULL ? "C" : edit->id,
		.name = name == NULL ? edit->name : name,
		.instance = instance == NULL && !adds ? "unchanged" : instance,
		.ip = ip == NULL ? "127.0.0.1" : ip,
		.port = port == NULL ? "1521" : port,
		.runner = edit_value(edit, "runner"),
	};

	if (edit->name == NULL)
		return fault_set(fault, FAULT_USAGE,
		    "a connection needs a name");
	if (connection.instance == NULL)
		return fault_set(fault, FAULT_USAGE,
		    "connection %.70s needs an instance (SID or service)",
		    edit->name);
	return connection_check(&connection, fault);
}

static bool
check_pause(const struct edit *edit, struct fault *fault)
{
	const char *reason = edit_value(edit, "reason");

	if (edit->id != NULL && edit->name != NULL)
		return fault_set(fault, FAULT_USAGE,
		    "a strategy, a connection or all, not two of them");
	if (edit->has_lines || edit->has_frequencies)
		return fault_set(fault, FAULT_USAGE,
		    "a pause has neither lines nor times");
	for (size_t i = 0; i < edit->value_count; i++) {
		const char *name = edit->values[i].name;

		if (edit->kind == EDIT_RESUME ||
		    (strcmp(name, "until") != 0 && strcmp(name, "reason") != 0))
			return fault_set(fault, FAULT_USAGE,
			    "'%.40s' is no part of a %s", name,
			    edit->kind == EDIT_PAUSE ? "pause" : "resume");
	}
	return reason == NULL ||
	    field_check("reason", reason, LIMIT_PAUSE_REASON, fault);
}

bool
edit_check_host(const struct edit *edit, struct fault *fault)
{
	size_t line = command_find_host((const char *const *)edit->lines,
	    edit->line_count);

	return line == 0 ||
	    fault_set(fault, FAULT_REFUSED,
		"strategy %.40s: line %zu is a HOST command, which [rman] "
		"allow_host = no refuses",
		edit->id == NULL ? "" : edit->id, line);
}

bool
edit_check(const struct edit *edit, struct fault *fault)
{
	switch (edit->kind) {
	case EDIT_CONNECTION_REMOVE:
		if (edit->name == NULL)
			return fault_set(fault, FAULT_USAGE,
			    "which connection? its name is missing");
		return true;
	case EDIT_STRATEGY_REMOVE:
		if (edit->id == NULL)
			return fault_set(fault, FAULT_USAGE,
			    "which strategy? its name is missing");
		return true;
	case EDIT_CONNECTION_ADD:
	case EDIT_CONNECTION_SET:
		return check_values(edit, fault) && check_alive(edit, fault) &&
		    check_connection(edit, fault);
	case EDIT_STRATEGY_ADD:
	case EDIT_STRATEGY_SET:
		return check_values(edit, fault) && check_alive(edit, fault) &&
		    check_strategy(edit, fault);
	case EDIT_PAUSE:
	case EDIT_RESUME:
		return check_values(edit, fault) && check_pause(edit, fault);
	case EDIT_KINDS:
		break;
	}
	assert(false /* an edit of a known kind */);
	return false;
}
