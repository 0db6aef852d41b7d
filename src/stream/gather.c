#include "config.h"

#include "stream/gather.h"

static void
offer_room(struct gather_sink *gather)
{
	gather->sink.room = gather->room;
	gather->sink.room_left = sizeof(gather->room);
}

static bool
flush(struct gather_sink *gather, struct fault *fault)
{
	size_t used = sizeof(gather->room) - gather->sink.room_left;

	if (used != 0 && !gather->write(gather->arg, gather->room, used, fault))
		return false;
	offer_room(gather);
	return true;
}

static bool
gather_write(struct sink *sink, const void *bytes, size_t size,
    struct fault *fault)
{
	struct gather_sink *gather = (struct gather_sink *)sink;

	if (!flush(gather, fault))
		return false;
	if (size >= sizeof(gather->room))
		return gather->write(gather->arg, bytes, size, fault);
	memcpy(sink->room, bytes, size);
	sink->room += size;
	sink->room_left -= size;
	return true;
}

static bool
gather_finish(struct sink *sink, struct fault *fault)
{
	struct gather_sink *gather = (struct gather_sink *)sink;

	if (!flush(gather, fault))
		return false;
	if (gather->finish == NULL || gather->is_finished)
		return true;
	gather->is_finished = true;
	return gather->finish(gather->arg, fault);
}

void
gather_sink_init(struct gather_sink *gather, gather_write_fn *write,
    gather_finish_fn *finish, void *arg)
{
	static const struct sink_ops ops = {
		.write = gather_write,
		.finish = gather_finish,
	};

	sink_init(&gather->sink, &ops);
	gather->write = write;
	gather->finish = finish;
	gather->arg = arg;
	gather->is_finished = false;
	offer_room(gather);
}

static bool
gather_read(struct source *source, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	struct gather_source *gather = (struct gather_source *)source;

	if (size >= sizeof(gather->room))
		return gather->read(gather->arg, room, size, out_size, fault);
	source->ready = gather->room;
	return gather->read(gather->arg, gather->room, sizeof(gather->room),
	    &source->ready_size, fault);
}

void
gather_source_init(struct gather_source *gather, gather_read_fn *read,
    void *arg)
{
	static const struct source_ops ops = { .read = gather_read };

	source_init(&gather->source, &ops);
	gather->read = read;
	gather->arg = arg;
}
