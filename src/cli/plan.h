/*
 * plan - connections and strategies, read and changed: through the daemon, or
 * in the catalog itself when no daemon lives.
 *
 * Rows are the API's JSON either way; what only a daemon knows (runs, slots)
 * is null without one.
 *
 * Thread: maker.
 */
#ifndef CLI_PLAN_H
#define CLI_PLAN_H

#include <jansson.h>
#include <stdbool.h>

#include "base/fault.h"
#include "cli/console.h"
#include "model/edit.h"

struct plan;

/* Faults: FAULT_CLOSED when neither can be reached, FAULT_REFUSED. */
MUST_CHECK struct plan *plan_open(struct console *console, struct fault *fault);
void plan_close(struct plan *plan); /* NULL is fine */

/* All of them; with a name that one alone, as an array still. */
MUST_CHECK json_t *
plan_connections(struct plan *plan, const char *name, struct fault *fault);

/* Likewise; only that one comes with its lines. */
MUST_CHECK json_t *
plan_strategies(struct plan *plan, const char *name, struct fault *fault);

MUST_CHECK bool
plan_edit(struct plan *plan, const struct edit *edit, struct fault *fault);

#endif
