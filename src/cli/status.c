#include "config.h"

#include "cli/status.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/escape.h"
#include "cli/pick.h"
#include "model/execution.h"

enum { ID_SHOWN = 8, INDENT = 4 };
enum { EXECUTION_WIDTH = sizeof(" execution ") - 1 + ID_SHOWN };

/* A connection of the listing: the smaller its rank, the higher it stands. */
enum rank {
	RANK_NOBODYS,
	RANK_NEVER,
	RANK_LATE,
	RANK_NONE,
	RANK_BAD,
	RANK_PAUSED,
	RANK_WAITING,
	RANK_RUNNING,
	RANK_GOOD,
	RANK_ELSEWHERE,
	RANK_OFF
};

struct line {
	enum rank rank;
	const json_t *row;
};

/* What is tried again is not bad yet. */
static bool
is_bad(const json_t *strategy)
{
	const char *text = pick_text(pick_object(strategy, "last"), "outcome");
	enum outcome outcome;
	struct fault fault;

	return outcome_read(text, &outcome, &fault) &&
	    outcome_is_bad(outcome) &&
	    pick_number(pick_object(strategy, "living"), "attempt") < 2;
}

static bool
has_protection(const json_t *connection, const char *protection)
{
	return strcmp(pick_text(connection, "protection"), protection) == 0;
}

static void
count_in(struct status_sum *sum, const json_t *connection)
{
	sum->nobodys += pick_flag(connection, "nobodys");
	sum->watched += pick_text(connection, "protection")[0] != '\0';
	sum->protected += has_protection(connection, "protected");
	sum->late += has_protection(connection, "late");
	sum->never += has_protection(connection, "never");
	sum->none += has_protection(connection, "none");
}

struct status_sum
status_sum(const json_t *status)
{
	struct status_sum sum = { 0 };
	const json_t *row;

	for (size_t i = 0; (row = pick_item(status, "strategies", i)) != NULL;
	     i++) {
		sum.strategies++;
		sum.bad += is_bad(row) ? 1 : 0;
	}
	for (size_t i = 0; (row = pick_item(status, "connections", i)) != NULL;
	     i++)
		count_in(&sum, row);
	sum.is_damaged = pick_text(status, "journal_damage")[0] != '\0';
	sum.is_full = strcmp(pick_text(status, "journal"), "low") == 0 ||
	    strcmp(pick_text(status, "journal"), "unkept") == 0;
	return sum;
}

bool
status_is_bad(const struct status_sum *sum)
{
	return sum->is_full || sum->is_damaged ||
	    sum->bad + sum->nobodys + sum->late + sum->never + sum->none > 0;
}

bool
status_is_dead(const json_t *status)
{
	return strcmp(pick_text(status, "state"), "dead") == 0;
}

/* "2026-10-25 02:30 (3 h ago)" */
static char *
moment(const struct console *console, int64_t utc_s)
{
	char at[CALENDAR_TEXT_MAX], span[CONSOLE_SPAN_MAX];

	if (utc_s == 0)
		return mem_text("an unknown time");
	console_format_time(console, at, utc_s);
	console_format_span(span, console->now_s - utc_s);
	return mem_format("%s (%s ago)", at, span);
}

/* A line of foreign text, escaped. */
static void
print_escaped(const struct console *console, const char *text)
{
	char *line = escape_line(text);

	(void)fputs(line, console->out);
	free(line);
}

static void
print_plan(const struct console *console, const json_t *status)
{
	const char *from = pick_text(status, "plan_from");
	const char *file = pick_text(status, "plan_file");
	int64_t away_s = pick_time_s(status, "catalog_away_since");
	int64_t to_record = pick_number(status, "to_record");
	char *since, at[CALENDAR_TEXT_MAX];

	if (away_s != 0) {
		since = moment(console, away_s);
		console_print_coloured(console, TABLE_ALARM, "catalog away");
		(void)fprintf(console->out, " since %s: ", since);
		print_escaped(console, pick_text(status, "catalog_reason"));
		(void)fputc('\n', console->out);
		free(since);
	}
	console_format_time(console, at, pick_time_s(status, "plan_loaded_at"));
	if (strcmp(from, "none") == 0)
		(void)fprintf(console->out, "plan: none yet\n");
	else
		(void)fprintf(console->out,
		    "plan from the %s%s%s%s, loaded %s, version %" PRId64 "\n",
		    from, file[0] == '\0' ? "" : " (", file,
		    file[0] == '\0' ? "" : ")", at,
		    pick_number(status, "plan_version"));
	if (to_record > 0)
		(void)fprintf(console->out,
		    "%" PRId64 " results wait to be recorded in the catalog\n",
		    to_record);
}

/* What cannot be kept is the first thing to know. */
static void
print_journal(const struct console *console, const json_t *status)
{
	const char *state = pick_text(status, "journal");
	const char *damage = pick_text(status, "journal_damage");

	if (damage[0] != '\0') {
		console_print_coloured(console, TABLE_ALARM,
		    "journal set aside");
		(void)fputs(": ", console->out);
		print_escaped(console, damage);
		(void)fputs("; remove the file when you have seen it\n",
		    console->out);
	}
	if (strcmp(state, "low") == 0) {
		console_print_coloured(console, TABLE_ALARM, "disk full");
		(void)fputs(": the journal goes on with its reserve, output "
			    "of RMAN is dropped\n  ",
		    console->out);
	} else if (strcmp(state, "unkept") == 0) {
		console_print_coloured(console, TABLE_ALARM,
		    "journal not writable");
		(void)fputs(": backups run, but that none is started twice "
			    "holds only\n  until this daemon ends\n  ",
		    console->out);
	} else {
		return;
	}
	print_escaped(console, pick_text(status, "journal_reason"));
	(void)fputc('\n', console->out);
}

static void
print_ships(const struct console *console, const json_t *status)
{
	const json_t *row;

	for (size_t i = 0; (row = pick_item(status, "ship", i)) != NULL; i++) {
		int64_t since_s = pick_time_s(row, "failing_since");
		char *since;

		if (since_s == 0)
			continue;
		since = moment(console, since_s);
		(void)fputs("snapshots are ", console->out);
		console_print_coloured(console, TABLE_ALARM, "not shipped");
		(void)fputs(" to ", console->out);
		print_escaped(console, pick_text(row, "to"));
		(void)fprintf(console->out, " since %s: ", since);
		print_escaped(console, pick_text(row, "reason"));
		(void)fputc('\n', console->out);
		free(since);
	}
}

static void
print_head(const struct console *console, const json_t *status)
{
	char *since;

	print_escaped(console, pick_text(status, "name"));
	if (status_is_dead(status)) {
		since = moment(console, pick_time_s(status, "dead_since"));
		(void)fputs(": ", console->out);
		console_print_coloured(console, TABLE_ALARM,
		    "no daemon is running");
		(void)fprintf(console->out,
		    "; the last sign of life is from %s\n", since);
		free(since);
		return;
	}
	since = moment(console, pick_time_s(status, "started_at"));
	(void)fprintf(console->out, ": %s %s, %s since %s, pid %" PRId64 "\n",
	    pick_text(status, "mode"), pick_text(status, "version"),
	    pick_text(status, "state"), since, pick_number(status, "pid"));
	free(since);
	print_journal(console, status);
	print_plan(console, status);
	print_ships(console, status);
}

static void
print_remarks(const struct console *console, const json_t *status)
{
	const json_t *remarks = json_object_get(status, "remarks"), *remark;
	size_t at;

	json_array_foreach(remarks, at, remark)
	{
		const char *text = json_string_value(remark);

		console_print_coloured(console, TABLE_UNSURE, "remark");
		(void)fputs(": ", console->out);
		print_escaped(console, text == NULL ? "" : text);
		(void)fputc('\n', console->out);
	}
}

static enum rank
rank_of(const json_t *row)
{
	if (pick_flag(row, "nobodys"))
		return RANK_NOBODYS;
	if (has_protection(row, "never"))
		return RANK_NEVER;
	if (has_protection(row, "late"))
		return RANK_LATE;
	if (has_protection(row, "none"))
		return RANK_NONE;
	if (!pick_flag(row, "alive"))
		return RANK_OFF;
	if (pick_text(row, "not_ours")[0] != '\0')
		return RANK_ELSEWHERE;
	if (pick_number(row, "bad") > 0)
		return RANK_BAD;
	if (pick_object(row, "pause") != NULL)
		return RANK_PAUSED;
	if (pick_number(row, "waiting") > 0)
		return RANK_WAITING;
	return pick_number(row, "running") > 0 ? RANK_RUNNING : RANK_GOOD;
}

static int
compare_lines(const void *a, const void *b)
{
	const struct line *left = a, *right = b;

	if (left->rank != right->rank)
		return left->rank < right->rank ? -1 : 1;
	return strcmp(pick_text(left->row, "connection"),
	    pick_text(right->row, "connection"));
}

/* "late archivelog": the state, and the kinds that are in it; free it. */
static char *
protection_text(const json_t *row)
{
	const char *protection = pick_text(row, "protection");
	char *text;
	const json_t *kind;

	if (protection[0] == '\0')
		return mem_text("-");
	if (strcmp(protection, "none") == 0)
		return mem_text("nothing planned");
	text = mem_text(protection);
	if (strcmp(protection, "protected") == 0)
		return text;
	for (size_t i = 0; (kind = pick_item(row, "kinds", i)) != NULL; i++) {
		char *longer;

		if (!has_protection(kind, protection))
			continue;
		longer = mem_format("%s %s", text, pick_text(kind, "kind"));
		free(text);
		text = longer;
	}
	return text;
}

static void
add_protection(struct table *table, const json_t *row)
{
	char *text = protection_text(row);
	enum table_colour colour = TABLE_ALARM;

	if (text[0] == '-')
		colour = TABLE_PLAIN;
	else if (has_protection(row, "protected"))
		colour = TABLE_GOOD;
	table_add_coloured(table, text, colour);
	free(text);
}

/* What goes on with it, beside its protection. */
static void
add_state(struct table *table, const json_t *row)
{
	char *made;

	if (pick_flag(row, "nobodys")) {
		table_add_coloured(table, "nobody runs it", TABLE_ALARM);
	} else if (!pick_flag(row, "alive")) {
		table_add(table, "off");
	} else if (pick_text(row, "not_ours")[0] != '\0') {
		table_add(table, pick_text(row, "not_ours"));
	} else if (pick_number(row, "bad") > 0) {
		made = mem_format("%" PRId64 " of %" PRId64 " bad",
		    pick_number(row, "bad"), pick_number(row, "strategies"));
		table_add_coloured(table, made, TABLE_ALARM);
		free(made);
	} else if (pick_object(row, "pause") != NULL) {
		table_add_coloured(table, "paused", TABLE_UNSURE);
	} else if (pick_number(row, "waiting") > 0) {
		table_add(table, "waiting");
	} else {
		table_add(table,
		    pick_number(row, "running") > 0 ? "running" : "-");
	}
}

/* "117 of 120 protected, 2 late, 1 never" */
static void
print_sum(const struct console *console, const struct status_sum *sum)
{
	(void)fprintf(console->out, "%zu of %zu protected, %zu late, %zu never",
	    sum->protected, sum->watched, sum->late, sum->never);
	if (sum->none > 0)
		(void)fprintf(console->out, ", %zu with nothing planned",
		    sum->none);
}

static void
add_time(const struct console *console, struct table *table, const json_t *row,
    const char *name)
{
	char at[CALENDAR_TEXT_MAX];

	console_format_time(console, at, pick_time_s(row, name));
	table_add(table, at);
}

static void
print_connections(const struct console *console, const json_t *status)
{
	static const char *const titles[] = { "CONNECTION", "PROTECTION",
		"LAST GOOD", "NEXT DUE", "STATE", NULL };
	const json_t *rows = json_object_get(status, "connections");
	struct status_sum sum = status_sum(status);
	size_t count = json_array_size(rows);
	struct line *lines;
	struct table *table;

	(void)fputc('\n', console->out);
	if (count == 0) {
		(void)fprintf(console->out,
		    "there are no connections yet: see 'backupexec help "
		    "connection add'\n");
		return;
	}
	print_sum(console, &sum);
	(void)fputc('\n', console->out);
	lines = mem_new(count, sizeof(*lines));
	for (size_t i = 0; i < count; i++) {
		lines[i].row = json_array_get(rows, i);
		lines[i].rank = rank_of(lines[i].row);
	}
	qsort(lines, count, sizeof(*lines), compare_lines);
	table = table_new(titles);
	for (size_t i = 0; i < count; i++) {
		table_add(table, pick_text(lines[i].row, "connection"));
		add_protection(table, lines[i].row);
		add_time(console, table, lines[i].row, "last_good_at");
		add_time(console, table, lines[i].row, "next_due_at");
		add_state(table, lines[i].row);
	}
	table_print(table, console->out, console->has_colours);
	table_free(table);
	free(lines);
}

/* "running: nightly of local since 02:30 (12 min ago), execution 22222222" */
static void
print_living(const struct console *console, const json_t *row)
{
	const json_t *living = pick_object(row, "living");
	const char *state = pick_text(living, "state");
	const char *waits_for = pick_text(row, "waits_for");
	bool is_waiting = strcmp(state, "claimed") == 0;
	int64_t started_s = pick_time_s(living, "started_at");
	char *since = moment(console,
	    started_s == 0 ? pick_time_s(living, "claimed_at") : started_s);
	char *name = escape_line(pick_text(row, "strategy"));
	char *connection = escape_line(pick_text(row, "connection"));
	int width;

	width = fprintf(console->out, "%s: %s of %s since %s,",
	    is_waiting ? "waiting" : state, name, connection, since);
	(void)fprintf(console->out, "%s execution %.*s\n",
	    width > TABLE_WIDTH - EXECUTION_WIDTH ? "\n   " : "", ID_SHOWN,
	    pick_text(living, "execution"));
	if (is_waiting && waits_for[0] != '\0') {
		(void)fputs("    for ", console->out);
		print_escaped(console, waits_for);
		(void)fputc('\n', console->out);
	}
	free(connection);
	free(name);
	free(since);
}

/* One line of what is too long for it, with a tilde where it was cut. */
static void
print_cut(const struct console *console, const char *text)
{
	char *line = escape_line(text);
	size_t width = table_text_width(line), length = strlen(line);

	for (size_t left = width; left > TABLE_WIDTH - INDENT - 1; left--)
		do {
			length--;
		} while (((unsigned char)line[length] & 0xc0) == 0x80);
	if (width <= TABLE_WIDTH - INDENT)
		length = strlen(line);
	(void)fprintf(console->out, "%*s%.*s%s\n", INDENT, "", (int)length,
	    line, line[length] == '\0' ? "" : "~");
	free(line);
}

/*
 * "failure: nightly of local 2026-10-25 02:30, execution 22222222", and below
 * it "ORA-19809: the reason".
 */
static void
print_bad(const struct console *console, const json_t *row)
{
	const json_t *last = pick_object(row, "last");
	int64_t at_s = pick_time_s(last, "finished_at");
	char at[CALENDAR_TEXT_MAX];
	char *text = mem_format("%s of %s", pick_text(row, "strategy"),
	    pick_text(row, "connection"));

	console_format_time(console, at,
	    at_s == 0 ? pick_time_s(last, "slot") : at_s);
	console_print_coloured(console, TABLE_ALARM,
	    pick_text(last, "outcome"));
	(void)fputs(": ", console->out);
	print_escaped(console, text);
	(void)fprintf(console->out, " %s, execution %.*s\n", at, ID_SHOWN,
	    pick_text(last, "execution"));
	free(text);
	text = pick_reason(last);
	if (text[0] != '\0')
		print_cut(console, text);
	free(text);
}

/* "paused: local until 2026-10-25 02:30 by ana: new disks" */
static void
print_pause(const struct console *console, const json_t *row, const char *name)
{
	char *said = console_pause(console, row);
	char *text = mem_format("%s%s%s", pick_text(row, name),
	    said[0] == '\0' || said[0] == ':' ? "" : " ", said);

	console_print_coloured(console, TABLE_UNSURE, "paused");
	(void)fputs(": ", console->out);
	print_escaped(console, text);
	(void)fputc('\n', console->out);
	free(text);
	free(said);
}

/* The pauses of connections, then those that strategies have themselves. */
static void
print_pauses(const struct console *console, const json_t *status)
{
	static const char *const lists[] = { "connections", "strategies" };
	static const char *const names[] = { "connection", "strategy" };
	const json_t *row;
	bool is_first = true;

	for (size_t list = 0; list < COUNT_OF(lists); list++) {
		for (size_t i = 0;
		     (row = pick_item(status, lists[list], i)) != NULL; i++) {
			if (strcmp(pick_text(pick_object(row, "pause"), "of"),
				names[list]) != 0)
				continue;
			if (is_first)
				(void)fputc('\n', console->out);
			is_first = false;
			print_pause(console, row, names[list]);
		}
	}
}

static void
print_details(const struct console *console, const json_t *status)
{
	const json_t *row;
	bool is_first = true;

	print_pauses(console, status);
	for (size_t i = 0; (row = pick_item(status, "strategies", i)) != NULL;
	     i++) {
		if (pick_object(row, "living") == NULL)
			continue;
		if (is_first)
			(void)fputc('\n', console->out);
		is_first = false;
		print_living(console, row);
	}
	is_first = true;
	for (size_t i = 0; (row = pick_item(status, "strategies", i)) != NULL;
	     i++) {
		if (!is_bad(row))
			continue;
		if (is_first)
			(void)fputc('\n', console->out);
		is_first = false;
		print_bad(console, row);
	}
}

/* What a strategy is doing, or how it last went. */
static void
add_strategy_state(struct table *table, const json_t *row)
{
	const json_t *living = pick_object(row, "living");
	const char *outcome = pick_text(pick_object(row, "last"), "outcome");

	if (living != NULL)
		table_add(table,
		    strcmp(pick_text(living, "state"), "claimed") == 0 ?
			"waiting" :
			pick_text(living, "state"));
	else if (pick_flag(row, "nobodys"))
		table_add_coloured(table, "nobody runs it", TABLE_ALARM);
	else if (!pick_flag(row, "alive"))
		table_add(table, "off");
	else if (pick_object(row, "pause") != NULL)
		table_add_coloured(table, "paused", TABLE_UNSURE);
	else if (outcome[0] == '\0')
		table_add_coloured(table, "never run", TABLE_UNSURE);
	else
		table_add_coloured(table, outcome,
		    is_bad(row)                         ? TABLE_ALARM :
			strcmp(outcome, "success") == 0 ? TABLE_GOOD :
							  TABLE_UNSURE);
}

static void
print_strategies(const struct console *console, const json_t *status)
{
	static const char *const titles[] = { "STRATEGY", "CONNECTION",
		"LAST GOOD", "NEXT DUE", "STATE", NULL };
	struct table *table = table_new(titles);
	char at[CALENDAR_TEXT_MAX];
	const json_t *row;

	for (size_t i = 0; (row = pick_item(status, "strategies", i)) != NULL;
	     i++) {
		table_add(table, pick_text(row, "strategy"));
		table_add(table, pick_text(row, "connection"));
		console_format_time(console, at,
		    pick_time_s(row, "last_good_at"));
		table_add(table, at);
		console_format_time(console, at,
		    pick_time_s(row, "next_due_at"));
		table_add(table, at);
		add_strategy_state(table, row);
	}
	(void)fputc('\n', console->out);
	table_print(table, console->out, console->has_colours);
	table_free(table);
}

/* "; PROD1 late archivelog", those that are. */
static void
print_unprotected(const struct console *console, const json_t *status)
{
	const json_t *row;

	for (size_t i = 0; (row = pick_item(status, "connections", i)) != NULL;
	     i++) {
		char *said, *text;

		if (pick_text(row, "protection")[0] == '\0' ||
		    has_protection(row, "protected"))
			continue;
		said = protection_text(row);
		text = mem_format("; %s %s", pick_text(row, "connection"),
		    said);
		print_escaped(console, text);
		free(text);
		free(said);
	}
}

void
status_print_check(const struct console *console, const json_t *status)
{
	struct status_sum sum = status_sum(status);
	const json_t *row;

	if (status_is_dead(status)) {
		char *since = moment(console,
		    pick_time_s(status, "dead_since"));

		(void)fprintf(console->out,
		    "DEAD: no daemon is running; the last sign of life is "
		    "from %s; ",
		    since);
		free(since);
	} else {
		(void)fputs(status_is_bad(&sum) ? "BAD: " : "GOOD: ",
		    console->out);
	}
	if (sum.is_damaged)
		(void)fputs("a damaged journal was set aside, ", console->out);
	if (sum.is_full)
		(void)fprintf(console->out, "the journal is %s, ",
		    pick_text(status, "journal"));
	print_sum(console, &sum);
	if (sum.nobodys > 0)
		(void)fprintf(console->out, ", %zu that nobody runs",
		    sum.nobodys);
	print_unprotected(console, status);
	for (size_t i = 0; (row = pick_item(status, "strategies", i)) != NULL;
	     i++) {
		const json_t *last = pick_object(row, "last");
		const char *code;
		char *text;

		if (!is_bad(row))
			continue;
		code = pick_text(last, "code");
		text = mem_format("; %s %s%s%s", pick_text(row, "strategy"),
		    pick_text(last, "outcome"), code[0] == '\0' ? "" : " ",
		    code);
		print_escaped(console, text);
		free(text);
	}
	(void)fputc('\n', console->out);
}

void
status_print(const struct console *console, const json_t *status,
    bool has_strategies)
{
	print_head(console, status);
	print_remarks(console, status);
	if (has_strategies ||
	    (status_is_dead(status) &&
		pick_item(status, "connections", 0) == NULL))
		print_strategies(console, status);
	else
		print_connections(console, status);
	print_details(console, status);
}
