/*
 * local - the catalog in this process, for when no daemon lives and for the
 * `catalog` commands: the same code that the daemon's helper runs.
 *
 * Only root and the owner of state_dir may (console_become_owner).
 *
 * Thread: maker.
 */
#ifndef CLI_LOCAL_H
#define CLI_LOCAL_H

#include <jansson.h>
#include <stdbool.h>

#include "base/fault.h"
#include "catalog/server.h"
#include "cli/console.h"
#include "model/edit.h"

struct local;

/*
 * With `makes` state_dir is made when there is none. Faults: FAULT_CLOSED and
 * those of catalog_open.
 */
MUST_CHECK struct local *
local_open(struct console *console, bool makes, struct fault *fault);
void local_close(struct local *local); /* NULL is fine */

struct catalog *local_catalog(struct local *local);

/* Rows that cannot be used, each a sentence. */
MUST_CHECK json_t *local_remarks(struct local *local, struct fault *fault);

/* As the API tells them. */
MUST_CHECK json_t *local_connections(struct local *local, struct fault *fault);
MUST_CHECK json_t *
local_strategies(struct local *local, const char *name, struct fault *fault);
MUST_CHECK bool
local_edit(struct local *local, const struct edit *edit, struct fault *fault);

#endif
