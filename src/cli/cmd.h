/*
 * cmd - the commands of backupexec(1): what each is called, takes and says of
 * itself. Help, usage and the reading of arguments come from these tables; so
 * do the tests that compare them with the manual page.
 *
 * A command stands in a file of its own, cmd_NAME.c.
 *
 * Thread: maker.
 */
#ifndef CLI_CMD_H
#define CLI_CMD_H

#include <stddef.h>

#include "cli/args.h"
#include "cli/console.h"

struct command {
	const char *name;     /* "status", "strategy add" */
	const char *operands; /* "NAME [KEY=VALUE ...]", "" for none */
	size_t least, most;   /* operands */
	const struct args_option *options;
	const char *summary; /* a line of --help */
	const char *help;    /* more, for help COMMAND */

	/* The exit status. */
	int (*run)(struct console *console, const struct args *args);
};

/* Rows of many option tables. */
#define CMD_JSON                                                               \
	{                                                                      \
		"--json", NULL, false, "as JSON, for programs"                 \
	}
#define CMD_END                                                                \
	{                                                                      \
		NULL, NULL, false, NULL                                        \
	}

extern const struct command cmd_status;
extern const struct command cmd_next;
extern const struct command cmd_run;
extern const struct command cmd_cancel;
extern const struct command cmd_log;
extern const struct command cmd_why;
extern const struct command cmd_pause;
extern const struct command cmd_resume;
extern const struct command cmd_connection_list;
extern const struct command cmd_connection_show;
extern const struct command cmd_connection_add;
extern const struct command cmd_connection_set;
extern const struct command cmd_connection_remove;
extern const struct command cmd_connection_test;
extern const struct command cmd_connection_discover;
extern const struct command cmd_strategy_list;
extern const struct command cmd_strategy_show;
extern const struct command cmd_strategy_add;
extern const struct command cmd_strategy_set;
extern const struct command cmd_strategy_remove;
extern const struct command cmd_strategy_edit;
extern const struct command cmd_strategy_check;
extern const struct command cmd_check;
extern const struct command cmd_catalog_init;
extern const struct command cmd_catalog_check;
extern const struct command cmd_snapshot_save;
extern const struct command cmd_snapshot_restore;
extern const struct command cmd_snapshot_verify;
extern const struct command cmd_snapshot_show;
extern const struct command cmd_config_show;

/* All of them, in the order of the help; NULL ends. */
extern const struct command *const cmd_table[];

/* argv without the program's name; the exit status. */
int cmd_main(struct console *console, int count, char *const *texts);

/* "usage: backupexec strategy show NAME [--json]", cut into lines of 80. */
void cmd_print_usage(FILE *out, const struct command *command);

#endif
