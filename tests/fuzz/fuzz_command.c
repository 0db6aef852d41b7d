/* Every token and command of a script lies in it, behind the one before, and
 * every rule looks at any script without harm. */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/command.h"
#include "model/kind.h"
#include "model/lint.h"
#include "tests/fuzz/fuzz.h"

static bool
is_before(size_t line, size_t at, size_t end_line, size_t end_at)
{
	return line < end_line || (line == end_line && at <= end_at);
}

static void
tokens_come_in_order(const char *const *lines, size_t count)
{
	size_t line = 0, at = 0;
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, lines, count);
	while (lexer_next(&lexer, &token) != TOKEN_END) {
		assert(is_before(line, at, token.line, token.at));
		assert(is_before(token.line, token.at, token.end_line,
		    token.end_at));
		if (token.kind == TOKEN_WORD || token.kind == TOKEN_MARK)
			assert(token.length != 0 &&
			    token.at + token.length <=
				strlen(lines[token.line]));
		line = token.end_line;
		at = token.end_at;
	}
	assert(lexer.line == count);
}

/* Its text, cut again, is one command again. */
static void
commands_stay_commands(const char *const *lines, size_t count)
{
	struct command command, same;
	struct lexer lexer, again;

	lexer_init(&lexer, lines, count);
	while (command_next(&lexer, &command)) {
		char *text = command_text(&lexer, &command);
		size_t parts;
		const char **part = command_lines(text, &parts);

		lexer_init(&again, part, parts);
		assert(command_next(&again, &same));
		assert(same.flaw == command.flaw);
		assert(strcmp(same.verb, command.verb) == 0);
		assert(!command_next(&again, &same));
		free(part);
		free(text);
	}
}

static void
ignore(void *arg, const struct lint_finding *finding)
{
	(void)arg;
	assert(finding->text[0] != '\0');
}

static void
rules_do_no_harm(const char *const *lines, size_t count)
{
	static const struct lint_rules rules[] = { { .is_stdin = true },
		{ .is_step = true }, { .allows_host = true } };

	for (size_t i = 0; i < COUNT_OF(rules); i++)
		lint_lines(lines, count, &rules[i], ignore, NULL);
	assert(lint_find_question(lines, count) <= count);
	assert(command_find_host(lines, count) <= count);
	assert(kind_of_lines(lines, count) != 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_new(size + 1, 1);
	const char **lines;
	size_t count;

	if (size != 0)
		memcpy(text, data, size);
	lines = command_lines(text, &count);
	tokens_come_in_order(lines, count);
	commands_stay_commands(lines, count);
	rules_do_no_harm(lines, count);
	free(lines);
	free(text);
	return 0;
}
