#include "config.h"

#include "stream/file.h"

#include <stdlib.h>

#include "base/mem.h"
#include "platform/file.h"

static bool
file_write(void *arg, const void *bytes, size_t size, struct fault *fault)
{
	const struct file_sink *own = arg;

	return file_write_all(own->draft.descriptor, bytes, size, fault) ||
	    fault_wrap(fault, "%s", own->path);
}

static bool
file_finish(void *arg, struct fault *fault)
{
	struct file_sink *own = arg;

	return draft_commit(&own->draft, fault);
}

bool
file_sink_open(struct file_sink *sink, const char *path, struct fault *fault)
{
	if (!draft_open(&sink->draft, path, fault))
		return false;
	gather_sink_init(&sink->under, file_write, file_finish, sink);
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
file_read(void *arg, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	const struct file_source *own = arg;

	return file_read_some(own->descriptor, room, size, out_size, fault) ||
	    fault_wrap(fault, "%s", own->path);
}

bool
file_source_open(struct file_source *source, const char *path,
    struct fault *fault)
{
	int descriptor = file_open(path, FILE_READ, fault);

	if (descriptor < 0)
		return false;
	gather_source_init(&source->under, file_read, source);
	source->descriptor = descriptor;
	source->path = mem_text(path);
	return true;
}

void
file_source_close(struct file_source *source)
{
	file_close(source->descriptor);
	source->descriptor = -1;
	free(source->path);
	source->path = NULL;
}
