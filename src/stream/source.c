#include "config.h"

#include "stream/source.h"

#include <inttypes.h>

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
	struct fault fault;

	(void)fault_set(&fault, FAULT_FORMAT,
	    "the stream ends early, at byte %" PRIu64, source->taken);
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

uint32_t
source_read_u32(struct source *source)
{
	unsigned char bytes[4];

	source_read(source, bytes, sizeof(bytes));
	return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
	    (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

uint64_t
source_read_u64(struct source *source)
{
	unsigned char bytes[8];
	uint64_t value = 0;

	source_read(source, bytes, sizeof(bytes));
	for (unsigned i = 0; i < sizeof(bytes); i++)
		value |= (uint64_t)bytes[i] << 8 * i;
	return value;
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
