#include "config.h"

#include "cli/way.h"

#include "base/mem.h"
#include "platform/file.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static const struct args none;
static const struct args_option write_options[] = { WAY_WRITES, WAY_KEYS,
	{ NULL, NULL, false, NULL } };
static const struct args_option read_options[] = { WAY_KEYS,
	{ NULL, NULL, false, NULL } };

/* Ten bytes through `where` and back. */
static void
go_and_come(struct console *console, const char *where)
{
	struct fault fault;
	char room[10] = "";
	struct way *way = way_to(console, where, &none, &fault);

	ck_assert_msg(way != NULL, "%s", fault.text);
	sink_write(way_sink(way), "0123456789", 10);
	ck_assert(way_end(way, &fault));
	way_close(way);
	if (console->in != NULL)
		rewind(console->in);
	way = way_from(console, where, &none, &fault);
	ck_assert_msg(way != NULL, "%s", fault.text);
	source_read(way_source(way), room, 10);
	ck_assert(source_finish(way_source(way), &fault));
	ck_assert(way_end(way, &fault));
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
	ck_assert(!way_end(way, &fault));
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

/* The arguments of a command, of which the first may be --compress. */
static struct args
read_args(const struct args_option *options, char *const *words, int count)
{
	struct args args;
	struct fault fault;

	ck_assert_msg(args_read(&args, options, count, words, &fault), "%s",
	    fault.text);
	return args;
}

START_TEST(filters_lie_in_between)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "file");
	char *key = scratch_file(folder, "key",
	    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	    "\n");
	char *words[] = { mem_text("--compress"), mem_text("--key-file"), key };
	struct args to = read_args(write_options, words, 3);
	struct args from = read_args(read_options, words + 1, 2);
	struct console console = { 0 };
	char room[10] = "";
	struct fault fault;
	struct way *way = way_to(&console, path, &to, &fault);

	ck_assert_msg(way != NULL, "%s", fault.text);
	sink_write(way_sink(way), "0123456789", 10);
	ck_assert(way_end(way, &fault));
	way_close(way);

	/* Without the key it is refused. */
	way = way_from(&console, path, &none, &fault);
	ck_assert_ptr_nonnull(way);
	source_read(way_source(way), room, 10);
	ck_assert(!source_finish(way_source(way), &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	way_close(way);
	way = way_from(&console, path, &from, &fault);
	ck_assert_ptr_nonnull(way);
	source_read(way_source(way), room, 10);
	ck_assert(source_finish(way_source(way), &fault));
	way_close(way);
	ck_assert_mem_eq(room, "0123456789", 10);
	args_clear(&to);
	args_clear(&from);
	free(words[0]);
	free(words[1]);
	free(key);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(what_cannot_be_meant_is_refused)
{
	char *both[] = { mem_text("--key-file"), mem_text("a"),
		mem_text("--passphrase-file"), mem_text("b") };
	struct args args = read_args(read_options, both, 4);
	struct console console = { 0 };
	struct fault fault;

	ck_assert_ptr_null(way_from(&console, "x", &args, &fault));
	ck_assert_int_eq(fault.kind, FAULT_USAGE);
	ck_assert_str_eq(fault.text,
	    "--key-file and --passphrase-file exclude each other");
	args_clear(&args);
	for (size_t i = 0; i < 4; i++)
		free(both[i]);
	ck_assert_ptr_null(way_to(&console, "ftp://x:1", &none, &fault));
	ck_assert_int_eq(fault.kind, FAULT_USAGE);
	ck_assert_ptr_null(
	    way_to(&console, "tcp://127.0.0.1:1", &none, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
}
END_TEST

START_TEST(certificates_stand_in_the_configuration)
{
	char *folder = scratch_new();
	struct person person = person_new(folder);
	struct console console;
	struct fault fault;

	person_console(&person, &console);
	ck_assert_ptr_null(
	    way_to(&console, "tls://127.0.0.1:1", &none, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CONFIG);
	ck_assert_str_eq(fault.text,
	    "a tls:// address needs ca, certificate and key in [tls]");
	ck_assert_ptr_null(
	    way_from(&console, "tls://127.0.0.1:0", &none, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CONFIG);
	console_clear(&console);
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/way", bytes_go_to_a_file_and_come_back,
    a_dash_is_the_standard_streams, a_terminal_gets_no_snapshot,
    what_was_not_finished_was_never_there,
    an_output_that_is_full_is_the_device_s_fault, what_is_not_there_is_absent,
    filters_lie_in_between, what_cannot_be_meant_is_refused,
    certificates_stand_in_the_configuration)
