/*
 * Any bytes are decompressed or refused with a sentence; what came out is
 * compressed and comes out again.
 *
 * An input that begins with BXZS is a whole stream, any other a frame that
 * gets a header and a true end mark: else nothing would get past the digest.
 */
#include "config.h"

#include "stream/zstd.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stream/digest_sum.h"
#include "stream/memory.h"
#include "tests/fuzz/fuzz.h"

enum { ROOM = 16 << 20, PROMISE = 1 << 20 };

static bool
decompress(const void *bytes, size_t size, struct buf *out)
{
	struct memory_source memory;
	struct zstd_source *zstd;
	struct source *source;
	struct fault fault = { .text = "" };
	char room[4096];
	size_t got;
	bool is_whole;

	buf_init(out, ROOM);
	memory_source_init(&memory, bytes, size);
	zstd = zstd_source_new(&memory.source);
	source = zstd_source_source(zstd);
	while ((got = source_read_some(source, room, sizeof(room))) != 0)
		if (!buf_add(out, room, got, &fault))
			break;
	is_whole = source_check(source, &fault);
	assert(is_whole || fault.text[0] != '\0');
	assert(is_whole || fault.kind == FAULT_FORMAT ||
	    fault.kind == FAULT_LIMIT);
	zstd_source_free(zstd);
	return is_whole;
}

static void
compress(const struct buf *content, struct buf *out)
{
	struct memory_sink memory;
	struct zstd_sink *zstd;
	struct fault fault;
	bool finished;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	zstd = zstd_sink_new(&memory.sink);
	sink_write(zstd_sink_sink(zstd), content->bytes, content->size);
	finished = sink_finish(zstd_sink_sink(zstd), &fault);
	assert(finished);
	zstd_sink_free(zstd);
}

static void
wrap(const void *frame, size_t size, struct buf *out)
{
	struct digest_sum *sum = digest_sum_new();
	unsigned char value[DIGEST_SUM];
	struct memory_sink memory;
	struct fault fault;
	bool finished;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	sink_write(&memory.sink, "BXZS0001", 8);
	sink_write_u64(&memory.sink, PROMISE);
	sink_write(&memory.sink, frame, size);
	digest_sum_add(sum, out->bytes, out->size);
	digest_sum_value(sum, value);
	sink_write(&memory.sink, "BXZE", 4);
	sink_write_u64(&memory.sink, digest_sum_size(sum));
	sink_write(&memory.sink, value, sizeof(value));
	finished = sink_finish(&memory.sink, &fault);
	assert(finished);
	digest_sum_free(sum);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct buf stream, content, again;
	bool is_whole, is_same;

	if (size >= 4 && memcmp(bytes, "BXZS", 4) == 0) {
		is_whole = decompress(bytes, size, &content);
	} else {
		wrap(bytes, size, &stream);
		is_whole = decompress(stream.bytes, stream.size, &content);
		buf_clear(&stream);
	}
	if (is_whole) {
		compress(&content, &stream);
		is_same = decompress(stream.bytes, stream.size, &again) &&
		    again.size == content.size &&
		    (content.size == 0 ||
			memcmp(again.bytes, content.bytes, content.size) == 0);
		assert(is_same);
		buf_clear(&stream);
		buf_clear(&again);
	}
	buf_clear(&content);
	return 0;
}
