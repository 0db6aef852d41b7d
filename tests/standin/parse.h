/*
 * parse - commands out of text: comments, strings, `;`, and run { ... }.
 *
 * Pure. The caller gives all the text that it has and gets the first unit of
 * it: one command, or a whole run block with its commands.
 */
#ifndef STANDIN_PARSE_H
#define STANDIN_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/standin/text.h"

enum parse {
	PARSE_BLANK,  /* nothing but white space and comments */
	PARSE_MORE,   /* a unit that has no end yet */
	PARSE_UNIT,   /* `end` is behind it */
	PARSE_SYNTAX, /* `at`, `found` and `in_run` say what is wrong */
};

struct statement {
	size_t begin, end; /* without the semicolon */
};

enum { WORD_SHOWN_MAX = 64 };

struct unit {
	size_t begin, end;
	bool is_run;
	bool is_exit;
	struct statement *statements;
	size_t count;

	size_t at;                  /* offset of the token that is wrong */
	char found[WORD_SHOWN_MAX]; /* what kind of token: ";", "identifier" */
	char word[WORD_SHOWN_MAX];  /* the bad identifier, or "" */
	bool in_run;
};

/*
 * Parse the first unit. `at_end`: no text will follow, so what has no end is
 * wrong. `release` is that of the database (1903 is 19.3): SQL without the word
 * SQL is known from 12 on. Clear the unit whatever comes back.
 */
enum parse parse_unit(struct unit *unit, const char *text, size_t size,
    bool at_end, unsigned int release);
void unit_clear(struct unit *unit);

/* The n-th word of a statement (from 0) as a string of its own; "" if none. */
void statement_word(const char *text, size_t size, size_t n, struct text *out);

/* The words that may begin a command, for the list in a syntax error. */
const char *parse_expected(void);

/* Whether `word` is SQL without the word SQL before it. */
bool parse_is_sql(const char *word, size_t size);

#endif
