#include "config.h"

#include "cli/cmd.h"

#include "api/json.h"
#include "base/limits.h"
#include "cli/exit.h"

static void
add_row(void *arg, const struct config_row *row)
{
	json_t *rows = arg, *json = json_object();

	(void)json_object_set_new(json, "section",
	    json_of_text(row->setting->section));
	(void)json_object_set_new(json, "key", json_of_text(row->setting->key));
	(void)json_object_set_new(json, "value", json_of_text(row->value));
	(void)json_object_set_new(json, "source", json_of_text(row->origin));
	(void)json_array_append_new(rows, json);
}

static int
run(struct console *console, const struct args *args)
{
	struct fault fault;
	struct buf text;
	bool is_good;

	if (!console_config(console, &fault))
		return console_fail(console, &fault);
	if (args_has(args, "--json")) {
		json_t *rows = json_array();

		config_show(console->config, add_row, rows);
		console_print_json(console, rows);
		json_decref(rows);
		return EXIT_DONE;
	}
	buf_init(&text, LIMIT_CONFIG_FILE);
	is_good = config_print(console->config, &text, &fault);
	(void)fputs(buf_text(&text), console->out);
	buf_clear(&text);
	return is_good ? EXIT_DONE : console_fail(console, &fault);
}

static const struct args_option options[] = { CMD_JSON, CMD_END };

const struct command cmd_config_show = {
	.name = "config show",
	.operands = "",
	.options = options,
	.summary = "Every setting, its value and where that comes from",
	.help = "The file is read anew; what a running daemon uses is what it "
		"read at its start\n"
		"or last reload.",
	.run = run,
};
