/*
 * args - a command line taken apart by a table of options.
 *
 * Options and operands may be mixed; "--" ends the options, "-" alone is an
 * operand. --NAME VALUE and --NAME=VALUE are the same. An option given twice
 * is a mistake unless it may be repeated.
 *
 * Texts are borrowed from argv.
 *
 * Thread: any.
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

enum { ARGS_MOST = 4096 /* operands, or values of options */ };

struct args_option {
	const char *name;  /* "--follow"; NULL ends a table */
	const char *value; /* what the help calls its value; NULL: a flag */
	bool is_repeatable;
	const char *help; /* one line */
};

struct args_given {
	const struct args_option *option;
	const char *value; /* NULL for a flag */
};

struct args {
	size_t operand_count, given_count;
	const char **operands;
	struct args_given *given;
};

/* Faults: FAULT_USAGE, with the nearest known name. args_clear in any case. */
MUST_CHECK bool args_read(struct args *args, const struct args_option *options,
    int count, char *const *texts, struct fault *fault);
void args_clear(struct args *args);

/* The n-th operand, NULL when there is none. */
const char *args_operand(const struct args *args, size_t n);

bool args_has(const struct args *args, const char *name);

/* The n-th value of an option, NULL when there is none. */
const char *args_value(const struct args *args, const char *name, size_t n);

#endif
