#include "config.h"

#include "stream/block.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/mem.h"
#include "stream/memory.h"
#include "tests/support/streams.h"
#include "tests/unit.h"

#define STRA BLOCK_KIND('S', 'T', 'R', 'A')
#define FREQ BLOCK_KIND('F', 'R', 'E', 'Q')

/* One of each element, borders included: 15 of them. */
static void
write_all(struct sink *sink)
{
	block_write_header(sink, STRA);
	block_write_bool(sink, true);
	block_write_bool(sink, false);
	block_write_uint(sink, 0);
	block_write_uint(sink, UINT64_MAX);
	block_write_int(sink, 0);
	block_write_int(sink, -1);
	block_write_int(sink, INT64_MIN);
	block_write_int(sink, INT64_MAX);
	block_write_data(sink, "\0\xff", 2);
	block_write_data(sink, NULL, 0);
	block_write_text(sink, "záloha");
	block_write_text(sink, "");
	block_write_text(sink, NULL);
	block_write_text(sink, "€");
}

static void
read_all(struct source *source, struct buf *data)
{
	char room[7];
	char *text;
	const char *last;

	block_read_header(source, STRA);
	ck_assert(block_read_bool(source) || source_failed(source));
	ck_assert(!block_read_bool(source));
	ck_assert_uint_eq(block_read_uint(source, 0, 0), 0);
	(void)block_read_uint(source, 1, UINT64_MAX);
	ck_assert_int_eq(block_read_int(source, 0, 0), 0);
	(void)block_read_int(source, -1, -1);
	(void)block_read_int(source, INT64_MIN, INT64_MIN);
	(void)block_read_int(source, INT64_MAX, INT64_MAX);
	block_read_data(source, 2, data);
	block_read_data(source, 0, data);
	text = block_read_some_text(source, 7);
	ck_assert(source_failed(source) || strcmp(text, "záloha") == 0);
	free(text);
	text = block_read_some_text(source, 0);
	ck_assert(source_failed(source) || strcmp(text, "") == 0);
	free(text);
	ck_assert_ptr_null(block_read_text(source, 0));
	last = block_read_some_text_into(source, room, 6);
	ck_assert(source_failed(source) || strcmp(last, "€") == 0);
}

START_TEST(what_was_written_is_read_back)
{
	struct buf buf, data;
	struct memory_sink memory;
	struct failing_source failing;
	struct fault fault;

	buf_init(&buf, 1000);
	buf_init(&data, 1000);
	memory_sink_init(&memory, &buf);
	write_all(&memory.sink);
	ck_assert(sink_finish(&memory.sink, &fault));
	for (size_t piece = 1; piece <= buf.size; piece++) {
		failing_source_init(&failing, buf.bytes, buf.size, piece,
		    SIZE_MAX);
		read_all(&failing.source, &data);
		ck_assert_msg(source_finish(&failing.source, &fault), "%s",
		    fault.text);
		ck_assert_uint_eq(data.size, 2);
		ck_assert_mem_eq(data.bytes, "\0\xff", 2);
		buf_clear(&data);
	}
	buf_clear(&buf);
}
END_TEST

START_TEST(an_end_or_a_broken_device_anywhere_is_told)
{
	struct buf buf, data;
	struct memory_sink memory;
	struct failing_source failing;
	struct fault fault;

	buf_init(&buf, 1000);
	buf_init(&data, 1000);
	memory_sink_init(&memory, &buf);
	write_all(&memory.sink);
	ck_assert(sink_finish(&memory.sink, &fault));
	for (size_t at = 0; at < buf.size; at++) {
		failing_source_init(&failing, buf.bytes, at, 7, SIZE_MAX);
		read_all(&failing.source, &data);
		ck_assert(!source_check(&failing.source, &fault));
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
		failing_source_init(&failing, buf.bytes, buf.size, 7, at);
		read_all(&failing.source, &data);
		ck_assert(!source_check(&failing.source, &fault));
		ck_assert_int_eq(fault.kind, FAULT_SYSTEM);
		buf_clear(&data);
	}
	buf_clear(&buf);
}
END_TEST

START_TEST(a_sink_that_fails_anywhere_is_told)
{
	struct buf whole, buf;
	struct failing_sink failing;
	struct fault fault;

	buf_init(&whole, 1000);
	failing_sink_init(&failing, &whole, SIZE_MAX);
	write_all(&failing.sink);
	ck_assert(sink_finish(&failing.sink, &fault));
	for (size_t at = 0; at <= whole.size; at++) {
		buf_init(&buf, 1000);
		failing_sink_init(&failing, &buf, at);
		write_all(&failing.sink);
		ck_assert(!sink_finish(&failing.sink, &fault));
		ck_assert_str_eq(fault.text, "the device is full");
		ck_assert_uint_eq(buf.size, at);
		if (at != 0)
			ck_assert_mem_eq(buf.bytes, whole.bytes, at);
		buf_clear(&buf);
	}
	buf_clear(&whole);
}
END_TEST

START_TEST(elements_have_the_bytes_that_the_document_says)
{
	static const char expected[] = "BXBKSTRA"
				       "\x01"
				       "\x2a\0\0\0\0\0\0\0"
				       "\x01\0\0\0\0\0\0\0"
				       "\x02\0\0\0\0\0\0\0hi"
				       "\xff\xff\xff\xff\xff\xff\xff\xff";
	struct buf buf;
	struct memory_sink memory;
	struct fault fault;

	buf_init(&buf, 1000);
	memory_sink_init(&memory, &buf);
	block_write_header(&memory.sink, STRA);
	block_write_bool(&memory.sink, true);
	block_write_uint(&memory.sink, 42);
	block_write_int(&memory.sink, -1);
	block_write_text(&memory.sink, "hi");
	block_write_text(&memory.sink, NULL);
	ck_assert(sink_finish(&memory.sink, &fault));
	ck_assert_uint_eq(buf.size, sizeof(expected) - 1);
	ck_assert_mem_eq(buf.bytes, expected, buf.size);
	buf_clear(&buf);
}
END_TEST

static void
read_header(struct source *source)
{
	block_read_header(source, FREQ);
}
static void
read_bool(struct source *source)
{
	ck_assert(!block_read_bool(source));
}
static void
read_uint(struct source *source)
{
	ck_assert_uint_eq(block_read_uint(source, 3, 5), 3);
}
static void
read_int(struct source *source)
{
	ck_assert_int_eq(block_read_int(source, -1, 6), -1);
}
static void
read_data(struct source *source)
{
	struct buf data;

	buf_init(&data, 3);
	block_read_data(source, 5, &data);
	ck_assert_uint_eq(data.size, 0);
	buf_clear(&data);
}
static void
read_text(struct source *source)
{
	ck_assert_ptr_null(block_read_text(source, 3));
}
static void
read_some_text(struct source *source)
{
	ck_assert_ptr_null(block_read_some_text(source, 3));
}
static void
read_text_into(struct source *source)
{
	char room[4];

	ck_assert_ptr_null(block_read_text_into(source, room, 3));
}

static void
read_some_text_into(struct source *source)
{
	char room[4];

	ck_assert_ptr_null(block_read_some_text_into(source, room, 3));
}

START_TEST(the_first_disagreement_says_where_and_what)
{
	static const struct {
		void (*read)(struct source *source);
		const char *bytes;
		size_t size;
		enum fault_kind kind;
		const char *sentence;
	} cases[] = {
		{ read_header, "BXBKLINE", 8, FAULT_FORMAT,
		    "expected block FREQ, found 'LINE'" },
		{ read_header, "BXBQFREQ", 8, FAULT_FORMAT,
		    "expected a block (BXBK), found 'BXBQ'" },
		{ read_header,
		    "\0\x01\\\xff"
		    "FREQ",
		    8, FAULT_FORMAT,
		    "expected a block (BXBK), found '\\x00\\x01\\x5C\\xFF'" },
		{ read_header, "BXBK\0\0\0\0", 8, FAULT_FORMAT,
		    "expected a kind of block, found none" },
		{ read_bool, "\x02", 1, FAULT_FORMAT,
		    "expected a boolean (0 or 1), found 2" },
		{ read_uint, "\x02\0\0\0\0\0\0\0", 8, FAULT_FORMAT,
		    "expected a number from 3 to 5, found 2" },
		{ read_uint, "\x06\0\0\0\0\0\0\0", 8, FAULT_FORMAT,
		    "expected a number from 3 to 5, found 6" },
		{ read_uint, "\xff\xff\xff\xff\xff\xff\xff\xff", 8,
		    FAULT_FORMAT,
		    "expected a number from 3 to 5, found "
		    "18446744073709551615" },
		{ read_int, "\x03\0\0\0\0\0\0\0", 8, FAULT_FORMAT,
		    "expected a number from -1 to 6, found -2" },
		{ read_int, "\x0e\0\0\0\0\0\0\0", 8, FAULT_FORMAT,
		    "expected a number from -1 to 6, found 7" },
		{ read_data, "\x06\0\0\0\0\0\0\0abcdef", 14, FAULT_LIMIT,
		    "expected at most 5 bytes of data, found 6" },
		{ read_data, "\x04\0\0\0\0\0\0\0abcd", 12, FAULT_LIMIT,
		    "more than 3 bytes" },
		{ read_text, "\x04\0\0\0\0\0\0\0abcd", 12, FAULT_LIMIT,
		    "expected a text of at most 3 bytes, found 4" },
		{ read_text, "\0\0\0\x80\0\0\0\0", 8, FAULT_LIMIT,
		    "expected a text of at most 3 bytes, found 2147483648" },
		{ read_text, "\x03\0\0\0\0\0\0\0a\xc3z", 11, FAULT_FORMAT,
		    "expected text in UTF-8, found 0xC3 as its byte 2" },
		{ read_text, "\x02\0\0\0\0\0\0\0a\0", 10, FAULT_FORMAT,
		    "expected text in UTF-8, found 0x00 as its byte 2" },
		{ read_some_text, "\xff\xff\xff\xff\xff\xff\xff\xff", 8,
		    FAULT_FORMAT, "expected a text, found none" },
		{ read_some_text_into, "\xff\xff\xff\xff\xff\xff\xff\xff", 8,
		    FAULT_FORMAT, "expected a text, found none" },
		{ read_text_into, "\x04\0\0\0\0\0\0\0abcd", 12, FAULT_LIMIT,
		    "expected a text of at most 3 bytes, found 4" },
		{ read_text_into, "\x01\0\0\0\0\0\0\0\xff", 9, FAULT_FORMAT,
		    "expected text in UTF-8, found 0xFF as its byte 1" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char bytes[64] = "BXBKSTRA";
		char sentence[FAULT_TEXT_MAX];
		struct memory_source memory;
		struct fault fault;

		memory_source_init(&memory, cases[i].bytes, cases[i].size);
		cases[i].read(&memory.source);
		ck_assert(!source_check(&memory.source, &fault));
		(void)snprintf(sentence, sizeof(sentence), "at byte 0: %s",
		    cases[i].sentence);
		ck_assert_str_eq(fault.text, sentence);
		ck_assert_int_eq(fault.kind, cases[i].kind);

		memcpy(bytes + 8, cases[i].bytes, cases[i].size);
		memory_source_init(&memory, bytes, 8 + cases[i].size);
		ck_assert_uint_eq(block_read_kind(&memory.source), STRA);
		cases[i].read(&memory.source);
		ck_assert(!source_check(&memory.source, &fault));
		(void)snprintf(sentence, sizeof(sentence),
		    "at byte 8, in block STRA: %s", cases[i].sentence);
		ck_assert_str_eq(fault.text, sentence);
		ck_assert_uint_eq(block_read_kind(&memory.source), 0);
	}
}
END_TEST

START_TEST(long_texts_arrive_whole_and_one_byte_more_is_refused)
{
	char *text = mem_new(LIMIT_TEXT + 2, 1);

	memset(text, 'x', LIMIT_TEXT + 1);
	for (size_t size = LIMIT_TEXT + 1; size != 0; size /= 2) {
		struct buf buf;
		struct memory_sink sink;
		struct memory_source source;
		struct fault fault;
		char *read;

		text[size] = '\0';
		buf_init(&buf, 2 * LIMIT_TEXT);
		memory_sink_init(&sink, &buf);
		block_write_text(&sink.sink, text);
		if (size > LIMIT_TEXT) {
			ck_assert(!sink_finish(&sink.sink, &fault));
			ck_assert_int_eq(fault.kind, FAULT_LIMIT);
			ck_assert_str_eq(fault.text,
			    "a text of 1048577 bytes "
			    "is longer than 1048576");
			continue;
		}
		ck_assert(sink_finish(&sink.sink, &fault));
		memory_source_init(&source, buf.bytes, buf.size);
		read = block_read_some_text(&source.source, LIMIT_TEXT);
		ck_assert(source_finish(&source.source, &fault));
		ck_assert_str_eq(read, text);
		free(read);
		/* The same announced, but only the first bytes come. */
		memory_source_init(&source, buf.bytes, 8);
		ck_assert_ptr_null(block_read_text(&source.source, LIMIT_TEXT));
		ck_assert(!source_check(&source.source, &fault));
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
		buf_clear(&buf);
	}
	free(text);
}
END_TEST

START_TEST(a_text_that_is_not_utf8_is_not_written)
{
	struct buf buf;
	struct memory_sink memory;
	struct fault fault;

	buf_init(&buf, 100);
	memory_sink_init(&memory, &buf);
	block_write_text(&memory.sink, "caf\xe9");
	ck_assert(!sink_finish(&memory.sink, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_str_eq(fault.text, "a text is not UTF-8: \"caf\\xE9\"");
	ck_assert_uint_eq(buf.size, 0);
}
END_TEST

START_TEST(a_cause_of_the_readers_own_gets_its_place)
{
	struct memory_source memory;
	struct fault cause, fault;

	memory_source_init(&memory, "BXBKSTRA", 8);
	ck_assert_uint_eq(block_read_kind(&memory.source), STRA);
	(void)fault_set(&cause, FAULT_DUPLICATE, "strategy EST_1 twice");
	block_fail(&memory.source, 3, &cause);
	ck_assert(!source_check(&memory.source, &fault));
	ck_assert_int_eq(fault.kind, FAULT_DUPLICATE);
	ck_assert_str_eq(fault.text,
	    "at byte 3, in block STRA: strategy EST_1 twice");
}
END_TEST

UNIT_MAIN("stream/block", what_was_written_is_read_back,
    an_end_or_a_broken_device_anywhere_is_told,
    a_sink_that_fails_anywhere_is_told,
    elements_have_the_bytes_that_the_document_says,
    the_first_disagreement_says_where_and_what,
    long_texts_arrive_whole_and_one_byte_more_is_refused,
    a_text_that_is_not_utf8_is_not_written,
    a_cause_of_the_readers_own_gets_its_place)
