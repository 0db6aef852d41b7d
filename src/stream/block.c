#include "config.h"

#include "stream/block.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"

#define BLOCK_WORD BLOCK_KIND('B', 'X', 'B', 'K')

/* The size of a text that is not there. */
#define NO_TEXT UINT64_MAX

/* Memory is taken for this much, then doubled as bytes arrive. */
enum { AT_ONCE = 65536 };

void
block_format_word(char room[BLOCK_WORD_MAX], uint32_t word)
{
	char *at = room;

	for (unsigned shift = 0; shift < 32; shift += 8) {
		unsigned byte = word >> shift & 0xff;

		if (byte > ' ' && byte < 0x7f && byte != '\\') {
			*at++ = (char)byte;
		} else {
			(void)snprintf(at, 5, "\\x%02X", byte);
			at += 4;
		}
	}
	*at = '\0';
}

bool
block_other_word(uint64_t at, const char *expected, uint32_t word,
    struct fault *fault)
{
	char found[BLOCK_WORD_MAX];

	block_format_word(found, word);
	return fault_set(fault, FAULT_FORMAT,
	    "at byte %" PRIu64 ": expected %s, found '%s'", at, expected,
	    found);
}

void
block_fail(struct source *source, uint64_t at, const struct fault *cause)
{
	char block[BLOCK_WORD_MAX];
	struct fault fault = *cause;

	if (source->block == 0) {
		(void)fault_wrap(&fault, "at byte %" PRIu64, at);
	} else {
		block_format_word(block, source->block);
		(void)fault_wrap(&fault, "at byte %" PRIu64 ", in block %s", at,
		    block);
	}
	source_fail(source, &fault);
}

/* For a source that has failed before, this is lost, as it should be. */
static void PRINTF_LIKE(4, 5) disagree(struct source *source, uint64_t at,
    enum fault_kind kind, const char *format, ...)
{
	char text[FAULT_TEXT_MAX];
	struct fault fault;
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	(void)fault_set(&fault, kind, "%s", text);
	block_fail(source, at, &fault);
}

void
block_write_header(struct sink *sink, uint32_t kind)
{
	sink_write_u64(sink, BLOCK_WORD | (uint64_t)kind << 32);
}

uint32_t
block_read_kind(struct source *source)
{
	uint64_t at = source->taken;
	uint64_t words = source_read_u64(source);
	uint32_t word = (uint32_t)(words & UINT32_MAX);
	uint32_t kind = (uint32_t)(words >> 32);
	char found[BLOCK_WORD_MAX];

	if (word == BLOCK_WORD && kind != 0 && !source->failed) {
		source->block = kind;
		return kind;
	}
	if (word != BLOCK_WORD) {
		block_format_word(found, word);
		disagree(source, at, FAULT_FORMAT,
		    "expected a block (BXBK), found '%s'", found);
	} else {
		disagree(source, at, FAULT_FORMAT,
		    "expected a kind of block, found none");
	}
	return 0;
}

void
block_read_header(struct source *source, uint32_t kind)
{
	uint64_t at = source->taken;
	uint32_t before = source->block;
	uint32_t found_kind = block_read_kind(source);
	char expected[BLOCK_WORD_MAX];
	char found[BLOCK_WORD_MAX];

	if (found_kind == kind || source_failed(source))
		return;
	block_format_word(expected, kind);
	block_format_word(found, found_kind);
	source->block = before;
	disagree(source, at, FAULT_FORMAT, "expected block %s, found '%s'",
	    expected, found);
}

void
block_write_bool(struct sink *sink, bool value)
{
	const unsigned char byte = value;

	sink_write(sink, &byte, 1);
}

bool
block_read_bool(struct source *source)
{
	uint64_t at = source->taken;
	unsigned char byte;

	source_read(source, &byte, 1);
	if (byte > 1)
		disagree(source, at, FAULT_FORMAT,
		    "expected a boolean (0 or 1), found %u", (unsigned)byte);
	return byte == 1;
}

void
block_write_uint(struct sink *sink, uint64_t value)
{
	sink_write_u64(sink, value);
}

uint64_t
block_read_uint(struct source *source, uint64_t lowest, uint64_t highest)
{
	uint64_t at = source->taken;
	uint64_t value = source_read_u64(source);

	if (value >= lowest && value <= highest && !source_failed(source))
		return value;
	disagree(source, at, FAULT_FORMAT,
	    "expected a number from %" PRIu64 " to %" PRIu64 ", found %" PRIu64,
	    lowest, highest, value);
	return lowest;
}

void
block_write_int(struct sink *sink, int64_t value)
{
	/* -(value + 1), since the lowest number has no positive twin. */
	sink_write_u64(sink,
	    value < 0 ? (uint64_t) - (value + 1) << 1 | 1 :
			(uint64_t)value << 1);
}

int64_t
block_read_int(struct source *source, int64_t lowest, int64_t highest)
{
	uint64_t at = source->taken;
	uint64_t zigzag = source_read_u64(source);
	int64_t half = (int64_t)(zigzag >> 1);
	int64_t value = (zigzag & 1) != 0 ? -half - 1 : half;

	if (value >= lowest && value <= highest && !source_failed(source))
		return value;
	disagree(source, at, FAULT_FORMAT,
	    "expected a number from %" PRId64 " to %" PRId64 ", found %" PRId64,
	    lowest, highest, value);
	return lowest;
}

void
block_write_data(struct sink *sink, const void *bytes, size_t size)
{
	sink_write_u64(sink, size);
	sink_write(sink, bytes, size);
}

void
block_read_data(struct source *source, size_t most, struct buf *out)
{
	uint64_t at = source->taken;
	uint64_t left = source_read_u64(source);
	size_t before = out->size;
	unsigned char chunk[4096];
	struct fault fault;

	if (left > most)
		disagree(source, at, FAULT_LIMIT,
		    "expected at most %zu bytes of data, found %" PRIu64, most,
		    left);
	while (left != 0 && !source_failed(source)) {
		size_t size = left < sizeof(chunk) ? (size_t)left :
						     sizeof(chunk);

		source_read(source, chunk, size);
		if (!buf_add(out, chunk, size, &fault))
			block_fail(source, at, &fault);
		left -= size;
	}
	if (source_failed(source))
		buf_cut(out, before);
}

/* Eight characters of ASCII, none a NUL: most of all texts. */
static bool
is_ascii_word(const char *bytes)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return ((word | (word - ones)) & high) == 0;
}

/* Where the first byte is that is no part of a UTF-8 text without a NUL. */
static size_t
first_wrong_byte(const char *bytes, size_t size)
{
	size_t at = 0;

	while (at < size) {
		unsigned char c = (unsigned char)bytes[at];
		size_t length = 1;

		if (size - at >= 8 && is_ascii_word(bytes + at))
			length = 8;
		else if (c == '\0')
			break;
		else if (c >= 0x80)
			length = text_utf8_length(bytes + at, size - at);
		if (length == 0)
			break;
		at += length;
	}
	return at;
}

void
block_write_text(struct sink *sink, const char *text)
{
	size_t size;
	struct fault fault;

	if (text == NULL) {
		sink_write_u64(sink, NO_TEXT);
		return;
	}
	size = strlen(text);
	if (size > LIMIT_TEXT) {
		(void)fault_set(&fault, FAULT_LIMIT,
		    "a text of %zu bytes is longer than %d", size, LIMIT_TEXT);
		sink_fail(sink, &fault);
	} else if (first_wrong_byte(text, size) != size) {
		char *quoted = text_quote(text);

		(void)fault_set(&fault, FAULT_FORMAT,
		    "a text is not UTF-8: %.160s", quoted);
		free(quoted);
		sink_fail(sink, &fault);
	}
	sink_write_u64(sink, size);
	sink_write(sink, text, size);
}

/* The size of the text that follows; false when there is none to read. */
static bool
read_text_size(struct source *source, uint64_t at, size_t most,
    size_t *out_size)
{
	uint64_t size = source_read_u64(source);

	if (size == NO_TEXT || source_failed(source))
		return false;
	if (size > most) {
		disagree(source, at, FAULT_LIMIT,
		    "expected a text of at most %zu bytes, found %" PRIu64,
		    most, size);
		return false;
	}
	*out_size = (size_t)size;
	return true;
}

/* False, and the source has failed, when it is none. */
static bool
is_text(struct source *source, uint64_t at, const char *bytes, size_t size)
{
	size_t wrong;

	if (source_failed(source))
		return false;
	wrong = first_wrong_byte(bytes, size);
	if (wrong == size)
		return true;
	disagree(source, at, FAULT_FORMAT,
	    "expected text in UTF-8, found 0x%02X as its byte %zu",
	    (unsigned)(unsigned char)bytes[wrong], wrong + 1);
	return false;
}

char *
block_read_text(struct source *source, size_t most)
{
	uint64_t at = source->taken;
	size_t size, room, have;
	char *text;

	assert(most <= LIMIT_TEXT);
	if (!read_text_size(source, at, most, &size))
		return NULL;
	room = size < AT_ONCE ? size : AT_ONCE;
	text = mem_new(room + 1, 1);
	source_read(source, text, room);
	for (have = room; have < size && !source_failed(source); have = room) {
		room = size - have < have ? size : 2 * have;
		text = mem_grow(text, room + 1, 1);
		source_read(source, text + have, room - have);
	}
	if (!is_text(source, at, text, size)) {
		free(text);
		return NULL;
	}
	text[size] = '\0';
	return text;
}

static void
refuse_no_text(struct source *source, uint64_t at)
{
	disagree(source, at, FAULT_FORMAT, "expected a text, found none");
}

char *
block_read_some_text(struct source *source, size_t most)
{
	uint64_t at = source->taken;
	char *text = block_read_text(source, most);

	if (text == NULL)
		refuse_no_text(source, at);
	return text;
}

const char *
block_read_text_into(struct source *source, char *room, size_t most)
{
	uint64_t at = source->taken;
	size_t size;

	if (!read_text_size(source, at, most, &size))
		return NULL;
	source_read(source, room, size);
	if (!is_text(source, at, room, size))
		return NULL;
	room[size] = '\0';
	return room;
}

const char *
block_read_some_text_into(struct source *source, char *room, size_t most)
{
	uint64_t at = source->taken;
	const char *text = block_read_text_into(source, room, most);

	if (text == NULL)
		refuse_no_text(source, at);
	return text;
}
