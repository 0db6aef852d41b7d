#include "config.h"

#include "cli/args.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { OPTIONS_MOST = 32 };

static const struct args_option *
find(const struct args_option *options, const char *name, size_t length)
{
	for (; options->name != NULL; options++) {
		if (strlen(options->name) == length &&
		    strncmp(options->name, name, length) == 0)
			return options;
	}
	return NULL;
}

static bool
fault_unknown(const struct args_option *options, const char *typed,
    size_t length, struct fault *fault)
{
	const char *names[OPTIONS_MOST], *nearest;
	char *name = mem_text_n(typed, length);
	size_t count = 0;

	for (; options->name != NULL && count < OPTIONS_MOST; options++)
		names[count++] = options->name;
	nearest = text_nearest(name, names, count);
	if (nearest == NULL)
		(void)fault_set(fault, FAULT_USAGE, "there is no option %s",
		    name);
	else
		(void)fault_set(fault, FAULT_USAGE,
		    "there is no option %s; did you mean %s?", name, nearest);
	free(name);
	return false;
}

/* One option at `*at`; its value may be the next text. */
static bool
read_option(struct args *args, const struct args_option *options, int count,
    char *const *texts, int *at, struct fault *fault)
{
	const char *text = texts[*at];
	size_t length = strcspn(text, "=");
	const struct args_option *option = find(options, text, length);
	struct args_given *given = &args->given[args->given_count];

	if (option == NULL)
		return fault_unknown(options, text, length, fault);
	if (!option->is_repeatable && args_has(args, option->name))
		return fault_set(fault, FAULT_USAGE, "%s is given twice",
		    option->name);
	given->option = option;
	if (option->value == NULL && text[length] == '=')
		return fault_set(fault, FAULT_USAGE, "%s takes no value",
		    option->name);
	if (option->value != NULL && text[length] == '=') {
		given->value = text + length + 1;
	} else if (option->value != NULL) {
		if (*at + 1 == count)
			return fault_set(fault, FAULT_USAGE,
			    "%s needs a value: %s", option->name,
			    option->value);
		given->value = texts[++*at];
	}
	args->given_count++;
	return true;
}

bool
args_read(struct args *args, const struct args_option *options, int count,
    char *const *texts, struct fault *fault)
{
	bool is_over = false; /* the options, by "--" */

	*args = (struct args){ 0 };
	if (count > ARGS_MOST)
		return fault_set(fault, FAULT_USAGE,
		    "more than %d words are too many", ARGS_MOST);
	args->operands = mem_new((size_t)count + 1, sizeof(*args->operands));
	args->given = mem_new((size_t)count + 1, sizeof(*args->given));
	for (int i = 0; i < count; i++) {
		if (!is_over && strcmp(texts[i], "--") == 0)
			is_over = true;
		else if (is_over || texts[i][0] != '-' || texts[i][1] == '\0')
			args->operands[args->operand_count++] = texts[i];
		else if (!read_option(args, options, count, texts, &i, fault))
			return false;
	}
	return true;
}

void
args_clear(struct args *args)
{
	free(args->operands);
	free(args->given);
	*args = (struct args){ 0 };
}

const char *
args_operand(const struct args *args, size_t n)
{
	return n < args->operand_count ? args->operands[n] : NULL;
}

bool
args_has(const struct args *args, const char *name)
{
	for (size_t i = 0; i < args->given_count; i++) {
		if (strcmp(args->given[i].option->name, name) == 0)
			return true;
	}
	return false;
}

const char *
args_value(const struct args *args, const char *name, size_t n)
{
	for (size_t i = 0; i < args->given_count; i++) {
		if (strcmp(args->given[i].option->name, name) == 0 && n-- == 0)
			return args->given[i].value;
	}
	return NULL;
}
