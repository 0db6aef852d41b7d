#include "config.h"

#include "stream/descriptor.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/mem.h"
#include "tests/unit.h"

static unsigned char
pattern(size_t i)
{
	return (unsigned char)(i * 2654435761u >> 13);
}

/* Pieces of all sizes, small and larger than the room. */
static size_t
piece_at(size_t i, size_t left)
{
	static const size_t pieces[] = { 1, 8, 4096, 65535, 65536, 65537, 3,
		150000 };
	size_t piece = pieces[i % COUNT_OF(pieces)];

	return piece < left ? piece : left;
}

START_TEST(a_file_holds_what_was_written_in_any_pieces)
{
	const size_t sizes[] = { 0, 1, GATHER_ROOM - 1, GATHER_ROOM,
		GATHER_ROOM + 1, 700000 };
	struct descriptor_sink *sink = mem_new(1, sizeof(*sink));
	struct descriptor_source *source = mem_new(1, sizeof(*source));
	unsigned char *bytes = mem_new(700000, 1);
	unsigned char *back = mem_new(700000, 1);

	for (size_t i = 0; i < 700000; i++)
		bytes[i] = pattern(i);
	for (size_t k = 0; k < COUNT_OF(sizes); k++) {
		FILE *file = tmpfile();
		struct fault fault;
		size_t at, piece;

		ck_assert_ptr_nonnull(file);
		descriptor_sink_init(sink, fileno(file));
		at = 0;
		for (size_t i = 0; at < sizes[k]; i++, at += piece) {
			piece = piece_at(i, sizes[k] - at);
			sink_write(&sink->gather.sink, bytes + at, piece);
		}
		ck_assert_msg(sink_finish(&sink->gather.sink, &fault), "%s",
		    fault.text);
		ck_assert_uint_eq(sink->gather.sink.written, sizes[k]);
		/* Left open, and nothing twice. */
		ck_assert_int_eq(lseek(fileno(file), 0, SEEK_CUR),
		    (off_t)sizes[k]);
		ck_assert_int_eq(lseek(fileno(file), 0, SEEK_SET), 0);

		descriptor_source_init(source, fileno(file));
		at = 0;
		for (size_t i = 3; at < sizes[k]; i++, at += piece) {
			piece = piece_at(i, sizes[k] - at);
			source_read(&source->gather.source, back + at, piece);
		}
		ck_assert(source_finish(&source->gather.source, &fault));
		ck_assert(memcmp(bytes, back, sizes[k]) == 0);
		(void)fclose(file);
	}
	free(sink);
	free(source);
	free(bytes);
	free(back);
}
END_TEST

START_TEST(a_pipe_is_read_until_its_other_end_is_closed)
{
	char room[6];
	int ends[2];
	struct descriptor_source *source = mem_new(1, sizeof(*source));
	struct fault fault;

	ck_assert_int_eq(pipe(ends), 0);
	descriptor_source_init(source, ends[0]);
	ck_assert_int_eq(write(ends[1], "abc", 3), 3);
	source_read(&source->gather.source, room, 2);
	ck_assert_int_eq(write(ends[1], "defg", 4), 4);
	source_read(&source->gather.source, room + 2, 4);
	ck_assert_mem_eq(room, "abcdef", 6);
	(void)close(ends[1]);
	source_read(&source->gather.source, room, 2);
	ck_assert_mem_eq(room, "g", 2);
	ck_assert(!source_check(&source->gather.source, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_str_eq(fault.text, "the stream ends early, at byte 7");
	(void)close(ends[0]);
	free(source);
}
END_TEST

START_TEST(a_device_that_refuses_is_told_at_the_finish)
{
	const size_t sizes[] = { 1, GATHER_ROOM, 3 * GATHER_ROOM };
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
	struct descriptor_sink *sink = mem_new(1, sizeof(*sink));
	char *bytes = mem_new(3 * GATHER_ROOM, 1);

	for (size_t i = 0; full != -1 && i < COUNT_OF(sizes); i++) {
		struct fault fault;

		descriptor_sink_init(sink, full);
		sink_write(&sink->gather.sink, bytes, sizes[i]);
		ck_assert(!sink_finish(&sink->gather.sink, &fault));
		ck_assert_int_eq(fault.kind, FAULT_FULL);
		ck_assert_ptr_nonnull(
		    strstr(fault.text, "No space left on device"));
	}
	if (full != -1)
		(void)close(full);
	free(bytes);
	free(sink);
}
END_TEST

START_TEST(a_descriptor_that_cannot_be_read_is_told)
{
	struct descriptor_source *source = mem_new(1, sizeof(*source));
	int folder = open("/", O_RDONLY | O_CLOEXEC);
	struct fault fault;

	ck_assert_int_ne(folder, -1);
	descriptor_source_init(source, folder);
	ck_assert_uint_eq(source_read_u64(&source->gather.source), 0);
	ck_assert(!source_check(&source->gather.source, &fault));
	ck_assert_int_eq(fault.kind, FAULT_SYSTEM);
	(void)close(folder);
	free(source);
}
END_TEST

UNIT_MAIN("stream/descriptor", a_file_holds_what_was_written_in_any_pieces,
    a_pipe_is_read_until_its_other_end_is_closed,
    a_device_that_refuses_is_told_at_the_finish,
    a_descriptor_that_cannot_be_read_is_told)
