#include "config.h"

#include "tests/support/streams.h"

static bool
failing_write(struct sink *sink, const void *bytes, size_t size,
    struct fault *fault)
{
	struct failing_sink *own = (struct failing_sink *)sink;
	size_t before = own->fails_at - (size_t)sink->written;

	if (size <= before)
		return buf_add(own->buf, bytes, size, fault);
	if (!buf_add(own->buf, bytes, before, fault))
		return false;
	return fault_set(fault, FAULT_SYSTEM, "the device is full");
}

static bool
failing_finish(struct sink *sink, struct fault *fault)
{
	struct failing_sink *own = (struct failing_sink *)sink;

	own->finished++;
	if (sink->written == own->fails_at)
		return fault_set(fault, FAULT_SYSTEM, "the device is full");
	return true;
}

void
failing_sink_init(struct failing_sink *sink, struct buf *buf, size_t fails_at)
{
	static const struct sink_ops ops = {
		.write = failing_write,
		.finish = failing_finish,
	};

	*sink = (struct failing_sink){ .buf = buf, .fails_at = fails_at };
	sink_init(&sink->sink, &ops);
}

static bool
failing_read(struct source *source, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	struct failing_source *own = (struct failing_source *)source;
	size_t got = own->size - own->at;

	if (own->at == own->fails_at)
		return fault_set(fault, FAULT_SYSTEM, "the device is broken");
	if (got > own->fails_at - own->at)
		got = own->fails_at - own->at;
	if (got > own->piece)
		got = own->piece;
	if (got > size)
		got = size;
	if (got != 0)
		memcpy(room, own->bytes + own->at, got);
	own->at += got;
	*out_size = got;
	return true;
}

void
failing_source_init(struct failing_source *source, const void *bytes,
    size_t size, size_t piece, size_t fails_at)
{
	static const struct source_ops ops = { .read = failing_read };

	*source = (struct failing_source){
		.bytes = bytes,
		.size = size,
		.piece = piece,
		.fails_at = fails_at,
	};
	source_init(&source->source, &ops);
}
