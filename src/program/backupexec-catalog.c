#include "config.h"

#include <stdio.h>
#include <string.h>

#include "catalog/helper.h"
#include "platform/process.h"
#include "platform/socket.h"

enum { STANDARD_INPUT = 0, EXIT_USAGE = 2 };

static int
show(const char *text)
{
	(void)fputs(text, stdout);
	return fflush(stdout) == 0 ? 0 : 1;
}

static int
refuse(const char *why)
{
	(void)fprintf(stderr, "backupexec-catalog: %s\n", why);
	return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
	struct socket_peer peer;
	struct fault fault;

	process_harden();
	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return show("usage: backupexec-catalog\n"
			    "\n"
			    "Started by backupexecd, not by hand: answers its "
			    "requests about the catalog,\n"
			    "which come over the socket that is its standard "
			    "input.\n"
			    "\n"
			    "  --help     show this\n"
			    "  --version  show the version\n");
	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		return show("backupexec-catalog " PACKAGE_VERSION "\n");
	if (argc > 1)
		return refuse("takes no arguments; try --help");
	if (!socket_peer(STANDARD_INPUT, &peer, &fault))
		return refuse("is started by backupexecd, not by hand: its "
			      "standard input is no socket");
	return helper_run(STANDARD_INPUT);
}
