/*
 * stack - error stacks: the three lines, the wrappers, the cause last.
 */
#ifndef STANDIN_STACK_H
#define STANDIN_STACK_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/standin/parse.h"
#include "tests/standin/text.h"

/* The three lines that begin every stack. */
void stack_head(struct text *out);

/* RMAN-03002 around `code`, with its sentence. */
void stack_code(struct text *out, const char *verb, const char *code);

/* RMAN-03009, as it also stands without the three lines, and a cause. */
void stack_channel(struct text *out, const char *verb);

/* A failure of FAKERMAN_FAIL, or a code such as ORA-01555. */
void stack_canned(struct text *out, const char *verb, const char *name);

/* What a command prints before it fails so; "" is nothing. */
const char *canned_before(const char *name);

/* Whether the session ends with this failure. */
bool canned_ends_session(const char *name);

/* The target refuses: when RMAN starts, or a CONNECT command. */
void stack_connect(struct text *out, const char *code, bool at_start);
void stack_catalog(struct text *out, const char *code, bool at_start);
void stack_syntax(struct text *out, const struct unit *unit, size_t line,
    size_t column, const char *file);

/* RMAN-00552 or RMAN-00556 for the command line. */
void stack_argument(struct text *out, const char *code, const char *word);

/* Print every stack and check its form; false when one is wrong. */
bool stack_self_test(void);

#endif
