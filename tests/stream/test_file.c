#include "config.h"

#include "stream/file.h"

#include "base/mem.h"
#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(a_file_appears_when_it_is_finished)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "file", "old");
	int before = scratch_descriptors();
	struct file_sink *sink = mem_new(1, sizeof(*sink));
	struct file_source *source = mem_new(1, sizeof(*source));
	char bytes[3] = "";
	struct fault fault;

	ck_assert(file_sink_open(sink, path, &fault));
	sink_write(&sink->under.sink, "new", 3);
	ck_assert(file_source_open(source, path, &fault));
	source_read(&source->under.source, bytes, 3);
	ck_assert(source_finish(&source->under.source, &fault));
	ck_assert(memcmp(bytes, "old", 3) == 0);
	file_source_close(source);
	ck_assert(sink_finish(&sink->under.sink, &fault));
	ck_assert(sink_finish(&sink->under.sink, &fault));
	file_sink_close(sink);
	ck_assert(file_source_open(source, path, &fault));
	source_read(&source->under.source, bytes, 3);
	ck_assert(source_finish(&source->under.source, &fault));
	ck_assert(memcmp(bytes, "new", 3) == 0);
	file_source_close(source);
	ck_assert_int_eq(scratch_descriptors(), before);
	free(sink);
	free(source);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_file_that_is_not_finished_never_was)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "file");
	struct file_sink *sink = mem_new(1, sizeof(*sink));
	char **names;
	size_t count;
	struct fault fault;

	ck_assert(file_sink_open(sink, path, &fault));
	sink_write(&sink->under.sink, "new", 3);
	file_sink_close(sink);
	ck_assert(file_list(folder, &names, &count, &fault));
	ck_assert_uint_eq(count, 0);
	free(names);
	free(sink);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(faults_name_the_file)
{
	char *folder = scratch_new();
	struct file_sink *sink = mem_new(1, sizeof(*sink));
	struct file_source *source = mem_new(1, sizeof(*source));
	struct fault fault;

	ck_assert(!file_source_open(source, "/nonexistent", &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert(strstr(fault.text, "/nonexistent") != NULL);
	ck_assert(!file_source_open(source, folder, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert(!file_sink_open(sink, "/nonexistent/x", &fault));
	ck_assert(strstr(fault.text, "/nonexistent/x") != NULL);
	free(sink);
	free(source);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("stream/file", a_file_appears_when_it_is_finished,
    a_file_that_is_not_finished_never_was, faults_name_the_file)
