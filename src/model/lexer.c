#include "config.h"

#include "model/lexer.h"

#include <string.h>

#include "base/text.h"

#define MARKS "(),=;{}"

void
lexer_init(struct lexer *lexer, const char *const *lines, size_t count)
{
	*lexer =
	    (struct lexer){ .lines = lines, .count = count, .is_first = true };
}

bool
token_is(const struct token *token, const char *word)
{
	size_t at = 0;

	if (token->kind != TOKEN_WORD)
		return false;
	while (at < token->length && text_lower(token->text[at]) == word[at])
		at++;
	return at == token->length && word[at] == '\0';
}

bool
token_is_mark(const struct token *token, char mark)
{
	return token->kind == TOKEN_MARK && token->text[0] == mark;
}

/* What stands at the lexer; "" at the end of a line. */
static const char *
here(const struct lexer *lexer)
{
	return lexer->lines[lexer->line] + lexer->at;
}

static void
next_line(struct lexer *lexer)
{
	lexer->line++;
	lexer->at = 0;
}

static bool
is_word_end(char c)
{
	return c == '\0' || text_is_space(c) || c == '\'' || c == '"' ||
	    strchr(MARKS, c) != NULL;
}

static bool
is_line_comment(const struct lexer *lexer, const char *at)
{
	if (at[0] == '#' || (at[0] == '-' && at[1] == '-'))
		return true;
	return lexer->is_first && text_lower(at[0]) == 'r' &&
	    text_lower(at[1]) == 'e' && text_lower(at[2]) == 'm' &&
	    (at[3] == '\0' || text_is_space(at[3]));
}

/* Behind the comment at the lexer. False: it has no end. */
static bool
skip_comment(struct lexer *lexer)
{
	lexer->at += 2;
	while (lexer->line < lexer->count) {
		const char *end = strstr(here(lexer), "*/");

		if (end != NULL) {
			lexer->at += (size_t)(end - here(lexer)) + 2;
			return true;
		}
		next_line(lexer);
	}
	return false;
}

/* Behind the string at the lexer. False: it has no end. */
static bool
skip_string(struct lexer *lexer, char quote)
{
	lexer->at++;
	while (lexer->line < lexer->count) {
		const char *end = strchr(here(lexer), quote);

		if (end != NULL) {
			lexer->at += (size_t)(end - here(lexer)) + 1;
			return true;
		}
		next_line(lexer);
	}
	return false;
}

/* To the next token, or one that has no end. */
static enum token_kind
skip_blanks(struct lexer *lexer, struct token *out_token)
{
	while (lexer->line < lexer->count) {
		const char *at = here(lexer);

		if (*at != '\0' && text_is_space(*at)) {
			lexer->at++;
		} else if (at[0] == '/' && at[1] == '*') {
			const struct lexer begin = *lexer;

			if (skip_comment(lexer))
				continue;
			out_token->line = begin.line;
			out_token->at = begin.at;
			out_token->text = at;
			out_token->length = 2;
			return TOKEN_OPEN_COMMENT;
		} else if (*at == '\0' || is_line_comment(lexer, at)) {
			if (lexer->ends_by_line)
				return TOKEN_LINE_END;
			next_line(lexer);
		} else {
			return TOKEN_WORD;
		}
	}
	return lexer->ends_by_line ? TOKEN_LINE_END : TOKEN_END;
}

static bool
ends_by_line(const struct token *token)
{
	return token->text[0] == '@' || token_is(token, "connect") ||
	    token_is(token, "exit") || token_is(token, "quit");
}

static void
take(struct lexer *lexer, struct token *token)
{
	const char *at = here(lexer);

	token->text = at;
	token->line = lexer->line;
	token->at = lexer->at;
	token->is_first = lexer->is_first;
	if (strchr(MARKS, *at) != NULL) {
		token->kind = TOKEN_MARK;
		token->length = 1;
		lexer->at++;
		if (*at == ';' || *at == '{' || *at == '}')
			lexer->is_first = true;
		if (*at == ';' || *at == '}')
			lexer->ends_by_line = false;
		return;
	}
	lexer->is_first = false;
	if (*at == '\'' || *at == '"') {
		token->kind = skip_string(lexer, *at) ? TOKEN_STRING :
							TOKEN_OPEN_STRING;
		token->length = lexer->line == token->line ?
		    lexer->at - token->at :
		    strlen(at);
		return;
	}
	token->kind = TOKEN_WORD;
	while (!is_word_end(at[token->length]))
		token->length++;
	lexer->at += token->length;
	if (token->is_first && ends_by_line(token))
		lexer->ends_by_line = true;
}

enum token_kind
lexer_next(struct lexer *lexer, struct token *out_token)
{
	*out_token = (struct token){ .is_first = lexer->is_first };
	out_token->kind = skip_blanks(lexer, out_token);
	switch (out_token->kind) {
	case TOKEN_LINE_END:
		lexer->ends_by_line = false;
		lexer->is_first = true;
		out_token->line = lexer->line;
		out_token->at = lexer->at;
		break;
	case TOKEN_END:
		out_token->line = lexer->line;
		break;
	case TOKEN_OPEN_COMMENT:
		break;
	case TOKEN_WORD:
	case TOKEN_STRING:
	case TOKEN_MARK:
	case TOKEN_OPEN_STRING:
		take(lexer, out_token);
		break;
	}
	/* Nothing is left whose line could end. */
	if (out_token->kind == TOKEN_OPEN_STRING ||
	    out_token->kind == TOKEN_OPEN_COMMENT)
		lexer->ends_by_line = false;
	out_token->end_line = lexer->line;
	out_token->end_at = lexer->at;
	return out_token->kind;
}
