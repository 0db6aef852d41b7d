#include "text.h"

#include <assert.h>
#include <string.h>

#include "limits.h"

/* Length of the UTF-8 character at `text`, 0 when it is none we take. */
static size_t
character(const unsigned char *text)
{
	static const uint32_t lowest[] = { 0, 0x20, 0x80, 0x800, 0x10000 };
	unsigned char c = *text;
	size_t length = c < 0x80  ? 1 :
	    c >= 0xc2 && c < 0xe0 ? 2 :
	    c >= 0xe0 && c < 0xf0 ? 3 :
	    c >= 0xf0 && c < 0xf5 ? 4 :
				    0;
	uint32_t value = length == 1 ? c : c & (0x7fU >> length);

	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (text[i] & 0x3fU);
	}
	if (value < lowest[length] || value > 0x10ffff || value == ';' ||
	    (value >= 0x7f && value < 0xa0) ||
	    (value >= 0xd800 && value < 0xe000))
		return 0;
	return length;
}

bool
text_is_name(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t size = strlen(text);

	if (size == 0 || size > LIMIT_NAME)
		return false;
	while (*at != '\0') {
		size_t length = character(at);

		if (length == 0)
			return false;
		at += length;
	}
	return true;
}

void
text_copy(char *room, const char *name)
{
	size_t size = strlen(name);

	assert(size <= LIMIT_NAME);
	memcpy(room, name, size + 1);
}

static unsigned char
fold(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

int
text_compare_fold(const char *a, const char *b)
{
	while (*a != '\0' && fold(*a) == fold(*b)) {
		a++;
		b++;
	}
	return fold(*a) - fold(*b);
}

bool
text_number(const char *text, uint64_t lowest, uint64_t highest,
    uint64_t *out_value)
{
	uint64_t value = 0;

	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++) {
		unsigned digit = (unsigned)(*text - '0');

		if (*text < '0' || *text > '9' ||
		    value > (UINT64_MAX - digit) / 10)
			return false;
		value = 10 * value + digit;
	}
	if (value < lowest || value > highest)
		return false;
	*out_value = value;
	return true;
}
