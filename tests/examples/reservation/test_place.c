#include "config.h"

#include "examples/reservation/place.h"

#include <stdio.h>
#include <unistd.h>

#include "tests/unit.h"

START_TEST(a_file_is_written_and_read)
{
	char folder[] = "/tmp/reservation.XXXXXX";
	char path[sizeof(folder) + 8];
	struct bx_fault fault;
	struct bx_source *source;
	struct bx_sink *sink;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/b.bx", folder);
	sink = place_sink(path, &fault);
	ck_assert_ptr_nonnull(sink);
	bx_write_uint(sink, 7);
	ck_assert(bx_sink_finish(sink, &fault));
	bx_sink_free(sink);
	source = place_source(path, &fault);
	ck_assert_ptr_nonnull(source);
	ck_assert_uint_eq(bx_read_uint(source, 0, 9), 7);
	ck_assert(bx_source_finish(source, &fault));
	bx_source_free(source);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_ptr_null(place_source(path, &fault));
	ck_assert_int_eq(fault.kind, BX_ABSENT);
	ck_assert_int_eq(rmdir(folder), 0);
	ck_assert_ptr_null(place_sink(path, &fault));
}
END_TEST

START_TEST(a_dash_is_standard_input_and_output)
{
	struct bx_fault fault;
	struct bx_source *source;
	struct bx_sink *sink;
	int ends[2], was;

	ck_assert_int_eq(pipe(ends), 0);
	was = dup(STDOUT_FILENO);
	ck_assert_int_eq(dup2(ends[1], STDOUT_FILENO), STDOUT_FILENO);
	sink = place_sink("-", &fault);
	bx_write_uint(sink, 7);
	ck_assert(bx_sink_finish(sink, &fault));
	bx_sink_free(sink);
	ck_assert_int_eq(dup2(was, STDOUT_FILENO), STDOUT_FILENO);
	(void)close(was);
	(void)close(ends[1]);
	ck_assert_int_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	source = place_source("-", &fault);
	ck_assert_uint_eq(bx_read_uint(source, 0, 9), 7);
	ck_assert(bx_source_finish(source, &fault));
	bx_source_free(source);
	(void)close(ends[0]);
}
END_TEST

UNIT_MAIN("examples/reservation/place", a_file_is_written_and_read,
    a_dash_is_standard_input_and_output)
