#include "config.h"

#include "bxsnapshot/bxsnapshot.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "bxsnapshot/fault.h"
#include "bxsnapshot/own.h"
#include "stream/block.h"
#include "stream/descriptor.h"
#include "stream/file.h"
#include "stream/memory.h"

struct bx_source *
bx_own_source(struct source *source, struct bx_source *take_under,
    void *take_own, void (*free_own)(void *own))
{
	struct bx_source *made = mem_new(1, sizeof(*made));

	made->source = source;
	made->under = take_under;
	made->own = take_own;
	made->free_own = free_own;
	return made;
}

static void
free_file_source(void *own)
{
	file_source_close(own);
	free(own);
}

struct bx_source *
bx_source_new_file(const char *path, struct bx_fault *fault)
{
	struct file_source *file = mem_new(1, sizeof(*file));
	struct fault why;

	if (file_source_open(file, path, &why))
		return bx_own_source(&file->under.source, NULL, file,
		    free_file_source);
	bx_fault_out(fault, &why);
	free(file);
	return NULL;
}

struct bx_source *
bx_source_new_descriptor(int descriptor)
{
	struct descriptor_source *own = mem_new(1, sizeof(*own));

	descriptor_source_init(own, descriptor);
	return bx_own_source(&own->gather.source, NULL, own, free);
}

struct bx_source *
bx_source_new_memory(const void *bytes, size_t size)
{
	struct memory_source *own = mem_new(1, sizeof(*own));

	memory_source_init(own, bytes, size);
	return bx_own_source(&own->source, NULL, own, free);
}

struct input_own {
	struct gather_source gather;
	struct bx_input input;
	void *arg;
};

static bool
input_read(void *arg, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	const struct input_own *own = arg;
	struct bx_fault why = { .kind = BX_SYSTEM };

	if (own->input.read(own->arg, room, size, out_size, &why))
		return true;
	bx_fault_in(fault, &why);
	return false;
}

struct bx_source *
bx_source_new_input(const struct bx_input *input, void *arg)
{
	struct input_own *own = mem_new(1, sizeof(*own));

	gather_source_init(&own->gather, input_read, own);
	own->input = *input;
	own->arg = arg;
	return bx_own_source(&own->gather.source, NULL, own, free);
}

bool
bx_source_finish(struct bx_source *source, struct bx_fault *fault)
{
	struct fault why;

	/* Each layer has an end of its own, and nothing may follow any. */
	for (; source != NULL; source = source->under) {
		if (source_finish(source->source, &why))
			continue;
		bx_fault_out(fault, &why);
		return false;
	}
	return true;
}

void
bx_source_free(struct bx_source *source)
{
	while (source != NULL) {
		struct bx_source *under = source->under;

		source->free_own(source->own);
		free(source);
		source = under;
	}
}

bool
bx_source_failed(const struct bx_source *source)
{
	return source_failed(source->source);
}

uint64_t
bx_source_at(const struct bx_source *source)
{
	return source->source->taken;
}

void
bx_source_refuse(struct bx_source *source, uint64_t at, const char *format, ...)
{
	struct fault fault = { .kind = FAULT_FORMAT };
	va_list args;

	va_start(args, format);
	(void)vsnprintf(fault.text, sizeof(fault.text), format, args);
	va_end(args);
	block_fail(source->source, at, &fault);
}
