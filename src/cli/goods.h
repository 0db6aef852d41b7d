/*
 * goods - the last good executions that a snapshot tells of, in the journal of
 * this machine: so that protection ages from where it was, and not from never.
 *
 * Only while no daemon lives; whoever does it has become the owner
 * (console_become_owner).
 *
 * Thread: maker.
 */
#ifndef CLI_GOODS_H
#define CLI_GOODS_H

#include "cli/console.h"
#include "snapshot/facts.h"

/*
 * All of them or none; what is newer in the journal stays. A journal is made
 * where there is none. Faults: FAULT_REFUSED while a daemon lives.
 */
MUST_CHECK bool goods_restore(const struct console *console,
    const struct facts *facts, struct fault *fault);

#endif
