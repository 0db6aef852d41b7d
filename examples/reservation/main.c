/*
 * reservation - seats on buses, in memory, with backups to any stream.
 */
#include <stdio.h>
#include <string.h>

#include "command.h"

static const char help[] =
    "usage: reservation COMMAND [ARGUMENT...]\n"
    "\n"
    "  serve --socket PATH [--restore PLACE [--strict]]\n"
    "      hold the database and serve clients until SIGTERM; begin with a\n"
    "      backup, which a tcp:// place is sent by `admin backup`. One that\n"
    "      cannot be restored leaves an empty database; with --strict the\n"
    "      server does not start then.\n"
    "  book FROM TO DAY [TIME] --name NAME [--seats N | --seat N,N...]\n"
    "      seats on the first journey of that day that has them: all or none.\n"
    "      It prints a ticket.\n"
    "  cancel TICKET\n"
    "      give all seats of a ticket back.\n"
    "  list cities | buses | plans [FROM TO DAY] | seats PLAN\n"
    "  load [--verbose] FILE | -\n"
    "      requests, one a line, such as city;Praha (README.md has them all).\n"
    "  admin backup PLACE [--compress] [--encrypt]\n"
    "      a backup while others book.\n"
    "  admin check PLACE\n"
    "      restore it here, and say what is in it; needs no server.\n"
    "  admin status\n"
    "      counts, counters, and the longest wait of a booking.\n"
    "\n"
    "  --socket PATH    of the server; else the variable RESERVATION_SOCKET\n"
    "  --key FILE       to encrypt with --encrypt, and to restore what is\n"
    "                   encrypted: 64 hexadecimal digits in a file that\n"
    "                   others may not read\n"
    "  --passphrase FILE   likewise, a passphrase in its first line\n"
    "  PLACE            FILE, - for standard output and input, or\n"
    "                   tcp://HOST:PORT, where a restore listens\n"
    "\n"
    "exit status: 0 done, 1 failed or refused, 2 wrong usage\n";

int
main(int count, char **words)
{
	static const struct {
		const char *name;
		int (*run)(int count, char **words);
	} commands[] = {
		{ "serve", command_serve },
		{ "book", command_book },
		{ "cancel", command_cancel },
		{ "list", command_list },
		{ "load", command_load },
		{ "admin", command_admin },
	};

	if (count < 2)
		return command_misused("a command is missing");
	if (strcmp(words[1], "--help") == 0) {
		(void)fputs(help, stdout);
		return COMMAND_DONE;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(words[1], commands[i].name) == 0)
			return commands[i].run(count - 1, words + 1);
	return command_misused("there is no command '%s'", words[1]);
}
