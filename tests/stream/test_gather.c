#include "config.h"

#include "stream/gather.h"

#include "base/buf.h"
#include "base/mem.h"
#include "tests/unit.h"

/* Takes and gives, and counts how often. */
struct device {
	struct buf buf;
	size_t at;
	int calls, finished;
	bool is_broken;
};

static bool
write_device(void *arg, const void *bytes, size_t size, struct fault *fault)
{
	struct device *device = arg;

	device->calls++;
	if (device->is_broken)
		return fault_set(fault, FAULT_SYSTEM, "broken");
	return buf_add(&device->buf, bytes, size, fault);
}

static bool
finish_device(void *arg, struct fault *fault)
{
	(void)fault;
	((struct device *)arg)->finished++;
	return true;
}

static bool
read_device(void *arg, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	struct device *device = arg;
	size_t left = device->buf.size - device->at;

	device->calls++;
	if (device->is_broken)
		return fault_set(fault, FAULT_SYSTEM, "broken");
	*out_size = size < left ? size : left;
	if (*out_size != 0)
		memcpy(room, device->buf.bytes + device->at, *out_size);
	device->at += *out_size;
	return true;
}

START_TEST(small_writes_become_large_ones)
{
	struct gather_sink *sink = mem_new(1, sizeof(*sink));
	struct gather_source *source = mem_new(1, sizeof(*source));
	struct device device = { .at = 0 };
	char *large = mem_new(GATHER_ROOM, 1);
	struct fault fault;

	buf_init(&device.buf, 10 << 20);
	gather_sink_init(sink, write_device, finish_device, &device);
	for (uint32_t i = 0; i < 2 * GATHER_ROOM / 4; i++)
		sink_write_u32(&sink->sink, i);
	sink_write(&sink->sink, large, GATHER_ROOM);
	ck_assert(sink_finish(&sink->sink, &fault));
	ck_assert(sink_finish(&sink->sink, &fault));
	ck_assert_int_eq(device.calls, 3);
	ck_assert_int_eq(device.finished, 1);
	ck_assert_uint_eq(device.buf.size, 3 * GATHER_ROOM);

	device.calls = 0;
	gather_source_init(source, read_device, &device);
	for (uint32_t i = 0; i < 2 * GATHER_ROOM / 4; i++)
		ck_assert_uint_eq(source_read_u32(&source->source), i);
	source_read(&source->source, large, GATHER_ROOM);
	ck_assert(source_finish(&source->source, &fault));
	ck_assert_int_eq(device.calls, 4);
	buf_clear(&device.buf);
	free(large);
	free(sink);
	free(source);
}
END_TEST

START_TEST(a_broken_device_is_not_finished_and_told_once)
{
	struct gather_sink *sink = mem_new(1, sizeof(*sink));
	struct gather_source *source = mem_new(1, sizeof(*source));
	struct device device = { .is_broken = true };
	struct fault fault;

	gather_sink_init(sink, write_device, finish_device, &device);
	sink_write_u32(&sink->sink, 1);
	ck_assert(!sink_finish(&sink->sink, &fault));
	ck_assert_str_eq(fault.text, "broken");
	ck_assert(!sink_finish(&sink->sink, &fault));
	ck_assert_int_eq(device.calls, 1);
	ck_assert_int_eq(device.finished, 0);
	gather_source_init(source, read_device, &device);
	ck_assert_uint_eq(source_read_u32(&source->source), 0);
	ck_assert(!source_check(&source->source, &fault));
	ck_assert_str_eq(fault.text, "broken");
	free(sink);
	free(source);
}
END_TEST

UNIT_MAIN("stream/gather", small_writes_become_large_ones,
    a_broken_device_is_not_finished_and_told_once)
