#include "config.h"

#include "cli/cmd.h"

#include "base/mem.h"
#include "cli/compose.h"
#include "cli/exit.h"
#include "cli/plan.h"

/* One of: a strategy, --connection, --all. */
static bool
choose(struct edit *edit, const struct args *args, struct fault *fault)
{
	const char *strategy = args_operand(args, 0);
	const char *connection = args_value(args, "--connection", 0);
	int given = (strategy != NULL) + (connection != NULL) +
	    args_has(args, "--all");

	if (given != 1)
		return fault_set(fault, FAULT_USAGE,
		    "say which: a strategy, --connection C or --all%s",
		    given == 0 ? "" : ", one of them");
	if (strategy != NULL)
		edit->id = mem_text(strategy);
	if (connection != NULL)
		edit->name = mem_text(connection);
	return true;
}

static bool
compose(struct edit *edit, const struct args *args, struct fault *fault)
{
	const char *until = args_value(args, "--until", 0);
	const char *reason = args_value(args, "--reason", 0);

	if (!choose(edit, args, fault))
		return false;
	if (until != NULL)
		edit_add_value(edit, "until", until);
	if (reason != NULL)
		edit_add_value(edit, "reason", reason);
	return compose_check(edit, fault);
}

static int
run_kind(struct console *console, const struct args *args, enum edit_kind kind)
{
	struct edit *edit = edit_new(kind);
	struct fault fault;
	struct plan *plan = compose(edit, args, &fault) ?
	    plan_open(console, &fault) :
	    NULL;
	bool is_good = plan != NULL && plan_edit(plan, edit, &fault);

	plan_close(plan);
	edit_free(edit);
	return is_good ? EXIT_DONE : console_fail(console, &fault);
}

static int
run_pause(struct console *console, const struct args *args)
{
	return run_kind(console, args, EDIT_PAUSE);
}

static int
run_resume(struct console *console, const struct args *args)
{
	return run_kind(console, args, EDIT_RESUME);
}

#define WHICH                                                                  \
	{ "--connection", "C", false, "all strategies of a connection" },      \
	{                                                                      \
		"--all", NULL, false, "everything"                             \
	}

static const struct args_option pause_options[] = {
	WHICH,
	{ "--until", "T", false, "when it ends by itself: a time, or 2h" },
	{ "--reason", "TEXT", false, "why, for those who look" },
	CMD_END,
};

static const struct args_option resume_options[] = { WHICH, CMD_END };

const struct command cmd_pause = {
	.name = "pause",
	.operands = "[STRATEGY]",
	.most = 1,
	.options = pause_options,
	.summary = "Start nothing by itself for a while",
	.help = "What is due meanwhile, or waits already, ends as skipped; "
		"what runs goes on, and\n"
		"'backupexec run' runs. Protection ages all the same.\n"
		"T is a time such as \"2026-10-25 02:30\", or a duration such "
		"as 90m, 2h or 7d.",
	.run = run_pause,
};

const struct command cmd_resume = {
	.name = "resume",
	.operands = "[STRATEGY]",
	.most = 1,
	.options = resume_options,
	.summary = "End a pause",
	.help = "--all ends every pause; otherwise that of the strategy or of "
		"the connection\n"
		"alone.",
	.run = run_resume,
};
