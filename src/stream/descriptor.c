#include "config.h"

#include "stream/descriptor.h"

#include "platform/file.h"

static bool
descriptor_write(void *arg, const void *bytes, size_t size, struct fault *fault)
{
	const struct descriptor_sink *own = arg;

	return file_write_all(own->descriptor, bytes, size, fault);
}

void
descriptor_sink_init(struct descriptor_sink *sink, int descriptor)
{
	gather_sink_init(&sink->gather, descriptor_write, NULL, sink);
	sink->descriptor = descriptor;
}

static bool
descriptor_read(void *arg, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	const struct descriptor_source *own = arg;

	return file_read_some(own->descriptor, room, size, out_size, fault);
}

void
descriptor_source_init(struct descriptor_source *source, int descriptor)
{
	gather_source_init(&source->gather, descriptor_read, source);
	source->descriptor = descriptor;
}
