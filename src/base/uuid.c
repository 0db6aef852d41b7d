#include "config.h"

#include "base/uuid.h"

#include <string.h>

#include "base/text.h"

static const char digits[] = "0123456789abcdef";

static bool
is_dash_place(size_t place)
{
	return place == 8 || place == 13 || place == 18 || place == 23;
}

void
uuid_format(char room[UUID_TEXT_MAX], const unsigned char random[UUID_BYTES])
{
	unsigned char bytes[UUID_BYTES];
	char *at = room;

	memcpy(bytes, random, sizeof(bytes));
	bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
	bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
	for (size_t i = 0; i < UUID_BYTES; i++) {
		*at++ = digits[bytes[i] >> 4];
		*at++ = digits[bytes[i] & 0x0f];
		if (is_dash_place((size_t)(at - room)))
			*at++ = '-';
	}
	*at = '\0';
}

bool
uuid_is_valid(const char *text)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++) {
		if (i >= UUID_TEXT_MAX - 1)
			return false;
		if (is_dash_place(i) ? text[i] != '-' :
				       strchr(digits, text[i]) == NULL)
			return false;
	}
	return i == UUID_TEXT_MAX - 1;
}
