#include "config.h"

#include "stream/source.h"

#include <assert.h>
#include <inttypes.h>

#include "stream/block.h"

void
source_init(struct source *source, const struct source_ops *ops)
{
	*source = (struct source){ .ops = ops };
}

/* At least one byte into `room` or ready, or false: a fault, or the end. */
static bool
ask(struct source *source, void *room, size_t size, size_t *out_size)
{
	struct fault fault;

	*out_size = 0;
	if (source->behind_size != 0) {
		source->ready = source->behind;
		source->ready_size = source->behind_size;
		source->behind_size = 0;
		return true;
	}
	if (!source->ops->read(source, room, size, out_size, &fault)) {
		source_fail(source, &fault);
		return false;
	}
	source->taken += *out_size;
	return *out_size != 0 || source->ready_size != 0;
}

/* Lost, as it should be, where the source has failed for another reason. */
static void
end_early(struct source *source)
{
	char block[BLOCK_WORD_MAX];
	struct fault fault;

	(void)fault_set(&fault, FAULT_FORMAT,
	    "the stream ends early, at byte %" PRIu64, source->taken);
	if (source->block != 0) {
		block_format_word(block, source->block);
		(void)fault_wrap(&fault, "in block %s", block);
	}
	source_fail(source, &fault);
}

void
source_read_on(struct source *source, void *room, size_t size)
{
	unsigned char *at = room;

	while (size != 0 && !source->failed) {
		size_t got = source->ready_size;

		if (got > size)
			got = size;
		if (got != 0)
			source_read(source, at, got);
		else if (!ask(source, at, size, &got)) {
			end_early(source);
			break;
		}
		at += got;
		size -= got;
	}
	if (size != 0)
		memset(at, 0, size);
}

size_t
source_read_some(struct source *source, void *room, size_t size)
{
	size_t got;

	if (source->failed)
		return 0;
	if (source->ready_size == 0) {
		if (!ask(source, room, size, &got))
			return 0;
		if (got != 0)
			return got;
	}
	got = source->ready_size < size ? source->ready_size : size;
	source_read(source, room, got);
	return got;
}

static uint32_t
number_of(const unsigned char bytes[4])
{
	return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
	    (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

uint32_t
source_peek_u32(struct source *source)
{
	unsigned char bytes[4];

	source_read(source, bytes, sizeof(bytes));
	if (source->failed)
		return 0;
	/* What was peeked at before has been read, just now at the latest. */
	assert(source->behind_size == 0 || source->ready_size == 0);
	if (source->behind_size == 0) {
		source->behind = source->ready;
		source->behind_size = source->ready_size;
	}
	memcpy(source->peeked, bytes, sizeof(bytes));
	source->ready = source->peeked;
	source->ready_size = sizeof(source->peeked);
	source->taken -= sizeof(bytes);
	return number_of(bytes);
}

bool
source_failed(const struct source *source)
{
	return source->failed;
}

void
source_fail(struct source *source, const struct fault *fault)
{
	if (source->failed)
		return;
	source->failed = true;
	source->fault = *fault;
	source->ready_size = 0; /* so that nothing slips past the fault */
	source->behind_size = 0;
}

bool
source_check(const struct source *source, struct fault *fault)
{
	if (source->failed)
		*fault = source->fault;
	return !source->failed;
}

bool
source_finish(struct source *source, struct fault *fault)
{
	uint64_t end = source->taken;
	unsigned char byte;
	size_t got;

	if (source->failed)
		return source_check(source, fault);
	if (source->ready_size != 0 || ask(source, &byte, 1, &got)) {
		(void)fault_set(fault, FAULT_FORMAT,
		    "at byte %" PRIu64 ": expected the end, found more", end);
		source_fail(source, fault);
	}
	return source_check(source, fault);
}
