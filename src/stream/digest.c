#include "config.h"

#include "stream/digest.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "stream/block.h"
#include "stream/digest_sum.h"

#define STREAM_WORD BLOCK_KIND('B', 'X', 'S', 'T')
#define VERSION_WORD BLOCK_KIND('0', '0', '0', '1')
#define SEGMENT_WORD BLOCK_KIND('B', 'X', 'S', 'G')
#define END_WORD BLOCK_KIND('B', 'X', 'E', 'N')

enum { SHORT_DIGEST = 8 };

struct digest_sink {
	struct sink sink;
	struct sink *under;
	struct digest_sum *sum;
	unsigned char segment[DIGEST_SEGMENT];
};

struct digest_source {
	struct source source;
	struct source *under;
	struct digest_sum *sum;
	enum { BEFORE_HEADER, IN_CONTENT, AFTER_END } where;
	unsigned char segment[DIGEST_SEGMENT];
};

/* Nothing changes when that would be more than a stream may hold. */
static bool
add(struct digest_sum *sum, const void *bytes, size_t size, struct fault *fault)
{
	if (size > LIMIT_PLAN - digest_sum_size(sum))
		return fault_set(fault, FAULT_LIMIT,
		    "a stream of more than %d bytes", LIMIT_PLAN);
	digest_sum_add(sum, bytes, size);
	return true;
}

static void
offer_room(struct digest_sink *digest)
{
	digest->sink.room = digest->segment;
	digest->sink.room_left = sizeof(digest->segment);
}

/* What sticks in the sink below is ours, too. */
static bool
went_down(const struct digest_sink *digest, struct fault *fault)
{
	if (digest->under->failed)
		*fault = digest->under->fault;
	return !digest->under->failed;
}

static bool
write_segment(struct digest_sink *digest, struct fault *fault)
{
	size_t used = sizeof(digest->segment) - digest->sink.room_left;
	unsigned char sum[DIGEST_SUM];

	if (used == 0)
		return true;
	if (!add(digest->sum, digest->segment, used, fault))
		return false;
	digest_sum_value(digest->sum, sum);
	sink_write_u32(digest->under, SEGMENT_WORD);
	sink_write_u32(digest->under, (uint32_t)used);
	sink_write(digest->under, digest->segment, used);
	sink_write(digest->under, sum, SHORT_DIGEST);
	offer_room(digest);
	return went_down(digest, fault);
}

/* All segments but the last are full: equal content makes equal streams. */
static bool
digest_write(struct sink *sink, const void *bytes, size_t size,
    struct fault *fault)
{
	struct digest_sink *digest = (struct digest_sink *)sink;
	const unsigned char *at = bytes;

	while (size > sink->room_left) {
		size_t part = sink->room_left;

		memcpy(sink->room, at, part);
		sink->room_left = 0;
		if (!write_segment(digest, fault))
			return false;
		at += part;
		size -= part;
	}
	memcpy(sink->room, at, size);
	sink->room += size;
	sink->room_left -= size;
	return true;
}

static bool
digest_finish(struct sink *sink, struct fault *fault)
{
	struct digest_sink *digest = (struct digest_sink *)sink;
	unsigned char sum[DIGEST_SUM];

	if (!write_segment(digest, fault))
		return false;
	digest_sum_value(digest->sum, sum);
	sink_write_u32(digest->under, END_WORD);
	sink_write_u64(digest->under, digest_sum_size(digest->sum));
	sink_write(digest->under, sum, sizeof(sum));
	return sink_finish(digest->under, fault);
}

struct digest_sink *
digest_sink_new(struct sink *under)
{
	static const struct sink_ops ops = {
		.write = digest_write,
		.finish = digest_finish,
	};
	struct digest_sink *digest = mem_new(1, sizeof(*digest));

	sink_init(&digest->sink, &ops);
	digest->under = under;
	digest->sum = digest_sum_new();
	offer_room(digest);
	sink_place(&digest->sink, under, LAYER_DIGESTED);
	sink_write_u32(under, STREAM_WORD);
	sink_write_u32(under, VERSION_WORD);
	return digest;
}

void
digest_sink_free(struct digest_sink *digest)
{
	if (digest == NULL)
		return;
	digest_sum_free(digest->sum);
	free(digest);
}

struct sink *
digest_sink_sink(struct digest_sink *digest)
{
	return &digest->sink;
}

static bool
read_header(struct digest_source *digest, struct fault *fault)
{
	struct source *under = digest->under;
	uint64_t at = under->taken;
	uint32_t word = source_read_u32(under);
	uint32_t version = source_read_u32(under);

	if (!source_check(under, fault))
		return false;
	if (word != STREAM_WORD)
		return block_other_word(at, "a stream (BXST)", word, fault);
	if (version != VERSION_WORD)
		return block_other_word(at + 4, "version 0001", version, fault);
	digest->where = IN_CONTENT;
	return true;
}

static bool
read_segment(struct digest_source *digest, uint64_t at, struct fault *fault)
{
	struct source *under = digest->under;
	uint32_t size = source_read_u32(under);
	unsigned char expected[SHORT_DIGEST];
	unsigned char sum[DIGEST_SUM];
	uint64_t first;

	if (!source_check(under, fault))
		return false;
	if (size == 0 || size > DIGEST_SEGMENT)
		return fault_set(fault, FAULT_LIMIT,
		    "at byte %" PRIu64 ": expected a segment of 1 to %d bytes, "
		    "found %" PRIu32,
		    at, DIGEST_SEGMENT, size);
	first = under->taken;
	source_read(under, digest->segment, size);
	source_read(under, expected, sizeof(expected));
	if (!source_check(under, fault))
		return false;
	if (!add(digest->sum, digest->segment, size, fault))
		return fault_wrap(fault, "at byte %" PRIu64, at);
	digest_sum_value(digest->sum, sum);
	if (memcmp(sum, expected, sizeof(expected)) != 0)
		return fault_set(fault, FAULT_FORMAT,
		    "bytes %" PRIu64 " to %" PRIu64
		    " are damaged: their digest is another",
		    first, first + size - 1);
	digest->source.ready = digest->segment;
	digest->source.ready_size = size;
	digest->source.taken = first;
	return true;
}

static bool
read_end(struct digest_source *digest, uint64_t at, struct fault *fault)
{
	struct source *under = digest->under;
	uint64_t size = source_read_u64(under);
	unsigned char expected[DIGEST_SUM];
	unsigned char sum[DIGEST_SUM];

	source_read(under, expected, sizeof(expected));
	if (!source_check(under, fault))
		return false;
	if (size != digest_sum_size(digest->sum))
		return fault_set(fault, FAULT_FORMAT,
		    "at byte %" PRIu64 ": expected an end after %" PRIu64
		    " bytes of content, found one after %" PRIu64,
		    at, digest_sum_size(digest->sum), size);
	digest_sum_value(digest->sum, sum);
	if (memcmp(sum, expected, sizeof(expected)) != 0)
		return fault_set(fault, FAULT_FORMAT,
		    "at byte %" PRIu64
		    ": the digest of the whole stream is another",
		    at);
	digest->where = AFTER_END;
	return true;
}

static bool
read_next(struct digest_source *digest, struct fault *fault)
{
	struct source *under = digest->under;
	uint32_t word;
	uint64_t at;

	if (digest->where == BEFORE_HEADER && !read_header(digest, fault))
		return false;
	if (digest->where == AFTER_END)
		return true;
	at = under->taken;
	word = source_read_u32(under);
	if (!source_check(under, fault))
		return false;
	if (word == SEGMENT_WORD)
		return read_segment(digest, at, fault);
	if (word == END_WORD)
		return read_end(digest, at, fault);
	return block_other_word(at, "a segment (BXSG) or the end (BXEN)", word,
	    fault);
}

/* What is wrong below is told with the block that could not be read on. */
static bool
digest_read(struct source *source, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	char block[BLOCK_WORD_MAX];

	(void)room;
	(void)size;
	*out_size = 0;
	if (read_next((struct digest_source *)source, fault))
		return true;
	if (fault->kind != FAULT_FORMAT && fault->kind != FAULT_LIMIT)
		return false;
	if (source->block == 0)
		return fault_wrap(fault, "before the first block");
	block_format_word(block, source->block);
	return fault_wrap(fault, "in block %s", block);
}

struct digest_source *
digest_source_new(struct source *under)
{
	static const struct source_ops ops = { .read = digest_read };
	struct digest_source *digest = mem_new(1, sizeof(*digest));

	source_init(&digest->source, &ops);
	digest->source.taken = under->taken;
	digest->under = under;
	digest->sum = digest_sum_new();
	return digest;
}

void
digest_source_free(struct digest_source *digest)
{
	if (digest == NULL)
		return;
	digest_sum_free(digest->sum);
	free(digest);
}

struct source *
digest_source_source(struct digest_source *digest)
{
	return &digest->source;
}
