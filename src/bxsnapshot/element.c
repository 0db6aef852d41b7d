#include "config.h"

#include "bxsnapshot/bxsnapshot.h"

#include "base/buf.h"
#include "bxsnapshot/own.h"
#include "stream/block.h"

void
bx_write_header(struct bx_sink *sink, uint32_t kind)
{
	block_write_header(sink->sink, kind);
}

void
bx_write_bool(struct bx_sink *sink, bool value)
{
	block_write_bool(sink->sink, value);
}

void
bx_write_uint(struct bx_sink *sink, uint64_t value)
{
	block_write_uint(sink->sink, value);
}

void
bx_write_int(struct bx_sink *sink, int64_t value)
{
	block_write_int(sink->sink, value);
}

void
bx_write_data(struct bx_sink *sink, const void *bytes, size_t size)
{
	block_write_data(sink->sink, bytes, size);
}

void
bx_write_bytes(struct bx_sink *sink, const void *bytes, size_t size)
{
	sink_write(sink->sink, bytes, size);
}

void
bx_write_text(struct bx_sink *sink, const char *text)
{
	block_write_text(sink->sink, text);
}

void
bx_read_header(struct bx_source *source, uint32_t kind)
{
	block_read_header(source->source, kind);
}

uint32_t
bx_read_kind(struct bx_source *source)
{
	return block_read_kind(source->source);
}

bool
bx_read_bool(struct bx_source *source)
{
	return block_read_bool(source->source);
}

uint64_t
bx_read_uint(struct bx_source *source, uint64_t lowest, uint64_t highest)
{
	return block_read_uint(source->source, lowest, highest);
}

int64_t
bx_read_int(struct bx_source *source, int64_t lowest, int64_t highest)
{
	return block_read_int(source->source, lowest, highest);
}

void *
bx_read_data(struct bx_source *source, size_t most, size_t *out_size)
{
	struct buf buf;

	buf_init(&buf, most);
	block_read_data(source->source, most, &buf);
	if (source_failed(source->source)) {
		buf_clear(&buf);
		return NULL;
	}
	*out_size = buf.size;
	return buf_take(&buf);
}

void
bx_read_bytes(struct bx_source *source, void *room, size_t size)
{
	source_read(source->source, room, size);
}

char *
bx_read_text(struct bx_source *source, size_t most)
{
	return block_read_text(source->source,
	    most < BX_TEXT_MAX ? most : BX_TEXT_MAX);
}

const char *
bx_read_text_into(struct bx_source *source, char *room, size_t most)
{
	return block_read_text_into(source->source, room, most);
}
