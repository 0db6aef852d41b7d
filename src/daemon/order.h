/*
 * order - from a strategy, its connection's options and the configuration to
 * what its keeper shall run.
 *
 * Thread: loop.
 */
#ifndef DAEMON_ORDER_H
#define DAEMON_ORDER_H

#include "base/fault.h"
#include "config/load.h"
#include "memdb/memdb.h"
#include "stream/digest_sum.h"
#include "worker/run.h"

/* Owns what `run` borrows. */
struct order {
	struct run_order run;
	char *program, *oracle_home;
	char **arguments, **environment;
	char *script; /* the lines, each ended by \n */
	char *user, *password_file, *address;
	char *catalog; /* that may be away; NULL: none */
	char script_digest[DIGEST_HEX_MAX];
};

/*
 * Faults: FAULT_CONFIG that says which setting of which owner is wrong or
 * missing; FAULT_ABSENT for a strategy without lines.
 */
MUST_CHECK bool order_make(const struct config *config,
    const struct memdb *memdb, const struct strategy *strategy,
    struct order *out_order, struct fault *fault);

/*
 * A short session: these lines on rman's standard input. For the other rman
 * looks at the lines and runs nothing. Faults: FAULT_CONFIG.
 */
MUST_CHECK bool
order_make_session(const struct config *config, const struct memdb *memdb,
    const struct connection *connection, const char *const *lines, size_t count,
    struct order *out_order, struct fault *fault);
MUST_CHECK bool
order_make_syntax(const struct config *config, const struct memdb *memdb,
    const struct connection *connection, const char *const *lines, size_t count,
    struct order *out_order, struct fault *fault);
void order_clear(struct order *order);

/* One setting as it holds for a strategy, in its unit. */
MUST_CHECK bool order_number(const struct config *config,
    const struct memdb *memdb, const struct strategy *strategy, const char *key,
    int64_t *out_number, struct fault *fault);

/* How its output is to be judged, all but the kinds. Faults: FAULT_CONFIG. */
MUST_CHECK bool order_policy(const struct config *config,
    const struct memdb *memdb, const struct strategy *strategy,
    struct scan_policy *policy, struct fault *fault);

/* The feed of a setting's number. */
enum scan_feed order_feed(int64_t number);

#endif
