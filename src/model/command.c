#include "config.h"

#include "model/command.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

static void
copy_verb(char room[COMMAND_VERB_MAX], const struct token *token)
{
	size_t size = token->length;

	if (token->kind != TOKEN_WORD)
		return;
	if (size >= COMMAND_VERB_MAX)
		size = COMMAND_VERB_MAX - 1;
	for (size_t i = 0; i < size; i++)
		room[i] = text_lower(token->text[i]);
	room[size] = '\0';
}

static void
set_flaw(struct command *command, enum command_flaw flaw,
    const struct token *token)
{
	command->flaw = flaw;
	command->flaw_line = token->line;
}

/* True when the token ends the command, whole or not. */
static bool
take_token(struct command *command, const struct token *token, size_t *depth,
    struct token *opened)
{
	command->end_line = token->end_line;
	command->end_at = token->end_at;
	switch (token->kind) {
	case TOKEN_END:
		set_flaw(command, *depth == 0 ? COMMAND_NO_END : COMMAND_BRACE,
		    *depth == 0 ? token : opened);
		if (*depth == 0)
			command->flaw_line = command->line;
		return true;
	case TOKEN_OPEN_STRING:
		set_flaw(command, COMMAND_OPEN_STRING, token);
		return true;
	case TOKEN_OPEN_COMMENT:
		set_flaw(command, COMMAND_OPEN_COMMENT, token);
		return true;
	case TOKEN_LINE_END:
		return *depth == 0;
	case TOKEN_WORD:
	case TOKEN_STRING:
		return false;
	case TOKEN_MARK:
		break;
	}
	if (token_is_mark(token, '{')) {
		if ((*depth)++ == 0)
			*opened = *token;
	} else if (token_is_mark(token, '}')) {
		if (*depth == 0) {
			set_flaw(command, COMMAND_BRACE, token);
			return true;
		}
		(*depth)--;
		return *depth == 0;
	}
	return token_is_mark(token, ';') && *depth == 0;
}

bool
command_next(struct lexer *lexer, struct command *out_command)
{
	struct token token, opened = { 0 };
	size_t depth = 0;

	*out_command = (struct command){ 0 };
	if (lexer_next(lexer, &token) == TOKEN_END)
		return false;
	out_command->line = token.line;
	out_command->at = token.at;
	copy_verb(out_command->verb, &token);
	while (!take_token(out_command, &token, &depth, &opened))
		(void)lexer_next(lexer, &token);
	return true;
}

/* The part of a line that is the command's. */
static const char *
part_of(const struct lexer *lexer, const struct command *command, size_t line,
    size_t *out_size)
{
	const char *text = lexer->lines[line];
	size_t begin = line == command->line ? command->at : 0;
	size_t end = line == command->end_line ? command->end_at : strlen(text);

	*out_size = end - begin;
	return text + begin;
}

char *
command_text(const struct lexer *lexer, const struct command *command)
{
	size_t size = 1, part, used = 0;
	char *text;

	for (size_t i = command->line;
	     i <= command->end_line && i < lexer->count; i++) {
		(void)part_of(lexer, command, i, &part);
		size += part + 1;
	}
	text = mem_new(size, 1);
	for (size_t i = command->line;
	     i <= command->end_line && i < lexer->count; i++) {
		const char *from = part_of(lexer, command, i, &part);

		memcpy(text + used, from, part);
		used += part;
		text[used++] = '\n';
	}
	return text;
}

size_t
command_find_host(const char *const *lines, size_t count)
{
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, lines, count);
	while (lexer_next(&lexer, &token) != TOKEN_END)
		if (token.is_first &&
		    (token_is(&token, "host") ||
			(token.kind == TOKEN_WORD && token.text[0] == '!')))
			return token.line + 1;
	return 0;
}

const char **
command_lines(char *text, size_t *out_count)
{
	const char **lines = NULL;
	size_t count = 0, room = 0;

	while (*text != '\0') {
		char *end = strchr(text, '\n');

		if (count == room) {
			room = room == 0 ? 16 : 2 * room;
			lines = mem_grow(lines, room, sizeof(*lines));
		}
		lines[count++] = text;
		if (end == NULL)
			break;
		*end = '\0';
		text = end + 1;
	}
	*out_count = count;
	return lines;
}
