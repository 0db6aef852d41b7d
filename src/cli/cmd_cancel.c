#include "config.h"

#include "cli/cmd.h"

#include <stdlib.h>

#include "cli/exit.h"

static int
run(struct console *console, const struct args *args)
{
	const char *what = args_operand(args, 0);
	char *target = client_target("/v1/executions/", what, "/cancel");
	json_t *answer = NULL, *nothing = json_object();
	struct fault fault;

	if (console_connect(console, &fault))
		answer = client_post(console->client, target, nothing, &fault);
	free(target);
	json_decref(nothing);
	if (answer == NULL)
		return console_fail(console, &fault);
	json_decref(answer);
	(void)fprintf(console->err, "%s is told to end\n", what);
	return EXIT_DONE;
}

static const struct args_option options[] = { CMD_END };

const struct command cmd_cancel = {
	.name = "cancel",
	.operands = "EXECUTION",
	.least = 1,
	.most = 1,
	.options = options,
	.summary = "End an execution that runs or waits",
	.help = "EXECUTION is its id, the first characters of it (4 at least), "
		"or a strategy.",
	.run = run,
};
