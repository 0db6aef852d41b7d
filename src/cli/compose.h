/*
 * compose - an edit of the plan, made of what somebody typed.
 *
 *	NAME [--column VALUE ...] [KEY=VALUE ...]
 *
 * A KEY is a column too, or an option of config/setting, whose value is
 * checked here. An empty VALUE takes an option back to none. alive is yes or
 * no, or 1 or 0. Nothing is sent to anybody that edit_check refuses.
 *
 * Thread: maker.
 */
#ifndef CLI_COMPOSE_H
#define CLI_COMPOSE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/fault.h"
#include "cli/args.h"
#include "model/edit.h"

/*
 * `in` is read for --script -. NULL after a fault: FAULT_USAGE, FAULT_SYSTEM
 * for a script that cannot be read, FAULT_LIMIT, FAULT_REFUSED for a script
 * with a password.
 */
MUST_CHECK struct edit *compose_edit(enum edit_kind kind,
    const struct args *args, FILE *in, struct fault *fault);

/* The lines of a text; a line end at its end begins no other line. */
MUST_CHECK bool compose_lines(struct edit *edit, const char *text, size_t size,
    struct fault *fault);

/* The lines of a file, or of `in` for "-". Faults: also FAULT_SYSTEM. */
MUST_CHECK bool compose_script(struct edit *edit, const char *path, FILE *in,
    struct fault *fault);

/* edit_check, where what is wrong is what was typed. */
MUST_CHECK bool compose_check(const struct edit *edit, struct fault *fault);

#endif
