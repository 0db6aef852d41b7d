#include "config.h"

#include "worker/front.h"

#include <string.h>

#include "base/defs.h"
#include "base/text.h"
#include "worker/code.h"

enum {
	PARTS = 16,       /* of a front */
	PART_MAX = 80,    /* bytes of one */
	PROMPT_DIGITS = 6 /* "10000> " */
};

/* A line as it is taken apart. */
struct reader {
	const char *text;
	size_t size, at;
	bool is_stamped; /* a time or a bracket stood there */
};

static const char *const levels[] = { "trace", "debug", "info", "notice",
	"warn", "warning", "error", "err", "fatal", "severe", "critical", "out",
	"stdout", "stderr" };

/* Of dates, as C writes them, and what may follow a time. */
static const char *const names[] = { "jan", "feb", "mar", "apr", "may", "jun",
	"jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu",
	"fri", "sat", "sun" };
static const char *const zones[] = { "utc", "gmt", "cet", "cest", "bst", "msk",
	"ist", "jst", "kst", "est", "edt", "cst", "cdt", "mst", "mdt", "pst",
	"pdt", "am", "pm" };

static bool
is_blank(char c)
{
	return (unsigned char)c <= ' ';
}

static char
peek(const struct reader *reader, size_t ahead)
{
	return reader->at + ahead < reader->size ?
	    reader->text[reader->at + ahead] :
	    '\0';
}

/* Bytes up to the next blank, or the end of the line. */
static size_t
word_length(const struct reader *reader)
{
	size_t length = 0;

	while (reader->at + length < reader->size && length <= PART_MAX &&
	    !is_blank(reader->text[reader->at + length]))
		length++;
	return length;
}

static bool
is_one_of(const char *word, size_t length, const char *const *list,
    size_t count)
{
	const char first = length == 0 ? '\0' : text_lower(word[0]);

	for (size_t i = 0; i < count; i++) {
		size_t same = 1;

		if (first == '\0' || list[i][0] != first)
			continue;
		while (same < length && text_lower(word[same]) == list[i][same])
			same++;
		if (same == length && list[i][same] == '\0')
			return true;
	}
	return false;
}

size_t
front_prompt(const char *text, size_t size)
{
	size_t at = 0;

	if (size >= 5 && memcmp(text, "RMAN>", 5) == 0)
		return size > 5 && text[5] == ' ' ? 6 : 5;
	while (at < size && at < PROMPT_DIGITS && text_is_digit(text[at]))
		at++;
	if (at == 0 || at == size || text[at] != '>')
		return 0;
	if (at + 1 == size)
		return at + 1;
	return text[at + 1] == ' ' ? at + 2 : 0;
}

/* A mark of ours, where output was not stored. */
static bool
begins_mark(const struct reader *reader)
{
	static const char mark[] = "[backupexec: ";

	return reader->size - reader->at >= strlen(mark) &&
	    memcmp(reader->text + reader->at, mark, strlen(mark)) == 0;
}

static bool
begins_code(const struct reader *reader)
{
	struct code code;

	return code_read(reader->text + reader->at, reader->size - reader->at,
	    &code);
}

/* [...], <...> and (...), with a colon behind. */
static bool
skip_bracket(struct reader *reader)
{
	const char *begin = reader->text + reader->at;
	size_t left = reader->size - reader->at;
	char open = peek(reader, 0);
	char close = open == '[' ? ']' : open == '<' ? '>' : ')';
	const char *end;

	if (open != '[' && open != '<' && open != '(')
		return false;
	end = memchr(begin, close, left < PART_MAX ? left : PART_MAX);
	if (end == NULL)
		return false;
	reader->at += (size_t)(end - begin) + 1;
	if (peek(reader, 0) == ':')
		reader->at++;
	return true;
}

/* 2026-11-28, 02:10:11,123, 28.11.2026, 28-NOV-26, 2026-11-28T02:10:11Z */
static bool
skip_stamp(struct reader *reader)
{
	size_t length = word_length(reader);
	const char *word = reader->text + reader->at;
	int separators = 0, letters = 0;

	if (length < 5 || length > 40 || !text_is_digit(word[0]))
		return false;
	for (size_t i = 0; i < length; i++) {
		if (strchr("-:./", word[i]) != NULL)
			separators++;
		else if (!text_is_digit(word[i]) &&
		    strchr("+,_;|", word[i]) == NULL)
			letters++;
	}
	if (separators < 2 || letters > 4)
		return false;
	reader->at += length;
	return true;
}

/* "Sat Nov 28 02:10:11 2026", "Nov 28, 2026": the words and what follows. */
static bool
skip_date_word(struct reader *reader)
{
	size_t length = word_length(reader);
	const char *word = reader->text + reader->at;
	size_t at, digits = 0;

	while (
	    length != 0 && (word[length - 1] == ',' || word[length - 1] == '.'))
		length--;
	if (!is_one_of(word, length, names, COUNT_OF(names)))
		return false;
	at = reader->at + word_length(reader);
	while (at < reader->size && is_blank(reader->text[at]))
		at++;
	reader->at = at;
	if (is_one_of(reader->text + at, word_length(reader), names,
		COUNT_OF(names)))
		return true;
	while (text_is_digit(peek(reader, digits)))
		digits++;
	if (digits == 1 || digits == 2)
		reader->at += digits + (peek(reader, digits) == ',' ? 1 : 0);
	return true;
}

/* Behind a time: its zone, half of the day, or year. */
static bool
skip_after_time(struct reader *reader)
{
	size_t length = word_length(reader);
	const char *word = reader->text + reader->at;
	const size_t whole = length;

	if (length != 0 && word[length - 1] == ':')
		length--;
	if (is_one_of(word, length, zones, COUNT_OF(zones)) ||
	    (length == 4 && memcmp(word, "20", 2) == 0 &&
		text_is_digit(word[2]) && text_is_digit(word[3]))) {
		reader->at += whole;
		return true;
	}
	return false;
}

/* "INFO", "error:"; a container's stream has a letter behind it. */
static bool
skip_level(struct reader *reader)
{
	size_t whole = word_length(reader);
	const char *word = reader->text + reader->at;
	size_t length = whole;

	if (length != 0 && word[length - 1] == ':')
		length--;
	if (!is_one_of(word, length, levels, COUNT_OF(levels)))
		return false;
	reader->at += whole;
	if (text_lower(word[0]) == 's' && peek(reader, 0) == ' ' &&
	    (peek(reader, 1) == 'F' || peek(reader, 1) == 'P') &&
	    peek(reader, 2) == ' ')
		reader->at += 2;
	return true;
}

static bool
skip_mark(struct reader *reader)
{
	char c = peek(reader, 0);

	if (c == '"' && reader->size - reader->at > 1) {
		reader->at++; /* a line of JSON */
		if (begins_code(reader))
			return true;
		reader->at--;
		return false;
	}
	if (c == '\0' || strchr("|:>*-", c) == NULL ||
	    !is_blank(peek(reader, 1)))
		return false;
	reader->at++;
	return true;
}

/* KBHS-00712, ANU2503E: of a message, not of a host. */
static bool
is_message(const char *word, size_t length)
{
	int digits = 0;

	for (size_t i = 0; i < length && word[i] != '['; i++) {
		digits = text_is_digit(word[i]) ? digits + 1 : 0;
		if (digits == 4)
			return true;
	}
	return false;
}

/* "DBGSQL: ...", what DEBUG prints of its own work. */
static bool
is_debug(const char *word, size_t length)
{
	return length >= 3 && memcmp(word, "DBG", 3) == 0;
}

/* May these bytes be a name: of a host, a program, a database? */
static bool
is_name(const char *word, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (word[i] == '=' || word[i] == '"' || word[i] == '\'' ||
		    word[i] == '(')
			return false;
	}
	return length != 0 && length <= PART_MAX &&
	    (word[length - 1] != ':' || !is_message(word, length));
}

/* "Recovery Manager: Release 19..." is no name with its text. */
static bool
is_banner(const struct reader *reader)
{
	static const char release[] = " Release ";

	return reader->size - reader->at >= strlen(release) &&
	    memcmp(reader->text + reader->at, release, strlen(release)) == 0;
}

/* "db01: ", "rman_1  | ", behind a stamp also "db01 rman[47]: ", "rman - ". */
static bool
skip_name(struct reader *reader)
{
	size_t length = word_length(reader);
	const char *word = reader->text + reader->at;
	size_t begin = reader->at;

	if (!is_name(word, length) || is_debug(word, length))
		return false;
	reader->at += length;
	if (word[length - 1] == ':' && !is_banner(reader))
		return true;
	while (peek(reader, 0) == ' ')
		reader->at++;
	if (peek(reader, 0) == '|' ||
	    (reader->is_stamped && peek(reader, 0) == '-' &&
		peek(reader, 1) == ' '))
		return true;
	length = word_length(reader);
	word = reader->text + reader->at;
	if (reader->is_stamped && is_name(word, length) &&
	    word[length - 1] == ':') {
		reader->at += length;
		if (!is_banner(reader))
			return true;
	}
	reader->at = begin;
	return false;
}

/* "channel c1: ORA-...", "SQL error: ORA-...", "ORACLE error from ...: ORA-" */
static bool
skip_to_code(struct reader *reader)
{
	static const char from[] = "oracle error from ";
	const char *text = reader->text + reader->at;
	size_t left = reader->size - reader->at, blanks = 0, most = 2;
	size_t same = 0;
	struct code code;

	if (is_message(text, word_length(reader)) || is_debug(text, left))
		return false;
	while (same < strlen(from) && same < left &&
	    text_lower(text[same]) == from[same])
		same++;
	if (same == strlen(from))
		most = 6;
	for (size_t i = 0; i + 2 < left && i < PART_MAX && blanks <= most;
	     i++) {
		if (text[i] == '=' || text[i] == '"' || text[i] == '\'')
			return false;
		if (text[i] == ':' && is_blank(text[i + 1]) &&
		    code_read(text + i + 2, left - i - 2, &code)) {
			reader->at += i + 2;
			return true;
		}
		if (is_blank(text[i]))
			blanks++;
	}
	return false;
}

static bool
skip_part(struct reader *reader)
{
	if (skip_bracket(reader) || skip_stamp(reader) ||
	    skip_date_word(reader)) {
		reader->is_stamped = true;
		return true;
	}
	return (reader->is_stamped && skip_after_time(reader)) ||
	    skip_level(reader) || skip_mark(reader) || skip_to_code(reader) ||
	    skip_name(reader);
}

struct front
front_of(const char *line, size_t size)
{
	struct reader reader = { .text = line, .size = size };
	struct front front = { 0 };
	size_t length, begin = 0;

	while (begin < size && is_blank(line[begin]))
		begin++;
	for (int i = 0; i < PARTS; i++) {
		while (reader.at < size && is_blank(line[reader.at]))
			reader.at++;
		if (reader.at == size || begins_code(&reader) ||
		    begins_mark(&reader) ||
		    front_prompt(line + reader.at, size - reader.at) != 0 ||
		    !skip_part(&reader))
			break;
	}
	while (
	    (length = front_prompt(line + reader.at, size - reader.at)) != 0) {
		front.has_prompt = true;
		reader.at += length;
		while (reader.at < size && is_blank(line[reader.at]))
			reader.at++;
	}
	/* Where nothing else stands, the front is the text. */
	front.at = reader.at == size && !front.has_prompt ? begin : reader.at;
	return front;
}
