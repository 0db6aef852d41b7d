/*
 * code - what is known of the codes that RMAN and Oracle print.
 *
 * RMAN-03009, ORA-19809: the same in every language and version. Which of them
 * fail a run, which only wrap a cause that follows, which inform, and when it
 * is worth to try again stands in tables here, and nowhere else.
 *
 * Thread: any.
 */
#ifndef WORKER_CODE_H
#define WORKER_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/limits.h"
#include "model/execution.h"

struct code {
	char text[LIMIT_CODE + 1];
	bool is_rman; /* else ORA */
	int number;
};

/* RMAN codes by what they mean outside of an error stack. */
enum code_meaning {
	CODE_FAILS,   /* the run, wherever it begins a line */
	CODE_RULES,   /* 00571, the rule around 00569 */
	CODE_WARNS,   /* also where every message has its number */
	CODE_INFORMS, /* only printed where every message has its number */
	CODE_UNKNOWN  /* warns, except where every message has its number */
};

/* The codes of a setting: ignore, escalate. */
struct code_list {
	size_t count;
	char codes[LIMIT_CODES][LIMIT_CODE + 1];
};

/*
 * A code at the start of `bytes`: five digits and a colon, so that neither a
 * name that looks like one nor a cut line is taken for it. French puts a
 * space before the colon.
 */
bool code_read(const char *bytes, size_t size, struct code *out_code);

/*
 * The first code inside of `bytes` that stands by itself: 8i and a recovery
 * catalog put the cause on the wrapper's line. Only one that is no wrapper.
 */
bool code_find(const char *bytes, size_t size, size_t *out_at,
    struct code *out_code);

/* Of an RMAN code. */
enum code_meaning code_meaning(const struct code *code);

/* Never the cause: that stands on the same line, or follows. */
bool code_is_wrapper(const struct code *code);

/* ORA-00000 is no error. */
bool code_is_nothing(const struct code *code);

/* An RMAN code that informs, and says that somebody is connected. */
bool code_connects(const struct code *code);

bool code_is(const struct code *code, bool is_rman, int number);

/* Lines of one block that RMAN-06207 begins: ignored when that is. */
bool code_continues(const struct code *code);

/* By the first significant code of a failure; RETRY_NONE: unknown. */
enum retry_class code_retry(const char *code);

/*
 * Codes between white space or commas, at most LIMIT_CODES. Faults: FAULT_USAGE
 * for a word that is none.
 */
MUST_CHECK bool code_list_read(const char *text, struct code_list *out_list,
    struct fault *fault);
bool code_list_has(const struct code_list *list, const struct code *code);

#endif
