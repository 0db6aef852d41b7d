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
 * The ids, the frequencies, the number and length of the lines, no line end in
 * one, and no password (model/password): "identified by", user/secret behind
 * connect, target, catalog or auxiliary, user/secret@alias. The sentence names
 * the line's number and never repeats the line. A strategy without lines is
 * one (the original's samples have them). Faults: FAULT_FORMAT, FAULT_LIMIT,
 * FAULT_REFUSED for a password.
 */
MUST_CHECK bool
strategy_check(const struct strategy *strategy, struct fault *fault);

/*
 * All of that but the password: for a plan that was checked when it came in.
 * Faults: FAULT_FORMAT, FAULT_LIMIT.
 */
MUST_CHECK bool
strategy_check_form(const struct strategy *strategy, struct fault *fault);

#endif
