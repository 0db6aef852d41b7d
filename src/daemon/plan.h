/*
 * plan - the generation in force: loaded from the catalog, kept on disk.
 *
 * Thread: loop.
 */
#ifndef DAEMON_PLAN_H
#define DAEMON_PLAN_H

#include "daemon/daemon.h"
#include "daemon/whose.h"

/* Take the plan that the last life left on disk. No plan is no fault. */
void plan_start(struct daemon *daemon);
void plan_clear(struct daemon *daemon);

/* What it says of a strategy may be another: the plan or the settings are. */
void plan_changed(struct daemon *daemon);

/* Load now, or once more when a load is under way. */
void plan_load(struct daemon *daemon);

/* Ask for the version, and load when it is another. */
void plan_probe(struct daemon *daemon);

/* The catalog came or went. */
void plan_on_catalog(struct daemon *daemon, const struct fault *fault);

/*
 * Call `done` when a load that begins from now on has been answered and its
 * plan is on the disk, or could not be kept there; or with FAULT_CLOSED when
 * the daemon stops before.
 */
void plan_after_load(struct daemon *daemon, catalog_done_fn done, void *arg);

/* Whose a strategy's connection is; `room` as in whose_is. */
enum whose plan_whose(struct daemon *daemon,
    const struct connection *connection, char room[LIMIT_REASON + 1]);

/* Alive, its connection too, and ours. */
bool plan_runs_here(struct daemon *daemon, const struct strategy *strategy);

#endif
