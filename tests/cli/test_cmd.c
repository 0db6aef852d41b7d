#include "config.h"

#include "cli/cmd.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cli/exit.h"
#include "platform/file.h"
#include "platform/process.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

/* What nobody's daemon and nobody's file are needed for. */
static struct person
nobody(void)
{
	struct person person = { .config = mem_text("/nonexistent") };

	return person;
}

START_TEST(wrong_usage_exits_2_with_a_hint)
{
	const struct {
		const char *words[3];
		const char *sentence, *hint;
	} cases[] = {
		{ { NULL }, "which command?", "backupexec --help" },
		{ { "statsu" },
		    "there is no command 'statsu'; did you mean 'status'?",
		    "backupexec --help" },
		{ { "zzzzzzzz" }, "there is no command 'zzzzzzzz'",
		    "backupexec --help" },
		{ { "strategy" },
		    "strategy what? for example 'backupexec strategy list'",
		    "backupexec --help" },
		{ { "strategy", "lst" },
		    "there is no command 'strategy lst'; did you mean "
		    "'strategy list'?",
		    "backupexec --help" },
		{ { "run" }, "run needs STRATEGY", "backupexec help run" },
		{ { "run", "a", "b" }, "run does not know what to do with 'b'",
		    "usage: backupexec run STRATEGY" },
		{ { "status", "--jsn" },
		    "there is no option --jsn; did you mean --json?",
		    "backupexec help status" },
		{ { "help", "statsu" },
		    "there is no command 'statsu'; did you mean 'status'?",
		    "backupexec --help" },
		{ { "-c" }, "-c needs a value: FILE", "backupexec --help" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct person person = nobody();

		ck_assert_int_eq(person_types(&person, cases[i].words[0],
				     cases[i].words[1], cases[i].words[2],
				     NULL),
		    EXIT_USAGE);
		ck_assert_msg(strstr(person.err, cases[i].sentence) != NULL,
		    "%s", person.err);
		ck_assert_msg(strstr(person.err, cases[i].hint) != NULL, "%s",
		    person.err);
		ck_assert_str_eq(person.out, "");
		person_clear(&person);
	}
}
END_TEST

/* No line is longer than a terminal is wide. */
static void
check_width(const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");

		/* A path has the length that it has. */
		if (memchr(text, '/', length) == NULL)
			ck_assert_msg(length <= TABLE_WIDTH, "%.*s",
			    (int)length, text);
		text += length + 1;
	}
}

START_TEST(help_and_version_need_nothing)
{
	const char *const ways[] = { "help", "--help", "-h" };
	struct person person = nobody();

	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		ck_assert_int_eq(person_types(&person, ways[i], NULL), 0);
		ck_assert_str_eq(person.err, "");
		for (size_t k = 0; cmd_table[k] != NULL; k++)
			ck_assert_ptr_nonnull(
			    strstr(person.out, cmd_table[k]->name));
		check_width(person.out);
	}
	ck_assert_int_eq(person_types(&person, "--version", NULL), 0);
	ck_assert_str_eq(person.out, PACKAGE_STRING "\n");
	person_clear(&person);
}
END_TEST

START_TEST(every_command_explains_itself_and_its_options)
{
	struct person person = nobody();

	for (size_t i = 0; cmd_table[i] != NULL; i++) {
		const struct command *command = cmd_table[i];
		const struct args_option *option = command->options;
		char first[32] = "", second[32] = "";

		(void)sscanf(command->name, "%31s %31s", first, second);
		ck_assert_int_eq(person_types(&person, "help", first,
				     second[0] == '\0' ? NULL : second, NULL),
		    0);
		ck_assert_ptr_nonnull(strstr(person.out, command->summary));
		for (; option->name != NULL; option++)
			ck_assert_ptr_nonnull(strstr(person.out, option->help));
		check_width(person.out);
		ck_assert_int_eq(second[0] == '\0' ?
			person_types(&person, first, "--help", NULL) :
			person_types(&person, first, second, "--help", NULL),
		    0);
		ck_assert_ptr_nonnull(strstr(person.out, command->summary));
	}
	person_clear(&person);
}
END_TEST

START_TEST(the_manual_has_every_command_and_option)
{
	const char *top = process_variable("top_srcdir");
	char *path = file_join(top == NULL ? "." : top, "man/backupexec.1");
	struct fault fault;
	struct buf manual;

	buf_init(&manual, 1 << 20);
	ck_assert_msg(file_read_whole(path, &manual, &fault), "%s", fault.text);
	for (size_t i = 0; cmd_table[i] != NULL; i++) {
		const struct args_option *option = cmd_table[i]->options;
		char *entry = mem_format(".It Cm %s", cmd_table[i]->name);
		const char *section = strstr(buf_text(&manual), entry);
		const char *end;

		ck_assert_msg(section != NULL, "%s", entry);
		end = strstr(section + 1, ".It Cm");
		for (; option->name != NULL; option++) {
			char *name = mem_format("Fl -%s", option->name + 2);
			const char *at = strstr(section, name);

			ck_assert_msg(at != NULL && (end == NULL || at < end),
			    "%s: %s", entry, name);
			free(name);
		}
		free(entry);
	}
	buf_clear(&manual);
	free(path);
}
END_TEST

START_TEST(an_output_that_cannot_be_written_is_no_success)
{
	char *words[1] = { mem_text("--version") };
	struct console console;

	console_init(&console);
	console.out = fopen("/dev/full", "w");
	console.err = fopen("/dev/null", "w");
	ck_assert_int_eq(cmd_main(&console, 1, words), EXIT_BAD);
	(void)fclose(console.out);
	(void)fclose(console.err);
	console_clear(&console);
	free(words[0]);
}
END_TEST

UNIT_MAIN("cli/cmd", wrong_usage_exits_2_with_a_hint,
    help_and_version_need_nothing,
    every_command_explains_itself_and_its_options,
    the_manual_has_every_command_and_option,
    an_output_that_cannot_be_written_is_no_success)
