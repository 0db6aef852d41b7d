#include "config.h"

#include "model/password.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"

/* A place in the script; every line ends in a '\n', the last in a '\0'. */
struct cursor {
	const char *const *lines;
	size_t count;
	size_t line;
	size_t at;
};

static char
here(const struct cursor *cursor)
{
	char c;

	if (cursor->line == cursor->count)
		return '\0';
	c = cursor->lines[cursor->line][cursor->at];
	return c == '\0' ? '\n' : c;
}

static void
step(struct cursor *cursor)
{
	if (here(cursor) != '\n') {
		cursor->at++;
		return;
	}
	cursor->line++;
	cursor->at = 0;
}

static bool
is_letter(char c)
{
	c = text_lower(c);
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool
is_word(char c)
{
	return is_letter(c) || text_is_digit(c) || c == '_' || c == '$' ||
	    c == '#';
}

static bool
is_quote(char c)
{
	return c == '"' || c == '\'';
}

/* White space, and a comment, which is nothing between two words either. */
static void
skip_blanks(struct cursor *cursor)
{
	while (text_is_space(here(cursor)) || here(cursor) == '#') {
		if (here(cursor) == '#')
			while (here(cursor) != '\n')
				step(cursor);
		step(cursor);
	}
}

enum { WORD_MAX = 16 /* longer ones are no keyword */ };

/* The word at the cursor, cut, in lower case; the cursor goes behind it. */
static void
take_word(struct cursor *cursor, char room[WORD_MAX])
{
	size_t length = 0;

	for (; is_word(here(cursor)); step(cursor))
		if (length < WORD_MAX - 1)
			room[length++] = text_lower(here(cursor));
	room[length] = '\0';
}

static bool
expects_login(const char *word)
{
	static const char *const words[] = { "connect", "target", "catalog",
		"auxiliary", "rcvcat", "clone" };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static bool
is_by(struct cursor cursor)
{
	char word[WORD_MAX];

	skip_blanks(&cursor);
	take_word(&cursor, word);
	return strcmp(word, "by") == 0;
}

/* Does a user, a slash and a secret follow? *out_line is the slash's. */
static bool
is_login(struct cursor cursor, size_t *out_line)
{
	struct cursor start;
	char word[WORD_MAX];
	bool is_quoted;

	skip_blanks(&cursor);
	if (here(&cursor) == '=') {
		step(&cursor);
		skip_blanks(&cursor);
	}
	is_quoted = is_quote(here(&cursor));
	while (is_quote(here(&cursor)))
		step(&cursor);
	start = cursor;
	take_word(&cursor, word);
	if (expects_login(word))
		return false; /* "connect target /": that word's business */
	while (strchr("/@;,(){}'\"=", here(&cursor)) == NULL &&
	    !text_is_space(here(&cursor)))
		step(&cursor);
	if (cursor.line == start.line && cursor.at == start.at)
		return false;
	while (is_quoted && is_quote(here(&cursor)))
		step(&cursor);
	skip_blanks(&cursor);
	*out_line = cursor.line;
	if (here(&cursor) != '/')
		return false;
	step(&cursor);
	skip_blanks(&cursor);
	while (is_quote(here(&cursor)))
		step(&cursor);
	return strchr("@;}\n", here(&cursor)) == NULL;
}

/* Where a user's name may begin: not inside of a path or an address. */
static bool
is_beginning(const char *line, const char *name)
{
	if (name != line && name[-1] == '"')
		name--;
	return name == line || text_is_space(name[-1]) ||
	    strchr("'\"=(,;{#", name[-1]) != NULL;
}

static bool
ends_in_user(const char *line, const char *slash)
{
	const char *name = slash;

	if (name != line && name[-1] == '"')
		name--;
	while (name != line && is_word(name[-1]))
		name--;
	while (*name == '#')
		name++;
	return is_letter(*name) && is_beginning(line, name);
}

static bool
begins_with_secret(const char *text)
{
	size_t length;

	if (*text == '"') {
		length = strcspn(++text, "\"");
		text += length + (text[length] == '"');
	} else {
		length = strcspn(text, "@ \t'\";,)");
		text += length;
	}
	return length != 0 && *text == '@' &&
	    strchr(" \t'\";,)", text[1]) == NULL;
}

static bool
is_login_at_slash(const char *line, const char *slash)
{
	return *slash == '/' && ends_in_user(line, slash) &&
	    begins_with_secret(slash + 1);
}

size_t
password_find(const char *const *lines, size_t count)
{
	struct cursor cursor = { .lines = lines, .count = count };

	while (here(&cursor) != '\0') {
		size_t line = cursor.line;
		char word[WORD_MAX];

		if (is_login_at_slash(lines[line], lines[line] + cursor.at))
			return line + 1;
		if (!is_letter(here(&cursor))) {
			step(&cursor);
			continue;
		}
		take_word(&cursor, word);
		if ((strcmp(word, "identified") == 0 && is_by(cursor)) ||
		    (expects_login(word) && is_login(cursor, &line)))
			return line + 1;
	}
	return 0;
}

/* A variable of that kind of name in "A=1 DB_PASSWORD=x". */
static bool
names_secret(const char *words)
{
	static const char *const parts[] = { "PASS", "SECRET", "TOKEN", "KEY" };
	char name[LIMIT_OPTION_VALUE + 1];
	size_t used = 0;

	for (const char *at = words; *at != '\0'; at++) {
		if (*at == ' ' || *at == '\t') {
			used = 0;
		} else if (*at == '=') {
			name[used] = '\0';
			for (size_t i = 0; i < COUNT_OF(parts); i++)
				if (strstr(name, parts[i]) != NULL)
					return true;
			used = 0;
		} else if (used < LIMIT_OPTION_VALUE) {
			name[used++] = (char)(*at >= 'a' && *at <= 'z' ?
				*at - 'a' + 'A' :
				*at);
		}
	}
	return false;
}

bool
password_in_option(const char *name, const char *value)
{
	char *line = mem_format("connect %s", value);
	const char *const lines[] = { line };
	bool holds = strcmp(name, "environment") == 0 ?
	    names_secret(value) :
	    password_find(lines, 1) != 0;

	free(line);
	return holds;
}
