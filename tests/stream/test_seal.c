#include "config.h"

#include "stream/seal.h"

#include <stdio.h>

#include "base/mem.h"
#include "stream/memory.h"
#include "tests/support/content.h"
#include "tests/support/streams.h"
#include "tests/unit.h"

enum { ROOM = 64 << 20, HEAD = 72, FULL = 8 + SEAL_SEGMENT + 16 };

/* A passphrase that costs next to nothing. */
static struct seal_key *
make_key(const char *passphrase)
{
	struct fault fault;
	struct seal_key *key = seal_key_of_passphrase(passphrase, &fault);

	ck_assert_ptr_nonnull(key);
	seal_key_set_cost(key, 1, 1);
	return key;
}

static void
seal(const struct seal_key *key, const unsigned char *bytes, size_t size,
    struct buf *out)
{
	struct memory_sink memory;
	struct seal_sink *sink;
	struct fault fault;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	sink = seal_sink_new(&memory.sink, key);
	content_write(seal_sink_sink(sink), bytes, size);
	ck_assert_msg(sink_finish(seal_sink_sink(sink), &fault), "%s",
	    fault.text);
	seal_sink_free(sink);
}

static bool
opens(const struct seal_key *key, const struct buf *buf,
    const unsigned char *bytes, size_t size, struct fault *fault)
{
	struct memory_source memory;
	struct seal_source *source;
	bool is_same;

	memory_source_init(&memory, buf->bytes, buf->size);
	source = seal_source_new(&memory.source, key);
	is_same = content_is_read(seal_source_source(source), bytes, size,
	    fault);
	seal_source_free(source);
	return is_same;
}

START_TEST(what_was_sealed_comes_back_and_cannot_be_read_before)
{
	static const size_t sizes[] = { 0, 1, 300, SEAL_SEGMENT - 1,
		SEAL_SEGMENT, SEAL_SEGMENT + 1, 2 * SEAL_SEGMENT, 1000000 };
	struct seal_key *key = make_key("correct horse");

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		unsigned char *bytes = content_make(sizes[i], i);
		struct buf first, second;
		struct fault fault;

		seal(key, bytes, sizes[i], &first);
		seal(key, bytes, sizes[i], &second);
		ck_assert_msg(opens(key, &first, bytes, sizes[i], &fault), "%s",
		    fault.text);
		ck_assert_uint_eq(first.size, second.size);
		if (sizes[i] >= 300) {
			ck_assert(memcmp(first.bytes + HEAD + 8,
				      second.bytes + HEAD + 8, 300) != 0);
			ck_assert(
			    memcmp(first.bytes + HEAD + 8, bytes, 300) != 0);
		}
		buf_clear(&first);
		buf_clear(&second);
		free(bytes);
	}
	seal_key_free(key);
}
END_TEST

START_TEST(every_changed_byte_early_end_and_extra_byte_is_noticed)
{
	static const unsigned char patterns[] = { 0x01, 0x80, 0xff, 0x55 };
	struct seal_key *key = make_key("correct horse");
	unsigned char *bytes = content_make(200, 1);
	struct buf buf;
	struct fault fault;
	size_t size;

	seal(key, bytes, 200, &buf);
	size = buf.size;
	for (size_t i = 0; i < size; i++) {
		for (size_t p = 0; p < COUNT_OF(patterns); p++) {
			buf.bytes[i] = (char)(buf.bytes[i] ^ patterns[p]);
			fault.kind = FAULT_SYSTEM;
			ck_assert(!opens(key, &buf, bytes, 200, &fault));
			ck_assert(fault.kind == FAULT_FORMAT ||
			    fault.kind == FAULT_LIMIT ||
			    fault.kind == FAULT_REFUSED);
			buf.bytes[i] = (char)(buf.bytes[i] ^ patterns[p]);
		}
		buf.size = i;
		ck_assert(!opens(key, &buf, bytes, 200, &fault));
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
		buf.size = size;
	}
	ck_assert(buf_add(&buf, "x", 1, &fault));
	ck_assert(!opens(key, &buf, bytes, 200, &fault));
	ck_assert_str_eq(fault.text,
	    "at byte 296: expected the end, found more");
	buf_clear(&buf);
	free(bytes);
	seal_key_free(key);
}
END_TEST

static void
expect_damage(const struct seal_key *key, const struct buf *buf,
    const unsigned char *bytes, size_t size, size_t first, size_t last)
{
	char sentence[FAULT_TEXT_MAX];
	struct fault fault;

	ck_assert(!opens(key, buf, bytes, size, &fault));
	(void)snprintf(sentence, sizeof(sentence),
	    "bytes %zu to %zu are not authentic: changed, moved, or of another "
	    "stream",
	    first, last);
	ck_assert_str_eq(fault.text, sentence);
}

START_TEST(segments_that_moved_doubled_or_came_from_elsewhere_are_noticed)
{
	enum { SIZE = 3 * SEAL_SEGMENT + 10, LAST = 8 + 10 + 16 };
	struct seal_key *key = make_key("correct horse");
	unsigned char *bytes = content_make(SIZE, 1);
	struct buf whole, other, buf;
	struct fault fault;

	seal(key, bytes, SIZE, &whole);
	seal(key, bytes, SIZE, &other);
	ck_assert_uint_eq(whole.size, HEAD + 3 * FULL + LAST);
	/* The second left out. */
	buf_init(&buf, ROOM);
	ck_assert(buf_add(&buf, whole.bytes, HEAD + FULL, &fault));
	ck_assert(buf_add(&buf, whole.bytes + HEAD + 2 * FULL,
	    whole.size - HEAD - 2 * FULL, &fault));
	expect_damage(key, &buf, bytes, SIZE, HEAD + FULL, HEAD + 2 * FULL - 1);
	/* The first doubled. */
	buf_cut(&buf, HEAD + FULL);
	ck_assert(buf_add(&buf, whole.bytes + HEAD, whole.size - HEAD, &fault));
	expect_damage(key, &buf, bytes, SIZE, HEAD + FULL, HEAD + 2 * FULL - 1);
	/* The second from another stream under the same key. */
	buf_cut(&buf, HEAD + FULL);
	ck_assert(buf_add(&buf, other.bytes + HEAD + FULL, FULL, &fault));
	expect_damage(key, &buf, bytes, SIZE, HEAD + FULL, HEAD + 2 * FULL - 1);
	/* Another stream behind the header of this one. */
	buf_cut(&buf, HEAD);
	ck_assert(buf_add(&buf, other.bytes + HEAD, other.size - HEAD, &fault));
	expect_damage(key, &buf, bytes, SIZE, HEAD, HEAD + FULL - 1);
	/* A full segment that is made the last. */
	buf_cut(&buf, HEAD);
	ck_assert(buf_add(&buf, whole.bytes + HEAD, FULL, &fault));
	buf.bytes[HEAD + 3] = 'L';
	expect_damage(key, &buf, bytes, SEAL_SEGMENT, HEAD, HEAD + FULL - 1);
	/* Cut behind a whole segment, and two joined. */
	buf.bytes[HEAD + 3] = 'S';
	ck_assert(!opens(key, &buf, bytes, SEAL_SEGMENT, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert(buf_add(&whole, other.bytes, other.size, &fault));
	ck_assert(!opens(key, &whole, bytes, SIZE, &fault));
	ck_assert(strstr(fault.text, "expected the end") != NULL);
	buf_clear(&buf);
	buf_clear(&whole);
	buf_clear(&other);
	free(bytes);
	seal_key_free(key);
}
END_TEST

START_TEST(another_key_is_told_from_damage)
{
	struct seal_key *key = make_key("correct horse");
	struct seal_key *other = make_key("wrong horse");
	struct buf buf;
	struct fault fault;

	seal(key, (const void *)"text", 4, &buf);
	ck_assert(!opens(other, &buf, (const void *)"text", 4, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_str_eq(fault.text,
	    "at byte 24: the passphrase is another than it was encrypted "
	    "under, or bytes 8 to 71 are damaged");
	memcpy(buf.bytes + 8, "KEYF\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	ck_assert(!opens(key, &buf, (const void *)"text", 4, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_str_eq(fault.text,
	    "it is encrypted under a key, and a passphrase was given");
	buf_clear(&buf);
	seal_key_free(key);
	seal_key_free(other);
}
END_TEST

START_TEST(what_scrypt_may_cost_a_reader_is_bounded)
{
	static const unsigned char costs[][3] = { { 16, 8, 1 }, { 15, 9, 1 },
		{ 15, 8, 5 }, { 0, 8, 1 }, { 15, 8, 0 }, { 15, 1, 1 } };
	struct seal_key *key = make_key("correct horse");
	struct buf buf;
	struct fault fault;

	seal(key, (const void *)"text", 4, &buf);
	for (size_t i = 0; i < COUNT_OF(costs); i++) {
		for (size_t n = 0; n < 3; n++)
			buf.bytes[12 + 4 * n] = (char)costs[i][n];
		ck_assert(!opens(key, &buf, (const void *)"text", 4, &fault));
		ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	}
	buf.bytes[15] = 1; /* 2^16777216 and some */
	ck_assert(!opens(key, &buf, (const void *)"text", 4, &fault));
	ck_assert_str_eq(fault.text,
	    "at byte 12: expected scrypt of N 2^1 to 2^15, r 8, p 1 to 4, or "
	    "none, found 2^16777231, 1, 1");
	buf_clear(&buf);
	seal_key_free(key);
}
END_TEST

START_TEST(a_stream_below_that_fails_anywhere_is_told)
{
	struct seal_key *key = make_key("correct horse");
	unsigned char *bytes = content_make(100, 1);
	struct buf whole, buf;
	struct fault fault;

	seal(key, bytes, 100, &whole);
	for (size_t at = 0; at <= whole.size; at++) {
		struct failing_sink full;
		struct failing_source broken;
		struct seal_sink *sink;
		struct seal_source *source;

		buf_init(&buf, ROOM);
		failing_sink_init(&full, &buf, at);
		sink = seal_sink_new(&full.sink, key);
		content_write(seal_sink_sink(sink), bytes, 100);
		ck_assert(!sink_finish(seal_sink_sink(sink), &fault));
		ck_assert_str_eq(fault.text, "the device is full");
		seal_sink_free(sink);
		buf_clear(&buf);
		failing_source_init(&broken, whole.bytes, whole.size, 7, at);
		source = seal_source_new(&broken.source, key);
		ck_assert(!content_is_read(seal_source_source(source), bytes,
		    100, &fault));
		ck_assert_str_eq(fault.text, "the device is broken");
		seal_source_free(source);
	}
	buf_clear(&whole);
	free(bytes);
	seal_key_free(key);
}
END_TEST

UNIT_MAIN("stream/seal", what_was_sealed_comes_back_and_cannot_be_read_before,
    every_changed_byte_early_end_and_extra_byte_is_noticed,
    segments_that_moved_doubled_or_came_from_elsewhere_are_noticed,
    another_key_is_told_from_damage, what_scrypt_may_cost_a_reader_is_bounded,
    a_stream_below_that_fails_anywhere_is_told)
