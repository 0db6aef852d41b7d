#include "config.h"

#include "model/kind.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/defs.h"
#include "base/text.h"
#include "model/lexer.h"

/* In the order of their bits. */
static const char *const kind_names[KINDS] = { "full", "incremental",
	"archivelog", "controlfile", "tablespace", "validate", "maintenance",
	"other" };

const char *
kind_name(unsigned number)
{
	assert(number < KINDS);
	return kind_names[number];
}

enum { WORD_MAX = 24 /* with the end mark; no keyword is cut */ };

/* What was read of one command; its kinds are settled at its end. */
struct command {
	size_t words;
	char verb[WORD_MAX];
	char last[WORD_MAX]; /* the word before this one */
	bool is_of_copy;     /* recover copy of ... */
	bool validates;
	bool previews;
	bool is_incremental; /* of a level above 0 */
	bool has_database;
	unsigned objects; /* kinds of what else is named */
};

static const struct {
	const char *word;
	unsigned kind;
} objects[] = {
	{ "archivelog", KIND_ARCHIVELOG },
	{ "controlfile", KIND_CONTROLFILE },
	{ "controlfilecopy", KIND_CONTROLFILE },
	{ "spfile", KIND_CONTROLFILE },
	{ "tablespace", KIND_TABLESPACE },
	{ "datafile", KIND_TABLESPACE },
	{ "datafilecopy", KIND_TABLESPACE },
	{ "pluggable", KIND_TABLESPACE },
};

/* What a verb makes of a script, unless kinds_of knows better. */
static const struct {
	const char *verb;
	unsigned kind;
} verbs[] = {
	{ "validate", KIND_VALIDATE },
	{ "delete", KIND_MAINTENANCE },
	{ "crosscheck", KIND_MAINTENANCE },
	{ "change", KIND_MAINTENANCE },
	{ "report", KIND_MAINTENANCE },
	{ "configure", KIND_MAINTENANCE },
	{ "catalog", KIND_MAINTENANCE },
	{ "uncatalog", KIND_MAINTENANCE },
	{ "resync", KIND_MAINTENANCE },
	{ "register", KIND_MAINTENANCE },
	{ "unregister", KIND_MAINTENANCE },
	{ "restore", KIND_OTHER },
	{ "recover", KIND_OTHER },
	{ "duplicate", KIND_OTHER },
	{ "flashback", KIND_OTHER },
	{ "blockrecover", KIND_OTHER },
	{ "reset", KIND_OTHER },
	{ "switch", KIND_OTHER },
	{ "convert", KIND_OTHER },
	{ "transport", KIND_OTHER },
	{ "repair", KIND_OTHER },
	{ "drop", KIND_OTHER },
	{ "startup", KIND_OTHER },
	{ "shutdown", KIND_OTHER },
	{ "execute", KIND_OTHER },
};

static void
take_word(struct command *command, const char *word)
{
	bool after_database = strcmp(command->last, "database") == 0;

	command->words++;
	if (command->words == 1)
		(void)text_copy(command->verb, WORD_MAX, word);
	command->is_of_copy |= command->words == 2 && strcmp(word, "copy") == 0;
	command->validates |= strcmp(word, "validate") == 0;
	command->previews |= strcmp(word, "preview") == 0;
	for (size_t i = 0; i < COUNT_OF(objects); i++)
		if (strcmp(word, objects[i].word) == 0)
			command->objects |= objects[i].kind;
	if (strcmp(word, "incremental") == 0)
		command->is_incremental = true;
	if (strcmp(command->last, "level") == 0)
		command->is_incremental = strcmp(word, "0") != 0;
	if (strcmp(word, "database") == 0)
		command->has_database |= strcmp(command->last, "pluggable") !=
		    0;
	if (strcmp(word, "root") == 0 && after_database) {
		/* Of a container database the root alone. */
		command->has_database = false;
		command->objects |= KIND_TABLESPACE;
	}
	(void)text_copy(command->last, WORD_MAX, word);
}

static unsigned
kinds_of_backup(const struct command *command)
{
	unsigned kinds = command->objects;

	if (command->validates)
		return KIND_VALIDATE;
	if (command->has_database)
		kinds |= command->is_incremental ? KIND_INCREMENTAL : KIND_FULL;
	return kinds == 0 ? KIND_OTHER : kinds;
}

/* 0 for a command that does not change what the script is for. */
static unsigned
kinds_of(const struct command *command)
{
	const char *verb = command->verb;

	if (strcmp(verb, "backup") == 0 || strcmp(verb, "copy") == 0)
		return kinds_of_backup(command);
	if (strcmp(verb, "restore") == 0 && command->validates)
		return KIND_VALIDATE;
	if (strcmp(verb, "restore") == 0 && command->previews)
		return 0;
	if (strcmp(verb, "recover") == 0 && command->is_of_copy)
		return 0;
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		if (strcmp(verb, verbs[i].verb) == 0)
			return verbs[i].kind;
	return 0;
}

static unsigned
end_command(struct command *command)
{
	unsigned kinds = kinds_of(command);

	*command = (struct command){ 0 };
	return kinds;
}

/* A word of `length` bytes at `text`, in lower case, cut. */
static void
copy_word(char room[WORD_MAX], const char *text, size_t length)
{
	size_t size = length < WORD_MAX ? length : WORD_MAX - 1;

	for (size_t i = 0; i < size; i++)
		room[i] = text_lower(text[i]);
	room[size] = '\0';
}

/* What one token adds. */
static unsigned
take_token(struct command *command, const struct token *token)
{
	char word[WORD_MAX];

	switch (token->kind) {
	case TOKEN_WORD:
		if (token->is_first && token->text[0] == '@')
			return KIND_OTHER; /* a file we cannot see */
		copy_word(word, token->text, token->length);
		take_word(command, word);
		return 0;
	case TOKEN_MARK:
		return strchr(";{}", token->text[0]) == NULL ?
		    0 :
		    end_command(command);
	case TOKEN_OPEN_STRING:
	case TOKEN_OPEN_COMMENT:
		return KIND_OTHER; /* who knows what it hides */
	case TOKEN_LINE_END:
		return end_command(command);
	case TOKEN_STRING:
	case TOKEN_END:
		break;
	}
	return 0;
}

unsigned
kind_of_lines(const char *const *lines, size_t count)
{
	struct command command = { 0 };
	struct lexer lexer;
	struct token token;
	unsigned kinds = 0;

	lexer_init(&lexer, lines, count);
	while (lexer_next(&lexer, &token) != TOKEN_END)
		kinds |= take_token(&command, &token);
	kinds |= end_command(&command);
	return kinds == 0 ? KIND_OTHER : kinds;
}

void
kind_format(char room[KIND_TEXT_MAX], unsigned kinds)
{
	size_t length = 0;

	room[0] = '\0';
	for (size_t i = 0; i < COUNT_OF(kind_names); i++)
		if ((kinds & 1U << i) != 0)
			length += (size_t)snprintf(room + length,
			    KIND_TEXT_MAX - length, "%s%s",
			    length == 0 ? "" : " ", kind_names[i]);
}

/* The bit of the word of `length` bytes at `text`; 0: there is none. */
static unsigned
kind_of_name(const char *text, size_t length)
{
	char word[WORD_MAX];

	copy_word(word, text, length);
	for (size_t i = 0; i < COUNT_OF(kind_names); i++)
		if (strcmp(word, kind_names[i]) == 0)
			return 1U << i;
	return 0;
}

bool
kind_read(const char *text, unsigned *out_kinds, struct fault *fault)
{
	unsigned kinds = 0;
	bool is_known = true;

	for (const char *at = text; *at != '\0' && is_known;) {
		size_t length = strcspn(at, " \t,");
		unsigned kind = length == 0 ? 0 : kind_of_name(at, length);

		kinds |= kind;
		is_known = length == 0 || kind != 0;
		at += length == 0 ? 1 : length;
	}
	if (!is_known || kinds == 0)
		return fault_set(fault, FAULT_FORMAT,
		    "kind '%.40s' is not a set of full, incremental, "
		    "archivelog, controlfile, tablespace, validate, "
		    "maintenance and other",
		    text);
	*out_kinds = kinds;
	return true;
}

bool
kind_is_archivelog_only(unsigned kinds)
{
	unsigned harmless = KIND_ARCHIVELOG | KIND_CONTROLFILE |
	    KIND_MAINTENANCE;

	return (kinds & KIND_ARCHIVELOG) != 0 && (kinds & ~harmless) == 0;
}
