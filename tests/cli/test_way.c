#include "config.h"

#include "cli/way.h"

#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static const struct args none;

/* Ten bytes through `where` and back. */
static void
go_and_come(struct console *console, const char *where)
{
	struct fault fault;
	char room[10] = "";
	struct way *way = way_to(console, where, &none, &fault);

	ck_assert_msg(way != NULL, "%s", fault.text);
	sink_write(way_sink(way), "0123456789", 10);
	ck_assert(sink_finish(way_sink(way), &fault));
	way_close(way);
	if (console->in != NULL)
		rewind(console->in);
	way = way_from(console, where, &none, &fault);
	ck_assert_msg(way != NULL, "%s", fault.text);
	source_read(way_source(way), room, 10);
	ck_assert(source_finish(way_source(way), &fault));
	way_close(way);
	ck_assert_mem_eq(room, "0123456789", 10);
}

START_TEST(bytes_go_to_a_file_and_come_back)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "file");
	struct console console = { 0 };

	go_and_come(&console, path);
	ck_assert_int_eq(file_kind(path), FILE_REGULAR);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_dash_is_the_standard_streams)
{
	struct console console = { 0 };
	FILE *file = tmpfile();

	ck_assert_ptr_nonnull(file);
	console.in = console.out = file;
	go_and_come(&console, "-");
	(void)fclose(file);
}
END_TEST

START_TEST(a_terminal_gets_no_snapshot)
{
	struct console console = { .is_terminal = true };
	struct fault fault;

	ck_assert_ptr_null(way_to(&console, "-", &none, &fault));
	ck_assert_int_eq(fault.kind, FAULT_USAGE);
	ck_assert_str_eq(fault.text,
	    "a snapshot is nothing for a terminal: name a file, or redirect "
	    "the output");
}
END_TEST

START_TEST(what_was_not_finished_was_never_there)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "file", "old");
	struct console console = { 0 };
	struct fault fault;
	struct way *way = way_to(&console, path, &none, &fault);
	struct buf bytes;

	ck_assert_ptr_nonnull(way);
	sink_write(way_sink(way), "new", 3);
	way_close(way);
	buf_init(&bytes, 100);
	ck_assert(file_read_whole(path, &bytes, &fault));
	ck_assert_str_eq(buf_text(&bytes), "old");
	buf_clear(&bytes);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(an_output_that_is_full_is_the_device_s_fault)
{
	struct console console = { .out = fopen("/dev/full", "w") };
	struct fault fault;
	struct way *way;

	if (console.out == NULL)
		return;
	way = way_to(&console, "-", &none, &fault);
	sink_write(way_sink(way), "new", 3);
	ck_assert(!sink_finish(way_sink(way), &fault));
	ck_assert_int_eq(fault.kind, FAULT_SYSTEM);
	ck_assert_str_eq(fault.text, "the output cannot be written");
	way_close(way);
	(void)fclose(console.out);
}
END_TEST

START_TEST(what_is_not_there_is_absent)
{
	struct console console = { 0 };
	struct fault fault;

	ck_assert_ptr_null(way_from(&console, "/nonexistent/x", &none, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert_ptr_null(way_to(&console, "/nonexistent/x", &none, &fault));
}
END_TEST

UNIT_MAIN("cli/way", bytes_go_to_a_file_and_come_back,
    a_dash_is_the_standard_streams, a_terminal_gets_no_snapshot,
    what_was_not_finished_was_never_there,
    an_output_that_is_full_is_the_device_s_fault, what_is_not_there_is_absent)
