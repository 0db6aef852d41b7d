/*
 * offline - what the journal tells when no daemon lives: the same JSON that
 * the API would send, as far as the journal knows it.
 *
 * Only root and the owner of state_dir may (console_become_owner).
 *
 * Thread: maker.
 */
#ifndef CLI_OFFLINE_H
#define CLI_OFFLINE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/fault.h"
#include "cli/console.h"
#include "model/execution.h"

struct offline;

/* Faults: FAULT_CLOSED when there is no journal either, FAULT_REFUSED. */
MUST_CHECK struct offline *
offline_open(struct console *console, struct fault *fault);
void offline_close(struct offline *offline); /* NULL is fine */

/* The last sign of life of the daemon, in ms; 0: never. */
MUST_CHECK bool
offline_died_ms(struct offline *offline, int64_t *out_ms, struct fault *fault);

/*
 * State "dead", with dead_since; strategies that have run, and the connections
 * of the plan that the daemon left on the disk, with their protection.
 */
MUST_CHECK json_t *offline_status(struct offline *offline, struct fault *fault);

/* Newest first. `strategy` NULL: any; since_ms 0: any; most 0: all. */
MUST_CHECK json_t *
offline_executions(struct offline *offline, const char *strategy, bool only_bad,
    int64_t since_ms, size_t most, struct fault *fault);

/* By strategy for its latest, id, or a unique prefix of 4. */
MUST_CHECK bool offline_find(struct offline *offline, const char *what,
    struct execution *out_execution, struct fault *fault);

/* With the error stack, as the API tells it. */
MUST_CHECK json_t *offline_execution(struct offline *offline,
    const struct execution *execution, struct fault *fault);

/* Free it. */
char *offline_output_path(const struct offline *offline, const char *id);

#endif
