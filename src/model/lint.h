/*
 * lint - what will go wrong with a script, said before it runs.
 *
 * Thread: any.
 */
#ifndef MODEL_LINT_H
#define MODEL_LINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"

/* How its lines will reach rman. */
struct lint_rules {
	bool is_stdin, is_step; /* neither: as a cmdfile */
	bool allows_host;
};

struct lint_finding {
	size_t line;                 /* from 1; 0: the script as a whole */
	bool is_error;               /* it cannot work; else a warning */
	char text[LIMIT_REASON + 1]; /* what, and what to do about it */
};

typedef void lint_fn(void *arg, const struct lint_finding *finding);

/* Tell `found` of everything, by rule, not by line. */
void lint_lines(const char *const *lines, size_t count,
    const struct lint_rules *rules, lint_fn *found, void *arg);

/*
 * The line of the first command that asks a question and has no NOPROMPT,
 * from 1; 0: there is none.
 */
size_t lint_find_question(const char *const *lines, size_t count);

#endif
