#include "config.h"

#include "cli/console.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "base/mem.h"
#include "cli/escape.h"
#include "cli/exit.h"
#include "cli/pick.h"
#include "platform/account.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/process.h"
#include "platform/zone.h"

enum {
	STANDARD_OUTPUT = 1,
	S_PER_MINUTE = 60,
	S_PER_HOUR = 60 * S_PER_MINUTE,
	S_PER_DAY = 24 * S_PER_HOUR
};

void
console_init(struct console *console)
{
	const char *no_colour = process_variable("NO_COLOR");
	struct fault fault;

	*console = (struct console){ .in = stdin,
		.out = stdout,
		.err = stderr,
		.is_terminal = process_has_terminal(STANDARD_OUTPUT),
		.config_path = SYSCONFDIR "/backupexec.conf",
		.now_s = now_wall().utc_s,
		.sql_folder = process_data("sql") };
	console->has_colours = console->is_terminal &&
	    (no_colour == NULL || no_colour[0] == '\0');
	account_name(account_self(), console->who);
	/* What cannot be read is UTC's, as for every program. */
	if (!zone_read(ZONE_LOCAL, &console->zone, &fault))
		console->zone = (struct zone){ 0 };
}

void
console_clear(struct console *console)
{
	client_close(console->client);
	config_free(console->config);
	zone_clear(&console->zone);
	free(console->sql_folder);
	console->client = NULL;
	console->config = NULL;
}

int
console_fail(const struct console *console, const struct fault *fault)
{
	char *line = escape_line(fault->text);

	(void)fflush(console->out);
	(void)fprintf(console->err, "backupexec: %s\n", line);
	free(line);
	return exit_of_fault(fault->kind);
}

bool
console_config(struct console *console, struct fault *fault)
{
	struct mistakes mistakes = { 0 };

	if (console->config != NULL)
		return true;
	console->config = config_load(console->config_path, &mistakes);
	for (size_t i = 0; i < mistakes.count; i++)
		(void)fprintf(console->err, "%s\n", mistakes.list[i].text);
	if (console->config == NULL)
		(void)fault_set(fault, FAULT_CONFIG,
		    "%zu mistake%s in the configuration",
		    mistakes.count + mistakes.left_out,
		    mistakes.count + mistakes.left_out == 1 ? "" : "s");
	mistakes_clear(&mistakes);
	return console->config != NULL;
}

bool
console_connect(struct console *console, struct fault *fault)
{
	char *path;

	if (console->client != NULL)
		return true;
	if (!console_config(console, fault))
		return false;
	path = file_join(console->config->daemon.state_dir, API_SOCKET);
	console->client = client_open(path, fault);
	free(path);
	return console->client != NULL;
}

bool
console_become_owner(struct console *console, struct fault *fault)
{
	int64_t self = account_self(), owner;
	const char *state_dir;

	if (!console_config(console, fault))
		return false;
	state_dir = console->config->daemon.state_dir;
	owner = account_owner(state_dir);
	if (owner == -1)
		return fault_set(fault, FAULT_CLOSED,
		    "no daemon has ever run here: there is no %s", state_dir);
	if (self == owner || account_is_root(self))
		return account_become(owner, fault);
	return fault_set(fault, FAULT_REFUSED,
	    "no daemon is running, and without one only root and the owner of "
	    "%s may do this",
	    state_dir);
}

void
console_print_json(const struct console *console, const json_t *json)
{
	(void)json_dumpf(json, console->out, JSON_INDENT(2));
	(void)fputc('\n', console->out);
}

bool
console_finish(const struct console *console, struct fault *fault)
{
	if (fflush(console->out) == 0 && !ferror(console->out))
		return true;
	return fault_set(fault, FAULT_SYSTEM, "the output cannot be written");
}

void
console_format_time(const struct console *console, char room[CALENDAR_TEXT_MAX],
    int64_t utc_s)
{
	enum { MINUTES_END = 16 };

	if (utc_s == 0) {
		(void)snprintf(room, CALENDAR_TEXT_MAX, "-");
		return;
	}
	calendar_format_local(room, &console->zone, utc_s);
	room[10] = ' ';
	room[MINUTES_END] = '\0';
}

void
console_format_span(char room[CONSOLE_SPAN_MAX], int64_t seconds)
{
	const struct {
		int64_t from_s, unit_s;
		const char *name;
	} units[] = {
		{ 2 * S_PER_DAY, S_PER_DAY, "d" },
		{ 2 * S_PER_HOUR, S_PER_HOUR, "h" },
		{ 2 * S_PER_MINUTE, S_PER_MINUTE, "min" },
		{ INT64_MIN, 1, "s" },
	};
	size_t at = 0;

	while (seconds < units[at].from_s)
		at++;
	(void)snprintf(room, CONSOLE_SPAN_MAX, "%" PRId64 " %s",
	    seconds / units[at].unit_s, units[at].name);
}

void
console_print_coloured(const struct console *console, enum table_colour colour,
    const char *text)
{
	if (!console->has_colours)
		colour = TABLE_PLAIN;
	(void)fprintf(console->out, "%s%s%s", table_colour_begin(colour), text,
	    table_colour_end(colour));
}

char *
console_pause(const struct console *console, const json_t *row)
{
	const json_t *pause = pick_object(row, "pause");
	int64_t until_s = pick_time_s(pause, "until");
	const char *by = pick_text(pause, "by");
	const char *reason = pick_text(pause, "reason");
	char at[CALENDAR_TEXT_MAX] = "";

	if (until_s != 0)
		console_format_time(console, at, until_s);
	return mem_format("%s%s%s%s%s%s%s", until_s == 0 ? "" : "until ", at,
	    until_s == 0 || by[0] == '\0' ? "" : " ",
	    by[0] == '\0' ? "" : "by ", by, reason[0] == '\0' ? "" : ": ",
	    reason);
}
