#include "config.h"

#include "stream/file.h"

#include <stdlib.h>

#include "base/mem.h"
#include "platform/file.h"

static bool
file_write(struct sink *sink, const void *bytes, size_t size,
    struct fault *fault)
{
	const struct file_sink *own = (const struct file_sink *)sink;

	return own->under_ops->write(sink, bytes, size, fault) ||
	    fault_wrap(fault, "%s", own->path);
}

static bool
file_finish(struct sink *sink, struct fault *fault)
{
	struct file_sink *own = (struct file_sink *)sink;

	if (own->draft.descriptor < 0)
		return true; /* finished before */
	if (!own->under_ops->finish(sink, fault))
		return fault_wrap(fault, "%s", own->path);
	return draft_commit(&own->draft, fault);
}

bool
file_sink_open(struct file_sink *sink, const char *path, struct fault *fault)
{
	static const struct sink_ops ops = {
		.write = file_write,
		.finish = file_finish,
	};

	if (!draft_open(&sink->draft, path, fault))
		return false;
	descriptor_sink_init(&sink->under, sink->draft.descriptor);
	sink->under_ops = sink->under.sink.ops;
	sink->under.sink.ops = &ops;
	sink->path = mem_text(path);
	return true;
}

void
file_sink_close(struct file_sink *sink)
{
	draft_drop(&sink->draft);
	free(sink->path);
	sink->path = NULL;
}

static bool
file_read(struct source *source, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	const struct file_source *own = (const struct file_source *)source;

	return own->under_ops->read(source, room, size, out_size, fault) ||
	    fault_wrap(fault, "%s", own->path);
}

bool
file_source_open(struct file_source *source, const char *path,
    struct fault *fault)
{
	static const struct source_ops ops = { .read = file_read };
	int descriptor = file_open(path, FILE_READ, fault);

	if (descriptor < 0)
		return false;
	descriptor_source_init(&source->under, descriptor);
	source->under_ops = source->under.source.ops;
	source->under.source.ops = &ops;
	source->path = mem_text(path);
	return true;
}

void
file_source_close(struct file_source *source)
{
	file_close(source->under.descriptor);
	source->under.descriptor = -1;
	free(source->path);
	source->path = NULL;
}
