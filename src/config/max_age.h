/*
 * max_age - how old the last good backup of each kind may be.
 *
 *	full 8d, incremental 26h, archivelog 1h
 *
 * What is not named may be as old as it likes; `none` names nothing.
 *
 * Thread: any.
 */
#ifndef CONFIG_MAX_AGE_H
#define CONFIG_MAX_AGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"

enum { MAX_AGE_KINDS = 8 };

/* Of model/kind, in the order of its bits; NULL behind the last. */
extern const char *const max_age_kinds[MAX_AGE_KINDS + 1];

struct max_age {
	int64_t seconds[MAX_AGE_KINDS]; /* by kind; 0: not named */
};

/* Faults: FAULT_FORMAT with what is wrong and what is allowed. */
MUST_CHECK bool max_age_read(const char *text, struct max_age *out_max_age,
    struct fault *fault);

/* A check_fn of the table of settings. */
MUST_CHECK bool max_age_check(const char *text, struct fault *fault);

#endif
