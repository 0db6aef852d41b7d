/*
 * console - where a command of backupexec(1) reads and writes, and what all of
 * them need: the configuration, the daemon, local time, colours.
 *
 * Data go to `out`, messages to `err`. A command that fails hands its fault to
 * console_fail and returns what that returns: its exit status.
 *
 * Thread: maker.
 */
#ifndef CLI_CONSOLE_H
#define CLI_CONSOLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/calendar.h"
#include "base/fault.h"
#include "cli/client.h"
#include "cli/table.h"
#include "config/load.h"

struct console {
	FILE *in, *out, *err;
	bool is_terminal; /* `out` is one */
	bool has_colours;
	const char *config_path;
	char who[64]; /* the person's user name */
	int64_t now_s;
	struct zone zone;
	char *sql_folder;      /* where the catalog's tables stand */
	struct config *config; /* NULL until console_config */
	struct client *client; /* NULL until console_connect */
};

/* The standard streams; NO_COLOR is obeyed. */
void console_init(struct console *console);
void console_clear(struct console *console);

/* "backupexec: sentence" on `err`; the exit status of its kind. */
int console_fail(const struct console *console, const struct fault *fault);

/* Read it once. Its mistakes go to `err`. Faults: FAULT_CONFIG. */
MUST_CHECK bool console_config(struct console *console, struct fault *fault);

/* The configured daemon. Faults: FAULT_CLOSED when there is none. */
MUST_CHECK bool console_connect(struct console *console, struct fault *fault);

/*
 * Without a daemon: only root and the owner of state_dir read and write what
 * lies there, and root becomes that owner first, so that no file of root's is
 * left in the daemon's way. Faults: FAULT_REFUSED, FAULT_CLOSED when there is
 * no state_dir.
 */
MUST_CHECK bool
console_become_owner(struct console *console, struct fault *fault);

/* With a line end, indented for people. */
void console_print_json(const struct console *console, const json_t *json);

/* Also flushes: false when something could not be written. */
MUST_CHECK bool
console_finish(const struct console *console, struct fault *fault);

/* "2026-10-25 02:30" of the local clock; "-" for 0. */
void console_format_time(const struct console *console,
    char room[CALENDAR_TEXT_MAX], int64_t utc_s);

/* "12 min", "3 h", "2 d": how long, in one unit. */
enum { CONSOLE_SPAN_MAX = 24 };
void console_format_span(char room[CONSOLE_SPAN_MAX], int64_t seconds);

/*
 * "until 2026-10-25 02:30 by ana: new disks" of a row that is paused, as far
 * as that is known; free it.
 */
char *console_pause(const struct console *console, const json_t *row);

/* A word in its colour. */
void console_print_coloured(const struct console *console,
    enum table_colour colour, const char *text);

#endif
