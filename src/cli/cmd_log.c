#include "config.h"

#include "cli/cmd.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "cli/exit.h"
#include "cli/offline.h"
#include "cli/output.h"
#include "cli/pick.h"

enum { ID_SHOWN = 8, LISTED = 100, LISTED_SINCE = 10000, MS_PER_S = 1000 };

/* What was asked for. */
struct request {
	const char *what;  /* strategy or execution, or NULL */
	const char *since; /* as it was typed, or NULL */
	bool only_bad;     /* --failed */
	bool lists;        /* else the output of one */
	bool follows;
	bool is_json;
};

static void
add_span(struct table *table, const json_t *row)
{
	int64_t begin_s = pick_time_s(row, "started_at");
	int64_t end_s = pick_time_s(row, "finished_at");
	char span[CONSOLE_SPAN_MAX] = "-";

	if (begin_s != 0 && end_s != 0)
		console_format_span(span, end_s - begin_s);
	table_add(table, span);
}

static void
add_outcome(struct table *table, const json_t *row)
{
	const char *text = pick_text(row, "outcome");
	enum table_colour colour = TABLE_UNSURE;
	enum outcome outcome;
	struct fault fault;

	if (!outcome_read(text, &outcome, &fault) || outcome == OUTCOME_NONE) {
		table_add(table, pick_text(row, "state"));
		return;
	}
	if (outcome == OUTCOME_SUCCESS)
		colour = TABLE_GOOD;
	else if (outcome_is_bad(outcome))
		colour = TABLE_ALARM;
	table_add_coloured(table, text, colour);
}

/* The code, else the reason; and which attempt it was, after the first. */
static void
add_why(struct table *table, const json_t *row)
{
	const char *code = pick_text(row, "code");
	const char *why = code[0] == '\0' ? pick_text(row, "reason") : code;
	int attempt = (int)pick_number(row, "attempt");
	char *text = NULL;

	if (attempt > 1)
		text = mem_format("%s%sattempt %d", why,
		    why[0] == '\0' ? "" : ", ", attempt);
	table_add(table, text == NULL ? why : text);
	free(text);
}

static void
print_list(const struct console *console, const json_t *rows)
{
	static const char *const titles[] = { "EXECUTION", "WHEN", "TOOK",
		"STRATEGY", "OUTCOME", "WHY", NULL };
	struct table *table = table_new(titles);
	char at[CALENDAR_TEXT_MAX], id[ID_SHOWN + 1];
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		int64_t at_s = pick_time_s(row, "started_at");

		if (at_s == 0)
			at_s = pick_time_s(row, "slot");
		if (at_s == 0)
			at_s = pick_time_s(row, "claimed_at");
		(void)snprintf(id, sizeof(id), "%s",
		    pick_text(row, "execution"));
		console_format_time(console, at, at_s);
		table_add(table, id);
		table_add(table, at);
		add_span(table, row);
		table_add(table, pick_text(row, "strategy"));
		add_outcome(table, row);
		add_why(table, row);
	}
	table_print(table, console->out, console->has_colours);
	table_free(table);
}

static json_t *
ask_list(struct console *console, const struct request *request,
    struct fault *fault)
{
	char *most = mem_format("/v1/executions?most=%d%s%s",
	    request->since == NULL ? LISTED : LISTED_SINCE,
	    request->only_bad ? "&failed=1" : "",
	    request->since == NULL ? "" : "&since=");
	char *since = client_target(most,
	    request->since == NULL ? "" : request->since,
	    request->what == NULL ? "" : "&strategy=");
	char *target = client_target(since,
	    request->what == NULL ? "" : request->what, "");
	json_t *rows = client_get(console->client, target, fault);

	free(target);
	free(since);
	free(most);
	return rows;
}

static json_t *
read_list(struct console *console, struct offline *offline,
    const struct request *request, struct fault *fault)
{
	int64_t since_s = 0;

	if (request->since != NULL &&
	    !calendar_parse(request->since, &console->zone, &since_s, fault))
		return NULL;
	return offline_executions(offline, request->what, request->only_bad,
	    since_s * MS_PER_S, request->since == NULL ? LISTED : LISTED_SINCE,
	    fault);
}

/* One as a listing of one: --json with a name. */
static json_t *
ask_one(struct console *console, struct offline *offline, const char *what,
    struct fault *fault)
{
	struct execution execution;
	json_t *one = NULL;
	char *target;

	if (offline == NULL) {
		target = client_target("/v1/executions/", what, "");
		one = client_get(console->client, target, fault);
		free(target);
	} else if (offline_find(offline, what, &execution, fault)) {
		one = offline_execution(offline, &execution, fault);
	}
	return one == NULL ? NULL : json_pack("[o]", one);
}

static bool
list(struct console *console, struct offline *offline,
    const struct request *request, struct fault *fault)
{
	json_t *rows;

	if (!request->lists)
		rows = ask_one(console, offline, request->what, fault);
	else if (offline != NULL)
		rows = read_list(console, offline, request, fault);
	else
		rows = ask_list(console, request, fault);
	if (rows == NULL) {
		if (request->since != NULL && fault->kind == FAULT_FORMAT) {
			fault->kind = FAULT_USAGE;
			(void)fault_wrap(fault, "--since");
		}
		return false;
	}
	if (request->is_json)
		console_print_json(console, rows);
	else if (json_array_size(rows) > 0)
		print_list(console, rows);
	else
		(void)fprintf(console->err, "there is nothing to list\n");
	json_decref(rows);
	return true;
}

static bool
show(struct console *console, struct offline *offline,
    const struct request *request, struct fault *fault)
{
	struct execution execution;
	bool is_good;
	char *path;

	if (offline == NULL)
		return output_stream(console, request->what, request->follows,
		    fault);
	if (!offline_find(offline, request->what, &execution, fault))
		return false;
	path = offline_output_path(offline, execution.id);
	is_good = output_file(console, path, execution.log_bytes, fault);
	free(path);
	return is_good;
}

/* Said first, on `err`, since the data may go into a pipe. */
static bool
say_dead(struct console *console, struct offline *offline, struct fault *fault)
{
	char at[CALENDAR_TEXT_MAX];
	int64_t died_ms;

	if (!offline_died_ms(offline, &died_ms, fault))
		return false;
	console_format_time(console, at, died_ms / MS_PER_S);
	(void)fprintf(console->err,
	    "no daemon is running; the last sign of life is from %s\n", at);
	return true;
}

static bool
answer(struct console *console, const struct request *request,
    struct fault *fault)
{
	struct offline *offline = NULL;
	bool is_good;

	if (!console_connect(console, fault)) {
		if (fault->kind != FAULT_CLOSED)
			return false;
		offline = offline_open(console, fault);
		if (offline == NULL)
			return false;
	}
	is_good = (offline == NULL || say_dead(console, offline, fault)) &&
	    (request->lists || request->is_json ?
		    list(console, offline, request, fault) :
		    show(console, offline, request, fault));
	offline_close(offline);
	return is_good;
}

static int
run(struct console *console, const struct args *args)
{
	struct request request = { .what = args_operand(args, 0),
		.since = args_value(args, "--since", 0),
		.only_bad = args_has(args, "--failed"),
		.follows = args_has(args, "--follow"),
		.is_json = args_has(args, "--json") };
	struct fault fault;

	request.lists = request.what == NULL || request.since != NULL ||
	    request.only_bad;
	if (request.follows && (request.lists || request.is_json)) {
		(void)fault_set(&fault, FAULT_USAGE,
		    "--follow needs a STRATEGY or EXECUTION, and excludes "
		    "--since, --failed and --json");
		return console_fail(console, &fault);
	}
	if (!answer(console, &request, &fault))
		return console_fail(console, &fault);
	return EXIT_DONE;
}

static const struct args_option options[] = {
	{ "--follow", NULL, false, "go on until it has ended" },
	{ "--since", "T", false, "list what ran since then" },
	{ "--failed", NULL, false, "list what went wrong" },
	CMD_JSON,
	CMD_END,
};

const struct command cmd_log = {
	.name = "log",
	.operands = "[STRATEGY|EXECUTION]",
	.most = 1,
	.options = options,
	.summary = "What ran, or what RMAN printed",
	.help =
	    "Without a name, or with --since or --failed, the executions are "
	    "listed, newest\n"
	    "first. With a name it is the output, byte by byte; on a terminal "
	    "control\n"
	    "characters are escaped. EXECUTION is an id, its first characters "
	    "(4 at least),\n"
	    "or a strategy for its latest.",
	.run = run,
};
