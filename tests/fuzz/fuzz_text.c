/* What base/text shows, it can read again; what it cuts or cleans, is UTF-8. */
#include "config.h"

#include "base/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tests/fuzz/fuzz.h"

static void
amounts_come_back(const char *text)
{
	char room[TEXT_AMOUNT_MAX];
	int64_t value, again;
	struct fault fault;

	if (text_duration(text, &value, &fault)) {
		assert(value >= 0);
		text_format_duration(room, value);
		assert(text_duration(room, &again, &fault) && again == value);
	}
	if (text_size(text, &value, &fault)) {
		assert(value >= 0);
		text_format_size(room, value);
		assert(text_size(room, &again, &fault) && again == value);
	}
	if (text_number(text, -5, 65535, &value, &fault))
		assert(value >= -5 && value <= 65535);
	else
		assert(fault.kind == FAULT_FORMAT);
}

/* Undo text_quote, by what its comment says. */
static char *
unquote(const char *quoted)
{
	static const char names[] = "\"\\nrt", letters[] = "\"\\\n\r\t";
	char *text = mem_text(quoted), *to = text;
	const char *from = quoted, *name;

	if (*from != '"')
		return text;
	for (from++; *from != '"'; from++) {
		assert(*from != '\0');
		if (*from != '\\') {
			*to++ = *from;
			continue;
		}
		from++;
		if (*from == 'x') {
			const char digits[3] = { from[1], from[2], '\0' };

			*to++ = (char)strtol(digits, NULL, 16);
			from += 2;
			continue;
		}
		assert(*from != '\0');
		name = strchr(names, *from);
		assert(name != NULL);
		*to++ = letters[name - names];
	}
	assert(from[1] == '\0');
	*to = '\0';
	return text;
}

static void
a_quoted_text_comes_back(const char *text)
{
	char *quoted = text_quote(text), *again;

	for (const char *at = quoted; *at != '\0';) {
		assert((unsigned char)*at >= ' ' && *at != 0x7f);
		assert(text_utf8_length(at, strlen(at)) != 0);
		at += text_utf8_length(at, strlen(at));
	}
	again = unquote(quoted);
	assert(strcmp(again, text) == 0);
	free(again);
	free(quoted);
}

static void
a_copy_is_a_prefix(const char *text)
{
	char room[8];
	bool whole = text_copy(room, sizeof(room), text);

	assert(whole == (strlen(text) < sizeof(room)));
	assert(text_begins(text, room));
	assert(strlen(room) + 3 >= sizeof(room) - 1 || whole);
}

static void
what_is_clean_stays_clean(const char *bytes, size_t size)
{
	char *room = mem_new(3, size), *again = mem_new(3, 3 * size);
	size_t clean = text_utf8_clean(room, bytes, size);

	assert(clean <= 3 * size);
	assert(memchr(room, '\0', clean) == NULL);
	for (size_t at = 0, length; at < clean; at += length) {
		length = text_utf8_length(room + at, clean - at);
		assert(length != 0);
	}
	assert(text_utf8_clean(again, room, clean) == clean);
	assert(memcmp(again, room, clean) == 0);
	assert(text_utf8_whole(bytes, size) <= size);
	assert(text_utf8_whole(bytes, size) + 3 >= size);
	free(again);
	free(room);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *text = mem_text_n((const char *)bytes, size);

	amounts_come_back(text);
	a_quoted_text_comes_back(text);
	a_copy_is_a_prefix(text);
	what_is_clean_stays_clean((const char *)bytes, size);
	if (size < 64) {
		assert(text_distance(text, text) == 0);
		assert(text_distance(text, "") == strlen(text));
	}
	free(text);
	return 0;
}
