#include "config.h"

#include "worker/phrase.h"

#include <string.h>

#include "base/defs.h"
#include "model/kind.h"
#include "worker/lexicon.h"

bool
phrase_begins(const struct phrase *phrase, const char *text)
{
	size_t length = strlen(text);

	return phrase->size >= length &&
	    memcmp(phrase->text, text, length) == 0;
}

bool
phrase_has(const struct phrase *phrase, const char *text)
{
	return lexicon_has(phrase->text, phrase->size, text);
}

/* What only follows when an error is over, where no empty line says so. */
bool
phrase_resumes(const struct phrase *phrase)
{
	static const char *const texts[] = { "Starting ", "Finished ",
		"channel ", "released channel", "allocated channel",
		"using channel", "using target", "input ", "sql statement",
		"executing ", "host command complete", "archived log ",
		"backup set ", "piece handle=", "Statement processed",
		"starting ", "crosschecked ", "deleted ", "Deleted ",
		"Crosschecked ", "connected to ",
		"continuing other job steps" };

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		if (phrase_begins(phrase, texts[i]))
			return true;
	}
	return false;
}

static bool
ends_with(const struct phrase *phrase, const char *text)
{
	size_t length = strlen(text), size = phrase->size;

	while (size != 0 && (unsigned char)phrase->text[size - 1] <= ' ')
		size--;
	return size >= length &&
	    memcmp(phrase->text + size - length, text, length) == 0;
}

/*
 * A piece that was made. In other languages its line still ends with what
 * the media manager says of itself, or NONE, and has a handle before that.
 */
bool
phrase_is_piece(const struct phrase *phrase)
{
	const char *first;

	if (phrase_begins(phrase, "piece handle="))
		return true;
	if ((phrase->words & WORD_COPY) != 0)
		return phrase_begins(phrase, "output file name=") ||
		    phrase_begins(phrase, "output filename=");
	if ((phrase->words & WORD_COMMENT) == 0 ||
	    phrase_has(phrase, "piece handle="))
		return false;
	first = memchr(phrase->text, '=', phrase->size);
	return first != NULL &&
	    (ends_with(phrase, "=NONE") || phrase_has(phrase, "MMS ")) &&
	    memchr(first + 1, '=',
		phrase->size - (size_t)(first + 1 - phrase->text)) != NULL;
}

static bool
is_quote(char c)
{
	return c == '\'' || c == '"' || c == '`' || (unsigned char)c >= 0x80;
}

/* A status in quotes; LIST shows it without. */
static bool
is_quoted(const struct phrase *phrase, const char *word)
{
	const size_t length = strlen(word);

	for (size_t at = 1; at + length < phrase->size; at++) {
		if (memcmp(phrase->text + at, word, length) == 0 &&
		    is_quote(phrase->text[at - 1]) &&
		    is_quote(phrase->text[at + length]))
			return true;
	}
	return false;
}

bool
phrase_is_expired(const struct phrase *phrase)
{
	static const char *const words[] = { "EXPIRED", "EXPIR\xc3\x89",
		"EXPIRADO", "CADUCADO", "VENCIDO", "ABGELAUFEN", "SCADUTO" };

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (is_quoted(phrase, words[i]))
			return true;
	}
	return false;
}

bool
phrase_is_connection(const struct phrase *phrase)
{
	return (phrase->words & WORD_CONNECTED) != 0 &&
	    !phrase_has(phrase, "not connected");
}

/* A package of the database, the catalog or an auxiliary is not current. */
bool
phrase_is_not_current(const struct phrase *phrase)
{
	return phrase_has(phrase, "TARGET") || phrase_has(phrase, " RCVCAT") ||
	    phrase_has(phrase, "AUXILIARY");
}

unsigned
phrase_kinds(const struct phrase *phrase)
{
	static const struct {
		const char *text;
		enum kind kind;
	} table[] = {
		{ "incremental level 0", KIND_FULL },
		{ "incremental level ", KIND_INCREMENTAL },
		{ "full datafile", KIND_FULL },
		{ "starting datafile copy", KIND_FULL },
		{ "archived log backup", KIND_ARCHIVELOG },
		{ "archive log backup", KIND_ARCHIVELOG },
		{ "archivelog backup", KIND_ARCHIVELOG },
		{ "current control", KIND_CONTROLFILE },
		{ "SPFILE Autobackup", KIND_CONTROLFILE },
		{ "Starting valid", KIND_VALIDATE },
		{ "Crosschecked ", KIND_MAINTENANCE },
		{ "Deleted ", KIND_MAINTENANCE },
	};

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		if (phrase_has(phrase, table[i].text))
			return table[i].kind;
	}
	return 0;
}
