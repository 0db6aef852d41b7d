#include "config.h"

#include "cli/output.h"

#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

/* What output_file prints of a file with this text. */
static char *
print_file(const char *text, uint64_t log_bytes, bool has_terminal)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "output", text), *room = NULL;
	struct console console;
	struct fault fault;
	size_t size;

	console_init(&console);
	console.is_terminal = has_terminal;
	console.out = open_memstream(&room, &size);
	ck_assert(output_file(&console, path, log_bytes, &fault));
	(void)fclose(console.out);
	console_clear(&console);
	free(path);
	scratch_free(folder);
	return room;
}

START_TEST(a_pipe_gets_the_bytes_and_a_terminal_harmless_ones)
{
	char *text = print_file("a\033[2J\xff\xc3", 7, false);

	ck_assert_str_eq(text, "a\033[2J\xff\xc3");
	free(text);
	text = print_file("a\033[2J\xff\xc3", 7, true);
	ck_assert_str_eq(text, "a\\x1b[2J\\xff\\xc3");
	free(text);
}
END_TEST

START_TEST(only_what_is_durable_is_shown_and_what_is_gone_is_counted)
{
	char *text = print_file("onetwo", 3, false);

	ck_assert_str_eq(text, "one");
	free(text);
	text = print_file("one\n", 10, false);
	ck_assert_str_eq(text, "one\n[6 bytes of this output are gone]\n");
	free(text);
}
END_TEST

START_TEST(the_daemon_sends_the_same)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);
	struct console console;
	struct fault fault;
	char *room = NULL;
	size_t size;

	backend_grow(backend, "one\033two\n");
	console_init(&console);
	console.config_path = person.config;
	console.is_terminal = true;
	console.out = open_memstream(&room, &size);
	ck_assert(console_connect(&console, &fault));
	ck_assert(output_stream(&console, BACKEND_LIVING, false, &fault));
	ck_assert(!output_stream(&console, "9999", false, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	(void)fclose(console.out);
	ck_assert_str_eq(room, "one\\x1btwo\n");
	free(room);
	console_clear(&console);
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

UNIT_MAIN("cli/output", a_pipe_gets_the_bytes_and_a_terminal_harmless_ones,
    only_what_is_durable_is_shown_and_what_is_gone_is_counted,
    the_daemon_sends_the_same)
