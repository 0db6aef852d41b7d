/*
 * lexer - the words, strings and marks of an RMAN script.
 *
 * Comments are left out: from # or -- where a word could begin to the end of
 * the line, a command REM, and what stands between slash-star and star-slash,
 * over lines too. Strings in single or double quotes may go over lines. A word
 * is everything else up to white space, a quote or one of ( ) , = ; { }.
 *
 * A command ends at its ; or brace; CONNECT, EXIT, QUIT and @file also where
 * their line ends, which is told by a token of its own.
 *
 * Thread: any.
 */
#ifndef MODEL_LEXER_H
#define MODEL_LEXER_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
	TOKEN_END, /* of the script */
	TOKEN_WORD,
	TOKEN_STRING,
	TOKEN_MARK,        /* one of ( ) , = ; { } */
	TOKEN_LINE_END,    /* that ends a command without a ; */
	TOKEN_OPEN_STRING, /* no quote ends it */
	TOKEN_OPEN_COMMENT /* nor this one */
};

/* Where it begins and what is behind it; lines count from 0. */
struct token {
	enum token_kind kind;
	const char *text; /* in its line; of a string with its quote */
	size_t length;    /* of a string: as much as stands in that line */
	bool is_first;    /* of its command */
	size_t line, at;
	size_t end_line, end_at;
};

struct lexer {
	const char *const *lines;
	size_t count;
	size_t line, at;
	bool is_first;     /* the next word begins a command */
	bool ends_by_line; /* so does this line's end */
};

/* The lines are borrowed. */
void lexer_init(struct lexer *lexer, const char *const *lines, size_t count);

/* After TOKEN_END it is TOKEN_END for ever. */
enum token_kind lexer_next(struct lexer *lexer, struct token *out_token);

/* Is it this word, in any case? `word` is in lower case. */
bool token_is(const struct token *token, const char *word);

/* Is it this mark? */
bool token_is_mark(const struct token *token, char mark);

#endif
