#include "config.h"

#include "tests/standin/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
text_grow(struct text *text, size_t more)
{
	size_t room = text->room > 0 ? text->room : 256;

	while (room < text->size + more + 1)
		room *= 2;
	if (room == text->room)
		return;
	text->bytes = realloc(text->bytes, room);
	if (text->bytes == NULL) {
		(void)fputs("standin: out of memory\n", stderr);
		exit(98);
	}
	text->room = room;
}

void
text_add(struct text *text, const void *bytes, size_t size)
{
	text_grow(text, size);
	if (size > 0)
		memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
	text->bytes[text->size] = '\0';
}

void
text_addf(struct text *text, const char *format, ...)
{
	va_list args, again;
	int size;

	va_start(args, format);
	va_copy(again, args);
	size = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (size > 0) {
		text_grow(text, (size_t)size);
		(void)vsnprintf(text->bytes + text->size, (size_t)size + 1,
		    format, again);
		text->size += (size_t)size;
	}
	va_end(again);
}

void
text_drop(struct text *text, size_t size)
{
	if (size == 0)
		return;
	memmove(text->bytes, text->bytes + size, text->size - size + 1);
	text->size -= size;
}

void
text_clear(struct text *text)
{
	free(text->bytes);
	*text = (struct text){ 0 };
}

const char *
text_string(const struct text *text)
{
	return text->bytes != NULL ? text->bytes : "";
}

bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static int
lower(char c)
{
	return tolower((unsigned char)c);
}

bool
word_is(const char *bytes, size_t size, const char *word)
{
	size_t at = 0;

	while (at < size && lower(bytes[at]) == lower(word[at]))
		at++;
	return at == size && word[at] == '\0';
}

bool
word_in(const char *whole, const char *part)
{
	size_t size = strlen(part), left = strlen(whole);

	for (; left >= size; whole++, left--)
		if (word_is(whole, size, part))
			return true;
	return false;
}

bool
list_has(const char *list, const char *word)
{
	while (list != NULL) {
		size_t size = strcspn(list, ",");

		if (word_is(list, size, word))
			return true;
		list = list[size] == ',' ? list + size + 1 : NULL;
	}
	return false;
}

/*
 * The slash between user and password, or NULL where no password follows. An
 * alias may hold slashes too, as in user@//host:port/service, and so does the
 * name of a file.
 */
static const char *
secret_slash(const char *connect)
{
	const char *word = connect;

	for (const char *c = connect; *c != '\0'; c++) {
		if (strchr("'\"= \t\n", *c) != NULL)
			word = c + 1;
		else if (*c == '@')
			word = NULL;
		if (*c == '/' && word != NULL && c > word && *word != '/' &&
		    c[1] != '\0' && strchr("@'\"; \t\n", c[1]) == NULL)
			return c;
	}
	return NULL;
}

bool
secret_in(const char *connect)
{
	return secret_slash(connect) != NULL;
}

char *
secret_hidden(const char *connect)
{
	const char *slash = secret_slash(connect), *rest;
	struct text hidden = { 0 };

	if (slash == NULL) {
		text_add(&hidden, connect, strlen(connect));
		return hidden.bytes;
	}
	rest = strrchr(slash, '@');
	if (rest == NULL)
		rest = slash + strcspn(slash, "'\"; \t\n");
	text_add(&hidden, connect, (size_t)(slash - connect));
	text_addf(&hidden, "/***%s", rest);
	return hidden.bytes;
}

const char *
date_as(char out[DATE_MAX], const char *format)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t now = time(NULL);
	struct text text = { 0 };
	struct tm part;

	if (localtime_r(&now, &part) == NULL)
		memset(&part, 0, sizeof(part));
	for (; *format != '\0'; format++) {
		switch (*format) {
		case 'Y':
			text_addf(&text, "%04d", part.tm_year + 1900);
			break;
		case 'R':
			text_addf(&text, "%02d", part.tm_year % 100);
			break;
		case 'm':
			text_addf(&text, "%02d", part.tm_mon + 1);
			break;
		case 'b':
			text_addf(&text, "%s", months[part.tm_mon]);
			break;
		case 'a':
			text_addf(&text, "%s", days[part.tm_wday]);
			break;
		case 'd':
			text_addf(&text, "%02d", part.tm_mday);
			break;
		case 'e':
			text_addf(&text, "%d", part.tm_mday);
			break;
		case 'H':
			text_addf(&text, "%02d", part.tm_hour);
			break;
		case 'M':
			text_addf(&text, "%02d", part.tm_min);
			break;
		case 'S':
			text_addf(&text, "%02d", part.tm_sec);
			break;
		default:
			text_add(&text, format, 1);
			break;
		}
	}
	(void)snprintf(out, DATE_MAX, "%s", text_string(&text));
	text_clear(&text);
	return out;
}

const char *
date_of_stack(char out[DATE_MAX])
{
	return date_as(out, "m/d/Y H:M:S");
}

/* Turn the words of NLS_DATE_FORMAT into the letters of date_as(). */
const char *
date_of_line(char out[DATE_MAX])
{
	static const struct {
		const char *word, *letter;
	} words[] = {
		{ "YYYY", "Y" },
		{ "HH24", "H" },
		{ "MON", "b" },
		{ "RR", "R" },
		{ "MM", "m" },
		{ "MI", "M" },
		{ "DD", "d" },
		{ "SS", "S" },
	};
	const char *format = getenv("NLS_DATE_FORMAT");
	bool plain = format == NULL || format[0] == '\0';
	struct text letters = { 0 };

	if (plain)
		format = "DD-MON-RR";
	while (*format != '\0') {
		size_t i = 0, size = 0;

		for (; i < COUNT_OF(words); i++) {
			size = strlen(words[i].word);
			if (strlen(format) >= size &&
			    word_is(format, size, words[i].word))
				break;
		}
		if (i < COUNT_OF(words)) {
			text_add(&letters, words[i].letter, 1);
			format += size;
		} else if (isalpha((unsigned char)*format)) {
			format++; /* not honoured */
		} else {
			text_add(&letters, format++, 1);
		}
	}
	(void)date_as(out, text_string(&letters));
	text_clear(&letters);
	for (char *c = out; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	return out;
}
