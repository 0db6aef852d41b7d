#include "config.h"

#include "stream/digest.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/mem.h"
#include "stream/memory.h"
#include "tests/support/streams.h"
#include "tests/unit.h"

#define BEFORE "before the first block: "

enum { FRAME = 16, HEAD = 8, TAIL = 28, ROOM = 4 << 20 };

static unsigned char
pattern(size_t i)
{
	return (unsigned char)(i * 2654435761u >> 13);
}

static size_t
first_difference(const unsigned char *content, size_t size)
{
	size_t i = 0;

	while (i < size && content[i] == pattern(i))
		i++;
	return i;
}

/* `size` bytes of the pattern, as a stream in `out`. */
static void
make_stream(size_t size, struct buf *out)
{
	unsigned char *content = mem_new(size, 1);
	struct memory_sink memory;
	struct digest_sink *digest;
	struct fault fault;

	for (size_t i = 0; i < size; i++)
		content[i] = pattern(i);
	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	digest = digest_sink_new(&memory.sink);
	sink_write(digest_sink_sink(digest), content, size);
	ck_assert(sink_finish(digest_sink_sink(digest), &fault));
	digest_sink_free(digest);
	free(content);
}

/* Reads all there should be; true when nothing was wrong with it. */
static bool
read_stream(const char *bytes, size_t size, size_t content_size,
    struct fault *fault)
{
	unsigned char *content = mem_new(content_size, 1);
	struct failing_source failing;
	struct digest_source *digest;
	bool good;

	failing_source_init(&failing, bytes, size, SIZE_MAX, SIZE_MAX);
	digest = digest_source_new(&failing.source);
	source_read(digest_source_source(digest), content, content_size);
	good = source_finish(digest_source_source(digest), fault) &&
	    source_finish(&failing.source, fault);
	if (good)
		ck_assert_uint_eq(first_difference(content, content_size),
		    content_size);
	digest_source_free(digest);
	free(content);
	return good;
}

START_TEST(any_size_goes_through)
{
	const size_t sizes[] = { 0, 1, 2, 240, 241, DIGEST_SEGMENT - 1,
		DIGEST_SEGMENT, DIGEST_SEGMENT + 1, 2 * DIGEST_SEGMENT,
		2 * DIGEST_SEGMENT + 77 };

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		size_t segments = (sizes[i] + DIGEST_SEGMENT - 1) /
		    DIGEST_SEGMENT;
		struct buf buf;
		struct fault fault;

		make_stream(sizes[i], &buf);
		ck_assert_uint_eq(buf.size,
		    HEAD + segments * FRAME + sizes[i] + TAIL);
		ck_assert_mem_eq(buf.bytes, "BXST0001", 8);
		ck_assert_mem_eq(buf.bytes + buf.size - TAIL, "BXEN", 4);
		ck_assert_msg(read_stream(buf.bytes, buf.size, sizes[i],
				  &fault),
		    "%s", fault.text);
		buf_clear(&buf);
	}
}
END_TEST

START_TEST(the_stream_is_the_same_however_it_was_written)
{
	struct buf whole, buf;
	struct memory_sink memory;
	struct digest_sink *digest;
	struct fault fault;
	size_t size = DIGEST_SEGMENT + 5000;

	make_stream(size, &whole);
	buf_init(&buf, ROOM);
	memory_sink_init(&memory, &buf);
	digest = digest_sink_new(&memory.sink);
	for (size_t i = 0; i < size;) {
		unsigned char some[1000];
		size_t piece = 1 + i % sizeof(some);

		if (piece > size - i)
			piece = size - i;
		for (size_t j = 0; j < piece; j++)
			some[j] = pattern(i + j);
		sink_write(digest_sink_sink(digest), some, piece);
		i += piece;
	}
	ck_assert(sink_finish(digest_sink_sink(digest), &fault));
	ck_assert_uint_eq(digest_sink_sink(digest)->written, size);
	digest_sink_free(digest);
	ck_assert_uint_eq(buf.size, whole.size);
	ck_assert(memcmp(buf.bytes, whole.bytes, buf.size) == 0);
	buf_clear(&buf);
	buf_clear(&whole);
}
END_TEST

START_TEST(every_changed_byte_is_noticed)
{
	const unsigned char patterns[] = { 0x01, 0x80, 0xff, 0x55 };
	struct buf buf;
	struct fault fault;

	make_stream(300, &buf);
	for (size_t i = 0; i < buf.size; i++) {
		for (size_t p = 0; p < COUNT_OF(patterns); p++) {
			buf.bytes[i] = (char)(buf.bytes[i] ^ patterns[p]);
			fault.text[0] = '\0';
			ck_assert(
			    !read_stream(buf.bytes, buf.size, 300, &fault));
			ck_assert_str_ne(fault.text, "");
			buf.bytes[i] = (char)(buf.bytes[i] ^ patterns[p]);
		}
	}
	ck_assert(read_stream(buf.bytes, buf.size, 300, &fault));
	buf_clear(&buf);
}
END_TEST

START_TEST(every_early_end_and_every_extra_byte_is_noticed)
{
	struct buf buf;
	struct fault fault;

	make_stream(300, &buf);
	for (size_t size = 0; size < buf.size; size++) {
		char sentence[FAULT_TEXT_MAX];

		ck_assert(!read_stream(buf.bytes, size, 300, &fault));
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
		(void)snprintf(sentence, sizeof(sentence),
		    BEFORE "the stream ends early, at byte %zu", size);
		ck_assert_str_eq(fault.text, sentence);
	}
	ck_assert(buf_add(&buf, "", 1, &fault));
	ck_assert(!read_stream(buf.bytes, buf.size, 300, &fault));
	ck_assert_str_eq(fault.text,
	    "at byte 352: expected the end, found more");
	/* Less was read than there is. */
	ck_assert(!read_stream(buf.bytes, buf.size - 1, 299, &fault));
	ck_assert_str_eq(fault.text,
	    "at byte 315: expected the end, found more");
	/* More was asked for than there is. */
	ck_assert(!read_stream(buf.bytes, buf.size - 1, 301, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	buf_clear(&buf);
}
END_TEST

START_TEST(damage_is_located_before_a_byte_of_it_is_handed_on)
{
	enum { CONTENT = 2 * DIGEST_SEGMENT };
	unsigned char byte;
	struct buf buf;
	struct memory_source memory;
	struct digest_source *digest;
	struct source *source;
	struct fault fault;

	make_stream(CONTENT, &buf);
	buf.bytes[HEAD + FRAME + DIGEST_SEGMENT + 8 + 12345] ^= 0x10;
	memory_source_init(&memory, buf.bytes, buf.size);
	digest = digest_source_new(&memory.source);
	source = digest_source_source(digest);
	for (size_t i = 0; i < DIGEST_SEGMENT; i++)
		source_read(source, &byte, 1);
	ck_assert(!source_failed(source));
	ck_assert_uint_eq(source->taken, HEAD + 8 + DIGEST_SEGMENT);
	source_read(source, &byte, 1);
	ck_assert_uint_eq(byte, 0);
	ck_assert(!source_check(source, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_str_eq(fault.text,
	    BEFORE "bytes 1048608 to 2097183 are damaged: "
		   "their digest is another");
	digest_source_free(digest);
	buf_clear(&buf);
}
END_TEST

START_TEST(segments_that_changed_places_are_noticed)
{
	enum { WHOLE = DIGEST_SEGMENT + FRAME };
	struct buf buf;
	char *first;
	struct fault fault;

	make_stream(2 * DIGEST_SEGMENT, &buf);
	ck_assert(read_stream(buf.bytes, buf.size, 2 * DIGEST_SEGMENT, &fault));
	first = mem_copy(buf.bytes + HEAD, WHOLE);
	memcpy(buf.bytes + HEAD, buf.bytes + HEAD + WHOLE, WHOLE);
	memcpy(buf.bytes + HEAD + WHOLE, first, WHOLE);
	ck_assert(
	    !read_stream(buf.bytes, buf.size, 2 * DIGEST_SEGMENT, &fault));
	ck_assert_str_eq(fault.text,
	    BEFORE "bytes 16 to 1048591 are damaged: their digest is another");
	free(first);
	buf_clear(&buf);
}
END_TEST

START_TEST(the_words_and_sizes_of_the_frame_are_checked)
{
	static const struct {
		size_t at;
		const char *bytes;
		size_t size;
		const char *sentence;
	} cases[] = {
		{ 0,
		    "\x7f"
		    "ELF",
		    4,
		    BEFORE
		    "at byte 0: expected a stream (BXST), found '\\x7FELF'" },
		{ 4, "0002", 4,
		    BEFORE "at byte 4: expected version 0001, found '0002'" },
		{ 8, "BXBK", 4,
		    BEFORE
		    "at byte 8: expected a segment (BXSG) or the end (BXEN), "
		    "found 'BXBK'" },
		{ 12, "\0\0\0\0", 4,
		    BEFORE
		    "at byte 8: expected a segment of 1 to 1048576 bytes, "
		    "found 0" },
		{ 12, "\x01\0\x10\0", 4,
		    BEFORE
		    "at byte 8: expected a segment of 1 to 1048576 bytes, "
		    "found 1048577" },
		{ 20, "?", 1,
		    BEFORE
		    "bytes 16 to 20 are damaged: their digest is another" },
		{ 33, "\x06", 1,
		    BEFORE
		    "at byte 29: expected an end after 5 bytes of content, "
		    "found one after 6" },
		{ 56, "\0", 1,
		    BEFORE
		    "at byte 29: the digest of the whole stream is another" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buf buf;
		struct fault fault;

		make_stream(5, &buf);
		memcpy(buf.bytes + cases[i].at, cases[i].bytes, cases[i].size);
		ck_assert(!read_stream(buf.bytes, buf.size, 5, &fault));
		ck_assert_str_eq(fault.text, cases[i].sentence);
		buf_clear(&buf);
	}
}
END_TEST

START_TEST(a_stream_below_that_fails_anywhere_is_told)
{
	struct buf whole;
	struct fault fault;

	make_stream(100, &whole);
	for (size_t at = 0; at <= whole.size; at++) {
		unsigned char content[100] = { 0 };
		struct buf buf;
		struct failing_sink failing;
		struct failing_source broken;
		struct digest_sink *sink;
		struct digest_source *source;

		buf_init(&buf, 1000);
		failing_sink_init(&failing, &buf, at);
		sink = digest_sink_new(&failing.sink);
		sink_write(digest_sink_sink(sink), content, 100);
		ck_assert(!sink_finish(digest_sink_sink(sink), &fault));
		ck_assert_int_eq(fault.kind, FAULT_SYSTEM);
		ck_assert_str_eq(fault.text, "the device is full");
		digest_sink_free(sink);
		buf_clear(&buf);

		failing_source_init(&broken, whole.bytes, whole.size, 9, at);
		source = digest_source_new(&broken.source);
		source_read(digest_source_source(source), content, 100);
		ck_assert(
		    !source_finish(digest_source_source(source), &fault) ||
		    !source_finish(&broken.source, &fault));
		ck_assert_int_eq(fault.kind, FAULT_SYSTEM);
		ck_assert_str_eq(fault.text, "the device is broken");
		digest_source_free(source);
	}
	buf_clear(&whole);
}
END_TEST

/* As much as a stream may hold, made as it is read, and a segment more. */
struct longest {
	struct source source;
	struct buf buf;
	struct memory_sink memory;
	struct digest_sink *digest;
	int left; /* segments */
};

static bool
longest_read(struct source *source, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	static const unsigned char zeros[DIGEST_SEGMENT];
	struct longest *longest = (struct longest *)source;

	(void)room;
	(void)size;
	*out_size = 0;
	if (source->taken != 0) /* else it holds the header */
		buf_cut(&longest->buf, 0);
	while (longest->left > 0 && longest->buf.size <= HEAD) {
		sink_write(digest_sink_sink(longest->digest), zeros,
		    sizeof(zeros));
		longest->left--;
	}
	if (longest->buf.size == 0 &&
	    !buf_add(&longest->buf, "BXSG\x01\0\0\0x\0\0\0\0\0\0\0", 17, fault))
		return false;
	source->ready = (unsigned char *)longest->buf.bytes;
	source->ready_size = longest->buf.size;
	return true;
}

START_TEST(a_stream_beyond_the_limit_is_neither_written_nor_read)
{
	static const struct source_ops ops = { .read = longest_read };
	static unsigned char room[DIGEST_SEGMENT];
	struct longest longest = { .left = LIMIT_PLAN / DIGEST_SEGMENT + 1 };
	struct digest_source *digest;
	struct source *source;
	struct fault fault;

	source_init(&longest.source, &ops);
	buf_init(&longest.buf, ROOM);
	memory_sink_init(&longest.memory, &longest.buf);
	longest.digest = digest_sink_new(&longest.memory.sink);
	digest = digest_source_new(&longest.source);
	source = digest_source_source(digest);
	for (int i = 0; i < LIMIT_PLAN / DIGEST_SEGMENT; i++)
		source_read(source, room, sizeof(room));
	ck_assert(source_check(source, &fault));
	source_read(source, room, 1);
	ck_assert(!source_check(source, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text,
	    BEFORE
	    "at byte 1073758216: a stream of more than 1073741824 bytes");
	ck_assert(!sink_finish(digest_sink_sink(longest.digest), &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text, "a stream of more than 1073741824 bytes");
	digest_source_free(digest);
	digest_sink_free(longest.digest);
	buf_clear(&longest.buf);
}
END_TEST

UNIT_MAIN("stream/digest", any_size_goes_through,
    the_stream_is_the_same_however_it_was_written,
    every_changed_byte_is_noticed,
    every_early_end_and_every_extra_byte_is_noticed,
    damage_is_located_before_a_byte_of_it_is_handed_on,
    segments_that_changed_places_are_noticed,
    the_words_and_sizes_of_the_frame_are_checked,
    a_stream_below_that_fails_anywhere_is_told,
    a_stream_beyond_the_limit_is_neither_written_nor_read)
