#include "config.h"

#include "stream/digest.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Its header is all of it: no library to link, nor one for each machine. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/limits.h"
#include "base/mem.h"
#include "stream/block.h"

#define STREAM_WORD BLOCK_KIND('B', 'X', 'S', 'T')
#define VERSION_WORD BLOCK_KIND('0', '0', '0', '1')
#define SEGMENT_WORD BLOCK_KIND('B', 'X', 'S', 'G')
#define END_WORD BLOCK_KIND('B', 'X', 'E', 'N')

enum { SHORT_DIGEST = 8, WHOLE_DIGEST = 16 };

/* The digest of all content so far, and how much that is. */
struct running {
	XXH3_state_t *state;
	uint64_t size;
};

struct digest_sink {
	struct sink sink;
	struct sink *under;
	struct running running;
	unsigned char segment[DIGEST_SEGMENT];
};

struct digest_source {
	struct source source;
	struct source *under;
	struct running running;
	enum { BEFORE_HEADER, IN_CONTENT, AFTER_END } where;
	unsigned char segment[DIGEST_SEGMENT];
};

static void
running_init(struct running *running)
{
	running->state = XXH3_createState();
	assert(running->state != NULL);
	(void)XXH3_128bits_reset(running->state);
}

static void
running_clear(struct running *running)
{
	(void)XXH3_freeState(running->state);
}

/* Nothing changes when that would be more than a stream may hold. */
static bool
running_add(struct running *running, const void *bytes, size_t size,
    struct fault *fault)
{
	if (size > LIMIT_PLAN - running->size)
		return fault_set(fault, FAULT_LIMIT,
		    "a stream of more than %d bytes", LIMIT_PLAN);
	(void)XXH3_128bits_update(running->state, bytes, size);
	running->size += size;
	return true;
}

/* The canonical form: the order in which people write its digits. */
static void
running_digest(const struct running *running, unsigned char room[WHOLE_DIGEST])
{
	XXH128_canonical_t canonical;

	XXH128_canonicalFromHash(&canonical,
	    XXH3_128bits_digest(running->state));
	memcpy(room, canonical.digest, WHOLE_DIGEST);
}

void
digest_of(const void *bytes, size_t size, char room[DIGEST_HEX_MAX])
{
	static const char digits[] = "0123456789abcdef";
	XXH128_canonical_t canonical;

	XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes, size));
	for (size_t i = 0; i < WHOLE_DIGEST; i++) {
		*room++ = digits[canonical.digest[i] >> 4];
		*room++ = digits[canonical.digest[i] & 0x0f];
	}
	*room = '\0';
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
	unsigned char sum[WHOLE_DIGEST];

	if (used == 0)
		return true;
	if (!running_add(&digest->running, digest->segment, used, fault))
		return false;
	running_digest(&digest->running, sum);
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
	unsigned char sum[WHOLE_DIGEST];

	if (!write_segment(digest, fault))
		return false;
	running_digest(&digest->running, sum);
	sink_write_u32(digest->under, END_WORD);
	sink_write_u64(digest->under, digest->running.size);
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
	running_init(&digest->running);
	offer_room(digest);
	sink_write_u32(under, STREAM_WORD);
	sink_write_u32(under, VERSION_WORD);
	return digest;
}

void
digest_sink_free(struct digest_sink *digest)
{
	if (digest == NULL)
		return;
	running_clear(&digest->running);
	free(digest);
}

struct sink *
digest_sink_sink(struct digest_sink *digest)
{
	return &digest->sink;
}

static bool
refuse_word(uint64_t at, const char *expected, uint32_t word,
    struct fault *fault)
{
	char found[BLOCK_WORD_MAX];

	block_format_word(found, word);
	return fault_set(fault, FAULT_FORMAT,
	    "at byte %" PRIu64 ": expected %s, found '%s'", at, expected,
	    found);
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
		return refuse_word(at, "a stream (BXST)", word, fault);
	if (version != VERSION_WORD)
		return refuse_word(at + 4, "version 0001", version, fault);
	digest->where = IN_CONTENT;
	return true;
}

static bool
read_segment(struct digest_source *digest, uint64_t at, struct fault *fault)
{
	struct source *under = digest->under;
	uint32_t size = source_read_u32(under);
	unsigned char expected[SHORT_DIGEST];
	unsigned char sum[WHOLE_DIGEST];
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
	if (!running_add(&digest->running, digest->segment, size, fault))
		return fault_wrap(fault, "at byte %" PRIu64, at);
	running_digest(&digest->running, sum);
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
	unsigned char expected[WHOLE_DIGEST];
	unsigned char sum[WHOLE_DIGEST];

	source_read(under, expected, sizeof(expected));
	if (!source_check(under, fault))
		return false;
	if (size != digest->running.size)
		return fault_set(fault, FAULT_FORMAT,
		    "at byte %" PRIu64 ": expected an end after %" PRIu64
		    " bytes of content, found one after %" PRIu64,
		    at, digest->running.size, size);
	running_digest(&digest->running, sum);
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
	return refuse_word(at, "a segment (BXSG) or the end (BXEN)", word,
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
	running_init(&digest->running);
	return digest;
}

void
digest_source_free(struct digest_source *digest)
{
	if (digest == NULL)
		return;
	running_clear(&digest->running);
	free(digest);
}

struct source *
digest_source_source(struct digest_source *digest)
{
	return &digest->source;
}
