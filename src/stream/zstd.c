#include "config.h"

#include "stream/zstd.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "platform/host.h"
#include "stream/block.h"
#include "stream/digest_sum.h"

#define HEADER_WORD BLOCK_KIND('B', 'X', 'Z', 'S')
#define VERSION_WORD BLOCK_KIND('0', '0', '0', '1')
#define END_WORD BLOCK_KIND('B', 'X', 'Z', 'E')

enum {
	LEVEL = 1,       /* on texts like ours as small as 3, and faster */
	SMALL = 1 << 20, /* what is compressed in one go, by one thread */
	OUT_ROOM = 1 << 17,
	IN_ROOM = 1 << 16,
	WINDOW_LOG_MOST = 23,
	WORKERS_MOST = 4,
	HEADER = 16,
	TRAILER = 4 + 8 + DIGEST_SUM
};

struct zstd_sink {
	struct sink sink;
	struct sink *under;
	ZSTD_CCtx *context;
	struct digest_sum *sum; /* of what went down */
	bool has_begun, is_finished;
	unsigned char room[SMALL];
	unsigned char out[OUT_ROOM];
};

struct zstd_source {
	struct source source;
	struct source *under;
	ZSTD_DCtx *context;
	struct digest_sum *sum; /* of what came up */
	uint64_t most, given;
	enum { BEFORE_HEADER, IN_FRAME, AFTER_END } where;
	ZSTD_inBuffer in;
	unsigned char in_room[IN_ROOM];
	unsigned char out[OUT_ROOM];
};

static void
offer_room(struct zstd_sink *zstd)
{
	zstd->sink.room = zstd->room;
	zstd->sink.room_left = sizeof(zstd->room);
}

static void
set(ZSTD_CCtx *context, ZSTD_cParameter parameter, int value)
{
	/* A library without threads refuses workers: then there are none. */
	(void)ZSTD_CCtx_setParameter(context, parameter, value);
}

static void
put_number(unsigned char *at, uint64_t value, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		at[i] = (unsigned char)(value >> 8 * i & 0xff);
}

static void
format_header(unsigned char header[HEADER], uint64_t most)
{
	put_number(header, HEADER_WORD, 4);
	put_number(header + 4, VERSION_WORD, 4);
	put_number(header + 8, most, 8);
}

static void
write_down(struct zstd_sink *zstd, const void *bytes, size_t size)
{
	digest_sum_add(zstd->sum, bytes, size);
	sink_write(zstd->under, bytes, size);
}

static void
begin(struct zstd_sink *zstd, uint64_t most)
{
	int processors = host_processors();
	unsigned char header[HEADER];

	if (zstd->has_begun)
		return;
	zstd->has_begun = true;
	set(zstd->context, ZSTD_c_compressionLevel, LEVEL);
	set(zstd->context, ZSTD_c_checksumFlag, 1);
	if (most > SMALL && processors > 1)
		set(zstd->context, ZSTD_c_nbWorkers,
		    processors < WORKERS_MOST ? processors : WORKERS_MOST);
	format_header(header, most);
	write_down(zstd, header, sizeof(header));
}

/* All of `in`; to the end of the frame when that is wanted. */
static bool
compress(struct zstd_sink *zstd, const void *bytes, size_t size,
    ZSTD_EndDirective until, struct fault *fault)
{
	ZSTD_inBuffer in = { bytes, size, 0 };
	size_t left;

	do {
		ZSTD_outBuffer out = { zstd->out, sizeof(zstd->out), 0 };

		left = ZSTD_compressStream2(zstd->context, &out, &in, until);
		if (ZSTD_isError(left))
			return fault_set(fault, FAULT_SYSTEM, "compressing: %s",
			    ZSTD_getErrorName(left));
		write_down(zstd, zstd->out, out.pos);
		if (zstd->under->failed) {
			*fault = zstd->under->fault;
			return false;
		}
	} while (in.pos < in.size || (until == ZSTD_e_end && left != 0));
	return true;
}

static bool
flush(struct zstd_sink *zstd, ZSTD_EndDirective until, struct fault *fault)
{
	size_t used = sizeof(zstd->room) - zstd->sink.room_left;

	if (!compress(zstd, zstd->room, used, until, fault))
		return false;
	offer_room(zstd);
	return true;
}

static bool
zstd_write(struct sink *sink, const void *bytes, size_t size,
    struct fault *fault)
{
	struct zstd_sink *zstd = (struct zstd_sink *)sink;

	if (size > LIMIT_STREAM - sink->written)
		return fault_set(fault, FAULT_LIMIT,
		    "a stream of more than %d bytes", LIMIT_STREAM);
	begin(zstd, LIMIT_STREAM);
	if (!flush(zstd, ZSTD_e_continue, fault))
		return false;
	if (size >= sizeof(zstd->room))
		return compress(zstd, bytes, size, ZSTD_e_continue, fault);
	memcpy(sink->room, bytes, size);
	sink->room += size;
	sink->room_left -= size;
	return true;
}

static bool
zstd_finish(struct sink *sink, struct fault *fault)
{
	struct zstd_sink *zstd = (struct zstd_sink *)sink;
	unsigned char sum[DIGEST_SUM];

	if (zstd->is_finished)
		return true;
	begin(zstd, sink->written);
	if (!flush(zstd, ZSTD_e_end, fault))
		return false;
	zstd->is_finished = true;
	digest_sum_value(zstd->sum, sum);
	sink_write_u32(zstd->under, END_WORD);
	sink_write_u64(zstd->under, digest_sum_size(zstd->sum));
	sink_write(zstd->under, sum, sizeof(sum));
	return sink_finish(zstd->under, fault);
}

struct zstd_sink *
zstd_sink_new(struct sink *under)
{
	static const struct sink_ops ops = {
		.write = zstd_write,
		.finish = zstd_finish,
	};
	struct zstd_sink *zstd = mem_new(1, sizeof(*zstd));

	sink_init(&zstd->sink, &ops);
	zstd->under = under;
	zstd->sum = digest_sum_new();
	zstd->context = ZSTD_createCCtx();
	assert(zstd->context != NULL);
	offer_room(zstd);
	sink_place(&zstd->sink, under, LAYER_COMPRESSED);
	return zstd;
}

void
zstd_sink_free(struct zstd_sink *zstd)
{
	if (zstd == NULL)
		return;
	(void)ZSTD_freeCCtx(zstd->context);
	digest_sum_free(zstd->sum);
	free(zstd);
}

struct sink *
zstd_sink_sink(struct zstd_sink *zstd)
{
	return &zstd->sink;
}

static bool
read_header(struct zstd_source *zstd, struct fault *fault)
{
	struct source *under = zstd->under;
	uint64_t at = under->taken;
	uint32_t word = source_read_u32(under);
	uint32_t version = source_read_u32(under);
	uint32_t magic;
	unsigned char header[HEADER];

	zstd->most = source_read_u64(under);
	magic = source_peek_u32(under);
	if (!source_check(under, fault))
		return false;
	if (word != HEADER_WORD)
		return block_other_word(at, "a compressed stream (BXZS)", word,
		    fault);
	if (version != VERSION_WORD)
		return block_other_word(at + 4, "version 0001", version, fault);
	if (zstd->most > LIMIT_STREAM)
		return fault_set(fault, FAULT_LIMIT,
		    "at byte %" PRIu64
		    ": expected at most %d bytes when decompressed, found "
		    "%" PRIu64,
		    at + 8, LIMIT_STREAM, zstd->most);
	/* Older formats and frames to be skipped are none of ours. */
	if (magic != ZSTD_MAGICNUMBER)
		return block_other_word(at + 16, "a frame of Zstandard", magic,
		    fault);
	format_header(header, zstd->most);
	digest_sum_add(zstd->sum, header, sizeof(header));
	zstd->where = IN_FRAME;
	return true;
}

/* Where in the stream below the next byte to decompress stands. */
static uint64_t
place_of(const struct zstd_source *zstd)
{
	return zstd->under->taken - (zstd->in.size - zstd->in.pos);
}

/* The end mark: partly read along with the frame, the rest is below. */
static void
read_trailer(struct zstd_source *zstd, unsigned char trailer[TRAILER])
{
	size_t have = zstd->in.size - zstd->in.pos;

	if (have > TRAILER)
		have = TRAILER;
	memcpy(trailer, zstd->in_room + zstd->in.pos, have);
	zstd->in.pos += have;
	source_read(zstd->under, trailer + have, TRAILER - have);
}

/* A frame does not notice each bit that changes: some say nothing to it. */
static bool
finish_frame(struct zstd_source *zstd, struct fault *fault)
{
	uint64_t at = place_of(zstd);
	unsigned char trailer[TRAILER];
	unsigned char expected[TRAILER];

	put_number(expected, END_WORD, 4);
	put_number(expected + 4, digest_sum_size(zstd->sum), 8);
	digest_sum_value(zstd->sum, expected + 12);
	read_trailer(zstd, trailer);
	if (!source_check(zstd->under, fault))
		return false;
	if (memcmp(trailer, expected, 4) != 0)
		return fault_set(fault, FAULT_FORMAT,
		    "at byte %" PRIu64 ": expected the end (BXZE)", at);
	if (memcmp(trailer, expected, TRAILER) != 0)
		return fault_set(fault, FAULT_FORMAT,
		    "at byte %" PRIu64 ": the size or the digest of what was "
		    "compressed is another",
		    at);
	if (zstd->in.pos != zstd->in.size)
		return fault_set(fault, FAULT_FORMAT,
		    "at byte %" PRIu64 ": expected the end, found more",
		    place_of(zstd));
	zstd->where = AFTER_END;
	return source_finish(zstd->under, fault);
}

/* One step, whatever comes out of it. */
static bool
decompress(struct zstd_source *zstd, struct fault *fault)
{
	ZSTD_outBuffer out = { zstd->out, sizeof(zstd->out), 0 };
	size_t left, before;

	if (zstd->in.pos == zstd->in.size) {
		zstd->in.src = zstd->in_room;
		zstd->in.pos = 0;
		zstd->in.size = source_read_some(zstd->under, zstd->in_room,
		    sizeof(zstd->in_room));
	}
	before = zstd->in.pos;
	left = ZSTD_decompressStream(zstd->context, &out, &zstd->in);
	if (ZSTD_isError(left))
		return fault_set(fault, FAULT_FORMAT,
		    "before byte %" PRIu64 ": it cannot be decompressed: %s",
		    place_of(zstd), ZSTD_getErrorName(left));
	digest_sum_add(zstd->sum, zstd->in_room + before,
	    zstd->in.pos - before);
	zstd->source.ready = zstd->out;
	zstd->source.ready_size = out.pos;
	if (out.pos > zstd->most - zstd->given)
		return fault_set(fault, FAULT_LIMIT,
		    "before byte %" PRIu64 ": it decompresses to more than "
		    "%" PRIu64 " bytes",
		    place_of(zstd), zstd->most);
	zstd->given += out.pos;
	if (left == 0)
		return finish_frame(zstd, fault);
	if (out.pos == 0 && zstd->in.size == 0) {
		if (!source_check(zstd->under, fault))
			return false;
		return fault_set(fault, FAULT_FORMAT,
		    "the stream ends early, at byte %" PRIu64, place_of(zstd));
	}
	return true;
}

static bool
zstd_read(struct source *source, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	struct zstd_source *zstd = (struct zstd_source *)source;

	(void)room;
	(void)size;
	*out_size = 0;
	if (zstd->where == BEFORE_HEADER && !read_header(zstd, fault))
		return false;
	while (zstd->where == IN_FRAME && source->ready_size == 0)
		if (!decompress(zstd, fault))
			return false;
	return true;
}

struct zstd_source *
zstd_source_new(struct source *under)
{
	static const struct source_ops ops = { .read = zstd_read };
	struct zstd_source *zstd = mem_new(1, sizeof(*zstd));

	source_init(&zstd->source, &ops);
	zstd->under = under;
	zstd->sum = digest_sum_new();
	zstd->context = ZSTD_createDCtx();
	assert(zstd->context != NULL);
	(void)ZSTD_DCtx_setParameter(zstd->context, ZSTD_d_windowLogMax,
	    WINDOW_LOG_MOST);
	return zstd;
}

void
zstd_source_free(struct zstd_source *zstd)
{
	if (zstd == NULL)
		return;
	(void)ZSTD_freeDCtx(zstd->context);
	digest_sum_free(zstd->sum);
	free(zstd);
}

struct source *
zstd_source_source(struct zstd_source *zstd)
{
	return &zstd->source;
}
