#include "config.h"

#include "tests/standin/parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum token_kind {
	TOKEN_END,  /* of the text */
	TOKEN_OPEN, /* a string that has no end */
	TOKEN_WORD,
	TOKEN_STRING,
	TOKEN_MARK, /* one character */
};

struct token {
	enum token_kind kind;
	size_t begin, end;
};

struct cursor {
	const char *text;
	size_t size;
	size_t at;
	bool at_end;
	unsigned int release;
};

static const char *const verbs[] = { "advise", "allocate", "alter", "backup",
	"catalog", "change", "configure", "connect", "convert", "create",
	"crosscheck", "delete", "drop", "duplicate", "execute", "exit",
	"flashback", "grant", "host", "import", "list", "print", "quit",
	"recover", "register", "release", "repair", "replace", "report",
	"reset", "restore", "resync", "revoke", "run", "send", "set", "show",
	"shutdown", "spool", "sql", "startup", "switch", "transport",
	"unregister", "upgrade", "validate" };

static const char *const sql_verbs[] = { "alter", "create", "describe", "drop",
	"grant", "insert", "revoke", "select", "truncate", "update" };

const char *
parse_expected(void)
{
	static struct text list;

	if (list.size > 0)
		return list.bytes;
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		text_addf(&list, "%s%s", i > 0 ? ", " : "", verbs[i]);
	return list.bytes;
}

static bool
is_one_of(const char *const *list, size_t count, const char *word, size_t size)
{
	for (size_t i = 0; i < count; i++)
		if (word_is(word, size, list[i]))
			return true;
	return false;
}

bool
parse_is_sql(const char *word, size_t size)
{
	return is_one_of(sql_verbs, COUNT_OF(sql_verbs), word, size);
}

static bool
is_verb(const struct cursor *cursor, const char *word, size_t size)
{
	return is_one_of(verbs, COUNT_OF(verbs), word, size) ||
	    (cursor->release >= 1200 && parse_is_sql(word, size));
}

/* Skip white space and comments, `# ...` and `-- ...`. */
static void
skip_blank(struct cursor *cursor)
{
	while (cursor->at < cursor->size) {
		const char *c = cursor->text + cursor->at;
		size_t left = cursor->size - cursor->at;

		if (is_space(*c)) {
			cursor->at++;
		} else if (*c == '#' ||
		    (left > 1 && c[0] == '-' && c[1] == '-')) {
			const char *end = memchr(c, '\n', left);

			cursor->at += end != NULL ? (size_t)(end - c) : left;
		} else {
			return;
		}
	}
}

static bool
is_mark(char c)
{
	return c != '\0' && strchr(";{}(),=", c) != NULL;
}

static struct token
next_token(struct cursor *cursor)
{
	struct token token = { TOKEN_END, 0, 0 };
	char first;

	skip_blank(cursor);
	token.begin = token.end = cursor->at;
	if (cursor->at == cursor->size)
		return token;
	first = cursor->text[cursor->at++];
	token.kind = TOKEN_WORD;
	if (is_mark(first)) {
		token.kind = TOKEN_MARK;
	} else if (first == '\'' || first == '"') {
		const char *rest = cursor->text + cursor->at;
		const char *end = memchr(rest, first,
		    cursor->size - cursor->at);

		token.kind = end != NULL ? TOKEN_STRING : TOKEN_OPEN;
		cursor->at = end != NULL ? (size_t)(end - cursor->text) + 1 :
					   cursor->size;
	} else {
		while (cursor->at < cursor->size) {
			char c = cursor->text[cursor->at];

			if (is_space(c) || is_mark(c) || c == '\'' || c == '"')
				break;
			cursor->at++;
		}
	}
	token.end = cursor->at;
	return token;
}

static bool
token_is(const struct cursor *cursor, struct token token, const char *word)
{
	return token.kind != TOKEN_STRING &&
	    word_is(cursor->text + token.begin, token.end - token.begin, word);
}

static void
show(char out[WORD_SHOWN_MAX], const char *word, size_t size)
{
	if (size > WORD_SHOWN_MAX - 1)
		size = WORD_SHOWN_MAX - 1;
	memcpy(out, word, size);
	out[size] = '\0';
}

static enum parse
wrong(struct unit *unit, const struct cursor *cursor, struct token token)
{
	size_t size = token.end - token.begin;
	const char *word = cursor->text + token.begin;
	const char *kind = NULL;

	unit->at = token.begin;
	unit->word[0] = '\0';
	if (token.kind == TOKEN_END || token.kind == TOKEN_OPEN) {
		if (!cursor->at_end)
			return PARSE_MORE;
		kind = "end-of-file";
	} else if (token.kind == TOKEN_STRING) {
		kind = *word == '"' ? "double-quoted-string" :
				      "single-quoted-string";
	} else if (token.kind == TOKEN_WORD && !is_verb(cursor, word, size)) {
		kind = "identifier";
		show(unit->word, word, size);
	}
	show(unit->found, kind != NULL ? kind : word,
	    kind != NULL ? strlen(kind) : size);
	return PARSE_SYNTAX;
}

static void
keep_statement(struct unit *unit, size_t begin, size_t end)
{
	struct statement *grown = realloc(unit->statements,
	    (unit->count + 1) * sizeof(*unit->statements));

	if (grown == NULL) {
		(void)fputs("standin: out of memory\n", stderr);
		exit(98);
	}
	unit->statements = grown;
	grown[unit->count].begin = begin;
	grown[unit->count].end = end;
	unit->count++;
}

/* The rest of a command, whose first word is `verb`, up to its semicolon. */
static enum parse
parse_statement(struct unit *unit, struct cursor *cursor, struct token verb)
{
	size_t end = verb.end;

	for (;;) {
		struct token token = next_token(cursor);

		if (token_is(cursor, token, ";"))
			break;
		if (token.kind == TOKEN_END || token.kind == TOKEN_OPEN ||
		    token_is(cursor, token, "{") ||
		    token_is(cursor, token, "}"))
			return wrong(unit, cursor, token);
		end = token.end;
	}
	keep_statement(unit, verb.begin, end);
	unit->end = cursor->at;
	return PARSE_UNIT;
}

static enum parse
parse_run(struct unit *unit, struct cursor *cursor)
{
	struct token token = next_token(cursor);

	unit->is_run = true;
	if (!token_is(cursor, token, "{"))
		return wrong(unit, cursor, token);
	unit->in_run = true;
	for (;;) {
		const char *word;
		enum parse parse;

		token = next_token(cursor);
		word = cursor->text + token.begin;
		if (token_is(cursor, token, "}"))
			break;
		if (token.kind != TOKEN_WORD ||
		    !is_verb(cursor, word, token.end - token.begin) ||
		    token_is(cursor, token, "run") ||
		    token_is(cursor, token, "connect") ||
		    token_is(cursor, token, "exit") ||
		    token_is(cursor, token, "quit"))
			return wrong(unit, cursor, token);
		parse = parse_statement(unit, cursor, token);
		if (parse != PARSE_UNIT)
			return parse;
	}
	unit->end = cursor->at;
	return PARSE_UNIT;
}

/* EXIT and QUIT end with their line; a semicolon may follow. */
static enum parse
parse_exit(struct unit *unit, struct cursor *cursor, struct token verb)
{
	struct cursor ahead = *cursor;
	struct token token = next_token(&ahead);

	keep_statement(unit, verb.begin, verb.end);
	unit->is_exit = true;
	unit->end = verb.end;
	if (token_is(&ahead, token, ";"))
		unit->end = ahead.at;
	return PARSE_UNIT;
}

enum parse
parse_unit(struct unit *unit, const char *text, size_t size, bool at_end,
    unsigned int release)
{
	struct cursor cursor = { text, size, 0, at_end, release };
	struct token token;

	*unit = (struct unit){ 0 };
	token = next_token(&cursor);
	unit->begin = token.begin;
	if (token.kind == TOKEN_END)
		return PARSE_BLANK;
	if (token.kind != TOKEN_WORD ||
	    !is_verb(&cursor, text + token.begin, token.end - token.begin))
		return wrong(unit, &cursor, token);
	if (token_is(&cursor, token, "run"))
		return parse_run(unit, &cursor);
	if (token_is(&cursor, token, "exit") ||
	    token_is(&cursor, token, "quit"))
		return parse_exit(unit, &cursor, token);
	return parse_statement(unit, &cursor, token);
}

void
unit_clear(struct unit *unit)
{
	free(unit->statements);
	*unit = (struct unit){ 0 };
}

void
statement_word(const char *text, size_t size, size_t n, struct text *out)
{
	struct cursor cursor = { text, size, 0, true, 0 };
	struct token token = next_token(&cursor);

	while (n-- > 0)
		token = next_token(&cursor);
	out->size = 0;
	if (token.kind == TOKEN_STRING) {
		token.begin++;
		token.end--;
	}
	text_add(out, text + token.begin, token.end - token.begin);
}
