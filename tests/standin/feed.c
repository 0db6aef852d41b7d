#include "config.h"

#include "tests/standin/feed.h"

#include <stdio.h>
#include <string.h>

#include "tests/standin/command.h"
#include "tests/standin/input.h"
#include "tests/standin/knobs.h"
#include "tests/standin/output.h"
#include "tests/standin/parse.h"
#include "tests/standin/pause.h"
#include "tests/standin/stack.h"
#include "tests/standin/trace.h"

/* Release the channels of a run block and say so. */
static void
release_channels(struct session *session)
{
	for (size_t i = 0; i < session->channel_count; i++)
		output_line("released channel: %s", session->channels[i]);
	session->channel_count = 0;
}

/* Run what was parsed; false when it failed. */
static bool
run_unit(struct session *session, const char *text, const struct unit *unit)
{
	bool good = true;

	if (unit->is_run)
		trace_put("run", "%.*s", (int)(unit->end - unit->begin),
		    text + unit->begin);
	for (size_t i = 0; i < unit->count && good; i++) {
		const struct statement *statement = &unit->statements[i];

		if (i > 0)
			output_line("%s", "");
		good = command_run(session, text + statement->begin,
		    statement->end - statement->begin);
		if (pause_was_stopped())
			session_end_interrupted(session);
		session->failed_last = !good;
	}
	release_channels(session);
	if (!good)
		session_say_stack(session);
	return good;
}

/* Read lines, with their prompts, until they make a unit. */
static enum parse
read_unit(struct session *session, struct text *pending, struct unit *unit)
{
	size_t lines = 1;
	bool at_end = false;

	output_prompt("RMAN> ");
	for (;;) {
		enum parse parse = parse_unit(unit, text_string(pending),
		    pending->size, at_end, session->release);
		char prompt[32];

		if (parse == PARSE_UNIT || parse == PARSE_SYNTAX)
			return parse;
		unit_clear(unit);
		if (at_end)
			return PARSE_BLANK;
		if (parse == PARSE_MORE) {
			(void)snprintf(prompt, sizeof(prompt), "%zu> ",
			    ++lines);
			output_prompt(prompt);
		} else if (pending->size > 0) {
			pending->size = 0; /* a line without a command */
			output_prompt("RMAN> ");
		}
		at_end = !input_line(pending);
		if (pause_was_stopped())
			session_end_interrupted(session);
	}
}

/* Where text begins: line 0 is what is left of a line that was begun before. */
struct place {
	size_t line, column;
};

static void
move_place(struct place *place, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		place->column = text[i] == '\n' ? 1 : place->column + 1;
		place->line += text[i] == '\n';
	}
}

static void
say_syntax(struct session *session, const struct text *text, struct unit *unit,
    struct place place, const char *file)
{
	const char *end = strchr(text->bytes + unit->at, '\n');

	move_place(&place, text->bytes, unit->at);
	stack_syntax(&session->stack, unit, place.line, place.column, file);
	/* The rest of the line is not looked at. */
	unit->end = end != NULL ? (size_t)(end - text->bytes) : text->size;
	trace_put("syntax", "%s", unit->found);
	session_say_stack(session);
}

/* Forget the unit that is done, and the end of its line. */
static void
drop_unit(const struct session *session, struct text *pending,
    struct unit *unit, struct place *place)
{
	struct unit next;

	move_place(place, pending->bytes, unit->end);
	text_drop(pending, unit->end);
	unit_clear(unit);
	place->line = 0;
	if (parse_unit(&next, text_string(pending), pending->size, false,
		session->release) == PARSE_BLANK) {
		pending->size = 0;
		*place = (struct place){ 1, 1 };
	}
	unit_clear(&next);
}

void
feed_stdin(struct session *session)
{
	struct text pending = { 0 };
	struct place place = { 1, 1 };

	while (!session->has_ended) {
		struct unit unit;
		enum parse parse = read_unit(session, &pending, &unit);

		if (parse == PARSE_BLANK)
			break;
		if (unit.is_exit) {
			session->has_ended = true;
			trace_put("command", "exit");
			unit_clear(&unit);
			break;
		}
		output_line("%s", "");
		if (parse == PARSE_SYNTAX)
			say_syntax(session, &pending, &unit, place,
			    "standard input");
		else if (!session->args.checks_syntax)
			(void)run_unit(session, pending.bytes, &unit);
		output_line("%s", "");
		drop_unit(session, &pending, &unit, &place);
		if (knob_is(KNOB_STDIN, "one"))
			session_exit(0);
	}
	output_line("%s", "");
	text_clear(&pending);
}

/* Show the first lines of the file, or all when there is no error. */
static void
echo_file(const struct session *session, const struct text *text, size_t end)
{
	char prompt[32] = "RMAN> ";
	size_t number = 1;

	for (size_t at = 0; at < end;) {
		size_t size = strcspn(text->bytes + at, "\n");

		if (session->args.log != NULL)
			output_prompt(prompt);
		output_line("%s%.*s", prompt, (int)size, text->bytes + at);
		at += size + 1;
		(void)snprintf(prompt, sizeof(prompt), "%zu> ", ++number);
	}
	output_line("%s", prompt);
}

/* The offset behind the last line to show: that of the first error, if any. */
static size_t
find_syntax(const struct session *session, const struct text *text,
    bool *has_error)
{
	size_t at = 0;

	*has_error = false;
	for (;;) {
		struct unit unit;
		enum parse parse = parse_unit(&unit, text->bytes + at,
		    text->size - at, true, session->release);
		size_t wrong = at + unit.at;

		at += unit.end;
		unit_clear(&unit);
		if (parse == PARSE_SYNTAX) {
			*has_error = true;
			return wrong + strcspn(text->bytes + wrong, "\n");
		}
		if (parse != PARSE_UNIT)
			return text->size;
	}
}

/* Run the units of a file, or only find the first that is wrong. */
static void
run_units(struct session *session, const struct text *text, bool only_syntax)
{
	struct place place = { 1, 1 };
	size_t at = 0;

	while (!session->has_ended) {
		struct text rest = { text->bytes + at, text->size - at, 0 };
		struct unit unit;
		enum parse parse = parse_unit(&unit, rest.bytes, rest.size,
		    true, session->release);
		size_t end = unit.end;
		bool good = true;

		if (parse == PARSE_BLANK)
			break;
		if (parse == PARSE_SYNTAX) {
			say_syntax(session, &rest, &unit, place,
			    session->args.cmdfile);
			good = false;
		} else if (unit.is_exit && !only_syntax) {
			trace_put("command", "exit");
			session->has_ended = true;
		} else if (!only_syntax) {
			good = run_unit(session, rest.bytes, &unit);
			output_line("%s", "");
		}
		unit_clear(&unit);
		if (!good)
			break;
		move_place(&place, rest.bytes, end);
		at += end;
	}
}

void
feed_cmdfile(struct session *session)
{
	struct text text = { 0 };
	bool has_error;
	size_t end;

	if (!input_file(session->args.cmdfile, &text))
		session_refuse_argument(session, "RMAN-00556",
		    session->args.cmdfile);
	input_substitute(&text, session->args.using, session->args.using_count);
	end = find_syntax(session, &text, &has_error);
	echo_file(session, &text, end);
	run_units(session, &text,
	    session->args.checks_syntax ||
		(has_error && !knob_is(KNOB_PREPARSE, "0")));
	if (session->args.checks_syntax && !has_error)
		output_line("The cmdfile has no syntax errors");
	text_clear(&text);
}
