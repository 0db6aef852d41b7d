#include "config.h"

#include "bxsnapshot/bxsnapshot.h"

#include <stdio.h>

#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(a_file_is_there_whole_or_not_at_all)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "file");
	struct bx_sink *sink;
	struct bx_fault fault;

	sink = bx_sink_new_file(path, &fault);
	ck_assert_ptr_nonnull(sink);
	sink = bx_sink_new_digest(sink);
	bx_write_bool(sink, true);
	bx_sink_free(sink);
	ck_assert_int_eq(file_kind(path), FILE_NONE);
	sink = bx_sink_new_digest(bx_sink_new_file(path, &fault));
	bx_write_bool(sink, true);
	ck_assert(bx_sink_finish(sink, &fault));
	ck_assert_int_eq(file_kind(path), FILE_REGULAR);
	bx_sink_free(sink);
	ck_assert_ptr_null(bx_sink_new_file("/nonexistent/file", &fault));
	ck_assert_int_eq(fault.kind, BX_ABSENT);
	ck_assert(!bx_fault_is_format(&fault));
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_descriptor_stays_open)
{
	struct bx_sink *sink;
	struct bx_fault fault;
	struct fault why;
	char byte = 0;
	size_t size;
	int ends[2];

	ck_assert(file_pipe(ends, &why));
	sink = bx_sink_new_descriptor(ends[1]);
	bx_write_bool(sink, true);
	ck_assert(bx_sink_finish(sink, &fault));
	bx_sink_free(sink);
	ck_assert(file_write_all(ends[1], "x", 1, &why));
	ck_assert(file_read_some(ends[0], &byte, 1, &size, &why));
	ck_assert_int_eq(byte, 1);
	file_close(ends[0]);
	file_close(ends[1]);
}
END_TEST

/* A stream of the test's own: it takes so many bytes. */
struct own {
	size_t room;
	bool is_finished;
};

static bool
own_write(void *arg, const void *bytes, size_t size, struct bx_fault *fault)
{
	struct own *own = arg;

	(void)bytes;
	if (size > own->room) {
		fault->kind = BX_CLOSED;
		(void)snprintf(fault->text, sizeof(fault->text), "gone");
		return false;
	}
	own->room -= size;
	return true;
}

static bool
own_finish(void *arg, struct bx_fault *fault)
{
	(void)fault;
	((struct own *)arg)->is_finished = true;
	return true;
}

START_TEST(a_stream_of_the_callers_own_is_written_and_finished)
{
	static const struct bx_output output = { own_write, own_finish };
	struct own own = { .room = 100 };
	struct bx_sink *sink = bx_sink_new_output(&output, &own);
	struct bx_fault fault;

	bx_write_uint(sink, 1);
	ck_assert(bx_sink_finish(sink, &fault));
	ck_assert_uint_eq(own.room, 92);
	ck_assert(own.is_finished);
	bx_sink_free(sink);
}
END_TEST

START_TEST(the_first_fault_sticks)
{
	static const struct bx_output output = { own_write, NULL };
	struct own own = { .room = 20 };
	struct bx_sink *sink = bx_sink_new_output(&output, &own);
	struct bx_fault fault;

	/* Small writes are gathered. */
	for (int i = 0; i < 10000; i++)
		bx_write_uint(sink, 1);
	ck_assert(bx_sink_failed(sink));
	bx_sink_fail(sink, BX_USAGE, "too late");
	own.room = 1000000;
	for (int i = 0; i < 10000; i++)
		bx_write_uint(sink, 1);
	ck_assert_uint_eq(own.room, 1000000);
	ck_assert(!bx_sink_finish(sink, &fault));
	ck_assert_int_eq(fault.kind, BX_CLOSED);
	ck_assert_str_eq(fault.text, "gone");
	bx_sink_free(sink);
	sink = bx_sink_new_output(&output, &own);
	bx_sink_fail(sink, BX_USAGE, "bus %d has no seats", 7);
	ck_assert(!bx_sink_finish(sink, &fault));
	ck_assert_int_eq(fault.kind, BX_USAGE);
	ck_assert_str_eq(fault.text, "bus 7 has no seats");
	bx_sink_free(sink);
}
END_TEST

START_TEST(memory_has_a_limit)
{
	struct bx_sink *sink = bx_sink_new_memory(8);
	struct bx_fault fault;
	size_t size;

	bx_write_uint(sink, 1);
	ck_assert(!bx_sink_failed(sink));
	bx_write_bool(sink, true);
	ck_assert(!bx_sink_finish(sink, &fault));
	ck_assert_int_eq(fault.kind, BX_LIMIT);
	ck_assert(
	    memcmp(bx_sink_bytes(sink, &size), "\1\0\0\0\0\0\0\0", 8) == 0);
	ck_assert_uint_eq(size, 8);
	bx_sink_free(sink);
	bx_sink_free(NULL);
}
END_TEST

UNIT_MAIN("bxsnapshot/sink", a_file_is_there_whole_or_not_at_all,
    a_descriptor_stays_open,
    a_stream_of_the_callers_own_is_written_and_finished, the_first_fault_sticks,
    memory_has_a_limit)
