#include "config.h"

#include "worker/folder.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/defs.h"
#include "base/mem.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static const char *const names[REQUEST_DESCRIPTORS] = { "lock", "output",
	"begun", "end", "control" };

static char *
execution_in(const char *folder)
{
	return mem_format("%s/executions/4711", folder);
}

static mode_t
mode_of(const char *path)
{
	struct stat status;

	ck_assert_int_eq(stat(path, &status), 0);
	return status.st_mode & 07777;
}

START_TEST(everything_is_ours_alone)
{
	char *folder = scratch_new();
	char *execution = execution_in(folder);
	char *parent = file_join(folder, "executions");
	int files[REQUEST_DESCRIPTORS];
	struct fault fault;

	ck_assert(folder_make(execution, files, &fault));
	ck_assert_uint_eq(mode_of(parent), 0700);
	ck_assert_uint_eq(mode_of(execution), 0700);
	for (size_t i = 0; i < REQUEST_DESCRIPTORS; i++) {
		char *path = file_join(execution, names[i]);
		uint64_t size;

		ck_assert_uint_eq(mode_of(path), 0600);
		ck_assert(file_size(files[i], &size, &fault));
		ck_assert_uint_eq(size, i == REQUEST_END ? RECORD_MAX : 0);
		free(path);
	}
	folder_close(files);
	free(parent);
	free(execution);
	scratch_free(folder);
}
END_TEST

START_TEST(it_is_held_until_the_last_lock_is_closed)
{
	char *folder = scratch_new();
	char *execution = execution_in(folder);
	int files[REQUEST_DESCRIPTORS], others[REQUEST_DESCRIPTORS];
	struct fault fault;

	ck_assert(!folder_is_held(execution));
	ck_assert(folder_make(execution, files, &fault));
	ck_assert(folder_is_held(execution));
	ck_assert(!folder_make(execution, others, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	folder_close(others);
	folder_close(files);
	ck_assert(!folder_is_held(execution));
	free(execution);
	scratch_free(folder);
}
END_TEST

START_TEST(what_was_begun_is_not_made_again)
{
	const struct record_start begun = { .at_ms = 5 };
	char *folder = scratch_new();
	char *execution = execution_in(folder);
	int files[REQUEST_DESCRIPTORS];
	struct record_start start;
	char line[RECORD_MAX];
	struct fault fault;
	size_t size = record_write_begun(line, &begun);

	ck_assert(folder_make(execution, files, &fault));
	ck_assert(file_write_all(files[REQUEST_BEGUN], line, size - 1, &fault));
	folder_close(files);
	ck_assert(!folder_read_begun(execution, &start));
	ck_assert(folder_make(execution, files, &fault));
	ck_assert(file_write_all(files[REQUEST_BEGUN], line, size, &fault));
	folder_close(files);
	ck_assert(folder_read_begun(execution, &start));
	ck_assert_int_eq(start.at_ms, 5);
	ck_assert(!folder_read_program(execution, &start));
	ck_assert(!folder_make(execution, files, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	folder_close(files);
	free(execution);
	scratch_free(folder);
}
END_TEST

START_TEST(an_end_fits_into_what_was_reserved)
{
	const struct record_end end = { .exit_status = 3, .why = "x" };
	char *folder = scratch_new();
	char *execution = execution_in(folder);
	int files[REQUEST_DESCRIPTORS];
	struct record_end back;
	char line[RECORD_MAX];
	struct fault fault;
	uint64_t size;

	ck_assert(folder_make(execution, files, &fault));
	ck_assert(!folder_read_end(execution, &back));
	ck_assert(file_write_at(files[REQUEST_END], 0, line,
	    record_write_end(line, &end), &fault));
	ck_assert(file_size(files[REQUEST_END], &size, &fault));
	ck_assert_uint_eq(size, RECORD_MAX);
	ck_assert(folder_read_end(execution, &back));
	ck_assert_int_eq(back.exit_status, 3);
	folder_close(files);
	free(execution);
	scratch_free(folder);
}
END_TEST

START_TEST(what_cannot_be_made_leaves_no_descriptor)
{
	int before = scratch_descriptors();
	int files[REQUEST_DESCRIPTORS];
	struct fault fault;

	ck_assert(!folder_make("/dev/null/executions/1", files, &fault));
	folder_close(files);
	ck_assert_int_eq(scratch_descriptors(), before);
	ck_assert_int_eq(folder_open("/nonexistent", "output", FILE_READ,
			     &fault),
	    -1);
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
}
END_TEST

UNIT_MAIN("worker/folder", everything_is_ours_alone,
    it_is_held_until_the_last_lock_is_closed, what_was_begun_is_not_made_again,
    an_end_fits_into_what_was_reserved,
    what_cannot_be_made_leaves_no_descriptor)
