#include "config.h"

#include "bxsnapshot/bxsnapshot.h"

#include <stdio.h>

#include "tests/unit.h"

enum { ROOM = 1 << 20 };
#define KIND BX_KIND('T', 'E', 'S', 'T')
#define OTHER BX_KIND('O', 'T', 'H', 'R')

/* One of each element, in memory. */
static struct bx_sink *
write_all(void)
{
	struct bx_sink *sink = bx_sink_new_memory(ROOM);
	struct bx_fault fault;

	bx_write_header(sink, KIND);
	bx_write_bool(sink, true);
	bx_write_uint(sink, UINT64_MAX);
	bx_write_int(sink, INT64_MIN);
	bx_write_data(sink, "\0\1\2", 3);
	bx_write_text(sink, "žluť");
	bx_write_text(sink, NULL);
	bx_write_text(sink, "");
	bx_write_header(sink, OTHER);
	ck_assert(bx_sink_finish(sink, &fault));
	return sink;
}

START_TEST(what_was_written_is_read_by_the_twin)
{
	struct bx_sink *sink = write_all();
	struct bx_source *source;
	struct bx_fault fault;
	const void *bytes;
	char room[10];
	unsigned char *data;
	size_t size;
	char *text;

	bytes = bx_sink_bytes(sink, &size);
	source = bx_source_new_memory(bytes, size);
	bx_read_header(source, KIND);
	ck_assert(bx_read_bool(source));
	ck_assert(bx_read_uint(source, 0, UINT64_MAX) == UINT64_MAX);
	ck_assert(bx_read_int(source, INT64_MIN, INT64_MAX) == INT64_MIN);
	data = bx_read_data(source, 3, &size);
	ck_assert_uint_eq(size, 3);
	ck_assert(memcmp(data, "\0\1\2", 4) == 0);
	free(data);
	text = bx_read_text(source, 10);
	ck_assert_str_eq(text, "žluť");
	free(text);
	ck_assert_ptr_null(bx_read_text(source, 10));
	ck_assert_str_eq(bx_read_text_into(source, room, 9), "");
	ck_assert_uint_eq(bx_read_kind(source), OTHER);
	ck_assert(!bx_source_failed(source));
	ck_assert(bx_source_finish(source, &fault));
	bx_source_free(source);
	bx_sink_free(sink);
}
END_TEST

START_TEST(disagreements_name_offset_and_block)
{
	struct bx_sink *sink = write_all();
	struct bx_source *source;
	struct bx_fault fault;
	const void *bytes;
	size_t size;

	bytes = bx_sink_bytes(sink, &size);
	source = bx_source_new_memory(bytes, size);
	bx_read_header(source, KIND);
	ck_assert(bx_read_bool(source));
	ck_assert_uint_eq(bx_read_uint(source, 5, 7), 5);
	ck_assert(bx_source_failed(source));
	ck_assert(!bx_source_finish(source, &fault));
	ck_assert_int_eq(fault.kind, BX_FORMAT);
	ck_assert_str_eq(fault.text,
	    "at byte 9, in block TEST: expected a number from 5 to 7, found "
	    "18446744073709551615");
	ck_assert_ptr_null(bx_read_text(source, 10));
	ck_assert_ptr_null(bx_read_data(source, 10, &size));
	bx_source_free(source);
	bx_sink_free(sink);
}
END_TEST

START_TEST(a_size_is_refused_before_memory_is_taken)
{
	static const unsigned char huge[] = { 0, 0, 0, 0, 1, 0, 0, 0 };
	struct bx_source *source = bx_source_new_memory(huge, sizeof(huge));
	struct bx_fault fault;
	size_t size;

	ck_assert_ptr_null(bx_read_data(source, 1 << 20, &size));
	ck_assert(!bx_source_finish(source, &fault));
	ck_assert_int_eq(fault.kind, BX_LIMIT);
	ck_assert(bx_fault_is_format(&fault));
	ck_assert_str_eq(fault.text,
	    "at byte 0: expected at most 1048576 bytes of data, found "
	    "4294967296");
	bx_source_free(source);
}
END_TEST

START_TEST(bytes_are_passed_on_as_they_are)
{
	struct bx_sink *made = write_all();
	struct bx_sink *copy = bx_sink_new_memory(ROOM);
	struct bx_source *source;
	struct bx_fault fault;
	const void *bytes, *copied;
	size_t size, copied_size;
	unsigned char room[8];

	bytes = bx_sink_bytes(made, &size);
	bx_write_bytes(copy, bytes, 8);
	bx_write_bytes(copy, (const char *)bytes + 8, size - 8);
	ck_assert(bx_sink_finish(copy, &fault));
	copied = bx_sink_bytes(copy, &copied_size);
	ck_assert_uint_eq(copied_size, size);
	ck_assert(memcmp(copied, bytes, size) == 0);
	source = bx_source_new_memory(copied, 12);
	bx_read_bytes(source, room, 8);
	ck_assert(memcmp(room, "BXBKTEST", 8) == 0);
	bx_read_bytes(source, room, 8);
	ck_assert(memcmp(room + 4, "\0\0\0\0", 4) == 0);
	ck_assert(!bx_source_finish(source, &fault));
	ck_assert_int_eq(fault.kind, BX_FORMAT);
	bx_source_free(source);
	bx_sink_free(copy);
	bx_sink_free(made);
}
END_TEST

UNIT_MAIN("bxsnapshot/element", bytes_are_passed_on_as_they_are,
    what_was_written_is_read_by_the_twin, disagreements_name_offset_and_block,
    a_size_is_refused_before_memory_is_taken)
