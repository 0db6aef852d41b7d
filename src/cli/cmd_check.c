#include "config.h"

#include "cli/cmd.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "api/json_look.h"
#include "base/mem.h"
#include "cli/escape.h"
#include "cli/exit.h"
#include "cli/pick.h"

static json_t *
ask_test(struct console *console, const char *name, struct fault *fault)
{
	json_t *body = json_pack("{s: s}", "connection", name), *test;

	if (body == NULL) {
		(void)fault_set(fault, FAULT_USAGE,
		    "the connection's name is not UTF-8");
		return NULL;
	}
	test = client_post(console->client, "/v1/test", body, fault);
	json_decref(body);
	return test;
}

/* "19.3.0.0.0, XE (DBID 7), PRIMARY, READ WRITE, ARCHIVELOG"; free it. */
static char *
sum_up(const json_t *test)
{
	static const char *const names[] = { "role", "open_mode", "log_mode" };
	const char *version = pick_text(test, "version");
	char *text = mem_format("%s, %s (DBID %s)",
	    version[0] == '\0' ? pick_text(test, "release") : version,
	    pick_text(test, "database"), pick_text(test, "dbid"));

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *one = pick_text(test, names[i]);
		char *longer;

		if (one[0] == '\0')
			continue;
		longer = mem_format("%s, %s", text, one);
		free(text);
		text = longer;
	}
	return text;
}

static json_t *
finding_of_test(const json_t *test)
{
	struct api_finding finding = {
		.subject = pick_text(test, "connection"),
		.what = "session",
		.grade = API_ERROR,
		.text = pick_text(test, "reason"),
	};
	bool is_good = pick_flag(test, "good");
	char *text = is_good ? sum_up(test) : pick_reason(test);
	json_t *json;

	finding.text = text;
	if (is_good)
		finding.grade = API_GOOD;
	if (strcmp(pick_text(test, "log_mode"), "NOARCHIVELOG") == 0) {
		finding.grade = API_WARNING;
		finding.advice = "alter database archivelog, or back it up "
				 "only while it is mounted";
	}
	if (!is_good && pick_text(test, "advice")[0] != '\0')
		finding.advice = pick_text(test, "advice");
	json = json_of_finding(&finding);
	(void)json_object_set(json, "test", (json_t *)(uintptr_t)test);
	free(text);
	return json;
}

static json_t *
finding_of_fault(const char *name, const struct fault *fault)
{
	const struct api_finding finding = { .subject = name,
		.what = "session",
		.grade = fault->kind == FAULT_REFUSED ? API_UNKNOWN : API_ERROR,
		.text = fault->text };

	return json_of_finding(&finding);
}

/* A session of each that this daemon runs, one after the other. */
static bool
test_all(struct console *console, const char *only, json_t *findings,
    struct fault *fault)
{
	json_t *rows = client_get(console->client, "/v1/connections", fault);
	const json_t *row;
	size_t at;

	if (rows == NULL)
		return false;
	json_array_foreach(rows, at, row)
	{
		const char *name = pick_text(row, "connection");
		struct fault own;
		json_t *test;

		if ((only != NULL && strcmp(name, only) != 0 &&
			strcmp(pick_text(row, "connection_id"), only) != 0) ||
		    !pick_flag(row, "alive") ||
		    pick_text(row, "not_ours")[0] != '\0')
			continue;
		test = ask_test(console, name, &own);
		(void)json_array_append_new(findings,
		    test == NULL ? finding_of_fault(name, &own) :
				   finding_of_test(test));
		json_decref(test);
	}
	json_decref(rows);
	return true;
}

static json_t *
ask_check(struct console *console, const struct args *args, struct fault *fault)
{
	const char *only = args->operand_count == 0 ? NULL :
						      args_operand(args, 0);
	json_t *findings;
	char *target;

	if (!console_connect(console, fault))
		return NULL;
	target = only == NULL ?
	    mem_text("/v1/check") :
	    client_target("/v1/check?connection=", only, "");
	findings = client_get(console->client, target, fault);
	free(target);
	if (findings != NULL && !args_has(args, "--local") &&
	    !test_all(console, only, findings, fault)) {
		json_decref(findings);
		return NULL;
	}
	return findings;
}

static enum table_colour
colour_of(const char *grade)
{
	if (strcmp(grade, "good") == 0)
		return TABLE_GOOD;
	return strcmp(grade, "error") == 0 ? TABLE_ALARM : TABLE_UNSURE;
}

static void
print_findings(const struct console *console, const json_t *findings)
{
	static const char *const titles[] = { "GRADE", "OF", "CHECK", "FOUND",
		NULL };
	struct table *table = table_new(titles);
	const json_t *row;
	size_t at;

	table_run_on(table);
	json_array_foreach(findings, at, row)
	{
		const char *grade = pick_text(row, "grade");
		const char *advice = pick_text(row, "advice");
		char *text = mem_format("%s%s%s", pick_text(row, "found"),
		    advice[0] == '\0' ? "" : ": ", advice);

		table_add_coloured(table, grade, colour_of(grade));
		table_add(table, pick_text(row, "subject"));
		table_add(table, pick_text(row, "check"));
		table_add(table, text);
		free(text);
	}
	table_print(table, console->out, console->has_colours);
	table_free(table);
}

static int
run_check(struct console *console, const struct args *args)
{
	struct fault fault;
	json_t *findings = ask_check(console, args, &fault);
	const json_t *row;
	bool is_good = true;
	size_t at;

	if (findings == NULL)
		return console_fail(console, &fault);
	json_array_foreach(findings, at, row)
	{
		const char *grade = pick_text(row, "grade");

		is_good = is_good && strcmp(grade, "error") != 0 &&
		    strcmp(grade, "warning") != 0;
	}
	if (args_has(args, "--json"))
		console_print_json(console, findings);
	else
		print_findings(console, findings);
	json_decref(findings);
	return is_good ? EXIT_DONE : EXIT_BAD;
}

static void
print_field(const struct console *console, const char *name, const char *text)
{
	char *line = escape_line(text);

	if (line[0] != '\0')
		(void)fprintf(console->out, "%-12s %s\n", name, line);
	free(line);
}

static void
print_test(const struct console *console, const json_t *test)
{
	char *reason = pick_reason(test);

	print_field(console, "connection", pick_text(test, "connection"));
	print_field(console, "release", pick_text(test, "release"));
	print_field(console, "version", pick_text(test, "version"));
	print_field(console, "database", pick_text(test, "database"));
	print_field(console, "dbid", pick_text(test, "dbid"));
	print_field(console, "role", pick_text(test, "role"));
	print_field(console, "open mode", pick_text(test, "open_mode"));
	print_field(console, "log mode", pick_text(test, "log_mode"));
	if (!pick_flag(test, "good"))
		print_field(console, "failed", reason);
	print_field(console, "do", pick_text(test, "advice"));
	(void)fprintf(console->out, "%-12s %" PRId64 " ms\n", "took",
	    pick_number(test, "took_ms"));
	free(reason);
}

static int
run_test(struct console *console, const struct args *args)
{
	struct fault fault;
	json_t *test = NULL;
	bool is_good;

	if (console_connect(console, &fault))
		test = ask_test(console, args_operand(args, 0), &fault);
	if (test == NULL)
		return console_fail(console, &fault);
	is_good = pick_flag(test, "good");
	if (args_has(args, "--json"))
		console_print_json(console, test);
	else
		print_test(console, test);
	json_decref(test);
	return is_good ? EXIT_DONE : EXIT_BAD;
}

static bool
add_connection(struct console *console, const char *sid, struct fault *fault)
{
	struct edit *edit = edit_new(EDIT_CONNECTION_ADD);
	json_t *body, *answer;

	edit->name = mem_text(sid);
	edit_add_value(edit, "instance", sid);
	edit_add_value(edit, "ip", "127.0.0.1");
	edit_add_value(edit, "port", "1521");
	body = json_of_edit(edit);
	answer = client_post(console->client, "/v1/edit", body, fault);
	json_decref(body);
	json_decref(answer);
	edit_free(edit);
	return answer != NULL || fault_wrap(fault, "adding %s", sid);
}

/* What nobody backs up becomes a connection. */
static bool
add_missing(struct console *console, json_t *rows, struct fault *fault)
{
	json_t *row;
	size_t at;

	json_array_foreach(rows, at, row)
	{
		const char *sid = pick_text(row, "sid");

		if (pick_text(row, "connection")[0] != '\0')
			continue;
		if (!add_connection(console, sid, fault))
			return false;
		(void)fprintf(console->err, "added: connection %s\n", sid);
		(void)json_object_set_new(row, "connection", json_of_text(sid));
	}
	return true;
}

static void
print_databases(const struct console *console, const json_t *rows)
{
	static const char *const titles[] = { "SID", "RUNS", "CONNECTION",
		"ORACLE HOME", NULL };
	struct table *table = table_new(titles);
	const json_t *row;
	size_t at;

	table_run_on(table);
	json_array_foreach(rows, at, row)
	{
		const char *owner = pick_text(row, "connection");

		table_add(table, pick_text(row, "sid"));
		table_add(table, pick_flag(row, "running") ? "yes" : "no");
		table_add_coloured(table, owner[0] == '\0' ? "none" : owner,
		    owner[0] == '\0' ? TABLE_UNSURE : TABLE_PLAIN);
		table_add(table, pick_text(row, "oracle_home"));
	}
	table_print(table, console->out, console->has_colours);
	table_free(table);
}

static int
run_discover(struct console *console, const struct args *args)
{
	struct fault fault;
	json_t *rows = NULL;

	if (console_connect(console, &fault))
		rows = client_get(console->client, "/v1/databases", &fault);
	if (rows == NULL)
		return console_fail(console, &fault);
	if (args_has(args, "--add") && !add_missing(console, rows, &fault)) {
		json_decref(rows);
		return console_fail(console, &fault);
	}
	if (args_has(args, "--json"))
		console_print_json(console, rows);
	else if (json_array_size(rows) > 0)
		print_databases(console, rows);
	else
		(void)fprintf(console->err, "oratab has no database\n");
	json_decref(rows);
	return EXIT_DONE;
}

static const struct args_option check_options[] = {
	{ "--local", NULL, false, "open no sessions of RMAN" },
	CMD_JSON,
	CMD_END,
};
static const struct args_option test_options[] = { CMD_JSON, CMD_END };
static const struct args_option discover_options[] = {
	{ "--add", NULL, false, "make connections of what nobody backs up" },
	CMD_JSON,
	CMD_END,
};

const struct command cmd_check = {
	.name = "check",
	.operands = "[CONNECTION]",
	.least = 0,
	.most = 1,
	.options = check_options,
	.summary = "What is installed, reachable and allowed on this host",
	.help = "And which databases in oratab nobody backs up; each with what "
		"to do about it.\n"
		"Exits 1 when something is wrong.",
	.run = run_check,
};

const struct command cmd_connection_test = {
	.name = "connection test",
	.operands = "NAME",
	.least = 1,
	.most = 1,
	.options = test_options,
	.summary = "Connect as a backup would, and say who is there",
	.help = "",
	.run = run_test,
};

const struct command cmd_connection_discover = {
	.name = "connection discover",
	.operands = "",
	.options = discover_options,
	.summary = "The databases of this host, as oratab has them",
	.help = "",
	.run = run_discover,
};
