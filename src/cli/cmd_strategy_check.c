#include "config.h"

#include "cli/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/compose.h"
#include "cli/escape.h"
#include "cli/exit.h"
#include "cli/pick.h"
#include "cli/plan.h"
#include "cli/settings.h"
#include "model/lint.h"

/* What was found in all scripts so far. */
struct findings {
	json_t *rows;
	const char *strategy; /* or file */
	size_t errors, scripts;
	bool is_local; /* rman is not asked */
};

static void
add(void *arg, const struct lint_finding *finding)
{
	struct findings *findings = arg;
	json_t *row = json_object();

	findings->errors += finding->is_error;
	(void)json_object_set_new(row, "strategy",
	    json_string(findings->strategy));
	(void)json_object_set_new(row, "line",
	    finding->line == 0 ? json_null() :
				 json_integer((json_int_t)finding->line));
	(void)json_object_set_new(row, "severity",
	    json_string(finding->is_error ? "error" : "warning"));
	(void)json_object_set_new(row, "message", json_string(finding->text));
	(void)json_array_append_new(findings->rows, row);
}

static void
check_lines(struct findings *findings, const char *name,
    const char *const *lines, size_t count, const struct lint_rules *rules)
{
	findings->strategy = name;
	findings->scripts++;
	lint_lines(lines, count, rules, add, findings);
}

/* The value that holds, of the settings of a strategy. */
static const char *
value_of(const json_t *settings, const char *name)
{
	const json_t *one;
	size_t at;

	json_array_foreach(settings, at, one)
	{
		if (strcmp(pick_text(one, "setting"), name) == 0)
			return pick_text(one, "value");
	}
	return "";
}

static struct lint_rules
rules_of(const struct console *console, const char *feed, bool has_password)
{
	return (struct lint_rules){
		.is_stdin = !has_password && strcmp(feed, "stdin") == 0,
		.is_step = has_password || strcmp(feed, "step") == 0,
		.allows_host = console->config->rman.allow_host,
	};
}

static void
check_row(const struct console *console, struct findings *findings,
    const json_t *row, const json_t *connection)
{
	const json_t *options = json_object_get(connection, "options");
	const json_t *lines = json_object_get(row, "lines"), *one;
	json_t *settings = settings_of(console->config, SETTING_STRATEGY,
	    json_object_get(row, "options"), options);
	const struct lint_rules rules = rules_of(console,
	    value_of(settings, "feed"),
	    pick_text(options, "password_file")[0] != '\0');
	size_t count = json_array_size(lines), at;
	const char **texts = mem_new(count, sizeof(*texts));

	json_array_foreach(lines, at, one)
	{
		const char *text = json_string_value(one);

		texts[at] = text == NULL ? "" : text;
	}
	check_lines(findings, pick_text(row, "strategy"), texts, count, &rules);
	free(texts);
	json_decref(settings);
}

/* "at line 2 column 5 file: ..." of an error stack; 0: it has none. */
static size_t
line_in(const char *detail)
{
	const char *at = strstr(detail, " line ");

	return at == NULL ? 0 : (size_t)strtoul(at + 6, NULL, 10);
}

/*
 * Let rman look, as the daemon's keepers would start it. That it could not be
 * asked is no finding.
 */
static void
ask_rman(struct console *console, struct findings *findings, json_t *take_body)
{
	struct fault fault;
	json_t *answer = client_post(console->client, "/v1/syntax", take_body,
	    &fault);
	const char *why = NULL;

	json_decref(take_body);
	if (answer == NULL)
		why = fault.text;
	else if (!pick_flag(answer, "good") &&
	    pick_text(answer, "code")[0] == '\0')
		why = pick_text(answer, "reason");
	if (why != NULL) {
		char *line = escape_line(why);

		(void)fprintf(console->err, "%s: rman was not asked: %s\n",
		    findings->strategy, line);
		free(line);
	} else if (!pick_flag(answer, "good")) {
		struct lint_finding finding = { .is_error = true,
			.line = line_in(pick_text(answer, "detail")) };

		(void)snprintf(finding.text, sizeof(finding.text), "rman: %s",
		    pick_text(answer, "reason"));
		add(findings, &finding);
	}
	json_decref(answer);
}

static bool
check_one(struct console *console, struct findings *findings, struct plan *plan,
    const char *name, struct fault *fault)
{
	json_t *rows = plan_strategies(plan, name, fault);
	const json_t *row = json_array_get(rows, 0);
	json_t *connections;

	if (rows == NULL)
		return false;
	connections = plan_connections(plan, pick_text(row, "connection_id"),
	    fault);
	if (connections != NULL) {
		check_row(console, findings, row,
		    json_array_get(connections, 0));
		if (console->client != NULL && !findings->is_local)
			ask_rman(console, findings,
			    json_pack("{s: s}", "strategy",
				pick_text(row, "strategy")));
	}
	json_decref(connections);
	json_decref(rows);
	return connections != NULL;
}

/* By name, or all of them. */
static bool
check_plan(struct console *console, const struct args *args,
    struct findings *findings, struct fault *fault)
{
	struct plan *plan = plan_open(console, fault);
	bool is_good = plan != NULL;
	json_t *rows = NULL;
	const json_t *row;
	size_t at;

	if (is_good && args->operand_count != 0) {
		is_good = check_one(console, findings, plan,
		    args_operand(args, 0), fault);
	} else if (is_good) {
		rows = plan_strategies(plan, NULL, fault);
		is_good = rows != NULL;
		json_array_foreach(rows, at, row)
		{
			is_good = is_good &&
			    check_one(console, findings, plan,
				pick_text(row, "strategy"), fault);
		}
	}
	json_decref(rows);
	plan_close(plan);
	return is_good;
}

static json_t *
body_of(const struct edit *edit, const char *connection)
{
	json_t *body = json_pack("{s: s}", "connection", connection);
	json_t *lines = json_array();

	for (size_t i = 0; i < edit->line_count; i++)
		(void)json_array_append_new(lines, json_string(edit->lines[i]));
	(void)json_object_set_new(body, "lines", lines);
	return body;
}

static bool
check_file(struct console *console, const char *path, const char *connection,
    struct findings *findings, struct fault *fault)
{
	struct edit *edit = edit_new(EDIT_STRATEGY_SET);
	bool is_good = console_config(console, fault) &&
	    compose_script(edit, path, console->in, fault);

	if (is_good) {
		int feed = console->config->rman.feed;
		const struct lint_rules rules = {
			.is_stdin = feed == CONFIG_FEED_STDIN,
			.is_step = feed == CONFIG_FEED_STEP,
			.allows_host = console->config->rman.allow_host,
		};

		check_lines(findings, path, (const char *const *)edit->lines,
		    edit->line_count, &rules);
	}
	if (is_good && connection != NULL && !findings->is_local) {
		is_good = console_connect(console, fault);
		if (is_good)
			ask_rman(console, findings, body_of(edit, connection));
	}
	edit_free(edit);
	return is_good;
}

static void
print(const struct console *console, const struct findings *findings)
{
	const json_t *row;
	size_t at;

	json_array_foreach(findings->rows, at, row)
	{
		char *name = escape_line(pick_text(row, "strategy"));
		char *text = escape_line(pick_text(row, "message"));

		(void)fprintf(console->out, "%s:", name);
		if (pick_number(row, "line") != 0)
			(void)fprintf(console->out,
			    " line %d:", (int)pick_number(row, "line"));
		(void)fprintf(console->out, " %s: %s\n",
		    pick_text(row, "severity"), text);
		free(text);
		free(name);
	}
	if (json_array_size(findings->rows) == 0)
		(void)fprintf(console->err, "%zu %s, nothing found\n",
		    findings->scripts,
		    findings->scripts == 1 ? "script" : "scripts");
}

static int
run(struct console *console, const struct args *args)
{
	const char *path = args_value(args, "--file", 0);
	struct findings findings = { .is_local = args_has(args, "--local") };
	struct fault fault;
	bool is_good = false;

	if (path != NULL && args->operand_count != 0) {
		(void)fault_set(&fault, FAULT_USAGE,
		    "a NAME and --file exclude each other");
		return console_fail(console, &fault);
	}
	findings.rows = json_array();
	if (path != NULL)
		is_good = check_file(console, path,
		    args_value(args, "--connection", 0), &findings, &fault);
	else
		is_good = check_plan(console, args, &findings, &fault);
	if (is_good && args_has(args, "--json"))
		console_print_json(console, findings.rows);
	else if (is_good)
		print(console, &findings);
	json_decref(findings.rows);
	if (!is_good)
		return console_fail(console, &fault);
	return findings.errors == 0 ? EXIT_DONE : EXIT_BAD;
}

static const struct args_option options[] = {
	{ "--file", "FILE", false, "lines that are no strategy yet" },
	{ "--connection", "C", false, "whose rman looks at them" },
	{ "--local", NULL, false, "do not ask rman" },
	CMD_JSON,
	CMD_END,
};

const struct command cmd_strategy_check = {
	.name = "strategy check",
	.operands = "[NAME]",
	.least = 0,
	.most = 1,
	.options = options,
	.summary = "What will go wrong with a script, before it runs",
	.help = "Without a NAME all of them. Looked for are commands that ask "
		"a question, HOST,\n"
		"CONNECT, passwords, braces and strings without an end, long "
		"lines, and a DELETE\n"
		"that follows a failed BACKUP; then rman itself checks the "
		"syntax. Exits 1 when\n"
		"something cannot work.",
	.run = run,
};
