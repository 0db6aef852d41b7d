#include "config.h"

#include "stream/zstd.h"

#include <zstd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "stream/memory.h"
#include "tests/support/content.h"
#include "tests/support/streams.h"
#include "tests/unit.h"

enum { ROOM = 64 << 20, HEAD = 16 };

static void
compress(const unsigned char *bytes, size_t size, struct buf *out)
{
	struct memory_sink memory;
	struct zstd_sink *zstd;
	struct fault fault;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	zstd = zstd_sink_new(&memory.sink);
	content_write(zstd_sink_sink(zstd), bytes, size);
	ck_assert_msg(sink_finish(zstd_sink_sink(zstd), &fault), "%s",
	    fault.text);
	zstd_sink_free(zstd);
}

static bool
decompresses(const void *stream, size_t stream_size, const unsigned char *bytes,
    size_t size, struct fault *fault)
{
	struct memory_source memory;
	struct zstd_source *zstd;
	bool is_same;

	memory_source_init(&memory, stream, stream_size);
	zstd = zstd_source_new(&memory.source);
	is_same = content_is_read(zstd_source_source(zstd), bytes, size, fault);
	zstd_source_free(zstd);
	return is_same;
}

START_TEST(what_was_compressed_comes_back_whatever_its_size)
{
	static const size_t sizes[] = { 0, 1, 300, (1 << 20) - 1, 1 << 20,
		(1 << 20) + 1, 9000000 };

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		unsigned char *bytes = content_make(sizes[i], i);
		struct buf buf;
		struct fault fault;

		compress(bytes, sizes[i], &buf);
		if (sizes[i] > 1000)
			ck_assert_uint_lt(buf.size, sizes[i] * 9 / 10);
		ck_assert_msg(decompresses(buf.bytes, buf.size, bytes, sizes[i],
				  &fault),
		    "%s", fault.text);
		buf_clear(&buf);
		free(bytes);
	}
}
END_TEST

START_TEST(every_changed_byte_early_end_and_extra_byte_is_noticed)
{
	static const unsigned char patterns[] = { 0x01, 0x80, 0xff, 0x55 };
	unsigned char *bytes = content_make(700, 1);
	struct buf buf;
	struct fault fault;
	size_t size;

	compress(bytes, 700, &buf);
	size = buf.size;
	for (size_t i = 0; i < size; i++) {
		for (size_t p = 0; p < COUNT_OF(patterns); p++) {
			buf.bytes[i] = (char)(buf.bytes[i] ^ patterns[p]);
			ck_assert(
			    !decompresses(buf.bytes, size, bytes, 700, &fault));
			ck_assert(fault.kind == FAULT_FORMAT ||
			    fault.kind == FAULT_LIMIT);
			buf.bytes[i] = (char)(buf.bytes[i] ^ patterns[p]);
		}
		ck_assert(!decompresses(buf.bytes, i, bytes, 700, &fault));
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	}
	ck_assert(buf_add(&buf, "x", 1, &fault));
	ck_assert(!decompresses(buf.bytes, buf.size, bytes, 700, &fault));
	ck_assert(strstr(fault.text, ": expected the end, found more") != NULL);
	buf_clear(&buf);
	free(bytes);
}
END_TEST

/* Our header with this promise, and behind it any frame. */
static void
make_stream(struct buf *out, uint64_t most, const void *frame, size_t size)
{
	struct memory_sink memory;
	struct fault fault;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	sink_write(&memory.sink, "BXZS0001", 8);
	sink_write_u64(&memory.sink, most);
	sink_write(&memory.sink, frame, size);
	ck_assert(sink_finish(&memory.sink, &fault));
}

static void
must_refuse(const struct buf *buf, enum fault_kind kind, const char *sentence)
{
	struct fault fault;

	ck_assert(
	    !decompresses(buf->bytes, buf->size, (const void *)"", 0, &fault));
	ck_assert_str_eq(fault.text, sentence);
	ck_assert_int_eq(fault.kind, kind);
}

START_TEST(bombs_are_refused_at_their_promise_or_when_they_break_it)
{
	unsigned char *zeros = mem_new(1 << 20, 1);
	size_t room = ZSTD_compressBound(1 << 20);
	char *frame = mem_new(room, 1);
	ZSTD_CCtx *context = ZSTD_createCCtx();
	struct buf buf;
	size_t size;

	size = ZSTD_compress(frame, room, zeros, 1 << 20, 19);
	ck_assert_uint_lt(size, 100);
	make_stream(&buf, UINT64_MAX, frame, size);
	must_refuse(&buf, FAULT_LIMIT,
	    "at byte 8: expected at most 1074790400 bytes when decompressed, "
	    "found 18446744073709551615");
	buf_clear(&buf);
	make_stream(&buf, 1000, frame, size);
	must_refuse(&buf, FAULT_LIMIT,
	    "before byte 41: it decompresses to more than 1000 bytes");
	buf_clear(&buf);
	/* It wants 128 MiB of the past to be kept. */
	(void)ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 27);
	(void)ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
	{
		ZSTD_inBuffer in = { zeros, 1 << 20, 0 };
		ZSTD_outBuffer out = { frame, room, 0 };

		while (in.pos < in.size)
			(void)ZSTD_compressStream2(context, &out, &in,
			    ZSTD_e_continue);
		(void)ZSTD_compressStream2(context, &out, &in, ZSTD_e_end);
		size = out.pos;
	}
	make_stream(&buf, LIMIT_STREAM, frame, size);
	must_refuse(&buf, FAULT_FORMAT,
	    "before byte 20: it cannot be decompressed: Frame requires too "
	    "much memory for decoding");
	buf_clear(&buf);
	(void)ZSTD_freeCCtx(context);
	free(frame);
	free(zeros);
}
END_TEST

START_TEST(words_and_other_frames_are_refused)
{
	struct buf buf;

	make_stream(&buf, 10, "\x50\x2a\x4d\x18\0\0\0\0", 8);
	must_refuse(&buf, FAULT_FORMAT,
	    "at byte 16: expected a frame of Zstandard, found 'P*M\\x18'");
	memcpy(buf.bytes + 4, "0002", 4);
	must_refuse(&buf, FAULT_FORMAT,
	    "at byte 4: expected version 0001, found '0002'");
	memcpy(buf.bytes, "BXST", 4);
	must_refuse(&buf, FAULT_FORMAT,
	    "at byte 0: expected a compressed stream (BXZS), found 'BXST'");
	buf_clear(&buf);
}
END_TEST

START_TEST(a_stream_below_that_fails_anywhere_is_told)
{
	unsigned char *bytes = content_make(3000, 1);
	struct buf whole, buf;
	struct fault fault;

	compress(bytes, 3000, &whole);
	for (size_t at = 0; at <= whole.size; at++) {
		struct failing_sink full;
		struct failing_source broken;
		struct zstd_sink *sink;
		struct zstd_source *source;

		buf_init(&buf, ROOM);
		failing_sink_init(&full, &buf, at);
		sink = zstd_sink_new(&full.sink);
		content_write(zstd_sink_sink(sink), bytes, 3000);
		ck_assert(!sink_finish(zstd_sink_sink(sink), &fault));
		ck_assert_str_eq(fault.text, "the device is full");
		zstd_sink_free(sink);
		buf_clear(&buf);
		failing_source_init(&broken, whole.bytes, whole.size, 7, at);
		source = zstd_source_new(&broken.source);
		ck_assert(!content_is_read(zstd_source_source(source), bytes,
		    3000, &fault));
		ck_assert_int_eq(fault.kind, FAULT_SYSTEM);
		ck_assert_str_eq(fault.text, "the device is broken");
		zstd_source_free(source);
	}
	buf_clear(&whole);
	free(bytes);
}
END_TEST

UNIT_MAIN("stream/zstd", what_was_compressed_comes_back_whatever_its_size,
    every_changed_byte_early_end_and_extra_byte_is_noticed,
    bombs_are_refused_at_their_promise_or_when_they_break_it,
    words_and_other_frames_are_refused,
    a_stream_below_that_fails_anywhere_is_told)
