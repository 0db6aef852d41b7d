#include "config.h"

#include "cli/cmd.h"

int
main(int argc, char *argv[])
{
	struct console console;
	int status;

	console_init(&console);
	status = cmd_main(&console, argc > 0 ? argc - 1 : 0, argv + 1);
	console_clear(&console);
	return status;
}
