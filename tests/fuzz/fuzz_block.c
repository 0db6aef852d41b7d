/*
 * Whatever the elements say, reading them stays within its limits, a fault
 * names its place, and what was read is written as the same bytes.
 *
 * The input is a script: a letter, then the element that it calls for.
 */
#include "config.h"

#include "stream/block.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "stream/memory.h"
#include "tests/fuzz/fuzz.h"

enum { MOST = 300, HIGHEST = 1000 };

static void
copy_text(struct source *source, struct sink *sink, bool is_long)
{
	char room[MOST + 1];
	char *text = NULL;
	const char *read;

	if (is_long)
		read = text = block_read_text(source, LIMIT_TEXT);
	else
		read = block_read_text_into(source, room, MOST);
	assert(read == NULL || !source_failed(source));
	assert(read == NULL || strlen(read) <= (is_long ? LIMIT_TEXT : MOST));
	for (size_t at = 0; read != NULL && read[at] != '\0';) {
		size_t length = text_utf8_length(read + at, strlen(read + at));

		assert(length != 0);
		at += length;
	}
	block_write_text(sink, read);
	free(text);
}

static void
copy_data(struct source *source, struct sink *sink)
{
	struct buf data;

	buf_init(&data, MOST);
	block_read_data(source, MOST, &data);
	assert(data.size <= MOST);
	assert(data.size == 0 || !source_failed(source));
	block_write_data(sink, data.bytes, data.size);
	buf_clear(&data);
}

static void
copy_element(struct source *source, struct sink *sink, unsigned char letter)
{
	uint64_t number;
	int64_t signed_number;

	switch (letter) {
	case 'h':
		block_write_header(sink, block_read_kind(source));
		break;
	case 'b':
		block_write_bool(sink, block_read_bool(source));
		break;
	case 'u':
		number = block_read_uint(source, 1, HIGHEST);
		assert(number >= 1 && number <= HIGHEST);
		block_write_uint(sink, number);
		break;
	case 'i':
		signed_number = block_read_int(source, INT64_MIN, HIGHEST);
		assert(signed_number <= HIGHEST);
		block_write_int(sink, signed_number);
		break;
	case 'd':
		copy_data(source, sink);
		break;
	case 't':
	case 'T':
		copy_text(source, sink, letter == 'T');
		break;
	default:
		block_read_header(source, BLOCK_KIND('S', 'T', 'R', 'A'));
		block_write_header(sink, BLOCK_KIND('S', 'T', 'R', 'A'));
		break;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct memory_source source;
	struct memory_sink sink;
	struct buf copy;
	struct fault fault;
	size_t good = 0;

	buf_init(&copy, size + MOST);
	memory_source_init(&source, bytes, size);
	memory_sink_init(&sink, &copy);
	while (source.source.taken < size && !source_failed(&source.source)) {
		unsigned char letter;

		source_read(&source.source, &letter, 1);
		sink_write(&sink.sink, &letter, 1);
		copy_element(&source.source, &sink.sink, letter);
		if (!source_failed(&source.source))
			good = (size_t)source.source.taken;
	}
	if (!source_finish(&source.source, &fault)) {
		assert(fault.kind == FAULT_FORMAT ||
		    fault.kind == FAULT_LIMIT || fault.kind == FAULT_CLOSED);
		assert(strstr(fault.text, "at byte ") != NULL);
	}
	assert(copy.size >= good);
	assert(good == 0 || memcmp(copy.bytes, bytes, good) == 0);
	buf_clear(&copy);
	return 0;
}
