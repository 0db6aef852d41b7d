#include "config.h"

#include "cli/escape.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* Of a valid character: is it a control character, C1 included? */
static bool
is_control(const char *bytes, size_t length)
{
	unsigned char first = (unsigned char)bytes[0];

	if (length == 1)
		return first < 0x20 || first == 0x7f;
	return length == 2 && first == 0xc2 && (unsigned char)bytes[1] < 0xa0;
}

/*
 * How many bytes at the front pass as they are; 0: the first one does not.
 * `is_text` lets line ends and tabs pass.
 */
static size_t
passing(const char *bytes, size_t size, bool is_text)
{
	size_t at = 0;

	while (at < size) {
		size_t length = text_utf8_length(bytes + at, size - at);
		bool passes = is_text &&
		    (bytes[at] == '\n' || bytes[at] == '\t');

		if (length == 0 || (!passes && is_control(bytes + at, length)))
			break;
		at += length;
	}
	return at;
}

static bool
write_whole(FILE *out, const char *bytes, size_t size)
{
	while (size > 0) {
		size_t length = passing(bytes, size, true);

		if (length == 0) {
			length = 1;
			if (fprintf(out, "\\x%02x",
				(unsigned)(unsigned char)bytes[0]) < 0)
				return false;
		} else if (fwrite(bytes, 1, length, out) != length) {
			return false;
		}
		bytes += length;
		size -= length;
	}
	return true;
}

bool
escape_write(struct escape *escape, FILE *out, const char *bytes, size_t size)
{
	size_t whole;

	/* The rest of before takes bytes until it is whole or hopeless. */
	while (escape->rest_size > 0 && size > 0) {
		escape->rest[escape->rest_size++] = *bytes++;
		size--;
		if (text_utf8_whole(escape->rest, escape->rest_size) == 0 &&
		    escape->rest_size < sizeof(escape->rest))
			continue;
		if (!escape_end(escape, out))
			return false;
	}
	whole = text_utf8_whole(bytes, size);
	if (!write_whole(out, bytes, whole))
		return false;
	if (size > whole) {
		memcpy(escape->rest, bytes + whole, size - whole);
		escape->rest_size = size - whole;
	}
	return true;
}

bool
escape_end(struct escape *escape, FILE *out)
{
	size_t size = escape->rest_size;

	escape->rest_size = 0;
	return write_whole(out, escape->rest, size);
}

char *
escape_line(const char *text)
{
	static const char hex[] = "0123456789abcdef";
	size_t size = strlen(text);
	char *line = mem_new(size + 1, 4), *to = line;

	while (size > 0) {
		size_t length = passing(text, size, false);

		if (length == 0) {
			unsigned char c = (unsigned char)text[0];

			*to++ = '\\';
			*to++ = 'x';
			*to++ = hex[c >> 4];
			*to++ = hex[c & 15];
			length = 1;
		} else {
			memcpy(to, text, length);
			to += length;
		}
		text += length;
		size -= length;
	}
	*to = '\0';
	return line;
}
