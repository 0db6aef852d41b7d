#include "config.h"

#include "cli/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "cli/exit.h"

const struct command *const cmd_table[] = {
	&cmd_status,
	&cmd_next,
	&cmd_run,
	&cmd_cancel,
	&cmd_log,
	&cmd_why,
	&cmd_pause,
	&cmd_resume,
	&cmd_connection_list,
	&cmd_connection_show,
	&cmd_connection_add,
	&cmd_connection_set,
	&cmd_connection_remove,
	&cmd_connection_test,
	&cmd_connection_discover,
	&cmd_strategy_list,
	&cmd_strategy_show,
	&cmd_strategy_add,
	&cmd_strategy_set,
	&cmd_strategy_remove,
	&cmd_strategy_edit,
	&cmd_strategy_check,
	&cmd_check,
	&cmd_catalog_init,
	&cmd_catalog_check,
	&cmd_snapshot_save,
	&cmd_snapshot_restore,
	&cmd_snapshot_verify,
	&cmd_snapshot_show,
	&cmd_config_show,
	NULL,
};

enum { COMMANDS = COUNT_OF(cmd_table) - 1, HELP_COLUMN = 22 };

/* The command whose words these begin with; how many words it has. */
static const struct command *
find(char *const *texts, int count, int *out_words)
{
	for (size_t i = 0; i < COMMANDS; i++) {
		const char *name = cmd_table[i]->name;
		size_t first = strcspn(name, " ");
		bool has_two = name[first] == ' ';

		if (count < (has_two ? 2 : 1) || strlen(texts[0]) != first ||
		    strncmp(texts[0], name, first) != 0 ||
		    (has_two && strcmp(texts[1], name + first + 1) != 0))
			continue;
		*out_words = has_two ? 2 : 1;
		return cmd_table[i];
	}
	return NULL;
}

/* A word of the usage, on a new line when this one is full. */
static void
print_word(FILE *out, const char *word, size_t *column)
{
	size_t length = strlen(word);

	if (*column + 1 + length > TABLE_WIDTH) {
		(void)fprintf(out, "\n%*s", 11, "");
		*column = 11;
	}
	(void)fprintf(out, " %s", word);
	*column += 1 + length;
}

void
cmd_print_usage(FILE *out, const struct command *command)
{
	size_t column = (size_t)fprintf(out, "usage: backupexec %s",
	    command->name);

	if (command->operands[0] != '\0')
		print_word(out, command->operands, &column);
	for (const struct args_option *option = command->options;
	     option->name != NULL; option++) {
		char *word = mem_format("[%s%s%s]%s", option->name,
		    option->value == NULL ? "" : " ",
		    option->value == NULL ? "" : option->value,
		    option->is_repeatable ? " ..." : "");

		print_word(out, word, &column);
		free(word);
	}
	(void)fputc('\n', out);
}

static void
print_command(FILE *out, const struct command *command)
{
	cmd_print_usage(out, command);
	(void)fprintf(out, "\n%s.\n", command->summary);
	if (command->help[0] != '\0')
		(void)fprintf(out, "%s\n", command->help);
	if (command->options->name != NULL)
		(void)fputc('\n', out);
	for (const struct args_option *option = command->options;
	     option->name != NULL; option++) {
		char *name = mem_format("%s%s%s", option->name,
		    option->value == NULL ? "" : " ",
		    option->value == NULL ? "" : option->value);

		(void)fprintf(out, "  %-*s %s\n", HELP_COLUMN - 3, name,
		    option->help);
		free(name);
	}
}

static void
print_all(FILE *out)
{
	(void)fprintf(out,
	    "usage: backupexec [-c FILE] COMMAND [ARGUMENT ...]\n\n");
	for (size_t i = 0; i < COMMANDS; i++)
		(void)fprintf(out, "  %-*s %s\n", HELP_COLUMN - 3,
		    cmd_table[i]->name, cmd_table[i]->summary);
	(void)fprintf(out, "  %-*s %s\n", HELP_COLUMN - 3, "help [COMMAND]",
	    "this, or more about one command");
	(void)fprintf(out,
	    "\n"
	    "  %-*s the configuration (%s)\n"
	    "  %-*s the version\n\n"
	    "Exit status: 0 done, 1 failed or not protected, 2 usage, 3 daemon "
	    "or catalog\n"
	    "not reached, 4 configuration, 5 refused. The manual page is "
	    "backupexec(1).\n",
	    HELP_COLUMN - 3, "-c FILE", SYSCONFDIR "/backupexec.conf",
	    HELP_COLUMN - 3, "--version");
}

static int
fail_usage(const struct console *console, const struct command *command,
    const struct fault *fault)
{
	int status = console_fail(console, fault);

	if (command == NULL) {
		(void)fprintf(console->err,
		    "'backupexec --help' lists the commands\n");
		return status;
	}
	cmd_print_usage(console->err, command);
	(void)fprintf(console->err, "'backupexec help %s' says more\n",
	    command->name);
	return status;
}

/* A first word that needs a second, or is none at all. */
static int
fail_unknown(const struct console *console, char *const *texts, int count)
{
	const char *names[COMMANDS], *nearest;
	size_t length = strlen(texts[0]);
	struct fault fault;
	char *typed;

	for (size_t i = 0; i < COMMANDS; i++) {
		names[i] = cmd_table[i]->name;
		if (count == 1 && strncmp(names[i], texts[0], length) == 0 &&
		    names[i][length] == ' ') {
			(void)fault_set(&fault, FAULT_USAGE,
			    "%s what? for example 'backupexec %s'", texts[0],
			    names[i]);
			return fail_usage(console, NULL, &fault);
		}
	}
	typed = mem_format("%s%s%s", texts[0], count > 1 ? " " : "",
	    count > 1 ? texts[1] : "");
	nearest = text_nearest(typed, names, COMMANDS);
	if (nearest == NULL)
		nearest = text_nearest(texts[0], names, COMMANDS);
	(void)fault_set(&fault, FAULT_USAGE, "there is no command '%s'%s%s%s",
	    nearest == NULL ? texts[0] : typed,
	    nearest == NULL ? "" : "; did you mean '",
	    nearest == NULL ? "" : nearest, nearest == NULL ? "" : "'?");
	free(typed);
	return fail_usage(console, NULL, &fault);
}

static int
help(const struct console *console, char *const *texts, int count)
{
	const struct command *command;
	int words;

	if (count == 0) {
		print_all(console->out);
		return EXIT_DONE;
	}
	command = find(texts, count, &words);
	if (command == NULL)
		return fail_unknown(console, texts, count);
	print_command(console->out, command);
	return EXIT_DONE;
}

static bool
check_operands(const struct command *command, const struct args *args,
    struct fault *fault)
{
	if (args->operand_count < command->least)
		return fault_set(fault, FAULT_USAGE, "%s needs %s",
		    command->name, command->operands);
	if (args->operand_count > command->most)
		return fault_set(fault, FAULT_USAGE,
		    "%s does not know what to do with '%s'", command->name,
		    args_operand(args, command->most));
	return true;
}

static int
run(struct console *console, const struct command *command, char *const *texts,
    int count)
{
	struct fault fault;
	struct args args;
	int status;

	for (int i = 0; i < count && strcmp(texts[i], "--") != 0; i++) {
		if (strcmp(texts[i], "--help") == 0) {
			print_command(console->out, command);
			return EXIT_DONE;
		}
	}
	if (!args_read(&args, command->options, count, texts, &fault) ||
	    !check_operands(command, &args, &fault))
		status = fail_usage(console, command, &fault);
	else
		status = command->run(console, &args);
	args_clear(&args);
	return status;
}

static int
run_words(struct console *console, char *const *texts, int count)
{
	const struct command *command;
	struct fault fault;
	int words;

	if (count > 1 && strcmp(texts[0], "-c") == 0) {
		console->config_path = texts[1];
		return run_words(console, texts + 2, count - 2);
	}
	if (count == 0 || strcmp(texts[0], "-c") == 0) {
		(void)fault_set(&fault, FAULT_USAGE,
		    count == 0 ? "which command?" : "-c needs a value: FILE");
		return fail_usage(console, NULL, &fault);
	}
	if (strcmp(texts[0], "help") == 0)
		return help(console, texts + 1, count - 1);
	if (strcmp(texts[0], "--help") == 0 || strcmp(texts[0], "-h") == 0)
		return help(console, NULL, 0);
	if (strcmp(texts[0], "--version") == 0) {
		(void)fprintf(console->out, "%s\n", PACKAGE_STRING);
		return EXIT_DONE;
	}
	command = find(texts, count, &words);
	if (command == NULL)
		return fail_unknown(console, texts, count);
	return run(console, command, texts + words, count - words);
}

int
cmd_main(struct console *console, int count, char *const *texts)
{
	struct fault fault;
	int status = run_words(console, texts, count);

	if (!console_finish(console, &fault))
		return console_fail(console, &fault);
	return status;
}
