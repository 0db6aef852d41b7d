/*
 * daemons - a daemon in parts, for the tests of src/daemon: a loop, a journal
 * in a scratch folder, a plan made of rows, a catalog that is away.
 *
 *	struct daemon daemon;
 *	daemons_open(&daemon);
 *	daemons_strategy("nightly", NULL, 0, ...); daemons_plan(&daemon);
 *	...
 *	daemons_close(&daemon);
 */
#ifndef TESTS_SUPPORT_DAEMONS_H
#define TESTS_SUPPORT_DAEMONS_H

#include "daemon/daemon.h"

void daemons_open(struct daemon *daemon);
void daemons_close(struct daemon *daemon);

/* Close it, but leave its state_dir, as a life before; scratch_free it. */
char *daemons_leave(struct daemon *daemon);

/*
 * A real catalog and its helper, instead of the one that is away. The plan is
 * loaded as soon as it can be.
 */
struct catalogs;
void daemons_catalog(struct daemon *daemon, const struct catalogs *catalogs);

/*
 * Rows of the plan to come; a connection C_1 at `ip` is always in it, and the
 * strategies are its, until another one is named.
 */
void daemons_connection(const char *id);
void daemons_of(const char *connection); /* one that was named before */
void daemons_strategy(const char *id, const char *line,
    const struct frequency *frequency);
void daemons_strategy_of(const char *id, const struct frequency *frequencies,
    size_t count);
void daemons_option(const char *strategy, const char *name, const char *value);
void daemons_connection_option(const char *connection, const char *name,
    const char *value);
void daemons_plan(struct daemon *daemon, const char *ip);

/* Leave the plan on disk, as after a load. */
void daemons_keep_plan(struct daemon *daemon);

/* A shell script that is rman, for keepers of real. */
void daemons_rman(struct daemon *daemon, const char *script);

/* What is claimed now: durable, and on the board. */
struct task *
daemons_claim(struct daemon *daemon, const char *strategy, int64_t slot);

/*
 * Keep the journal's thread busy, so that what is submitted stays under way;
 * all of it goes in one round when it is let go.
 */
void daemons_hold(struct daemon *daemon);
void daemons_let_go(struct daemon *daemon);

/* Turn the loop until it is so. */
void daemons_await(struct daemon *daemon, bool (*is_so)(void *arg), void *arg);

/* Turn the loop until all that was submitted to the journal is answered. */
void daemons_settle(struct daemon *daemon);

/* The one execution of this strategy in the journal. */
struct execution daemons_only(struct daemon *daemon, const char *strategy);

/* What the journal holds, newest first; free it. */
struct execution *daemons_journal(struct daemon *daemon, size_t *out_count);

#endif
