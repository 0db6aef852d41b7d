#include "config.h"

#include "bxsnapshot/bxsnapshot.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "bxsnapshot/fault.h"
#include "bxsnapshot/own.h"
#include "stream/descriptor.h"
#include "stream/file.h"
#include "stream/memory.h"

static_assert((int)BX_TEXT_MAX == LIMIT_TEXT, "one limit of a text");

struct bx_sink *
bx_own_sink(struct sink *sink, struct bx_sink *take_under, void *take_own,
    void (*free_own)(void *own))
{
	struct bx_sink *made = mem_new(1, sizeof(*made));

	made->sink = sink;
	made->under = take_under;
	made->own = take_own;
	made->free_own = free_own;
	return made;
}

static void
free_file_sink(void *own)
{
	file_sink_close(own);
	free(own);
}

struct bx_sink *
bx_sink_new_file(const char *path, struct bx_fault *fault)
{
	struct file_sink *file = mem_new(1, sizeof(*file));
	struct fault why;

	if (file_sink_open(file, path, &why))
		return bx_own_sink(&file->under.sink, NULL, file,
		    free_file_sink);
	bx_fault_out(fault, &why);
	free(file);
	return NULL;
}

struct bx_sink *
bx_sink_new_descriptor(int descriptor)
{
	struct descriptor_sink *own = mem_new(1, sizeof(*own));

	descriptor_sink_init(own, descriptor);
	return bx_own_sink(&own->gather.sink, NULL, own, free);
}

struct memory_own {
	struct memory_sink memory;
	struct buf buf;
};

static void
free_memory_sink(void *own)
{
	buf_clear(&((struct memory_own *)own)->buf);
	free(own);
}

struct bx_sink *
bx_sink_new_memory(size_t most)
{
	struct memory_own *own = mem_new(1, sizeof(*own));
	struct bx_sink *made;

	buf_init(&own->buf, most);
	memory_sink_init(&own->memory, &own->buf);
	made = bx_own_sink(&own->memory.sink, NULL, own, free_memory_sink);
	made->bytes = &own->buf;
	return made;
}

const void *
bx_sink_bytes(const struct bx_sink *memory, size_t *out_size)
{
	assert(memory->bytes != NULL);
	*out_size = memory->bytes->size;
	return buf_text(memory->bytes);
}

struct output_own {
	struct gather_sink gather;
	struct bx_output output;
	void *arg;
};

static bool
output_write(void *arg, const void *bytes, size_t size, struct fault *fault)
{
	const struct output_own *own = arg;
	struct bx_fault why = { .kind = BX_SYSTEM };

	if (own->output.write(own->arg, bytes, size, &why))
		return true;
	bx_fault_in(fault, &why);
	return false;
}

static bool
output_finish(void *arg, struct fault *fault)
{
	const struct output_own *own = arg;
	struct bx_fault why = { .kind = BX_SYSTEM };

	if (own->output.finish == NULL || own->output.finish(own->arg, &why))
		return true;
	bx_fault_in(fault, &why);
	return false;
}

struct bx_sink *
bx_sink_new_output(const struct bx_output *output, void *arg)
{
	struct output_own *own = mem_new(1, sizeof(*own));

	gather_sink_init(&own->gather, output_write, output_finish, own);
	own->output = *output;
	own->arg = arg;
	return bx_own_sink(&own->gather.sink, NULL, own, free);
}

bool
bx_sink_finish(struct bx_sink *sink, struct bx_fault *fault)
{
	struct fault why;

	if (sink_finish(sink->sink, &why))
		return true;
	bx_fault_out(fault, &why);
	return false;
}

void
bx_sink_free(struct bx_sink *sink)
{
	while (sink != NULL) {
		struct bx_sink *under = sink->under;

		sink->free_own(sink->own);
		free(sink);
		sink = under;
	}
}

bool
bx_sink_failed(const struct bx_sink *sink)
{
	return sink->sink->failed;
}

void
bx_sink_fail(struct bx_sink *sink, enum bx_fault_kind kind, const char *format,
    ...)
{
	struct bx_fault why = { .kind = kind };
	struct fault fault;
	va_list args;

	va_start(args, format);
	(void)vsnprintf(why.text, sizeof(why.text), format, args);
	va_end(args);
	bx_fault_in(&fault, &why);
	sink_fail(sink->sink, &fault);
}
