#include "config.h"

#include "cli/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "cli/compose.h"
#include "cli/editor.h"
#include "cli/escape.h"
#include "cli/exit.h"
#include "cli/pick.h"
#include "cli/plan.h"
#include "cli/settings.h"

static void
print_list(const struct console *console, const json_t *rows)
{
	static const char *const titles[] = { "STRATEGY", "CONNECTION",
		"PRIORITY", "ALIVE", "KIND", "DUE", NULL };
	struct table *table = table_new(titles);
	const json_t *row;
	size_t at;

	json_array_foreach(rows, at, row)
	{
		const json_t *times = json_object_get(row, "frequencies");
		const char *first = json_string_value(json_array_get(times, 0));
		char *due = mem_format("%s%s", first == NULL ? "" : first,
		    json_array_size(times) > 1 ? ", ..." : "");

		table_add(table, pick_text(row, "strategy"));
		table_add(table, pick_text(row, "connection"));
		table_add(table, pick_text(row, "priority"));
		table_add(table, pick_flag(row, "alive") ? "yes" : "no");
		table_add(table, pick_text(row, "kind"));
		table_add(table, due);
		free(due);
	}
	table_print(table, console->out, console->has_colours);
	table_free(table);
}

static int
run_list(struct console *console, const struct args *args)
{
	struct fault fault;
	struct plan *plan = plan_open(console, &fault);
	json_t *rows = plan == NULL ? NULL :
				      plan_strategies(plan, NULL, &fault);

	plan_close(plan);
	if (rows == NULL)
		return console_fail(console, &fault);
	if (args_has(args, "--json"))
		console_print_json(console, rows);
	else if (json_array_size(rows) > 0)
		print_list(console, rows);
	else
		(void)fprintf(console->err, "there are no strategies\n");
	json_decref(rows);
	return EXIT_DONE;
}

static void
print_field(const struct console *console, const char *name, const char *text)
{
	char *line = escape_line(text);

	(void)fprintf(console->out, "%-12s %s\n", name,
	    line[0] == '\0' ? "-" : line);
	free(line);
}

/* One a line, the first behind the name. */
static void
print_times(const struct console *console, const json_t *row)
{
	const json_t *times = json_object_get(row, "frequencies"), *one;
	size_t at;

	if (json_array_size(times) == 0)
		print_field(console, "due", "");
	json_array_foreach(times, at, one)
	{
		const char *text = json_string_value(one);

		print_field(console, at == 0 ? "due" : "",
		    text == NULL ? "" : text);
	}
}

static void
print_script(const struct console *console, const json_t *row)
{
	const json_t *lines = json_object_get(row, "lines"), *one;
	size_t at;

	(void)fprintf(console->out, "\nSCRIPT\n");
	json_array_foreach(lines, at, one)
	{
		const char *text = json_string_value(one);
		char *line = escape_line(text == NULL ? "" : text);

		(void)fprintf(console->out, "%s\n", line);
		free(line);
	}
}

static void
print_paused(const struct console *console, const json_t *row)
{
	char *text;

	if (pick_object(row, "pause") == NULL)
		return;
	text = console_pause(console, row);
	print_field(console, "paused", text[0] == '\0' ? "yes" : text);
	free(text);
}

static void
print_one(const struct console *console, const json_t *row)
{
	const json_t *last = pick_object(row, "last");
	char at[CALENDAR_TEXT_MAX];

	print_field(console, "strategy", pick_text(row, "strategy"));
	print_field(console, "connection", pick_text(row, "connection"));
	print_field(console, "priority", pick_text(row, "priority"));
	print_field(console, "alive", pick_flag(row, "alive") ? "yes" : "no");
	print_field(console, "kind", pick_text(row, "kind"));
	print_times(console, row);
	print_paused(console, row);
	if (pick_text(row, "not_ours")[0] != '\0')
		print_field(console, "not ours", pick_text(row, "not_ours"));
	print_field(console, "last", pick_text(last, "outcome"));
	console_format_time(console, at, pick_time_s(row, "last_good_at"));
	print_field(console, "last good", at);
	console_format_time(console, at, pick_time_s(row, "next_due_at"));
	print_field(console, "next due", at);
	(void)fputc('\n', console->out);
	settings_print(console, json_object_get(row, "settings"));
	print_script(console, row);
}

/* The strategy of that name, with its settings; an array of one. */
static json_t *
ask_one(struct console *console, struct plan *plan, const char *name,
    struct fault *fault)
{
	json_t *rows = plan_strategies(plan, name, fault);
	json_t *row = json_array_get(rows, 0), *connections;

	if (rows == NULL)
		return NULL;
	connections = plan_connections(plan, pick_text(row, "connection_id"),
	    fault);
	if (connections == NULL) {
		json_decref(rows);
		return NULL;
	}
	(void)json_object_set_new(row, "settings",
	    settings_of(console->config, SETTING_STRATEGY,
		json_object_get(row, "options"),
		json_object_get(json_array_get(connections, 0), "options")));
	json_decref(connections);
	return rows;
}

static int
run_show(struct console *console, const struct args *args)
{
	struct fault fault;
	struct plan *plan = plan_open(console, &fault);
	json_t *rows = plan == NULL ?
	    NULL :
	    ask_one(console, plan, args_operand(args, 0), &fault);

	plan_close(plan);
	if (rows == NULL)
		return console_fail(console, &fault);
	if (args_has(args, "--json"))
		console_print_json(console, rows);
	else
		print_one(console, json_array_get(rows, 0));
	json_decref(rows);
	return EXIT_DONE;
}

static int
run_edit_of(struct console *console, const struct args *args,
    enum edit_kind kind)
{
	struct fault fault;
	struct edit *edit = compose_edit(kind, args, console->in, &fault);
	struct plan *plan = edit == NULL ? NULL : plan_open(console, &fault);
	bool is_good = plan != NULL && plan_edit(plan, edit, &fault);

	plan_close(plan);
	edit_free(edit);
	return is_good ? EXIT_DONE : console_fail(console, &fault);
}

static int
run_add(struct console *console, const struct args *args)
{
	return run_edit_of(console, args, EDIT_STRATEGY_ADD);
}

static int
run_set(struct console *console, const struct args *args)
{
	return run_edit_of(console, args, EDIT_STRATEGY_SET);
}

static int
run_remove(struct console *console, const struct args *args)
{
	return run_edit_of(console, args, EDIT_STRATEGY_REMOVE);
}

/* The lines as one text; free it. */
static char *
script_of(const json_t *row)
{
	const json_t *lines = json_object_get(row, "lines"), *one;
	size_t size = 1, at, used = 0;
	char *text;

	json_array_foreach(lines, at, one) size += json_string_length(one) + 1;
	text = mem_new(size, 1);
	json_array_foreach(lines, at, one)
	{
		size_t length = json_string_length(one);

		if (length > 0)
			memcpy(text + used, json_string_value(one), length);
		text[used + length] = '\n';
		used += length + 1;
	}
	return text;
}

static bool
save(struct plan *plan, const char *name, const struct editor *editor,
    struct fault *fault)
{
	struct edit *edit = edit_new(EDIT_STRATEGY_SET);
	bool is_good;

	edit->id = mem_text(name);
	is_good = compose_lines(edit, buf_text(&editor->text),
		      editor->text.size, fault) &&
	    compose_check(edit, fault) && plan_edit(plan, edit, fault);
	edit_free(edit);
	return is_good;
}

static int
run_edit(struct console *console, const struct args *args)
{
	const char *name = args_operand(args, 0);
	struct editor editor = { 0 };
	struct fault fault;
	struct plan *plan = plan_open(console, &fault);
	json_t *rows = plan == NULL ? NULL :
				      plan_strategies(plan, name, &fault);
	char *before = rows == NULL ? NULL : script_of(json_array_get(rows, 0));
	bool is_good = before != NULL && editor_run(&editor, before, &fault);
	bool has_changed = is_good &&
	    strcmp(buf_text(&editor.text), before) != 0;
	bool is_lost;
	int status = EXIT_DONE;

	if (is_good && !has_changed)
		(void)fprintf(console->err, "nothing has changed\n");
	if (has_changed)
		is_good = save(plan, name, &editor, &fault);
	if (!is_good)
		status = console_fail(console, &fault);
	is_lost = has_changed && !is_good;
	if (is_lost)
		(void)fprintf(console->err, "what you wrote is in %s\n",
		    editor.path);
	editor_end(&editor, is_lost);
	free(before);
	json_decref(rows);
	plan_close(plan);
	return status;
}

#define EDITING                                                                \
	{ "--connection", "C", false, "the instance it backs up" },            \
	    { "--script", "FILE", false, "its RMAN lines; - reads them" },     \
	    { "--at", "T", true, "when it is due: \"sun 02:30\"" },            \
	{                                                                      \
		"--priority", "P", false, "high, medium or low"                \
	}

static const struct args_option json_options[] = { CMD_JSON, CMD_END };
static const struct args_option edit_options[] = { EDITING, CMD_END };
static const struct args_option no_options[] = { CMD_END };

const struct command cmd_strategy_list = {
	.name = "strategy list",
	.operands = "",
	.options = json_options,
	.summary = "The scripts and when they are due",
	.help = "",
	.run = run_list,
};

const struct command cmd_strategy_show = {
	.name = "strategy show",
	.operands = "NAME",
	.least = 1,
	.most = 1,
	.options = json_options,
	.summary = "One of them, and where each setting comes from",
	.help = "",
	.run = run_show,
};

const struct command cmd_strategy_add = {
	.name = "strategy add",
	.operands = "NAME [KEY=VALUE ...]",
	.least = 1,
	.most = ARGS_MOST,
	.options = edit_options,
	.summary = "Add one",
	.help = "A time is DAYS HOUR:MINUTE[,HOUR:MINUTE...]: DAYS are daily, "
		"sun, mon,wed or\n"
		"mon-fri, HOUR may be * for every hour. KEY is alive (yes or "
		"no), or a setting\n"
		"that a strategy may have of its own: see backupexec.conf(5).",
	.run = run_add,
};

const struct command cmd_strategy_set = {
	.name = "strategy set",
	.operands = "NAME [KEY=VALUE ...]",
	.least = 1,
	.most = ARGS_MOST,
	.options = edit_options,
	.summary = "Change it",
	.help = "The times given replace all it had. KEY is alive (yes or no), "
		"or a setting that\n"
		"a strategy may have of its own; an empty VALUE takes the "
		"setting back.",
	.run = run_set,
};

const struct command cmd_strategy_remove = {
	.name = "strategy remove",
	.operands = "NAME",
	.least = 1,
	.most = 1,
	.options = no_options,
	.summary = "Remove it",
	.help = "",
	.run = run_remove,
};

const struct command cmd_strategy_edit = {
	.name = "strategy edit",
	.operands = "NAME",
	.least = 1,
	.most = 1,
	.options = no_options,
	.summary = "Change its script in $VISUAL or $EDITOR",
	.help = "",
	.run = run_edit,
};
