#include "config.h"

#include "cli/cmd.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cli/escape.h"
#include "cli/exit.h"
#include "cli/output.h"
#include "cli/pick.h"

/* One line, on `where`: with --follow the output has the standard one. */
static void
print_result(FILE *where, const json_t *ended)
{
	char *reason = pick_reason(ended);
	int64_t begin_s = pick_time_s(ended, "started_at");
	int64_t end_s = pick_time_s(ended, "finished_at");
	char span[CONSOLE_SPAN_MAX], *text, *line;

	console_format_span(span, end_s - begin_s);
	text = mem_format("%s: %s%s%s%s%s, execution %s",
	    pick_text(ended, "strategy"), pick_text(ended, "outcome"),
	    begin_s == 0 ? "" : " in ", begin_s == 0 ? "" : span,
	    reason[0] == '\0' ? "" : ", ", reason,
	    pick_text(ended, "execution"));
	line = escape_line(text);
	(void)fprintf(where, "%s\n", line);
	free(line);
	free(text);
	free(reason);
}

static json_t *
start(struct console *console, const char *strategy, struct fault *fault)
{
	json_t *body, *begun;

	if (!console_connect(console, fault))
		return NULL;
	body = json_pack("{s: s}", "strategy", strategy);
	if (body == NULL) {
		(void)fault_set(fault, FAULT_USAGE,
		    "the strategy's name is not UTF-8");
		return NULL;
	}
	begun = client_post(console->client, "/v1/run", body, fault);
	json_decref(body);
	return begun;
}

/* From here on the run goes on by itself, whatever becomes of us. */
static json_t *
wait_for_end(struct console *console, const struct args *args, const char *id,
    struct fault *fault)
{
	char *target = client_target("/v1/executions/", id, "/wait");
	json_t *ended = NULL;

	if (!args_has(args, "--follow") ||
	    output_stream(console, id, true, fault))
		ended = client_wait(console->client, target, fault);
	free(target);
	return ended;
}

static int
run(struct console *console, const struct args *args)
{
	bool follows = args_has(args, "--follow");
	enum outcome outcome = OUTCOME_NONE;
	struct fault fault, unread;
	json_t *begun, *ended;
	const char *id;

	if (follows && args_has(args, "--json")) {
		(void)fault_set(&fault, FAULT_USAGE,
		    "--follow and --json exclude each other");
		return console_fail(console, &fault);
	}
	begun = start(console, args_operand(args, 0), &fault);
	if (begun == NULL)
		return console_fail(console, &fault);
	id = pick_text(begun, "execution");
	(void)fprintf(console->err, "started: execution %s\n", id);
	ended = wait_for_end(console, args, id, &fault);
	if (ended == NULL) {
		int status = console_fail(console, &fault);

		(void)fprintf(console->err,
		    "the run goes on: see 'backupexec log %s'\n", id);
		json_decref(begun);
		return status;
	}
	if (args_has(args, "--json"))
		console_print_json(console, ended);
	else
		print_result(follows ? console->err : console->out, ended);
	if (!outcome_read(pick_text(ended, "outcome"), &outcome, &unread))
		outcome = OUTCOME_NONE;
	json_decref(ended);
	json_decref(begun);
	return exit_of_outcome(outcome, args_has(args, "--strict"));
}

static const struct args_option options[] = {
	{ "--follow", NULL, false, "show what it prints, while it runs" },
	{ "--strict", NULL, false, "a warning is a failure" },
	CMD_JSON,
	CMD_END,
};

const struct command cmd_run = {
	.name = "run",
	.operands = "STRATEGY",
	.least = 1,
	.most = 1,
	.options = options,
	.summary = "Run a strategy now and wait for its outcome",
	.help = "It waits its turn like a slot. An interrupt ends the waiting, "
		"not the run.\n"
		"Exits 0 on success or warning, 5 when the strategy runs "
		"already, else 1.",
	.run = run,
};
