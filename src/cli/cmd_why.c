#include "config.h"

#include "cli/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/escape.h"
#include "cli/exit.h"
#include "cli/offline.h"
#include "cli/pick.h"
#include "cli/why.h"

/* The latest that went wrong; an array of one, or of none. */
static json_t *
ask_bad(struct console *console, struct offline *offline, struct fault *fault)
{
	return offline != NULL ?
	    offline_executions(offline, NULL, true, 0, 1, fault) :
	    client_get(console->client, "/v1/executions?failed=1&most=1",
		fault);
}

static json_t *
ask_one(struct console *console, struct offline *offline, const char *what,
    struct fault *fault)
{
	struct execution execution;
	char *target;
	json_t *one;

	if (offline != NULL)
		return offline_find(offline, what, &execution, fault) ?
		    offline_execution(offline, &execution, fault) :
		    NULL;
	target = client_target("/v1/executions/", what, "");
	one = client_get(console->client, target, fault);
	free(target);
	return one;
}

/* Of one that waits: what for. Without an answer it is not said. */
static json_t *
ask_strategy(struct console *console, const json_t *execution)
{
	struct fault ignored;
	char *target;
	json_t *rows;

	if (console->client == NULL ||
	    strcmp(pick_text(execution, "state"), "claimed") != 0)
		return NULL;
	target = client_target("/v1/strategies?strategy=",
	    pick_text(execution, "strategy"), "");
	rows = client_get(console->client, target, &ignored);
	free(target);
	return rows;
}

static void
print(struct console *console, const json_t *execution)
{
	json_t *rows = ask_strategy(console, execution);
	char *text = why_text(console, execution, json_array_get(rows, 0));

	for (char *line = text; *line != '\0';) {
		size_t length = strcspn(line, "\n");
		char *escaped;

		line[length] = '\0';
		escaped = escape_line(line);
		(void)fprintf(console->out, "%s\n", escaped);
		free(escaped);
		line += length + 1;
	}
	free(text);
	json_decref(rows);
}

static int
run(struct console *console, const struct args *args)
{
	const char *what = args_operand(args, 0);
	struct offline *offline = NULL;
	json_t *found = NULL;
	struct fault fault;

	if (!console_connect(console, &fault)) {
		if (fault.kind == FAULT_CLOSED)
			offline = offline_open(console, &fault);
		if (offline == NULL)
			return console_fail(console, &fault);
	}
	found = what == NULL ? ask_bad(console, offline, &fault) :
			       ask_one(console, offline, what, &fault);
	offline_close(offline);
	if (found == NULL)
		return console_fail(console, &fault);
	if (what != NULL)
		print(console, found);
	else if (json_array_size(found) > 0)
		print(console, json_array_get(found, 0));
	else
		(void)fprintf(console->out, "nothing went wrong\n");
	json_decref(found);
	return EXIT_DONE;
}

static const struct args_option options[] = { CMD_END };

const struct command cmd_why = {
	.name = "why",
	.operands = "[EXECUTION]",
	.most = 1,
	.options = options,
	.summary = "Why it ended so or waits, and what to do",
	.help = "EXECUTION is its id, the first characters of it (4 at least), "
		"or a strategy for\n"
		"its latest. Without one it is the latest that went wrong.",
	.run = run,
};
