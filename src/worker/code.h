/*
 * code - what is known of the codes that RMAN and Oracle print.
 *
 * RMAN-03009, ORA-19809: the same in every language and version. Which of them
 * end a session, which only wrap a cause that follows, and when it is worth to
 * try again stands in tables here, and nowhere else.
 *
 * Thread: any.
 */
#ifndef WORKER_CODE_H
#define WORKER_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "model/execution.h"

struct code {
	char text[LIMIT_CODE + 1];
	bool is_rman; /* else ORA */
	int number;
};

/*
 * A code at the start of `bytes`: five digits and a colon, so that neither a
 * name that looks like one nor a cut line is taken for it.
 */
bool code_read(const char *bytes, size_t size, struct code *out_code);

/* It fails the run wherever it begins a line. */
bool code_is_failure(const struct code *code);

/* Never the cause: that stands on the same line, or follows. */
bool code_is_wrapper(const struct code *code);

/* By the first significant code of a failure; RETRY_NONE: unknown. */
enum retry_class code_retry(const char *code);

#endif
