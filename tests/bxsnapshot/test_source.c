#include "config.h"

#include "bxsnapshot/bxsnapshot.h"

#include <stdio.h>

#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

/* A block with one number, in a stream with digests, in a file. */
static char *
make_file(const char *folder)
{
	char *path = file_join(folder, "file");
	struct bx_fault fault;
	struct bx_sink *sink = bx_sink_new_file(path, &fault);

	ck_assert_ptr_nonnull(sink);
	sink = bx_sink_new_digest(sink);
	bx_write_header(sink, BX_KIND('T', 'E', 'S', 'T'));
	bx_write_uint(sink, 42);
	ck_assert(bx_sink_finish(sink, &fault));
	bx_sink_free(sink);
	return path;
}

static bool
read_number(struct bx_source *source, struct bx_fault *fault)
{
	bool is_done;

	source = bx_source_new_digest(source);
	bx_read_header(source, BX_KIND('T', 'E', 'S', 'T'));
	is_done = bx_read_uint(source, 0, 100) == 42;
	is_done = bx_source_finish(source, fault) && is_done;
	bx_source_free(source);
	return is_done;
}

START_TEST(files_descriptors_and_memory_are_read_alike)
{
	char *folder = scratch_new();
	char *path = make_file(folder);
	struct bx_fault fault;
	struct fault why;
	struct buf buf;
	int descriptor;

	ck_assert(read_number(bx_source_new_file(path, &fault), &fault));
	descriptor = file_open(path, FILE_READ, &why);
	ck_assert_int_ge(descriptor, 0);
	ck_assert(read_number(bx_source_new_descriptor(descriptor), &fault));
	file_close(descriptor);
	buf_init(&buf, 1000);
	ck_assert(file_read_whole(path, &buf, &why));
	ck_assert(
	    read_number(bx_source_new_memory(buf.bytes, buf.size), &fault));
	ck_assert(!read_number(bx_source_new_memory(buf.bytes, buf.size - 1),
	    &fault));
	ck_assert_int_eq(fault.kind, BX_FORMAT);
	/* Behind the end of the digest's stream, and in the one below it. */
	ck_assert(buf_add(&buf, "x", 1, &why));
	ck_assert(
	    !read_number(bx_source_new_memory(buf.bytes, buf.size), &fault));
	ck_assert_str_eq(fault.text,
	    "at byte 68: expected the end, found more");
	ck_assert_ptr_null(bx_source_new_file("/nonexistent", &fault));
	ck_assert_int_eq(fault.kind, BX_ABSENT);
	buf_clear(&buf);
	free(path);
	scratch_free(folder);
}
END_TEST

/* A device of the test's own: zeros, and then it breaks. */
static bool
own_read(void *arg, void *room, size_t size, size_t *out_size,
    struct bx_fault *fault)
{
	size_t *left = arg;

	if (*left == 0) {
		fault->kind = BX_SYSTEM;
		(void)snprintf(fault->text, sizeof(fault->text), "broken");
		return false;
	}
	*out_size = size < *left ? size : *left;
	memset(room, 0, *out_size);
	*left -= *out_size;
	return true;
}

START_TEST(a_device_that_breaks_is_told_from_the_format)
{
	static const struct bx_input input = { own_read };
	size_t left = 12;
	struct bx_source *source = bx_source_new_input(&input, &left);
	struct bx_fault fault;

	ck_assert_uint_eq(bx_read_uint(source, 0, 9), 0);
	ck_assert_uint_eq(bx_source_at(source), 8);
	ck_assert_uint_eq(bx_read_uint(source, 0, 9), 0);
	ck_assert(bx_source_failed(source));
	ck_assert(!bx_source_finish(source, &fault));
	ck_assert(!bx_fault_is_format(&fault));
	ck_assert_str_eq(fault.text, "broken");
	bx_source_free(source);
	/* Large reads go past the room. */
	left = 1 << 20;
	source = bx_source_new_input(&input, &left);
	free(bx_read_data(source, 0, &(size_t){ 0 }));
	ck_assert(!bx_source_failed(source));
	bx_source_free(source);
	bx_source_free(NULL);
}
END_TEST

START_TEST(a_reader_may_refuse_what_it_has_read)
{
	static const unsigned char bytes[8] = { 3 };
	struct bx_source *source = bx_source_new_memory(bytes, 8);
	struct bx_fault fault;
	uint64_t at = bx_source_at(source);
	uint64_t number = bx_read_uint(source, 0, 9);

	bx_source_refuse(source, at, "bus %u is there twice", (unsigned)number);
	ck_assert(bx_source_failed(source));
	ck_assert(!bx_source_finish(source, &fault));
	ck_assert_int_eq(fault.kind, BX_FORMAT);
	ck_assert_str_eq(fault.text, "at byte 0: bus 3 is there twice");
	bx_source_free(source);
}
END_TEST

UNIT_MAIN("bxsnapshot/source", files_descriptors_and_memory_are_read_alike,
    a_device_that_breaks_is_told_from_the_format,
    a_reader_may_refuse_what_it_has_read)
