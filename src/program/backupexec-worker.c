#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/process.h"
#include "platform/socket.h"
#include "worker/judge.h"
#include "worker/keeper.h"

enum { STANDARD_INPUT = 0 };

static const char help[] =
    "Usage: backupexec-worker [--help | --version]\n"
    "       backupexec-worker --judge [OPTION]... <LOG\n"
    "\n"
    "Holds one run of RMAN for backupexecd, which starts it and sends it what\n"
    "to do over its standard input. It is not for people: to run a strategy,\n"
    "type 'backupexec run STRATEGY'.\n"
    "\n"
    "  --judge             judge the log of a session as a run is judged: the\n"
    "                      outcome, a tab and the code, then the reasons\n"
    "  --exit-status N     how rman ended (0)\n"
    "  --signal N          that ended rman, a number or a name\n"
    "  --feed FEED         cmdfile, stdin or step: what is echo (cmdfile)\n"
    "  --ignore CODES      that are no warning (none)\n"
    "  --escalate CODES    that are a failure (none)\n"
    "  --kind KINDS        what was to be done (what the log says)\n"
    "  --expects-pieces    a log without a backup piece is a warning\n";

static int
judge(char **words)
{
	struct judge_question question;
	struct fault fault;

	if (!judge_read((const char *const *)words, &question, &fault)) {
		(void)fprintf(stderr, "backupexec-worker: %s, see --help\n",
		    fault.text);
		return 2;
	}
	if (judge_answer(&question, stdin, stdout, &fault))
		return EXIT_SUCCESS;
	(void)fprintf(stderr, "backupexec-worker: %s\n", fault.text);
	return EXIT_FAILURE;
}

static int
say_usage(const char *argument)
{
	if (strcmp(argument, "--help") == 0) {
		(void)fputs(help, stdout);
		return EXIT_SUCCESS;
	}
	if (strcmp(argument, "--version") == 0) {
		(void)puts("backupexec-worker " PACKAGE_VERSION);
		return EXIT_SUCCESS;
	}
	(void)fprintf(stderr,
	    "backupexec-worker: unknown argument '%s', see --help\n", argument);
	return 2;
}

int
main(int argc, char **argv)
{
	struct socket_peer peer;
	struct fault fault;

	if (argc > 1 && strcmp(argv[1], "--judge") == 0)
		return judge(argv + 2);
	if (argc > 1)
		return say_usage(argv[1]);
	if (!socket_peer(STANDARD_INPUT, &peer, &fault)) {
		(void)fputs("backupexec-worker: backupexecd starts this "
			    "program, see --help\n",
		    stderr);
		return 2;
	}
	process_harden();
	process_ignore_stops();
	if (keeper_run(STANDARD_INPUT, &fault))
		return EXIT_SUCCESS;
	(void)fprintf(stderr, "backupexec-worker: %s\n", fault.text);
	return EXIT_FAILURE;
}
