#include "config.h"

#include "stream/descriptor.h"

#include "platform/file.h"

static void
offer_room(struct descriptor_sink *own)
{
	own->sink.room = own->room;
	own->sink.room_left = sizeof(own->room);
}

static bool
flush(struct descriptor_sink *own, struct fault *fault)
{
	size_t used = sizeof(own->room) - own->sink.room_left;

	if (!file_write_all(own->descriptor, own->room, used, fault))
		return false;
	offer_room(own);
	return true;
}

static bool
descriptor_write(struct sink *sink, const void *bytes, size_t size,
    struct fault *fault)
{
	struct descriptor_sink *own = (struct descriptor_sink *)sink;

	if (!flush(own, fault))
		return false;
	if (size >= sizeof(own->room))
		return file_write_all(own->descriptor, bytes, size, fault);
	memcpy(sink->room, bytes, size);
	sink->room += size;
	sink->room_left -= size;
	return true;
}

static bool
descriptor_finish(struct sink *sink, struct fault *fault)
{
	return flush((struct descriptor_sink *)sink, fault);
}

void
descriptor_sink_init(struct descriptor_sink *sink, int descriptor)
{
	static const struct sink_ops ops = {
		.write = descriptor_write,
		.finish = descriptor_finish,
	};

	sink_init(&sink->sink, &ops);
	sink->descriptor = descriptor;
	offer_room(sink);
}

static bool
descriptor_read(struct source *source, void *room, size_t size,
    size_t *out_size, struct fault *fault)
{
	struct descriptor_source *own = (struct descriptor_source *)source;

	if (size >= sizeof(own->room))
		return file_read_some(own->descriptor, room, size, out_size,
		    fault);
	source->ready = own->room;
	return file_read_some(own->descriptor, own->room, sizeof(own->room),
	    &source->ready_size, fault);
}

void
descriptor_source_init(struct descriptor_source *source, int descriptor)
{
	static const struct source_ops ops = { .read = descriptor_read };

	source_init(&source->source, &ops);
	source->descriptor = descriptor;
}
