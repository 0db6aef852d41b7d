#include "config.h"

#include "cli/cmd.h"

#include <string.h>

#include "cli/exit.h"
#include "cli/offline.h"
#include "cli/status.h"

/* The daemon's answer; without a daemon the journal's. */
static json_t *
ask(struct console *console, struct fault *fault)
{
	struct offline *offline;
	json_t *status;

	if (console_connect(console, fault))
		return client_get(console->client, "/v1/status", fault);
	if (fault->kind != FAULT_CLOSED)
		return NULL;
	offline = offline_open(console, fault);
	if (offline == NULL)
		return NULL;
	status = offline_status(offline, fault);
	offline_close(offline);
	return status;
}

static int
run(struct console *console, const struct args *args)
{
	struct fault fault;
	struct status_sum sum;
	json_t *status;
	int result;

	if (args_has(args, "--strategies") + args_has(args, "--check") +
		args_has(args, "--json") >
	    1) {
		(void)fault_set(&fault, FAULT_USAGE,
		    "--strategies, --check and --json exclude each other");
		return console_fail(console, &fault);
	}
	status = ask(console, &fault);
	if (status == NULL)
		return console_fail(console, &fault);
	sum = status_sum(status);
	if (args_has(args, "--json"))
		console_print_json(console, status);
	else if (args_has(args, "--check"))
		status_print_check(console, status);
	else
		status_print(console, status, args_has(args, "--strategies"));
	result = status_is_dead(status) ? EXIT_UNREACHABLE :
	    status_is_bad(&sum)         ? EXIT_BAD :
					  EXIT_DONE;
	json_decref(status);
	return result;
}

static const struct args_option options[] = {
	{ "--strategies", NULL, false, "one line a strategy" },
	{ "--check", NULL, false, "one line for a monitor" },
	CMD_JSON,
	CMD_END,
};

const struct command cmd_status = {
	.name = "status",
	.operands = "",
	.options = options,
	.summary = "Is every database protected, what runs, what failed",
	.help = "One line a connection, the worst first; then what runs, what "
		"waits and for\n"
		"what, and the strategies whose last run was bad. Without a "
		"living daemon the\n"
		"journal is read.\n"
		"Exits 1 when something is not protected, bad or run by "
		"nobody, 3 without a\n"
		"daemon.",
	.run = run,
};
