#include "config.h"

#include "cli/compose.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "config/setting.h"
#include "schedule/at.h"

static bool
is_add(enum edit_kind kind)
{
	return kind == EDIT_CONNECTION_ADD || kind == EDIT_STRATEGY_ADD;
}

/* An option that is none may be a column that is misspelt. */
static bool
check_option(const struct edit *edit, const char *name, const char *value,
    struct fault *fault)
{
	unsigned scope = edit_is_of_strategy(edit) ? SETTING_STRATEGY :
						     SETTING_CONNECTION;
	const char *const *columns = edit_columns(edit);
	const char *nearest;
	size_t count = 0;

	if (setting_option_check((enum setting_scope)scope, name, value, fault))
		return true;
	while (columns[count] != NULL)
		count++;
	nearest = text_nearest(name, columns, count);
	if (nearest == NULL)
		return false;
	return fault_set(fault, FAULT_USAGE,
	    "there is no '%s' here; did you mean '%s'?", name, nearest);
}

static bool
has_value(const struct edit *edit, const char *name)
{
	for (size_t i = 0; i < edit->value_count; i++) {
		if (strcmp(edit->values[i].name, name) == 0)
			return true;
	}
	return false;
}

static bool
add_value(struct edit *edit, const char *name, const char *value,
    struct fault *fault)
{
	if (has_value(edit, name))
		return fault_set(fault, FAULT_USAGE, "%s is given twice", name);
	if (value[0] == '\0' && is_add(edit->kind))
		return fault_set(fault, FAULT_USAGE, "%s is given no value",
		    name);
	if (edit_is_column(edit, name)) {
		if (strcmp(name, "alive") == 0 && strcmp(value, "yes") == 0)
			value = "1";
		else if (strcmp(name, "alive") == 0 && strcmp(value, "no") == 0)
			value = "0";
	} else if (value[0] != '\0' &&
	    !check_option(edit, name, value, fault)) {
		return false;
	}
	edit_add_value(edit, name, value[0] == '\0' ? NULL : value);
	return true;
}

/* KEY=VALUE */
static bool
add_operand(struct edit *edit, const char *text, struct fault *fault)
{
	size_t length = strcspn(text, "=");
	bool is_good;
	char *name;

	if (text[length] == '\0' || length == 0)
		return fault_set(fault, FAULT_USAGE, "'%s' is not KEY=VALUE",
		    text);
	name = mem_text_n(text, length);
	is_good = add_value(edit, name, text + length + 1, fault);
	free(name);
	return is_good;
}

bool
compose_lines(struct edit *edit, const char *text, size_t size,
    struct fault *fault)
{
	if (memchr(text, '\0', size) != NULL)
		return fault_set(fault, FAULT_USAGE,
		    "the script holds a NUL byte");
	edit->has_lines = true;
	while (*text != '\0') {
		size_t length = strcspn(text, "\n"), kept = length;
		char *line;

		if (edit->line_count == LIMIT_LINES)
			return fault_set(fault, FAULT_LIMIT,
			    "the script has more than %d lines", LIMIT_LINES);
		if (kept > 0 && text[kept - 1] == '\r')
			kept--;
		line = mem_text_n(text, kept);
		edit_add_line(edit, line);
		free(line);
		text += length;
		text += *text == '\n' ? 1 : 0;
	}
	return true;
}

static bool
read_all(FILE *file, struct buf *out, struct fault *fault)
{
	char room[4096];
	size_t got;

	while ((got = fread(room, 1, sizeof(room), file)) > 0) {
		if (!buf_add(out, room, got, fault))
			return false;
	}
	if (ferror(file))
		return fault_set(fault, FAULT_SYSTEM, "%s", strerror(errno));
	return true;
}

bool
compose_script(struct edit *edit, const char *path, FILE *in,
    struct fault *fault)
{
	bool is_standard = strcmp(path, "-") == 0, is_good;
	FILE *file = is_standard ? in : fopen(path, "rb");
	struct buf text;

	if (file == NULL)
		return fault_set(fault, FAULT_SYSTEM, "script %s: %s", path,
		    strerror(errno));
	buf_init(&text, LIMIT_API_BODY);
	is_good = read_all(file, &text, fault) &&
	    compose_lines(edit, buf_text(&text), text.size, fault);
	buf_clear(&text);
	if (!is_standard)
		(void)fclose(file);
	return is_good || fault_wrap(fault, "script %s", path);
}

static bool
add_times(struct edit *edit, const struct args *args, struct fault *fault)
{
	struct frequency *room = mem_new(AT_MOST, sizeof(*room));
	const char *text;
	bool is_good = true;

	for (size_t i = 0;
	     is_good && (text = args_value(args, "--at", i)) != NULL; i++) {
		size_t count;

		is_good = at_read(text, room, &count, fault);
		for (size_t k = 0; is_good && k < count; k++)
			edit_add_frequency(edit, &room[k]);
	}
	free(room);
	if (!is_good) {
		fault->kind = FAULT_USAGE;
		return fault_wrap(fault, "--at");
	}
	return true;
}

/* What a connection has when nobody said it. */
static void
add_defaults(struct edit *edit)
{
	if (edit->kind != EDIT_CONNECTION_ADD)
		return;
	if (!has_value(edit, "ip"))
		edit_add_value(edit, "ip", "127.0.0.1");
	if (!has_value(edit, "port"))
		edit_add_value(edit, "port", "1521");
}

bool
compose_check(const struct edit *edit, struct fault *fault)
{
	if (edit_check(edit, fault))
		return true;
	if (fault->kind == FAULT_FORMAT)
		fault->kind = FAULT_USAGE;
	return false;
}

static bool
fill(struct edit *edit, const struct args *args, FILE *in, struct fault *fault)
{
	const char *name = args_operand(args, 0), *text;

	*(edit_is_of_strategy(edit) ? &edit->id : &edit->name) = mem_text(name);
	for (size_t i = 0; i < args->given_count; i++) {
		const struct args_given *given = &args->given[i];
		const char *column = given->option->name + 2;

		if (given->value != NULL && edit_is_column(edit, column) &&
		    !add_value(edit, column, given->value, fault))
			return false;
	}
	for (size_t i = 1; i < args->operand_count; i++) {
		if (!add_operand(edit, args_operand(args, i), fault))
			return false;
	}
	text = args_value(args, "--script", 0);
	if (text != NULL && !compose_script(edit, text, in, fault))
		return false;
	if (!add_times(edit, args, fault))
		return false;
	add_defaults(edit);
	return compose_check(edit, fault);
}

struct edit *
compose_edit(enum edit_kind kind, const struct args *args, FILE *in,
    struct fault *fault)
{
	struct edit *edit = edit_new(kind);

	if (fill(edit, args, in, fault))
		return edit;
	edit_free(edit);
	return NULL;
}
