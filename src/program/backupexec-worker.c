#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/process.h"
#include "platform/socket.h"
#include "worker/keeper.h"

enum { STANDARD_INPUT = 0 };

static const char help[] =
    "Usage: backupexec-worker [--help | --version]\n"
    "\n"
    "Holds one run of RMAN for backupexecd, which starts it and sends it what\n"
    "to do over its standard input. It is not for people: to run a strategy,\n"
    "type 'backupexec run STRATEGY'.\n";

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
