/*
 * strategy - an RMAN script for one connection: what is backed up, and how
 * urgent it is. When it is due stands in its frequencies.
 *
 * Thread: any.
 */
#ifndef MODEL_STRATEGY_H
#define MODEL_STRATEGY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "model/frequency.h"

/* Highest first, so that the smaller number goes first. */
enum priority { PRIORITY_HIGH, PRIORITY_MEDIUM, PRIORITY_LOW, PRIORITIES };

struct strategy {
	const char *id;         /* strategy_id: what a person types, too */
	const char *connection; /* conn_id */
	enum priority priority;
	bool is_alive;
	size_t line_count;
	const char *const *lines; /* in order; an empty line is "" */
	size_t frequency_count;
	const struct frequency *frequencies;
};

/* "high", "medium", "low". */
const char *priority_name(enum priority priority);

/* Any case; NULL and "" are medium. Faults: FAULT_FORMAT. */
MUST_CHECK bool priority_read(const char *text, enum priority *out_priority,
    struct fault *fault);

/*
 * The id, the number and length of the lines, no NUL or line end in one, and
 * no password: "identified by", or user/secret behind connect, target,
 * catalog or auxiliary. Faults: FAULT_FORMAT, FAULT_LIMIT, FAULT_REFUSED.
 */
MUST_CHECK bool
strategy_check(const struct strategy *strategy, struct fault *fault);

#endif
