#include "config.h"

#include "tests/support/person.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/cmd.h"
#include "platform/file.h"
#include "platform/process.h"
#include "tests/support/scratch.h"

enum { WORDS_MOST = 32 };

struct person
person_new(const char *state_dir)
{
	struct person person = { 0 };
	char *text = mem_format("[daemon]\nname = db01\nstate_dir = %s\n",
	    state_dir);

	(void)setenv("TZ", "UTC", 1);
	person.config = scratch_file(state_dir, "backupexec.conf", text);
	free(text);
	return person;
}

void
person_clear(struct person *person)
{
	free(person->config);
	free(person->out);
	free(person->err);
}

void
person_console(const struct person *person, struct console *console)
{
	const char *top = process_variable("top_srcdir");

	console_init(console);
	console->config_path = person->config;
	free(console->sql_folder);
	console->sql_folder = file_join(top == NULL ? "." : top, "sql");
}

int
person_types(struct person *person, ...)
{
	char *words[WORDS_MOST + 2] = { mem_text("-c"),
		mem_text(person->config) };
	struct console console;
	size_t err_size;
	int count = 2, status;
	const char *word;
	va_list list;

	va_start(list, person);
	while (
	    (word = va_arg(list, const char *)) != NULL && count < WORDS_MOST)
		words[count++] = mem_text(word);
	va_end(list);
	free(person->out);
	free(person->err);
	person_console(person, &console);
	console.is_terminal = person->has_terminal;
	console.has_colours = person->has_terminal;
	console.out = open_memstream(&person->out, &person->out_size);
	console.err = open_memstream(&person->err, &err_size);
	if (person->input != NULL)
		console.in = fmemopen((void *)(uintptr_t)person->input,
		    person->input_size == 0 ? strlen(person->input) :
					      person->input_size,
		    "r");
	status = cmd_main(&console, count, words);
	(void)fclose(console.out);
	(void)fclose(console.err);
	if (person->input != NULL)
		(void)fclose(console.in);
	console_clear(&console);
	for (int i = 0; i < count; i++)
		free(words[i]);
	return status;
}
