#include "config.h"

#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/mem.h"

struct unit {
	char letter;
	int64_t factor;
};

/* Largest first: the formatters take the first that divides. */
static const struct unit duration_units[] = {
	{ 'y', INT64_C(365) * 86400 },
	{ 'w', INT64_C(7) * 86400 },
	{ 'd', INT64_C(86400) },
	{ 'h', INT64_C(3600) },
	{ 'm', INT64_C(60) },
	{ 's', INT64_C(1) },
};
static const struct unit size_units[] = {
	{ 'T', INT64_C(1) << 40 },
	{ 'G', INT64_C(1) << 30 },
	{ 'M', INT64_C(1) << 20 },
	{ 'K', INT64_C(1) << 10 },
};

char
text_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
text_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool
text_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
text_equal_fold(const char *a, const char *b)
{
	while (*a != '\0' && text_lower(*a) == text_lower(*b)) {
		a++;
		b++;
	}
	return text_lower(*a) == text_lower(*b);
}

bool
text_begins(const char *text, const char *beginning)
{
	return strncmp(text, beginning, strlen(beginning)) == 0;
}

bool
text_copy(char *room, size_t room_size, const char *text)
{
	size_t length = strlen(text);

	assert(room_size != 0);
	if (length < room_size) {
		memcpy(room, text, length + 1);
		return true;
	}
	length = text_utf8_whole(text, room_size - 1);
	memcpy(room, text, length);
	room[length] = '\0';
	return false;
}

/*
 * Digits at `text`, at most what fits; *out_end is behind them. False when
 * there is none or the number does not fit.
 */
static bool
read_digits(const char *text, int64_t *out_value, const char **out_end)
{
	int64_t value = 0;
	const char *at = text;

	for (; text_is_digit(*at); at++) {
		int digit = *at - '0';

		if (value > (INT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out_value = value;
	*out_end = at;
	return at != text;
}

bool
text_number(const char *text, int64_t lowest, int64_t highest,
    int64_t *out_value, struct fault *fault)
{
	bool negative = text[0] == '-';
	const char *end;
	int64_t value;

	if (read_digits(text + negative, &value, &end) && *end == '\0') {
		value = negative ? -value : value;
		if (value >= lowest && value <= highest) {
			*out_value = value;
			return true;
		}
	}
	return fault_set(fault, FAULT_FORMAT,
	    "'%.40s' is not a number from %" PRId64 " to %" PRId64, text,
	    lowest, highest);
}

static bool
read_amount(const char *text, const struct unit *units, size_t count, bool bare,
    int64_t *out_value)
{
	const char *end;
	int64_t value;

	if (!read_digits(text, &value, &end))
		return false;
	if (*end == '\0' && (bare || value == 0)) {
		*out_value = value;
		return true;
	}
	for (size_t i = 0; i < count; i++) {
		if (text_lower(*end) != text_lower(units[i].letter))
			continue;
		if (end[1] != '\0' || value > INT64_MAX / units[i].factor)
			return false;
		*out_value = value * units[i].factor;
		return true;
	}
	return false;
}

bool
text_duration(const char *text, int64_t *out_s, struct fault *fault)
{
	if (read_amount(text, duration_units, COUNT_OF(duration_units), false,
		out_s))
		return true;
	return fault_set(fault, FAULT_FORMAT,
	    "'%.40s' is not a duration such as 90s, 10m, 24h, 7d, 2w or 1y",
	    text);
}

bool
text_size(const char *text, int64_t *out_bytes, struct fault *fault)
{
	if (read_amount(text, size_units, COUNT_OF(size_units), true,
		out_bytes))
		return true;
	return fault_set(fault, FAULT_FORMAT,
	    "'%.40s' is not a size such as 65536, 64K, 16M or 4G", text);
}

static void
format_amount(char *room, int64_t value, const struct unit *units, size_t count)
{
	for (size_t i = 0; i < count && value != 0; i++) {
		if (value % units[i].factor == 0) {
			(void)snprintf(room, TEXT_AMOUNT_MAX, "%" PRId64 "%c",
			    value / units[i].factor, units[i].letter);
			return;
		}
	}
	(void)snprintf(room, TEXT_AMOUNT_MAX, "%" PRId64, value);
}

void
text_format_duration(char room[TEXT_AMOUNT_MAX], int64_t seconds)
{
	format_amount(room, seconds, duration_units, COUNT_OF(duration_units));
}

void
text_format_size(char room[TEXT_AMOUNT_MAX], int64_t bytes)
{
	format_amount(room, bytes, size_units, COUNT_OF(size_units));
}

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t smaller = a < b ? a : b;

	return smaller < c ? smaller : c;
}

size_t
text_distance(const char *a, const char *b)
{
	size_t width = strlen(b);
	size_t *row = mem_new(width + 1, sizeof(*row));
	size_t result;

	for (size_t j = 0; j <= width; j++)
		row[j] = j;
	for (size_t i = 0; a[i] != '\0'; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < width; j++) {
			size_t change = text_lower(a[i]) != text_lower(b[j]);
			size_t next = least(row[j] + 1, row[j + 1] + 1,
			    diagonal + change);

			diagonal = row[j + 1];
			row[j + 1] = next;
		}
	}
	result = row[width];
	free(row);
	return result;
}

const char *
text_nearest(const char *typed, const char *const *names, size_t count)
{
	/* Beyond a third of the letters a proposal is a guess. */
	size_t best = strlen(typed) / 3 + 1;
	const char *nearest = NULL;

	for (size_t i = 0; i < count; i++) {
		size_t distance = text_distance(typed, names[i]);

		if (distance < best || (distance == best && nearest == NULL)) {
			best = distance;
			nearest = names[i];
		}
	}
	return nearest;
}

static bool
needs_quotes(const char *text, size_t size)
{
	if (size == 0)
		return true;
	for (size_t i = 0; i < size;) {
		unsigned char c = (unsigned char)text[i];
		size_t length = text_utf8_length(text + i, size - i);

		if (length == 0 || c <= ' ' || c == '"' || c == '=' ||
		    c == '\\' || c == 0x7f)
			return true;
		i += length;
	}
	return false;
}

/* One character of a quoted text; returns where the next one goes. */
static char *
put_escaped(char *at, const char *from, size_t length)
{
	static const char letters[] = "\"\\\n\r\t";
	static const char names[] = "\"\\nrt";
	const char *found = NULL;

	if (length == 1)
		found = memchr(letters, *from, sizeof(letters) - 1);
	if (found != NULL) {
		*at++ = '\\';
		*at++ = names[found - letters];
	} else if (length == 0 || (unsigned char)*from < ' ' || *from == 0x7f) {
		(void)snprintf(at, 5, "\\x%02X",
		    (unsigned)(unsigned char)*from);
		at += 4;
	} else {
		memcpy(at, from, length);
		at += length;
	}
	return at;
}

char *
text_quote(const char *text)
{
	size_t size = strlen(text);
	char *quoted;
	char *at;

	if (!needs_quotes(text, size))
		return mem_text(text);
	quoted = mem_new(4 * size + 4, 1);
	at = quoted;
	*at++ = '"';
	for (size_t i = 0; i < size;) {
		size_t length = text_utf8_length(text + i, size - i);

		at = put_escaped(at, text + i, length);
		i += length == 0 ? 1 : length;
	}
	*at++ = '"';
	return quoted;
}

/* How many bytes a character beginning with `first` has; 0: none does. */
static size_t
announced_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

size_t
text_utf8_length(const char *bytes, size_t size)
{
	const unsigned char *at = (const unsigned char *)bytes;
	size_t length;

	if (size == 0)
		return 0;
	length = announced_length(at[0]);
	if (length == 0 || length > size)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	/* Overlong forms, surrogates, beyond U+10FFFF (RFC 3629). */
	if ((at[0] == 0xe0 && at[1] < 0xa0) ||
	    (at[0] == 0xed && at[1] > 0x9f) ||
	    (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f))
		return 0;
	return length;
}

size_t
text_utf8_whole(const char *bytes, size_t size)
{
	for (size_t back = 1; back <= 3 && back <= size; back++) {
		unsigned char c = (unsigned char)bytes[size - back];

		if ((c & 0xc0) == 0x80)
			continue;
		return announced_length(c) > back ? size - back : size;
	}
	return size;
}

size_t
text_utf8_clean(char *room, const char *bytes, size_t size)
{
	char *at = room;

	for (size_t i = 0; i < size;) {
		size_t length = text_utf8_length(bytes + i, size - i);

		if (length == 0 || bytes[i] == '\0') {
			memcpy(at, "\xEF\xBF\xBD", 3);
			at += 3;
			i++;
			continue;
		}
		memcpy(at, bytes + i, length);
		at += length;
		i += length;
	}
	return (size_t)(at - room);
}
