/*
 * stack - an error stack as it is kept: its text, the code that counts, and
 * what its lines say of another attempt.
 *
 * Outer errors come first. The first code that wraps no other is the one that
 * counts; 8i and a recovery catalog put it on the wrapper's line.
 *
 * Thread: maker.
 */
#ifndef WORKER_STACK_H
#define WORKER_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "model/execution.h"
#include "worker/code.h"

struct stack {
	uint64_t begin, end;       /* in the output; the same: there is none */
	bool is_true;              /* it has its header, RMAN-00569 */
	char code[LIMIT_CODE + 1]; /* first that is no wrapper, or "" */
	char wrapper[LIMIT_CODE + 1]; /* first that is one, or "" */
	char cause[LIMIT_REASON];     /* the line of that code, as it came */
	size_t cause_size;
	char text[LIMIT_STACK]; /* as it came, cut */
	size_t size;
	/* What stack_retry asks. */
	bool has_io, has_folder, has_space, has_media, is_refused;
};

void
stack_begin(struct stack *stack, uint64_t begin, uint64_t end, bool is_true);
void stack_add_code(struct stack *stack, const struct code *code,
    const char *line, size_t size, uint64_t end);
void stack_add_text(struct stack *stack, const char *line, size_t size,
    uint64_t end);

/* The code that counts, else the first wrapper, else "". */
const char *stack_code(const struct stack *stack);

enum retry_class stack_retry(const struct stack *stack);

#endif
