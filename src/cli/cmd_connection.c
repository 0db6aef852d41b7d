#include "config.h"

#include "cli/cmd.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cli/compose.h"
#include "cli/escape.h"
#include "cli/exit.h"
#include "cli/pick.h"
#include "cli/plan.h"
#include "cli/settings.h"

static void
print_list(const struct console *console, const json_t *rows)
{
	static const char *const titles[] = { "CONNECTION", "INSTANCE",
		"ADDRESS", "STRATEGIES", "ALIVE", "RUNNER", NULL };
	struct table *table = table_new(titles);
	const json_t *row;
	size_t at;

	json_array_foreach(rows, at, row)
	{
		char *address = mem_format("%s:%s", pick_text(row, "ip"),
		    pick_text(row, "port"));
		char *count = mem_format("%" PRId64,
		    pick_number(row, "strategies"));

		table_add(table, pick_text(row, "connection"));
		table_add(table, pick_text(row, "instance"));
		table_add(table, address);
		table_add(table, count);
		table_add(table, pick_flag(row, "alive") ? "yes" : "no");
		table_add(table, pick_text(row, "runner"));
		free(count);
		free(address);
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
				      plan_connections(plan, NULL, &fault);

	plan_close(plan);
	if (rows == NULL)
		return console_fail(console, &fault);
	if (args_has(args, "--json"))
		console_print_json(console, rows);
	else if (json_array_size(rows) > 0)
		print_list(console, rows);
	else
		(void)fprintf(console->err, "there are no connections\n");
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
	char at[CALENDAR_TEXT_MAX];

	print_field(console, "connection", pick_text(row, "connection"));
	print_field(console, "id", pick_text(row, "connection_id"));
	print_field(console, "instance", pick_text(row, "instance"));
	print_field(console, "ip", pick_text(row, "ip"));
	print_field(console, "port", pick_text(row, "port"));
	print_field(console, "runner", pick_text(row, "runner"));
	print_field(console, "alive", pick_flag(row, "alive") ? "yes" : "no");
	print_paused(console, row);
	if (pick_text(row, "not_ours")[0] != '\0')
		print_field(console, "not ours", pick_text(row, "not_ours"));
	(void)fprintf(console->out, "%-12s %" PRId64 "\n", "strategies",
	    pick_number(row, "strategies"));
	console_format_time(console, at, pick_time_s(row, "last_good_at"));
	print_field(console, "last good", at);
	console_format_time(console, at, pick_time_s(row, "next_due_at"));
	print_field(console, "next due", at);
	(void)fputc('\n', console->out);
	settings_print(console, json_object_get(row, "settings"));
}

static int
run_show(struct console *console, const struct args *args)
{
	struct fault fault;
	struct plan *plan = plan_open(console, &fault);
	json_t *rows = plan == NULL ?
	    NULL :
	    plan_connections(plan, args_operand(args, 0), &fault);
	json_t *row;
	size_t at;

	plan_close(plan);
	if (rows == NULL)
		return console_fail(console, &fault);
	json_array_foreach(rows, at, row)
	{
		(void)json_object_set_new(row, "settings",
		    settings_of(console->config, SETTING_CONNECTION,
			json_object_get(row, "options"), NULL));
		if (args_has(args, "--json"))
			continue;
		if (at > 0)
			(void)fputc('\n', console->out);
		print_one(console, row);
	}
	if (args_has(args, "--json"))
		console_print_json(console, rows);
	json_decref(rows);
	return EXIT_DONE;
}

static int
run_edit(struct console *console, const struct args *args, enum edit_kind kind)
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
	return run_edit(console, args, EDIT_CONNECTION_ADD);
}

static int
run_set(struct console *console, const struct args *args)
{
	return run_edit(console, args, EDIT_CONNECTION_SET);
}

static int
run_remove(struct console *console, const struct args *args)
{
	return run_edit(console, args, EDIT_CONNECTION_REMOVE);
}

#define ADDRESS                                                                \
	{ "--instance", "SID", false, "SID or service of the database" },      \
	    { "--ip", "A", false, "address or host; 127.0.0.1 when added" },   \
	    { "--port", "P", false, "of its listener; 1521 when added" },      \
	{                                                                      \
		"--runner", "R", false, "[daemon] name of who runs it, or any" \
	}

static const struct args_option json_options[] = { CMD_JSON, CMD_END };
static const struct args_option edit_options[] = { ADDRESS, CMD_END };
static const struct args_option no_options[] = { CMD_END };

const struct command cmd_connection_list = {
	.name = "connection list",
	.operands = "",
	.options = json_options,
	.summary = "The database instances that are backed up",
	.help = "",
	.run = run_list,
};

const struct command cmd_connection_show = {
	.name = "connection show",
	.operands = "NAME",
	.least = 1,
	.most = 1,
	.options = json_options,
	.summary = "One of them, and where each setting comes from",
	.help = "",
	.run = run_show,
};

const struct command cmd_connection_add = {
	.name = "connection add",
	.operands = "NAME [KEY=VALUE ...]",
	.least = 1,
	.most = ARGS_MOST,
	.options = edit_options,
	.summary = "Add an instance",
	.help = "KEY is alive (yes or no), or a setting that a connection may "
		"have of its own:\n"
		"see backupexec.conf(5).",
	.run = run_add,
};

const struct command cmd_connection_set = {
	.name = "connection set",
	.operands = "NAME [KEY=VALUE ...]",
	.least = 1,
	.most = ARGS_MOST,
	.options = edit_options,
	.summary = "Change it",
	.help = "KEY is name, alive (yes or no), or a setting that a "
		"connection may have of its\n"
		"own; an empty VALUE takes the setting back.",
	.run = run_set,
};

const struct command cmd_connection_remove = {
	.name = "connection remove",
	.operands = "NAME",
	.least = 1,
	.most = 1,
	.options = no_options,
	.summary = "Remove it, once it has no strategies",
	.help = "",
	.run = run_remove,
};
