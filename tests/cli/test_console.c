#include "config.h"

#include "cli/console.h"

#include "base/mem.h"
#include "cli/exit.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(times_are_local_and_short)
{
	struct console console;
	char room[CALENDAR_TEXT_MAX];

	(void)setenv("TZ", "UTC-2", 1);
	console_init(&console);
	console_format_time(&console, room, 1793000000);
	ck_assert_str_eq(room, "2026-10-26 09:33");
	console_format_time(&console, room, 0);
	ck_assert_str_eq(room, "-");
	console_clear(&console);
}
END_TEST

START_TEST(spans_have_one_unit)
{
	const struct {
		int64_t seconds;
		const char *text;
	} cases[] = {
		{ -5, "-5 s" },
		{ 0, "0 s" },
		{ 119, "119 s" },
		{ 120, "2 min" },
		{ 7199, "119 min" },
		{ 7200, "2 h" },
		{ 172799, "47 h" },
		{ 172800, "2 d" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char room[CONSOLE_SPAN_MAX];

		console_format_span(room, cases[i].seconds);
		ck_assert_str_eq(room, cases[i].text);
	}
}
END_TEST

START_TEST(a_fault_is_one_line_and_a_status)
{
	struct console console;
	struct fault fault;
	char *room = NULL;
	size_t size;

	console_init(&console);
	console.err = open_memstream(&room, &size);
	(void)fault_set(&fault, FAULT_REFUSED, "no\033[2J");
	ck_assert_int_eq(console_fail(&console, &fault), EXIT_REFUSED);
	(void)fclose(console.err);
	ck_assert_str_eq(room, "backupexec: no\\x1b[2J\n");
	free(room);
	console_clear(&console);
}
END_TEST

START_TEST(no_colour_is_asked_for_by_a_variable)
{
	struct console console;

	console_init(&console);
	ck_assert(!console.is_terminal || console.has_colours);
	console_clear(&console);
	(void)setenv("NO_COLOR", "1", 1);
	console_init(&console);
	ck_assert(!console.has_colours);
	console_clear(&console);
}
END_TEST

START_TEST(a_configuration_with_mistakes_is_a_fault_of_its_own)
{
	char *folder = scratch_new();
	struct person person = person_new(folder);
	char *path = scratch_file(folder, "bad.conf", "[daemon]\nnme = x\n");

	free(person.config);
	person.config = path;
	ck_assert_int_eq(person_types(&person, "status", NULL), EXIT_CONFIG);
	ck_assert_ptr_nonnull(strstr(person.err, "bad.conf:2: "));
	ck_assert_ptr_nonnull(
	    strstr(person.err, "1 mistake in the configuration\n"));
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

START_TEST(the_daemon_is_found_by_its_state_dir)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);
	struct console console;
	struct fault fault;

	console_init(&console);
	console.config_path = person.config;
	ck_assert_msg(console_connect(&console, &fault), "%s", fault.text);
	ck_assert_ptr_nonnull(console.client);
	ck_assert(console_connect(&console, &fault));
	ck_assert(console_become_owner(&console, &fault));
	console_clear(&console);
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(an_output_that_is_full_is_noticed)
{
	struct console console;
	struct fault fault;

	console_init(&console);
	console.out = fopen("/dev/full", "w");
	(void)fputs("text", console.out);
	ck_assert(!console_finish(&console, &fault));
	ck_assert_str_eq(fault.text, "the output cannot be written");
	(void)fclose(console.out);
	console_clear(&console);
}
END_TEST

UNIT_MAIN("cli/console", times_are_local_and_short, spans_have_one_unit,
    a_fault_is_one_line_and_a_status, no_colour_is_asked_for_by_a_variable,
    a_configuration_with_mistakes_is_a_fault_of_its_own,
    the_daemon_is_found_by_its_state_dir, an_output_that_is_full_is_noticed)
