#include "config.h"

#include "model/lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/defs.h"

#include "model/command.h"
#include "model/lexer.h"
#include "model/password.h"

/* One command, also inside a block, as far as the rules look at it. */
struct statement {
	struct token verb, second;
	size_t words;
	bool has_noprompt;
};

struct lint {
	const char *const *lines;
	size_t count;
	const struct lint_rules *rules;
	lint_fn *found;
	void *arg;
	size_t backup_line; /* of the first BACKUP, from 1; 0: none yet */
	size_t backup_unit; /* which prompt read it */
};

PRINTF_LIKE(4, 5)
static void
tell(const struct lint *lint, size_t line, bool is_error, const char *format,
    ...)
{
	struct lint_finding finding = { .line = line, .is_error = is_error };
	va_list args;

	va_start(args, format);
	(void)vsnprintf(finding.text, sizeof(finding.text), format, args);
	va_end(args);
	lint->found(lint->arg, &finding);
}

static bool
asks(const struct statement *statement)
{
	if (statement->has_noprompt || statement->words == 0)
		return false;
	if (token_is(&statement->verb, "delete"))
		return !token_is(&statement->second, "script");
	return token_is(&statement->verb, "unregister") ||
	    (token_is(&statement->verb, "drop") &&
		token_is(&statement->second, "database"));
}

/*
 * The next command, in a block or not; `out_unit` counts the prompts. False:
 * none is left. The braces of a block are commands without words.
 */
static bool
next_statement(struct lexer *lexer, struct statement *out, size_t *depth,
    size_t *unit)
{
	struct token token;

	*out = (struct statement){ 0 };
	for (;;) {
		enum token_kind kind = lexer_next(lexer, &token);

		if (kind == TOKEN_END || kind == TOKEN_OPEN_COMMENT)
			return out->words != 0;
		if (kind == TOKEN_LINE_END || token_is_mark(&token, ';') ||
		    token_is_mark(&token, '{') || token_is_mark(&token, '}')) {
			*depth += token_is_mark(&token, '{');
			if (token_is_mark(&token, '}') && *depth != 0)
				--*depth;
			if (*depth == 0)
				++*unit;
			return true;
		}
		if (kind != TOKEN_WORD && out->words == 0)
			out->words++; /* a string is no verb */
		if (kind != TOKEN_WORD)
			continue;
		if (out->words == 0)
			out->verb = token;
		else if (out->words == 1)
			out->second = token;
		out->words++;
		out->has_noprompt |= token_is(&token, "noprompt");
	}
}

static void
check_question(const struct lint *lint, const struct statement *statement)
{
	size_t line = statement->verb.line + 1;

	if (!asks(statement))
		return;
	if (lint->rules->is_stdin)
		tell(lint, line, false,
		    "%.*s without NOPROMPT asks a question, and the next line "
		    "is taken for the answer: write NOPROMPT",
		    (int)statement->verb.length, statement->verb.text);
	else if (lint->rules->is_step)
		tell(lint, line, true,
		    "%.*s without NOPROMPT asks a question that nobody "
		    "answers, and feed = step would wait: write NOPROMPT",
		    (int)statement->verb.length, statement->verb.text);
	else
		tell(lint, line, false,
		    "%.*s without NOPROMPT asks a question that nobody "
		    "answers, and nothing is deleted: write NOPROMPT",
		    (int)statement->verb.length, statement->verb.text);
}

static void
check_host(const struct lint *lint, const struct statement *statement)
{
	size_t line = statement->verb.line + 1;
	bool is_host = token_is(&statement->verb, "host") ||
	    (statement->verb.kind == TOKEN_WORD &&
		statement->verb.text[0] == '!');

	if (is_host && !lint->rules->allows_host)
		tell(lint, line, true,
		    "HOST runs any program as the owner of the Oracle "
		    "software: leave it out, or set allow_host = yes in "
		    "[rman]");
	else if (is_host)
		tell(lint, line, false,
		    "HOST: when its program fails, so does the backup");
}

/* On stdin rman goes on after an error, but not inside of a block. */
static void
check_order(struct lint *lint, const struct statement *statement, size_t unit)
{
	size_t line = statement->verb.line + 1;

	if (token_is(&statement->verb, "backup") && lint->backup_line == 0) {
		lint->backup_line = line;
		lint->backup_unit = unit;
	}
	if (lint->rules->is_stdin && token_is(&statement->verb, "delete") &&
	    lint->backup_line != 0 && lint->backup_unit != unit)
		tell(lint, line, false,
		    "this DELETE runs even when the BACKUP of line %zu has "
		    "failed, since feed = stdin goes on after an error: set "
		    "feed = cmdfile or step",
		    lint->backup_line);
}

static void
check_statement(struct lint *lint, const struct statement *statement,
    size_t unit)
{
	const struct token *verb = &statement->verb;
	size_t line = verb->line + 1;

	check_question(lint, statement);
	check_host(lint, statement);
	check_order(lint, statement, unit);
	if (token_is(verb, "connect"))
		tell(lint, line, false,
		    "CONNECT: leave it to the connection's settings connect, "
		    "catalog_connect, user and password_file");
	if (verb->kind == TOKEN_WORD && verb->text[0] == '@')
		tell(lint, line, false,
		    "what is in that file is not looked at: write its lines "
		    "here");
}

static void
check_statements(struct lint *lint)
{
	size_t depth = 0, unit = 0, its_unit = 0;
	struct statement statement;
	struct lexer lexer;

	lexer_init(&lexer, lint->lines, lint->count);
	while (next_statement(&lexer, &statement, &depth, &unit)) {
		if (statement.words != 0)
			check_statement(lint, &statement, its_unit);
		its_unit = unit;
	}
}

static void
check_flaw(const struct lint *lint, const struct command *command)
{
	size_t line = command->flaw_line + 1;

	switch (command->flaw) {
	case COMMAND_WHOLE:
		break;
	case COMMAND_NO_END:
		tell(lint, line, true,
		    "the command that begins here has no ; at its end");
		break;
	case COMMAND_OPEN_STRING:
		tell(lint, line, true,
		    "a string begins here and does not end: a quote is "
		    "missing, or one too many");
		break;
	case COMMAND_OPEN_COMMENT:
		tell(lint, line, true,
		    "a comment begins here and does not end: */ is missing");
		break;
	case COMMAND_BRACE:
		tell(lint, line, true, "this brace has no partner");
		break;
	}
}

/* A ; of its own, as behind a brace, is one for rman. */
static void
check_marks(const struct lint *lint)
{
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, lint->lines, lint->count);
	while (lexer_next(&lexer, &token) != TOKEN_END)
		if (token.is_first && token_is_mark(&token, ';'))
			tell(lint, token.line + 1, true,
			    "a ; that ends no command is a syntax error: leave "
			    "it out");
}

static void
check_commands(const struct lint *lint)
{
	struct command command;
	size_t ended = 0;
	struct lexer lexer;

	lexer_init(&lexer, lint->lines, lint->count);
	while (command_next(&lexer, &command)) {
		if (ended != 0) {
			tell(lint, command.line + 1, false,
			    "nothing from here on runs: line %zu ends the "
			    "session",
			    ended);
			break;
		}
		check_flaw(lint, &command);
		if (strcmp(command.verb, "exit") == 0 ||
		    strcmp(command.verb, "quit") == 0)
			ended = command.line + 1;
	}
}

static void
check_lengths(const struct lint *lint)
{
	for (size_t i = 0; i < lint->count; i++) {
		size_t length = strlen(lint->lines[i]);

		if (length > LIMIT_LINE)
			tell(lint, i + 1, true,
			    "%zu bytes, at most %d are allowed: break the line",
			    length, LIMIT_LINE);
	}
}

void
lint_lines(const char *const *lines, size_t count,
    const struct lint_rules *rules, lint_fn *found, void *arg)
{
	struct lint lint = { lines, count, rules, found, arg, 0, 0 };
	size_t secret = password_find(lines, count);

	if (secret != 0)
		tell(&lint, secret, true,
		    "holds a password: use / or /@alias with a wallet, or the "
		    "connection's user and password_file");
	check_lengths(&lint);
	check_marks(&lint);
	check_commands(&lint);
	check_statements(&lint);
}

size_t
lint_find_question(const char *const *lines, size_t count)
{
	size_t depth = 0, unit = 0;
	struct statement statement;
	struct lexer lexer;

	lexer_init(&lexer, lines, count);
	while (next_statement(&lexer, &statement, &depth, &unit))
		if (asks(&statement))
			return statement.verb.line + 1;
	return 0;
}
