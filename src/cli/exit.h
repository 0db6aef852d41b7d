/*
 * exit - the exit statuses of backupexec(1), each in one place.
 *
 * Thread: any.
 */
#ifndef CLI_EXIT_H
#define CLI_EXIT_H

#include <stdbool.h>

#include "base/fault.h"
#include "model/execution.h"

enum exit_status {
	EXIT_DONE = 0,
	EXIT_BAD = 1,         /* it failed, or something is not protected */
	EXIT_USAGE = 2,       /* wrong command line */
	EXIT_UNREACHABLE = 3, /* daemon or catalog */
	EXIT_CONFIG = 4,
	EXIT_REFUSED = 5 /* rights, busy */
};

int exit_of_fault(enum fault_kind kind);

/* Of `run`: success and warning are 0, with `is_strict` only success is. */
int exit_of_outcome(enum outcome outcome, bool is_strict);

#endif
