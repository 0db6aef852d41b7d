/*
 * oratab - the databases of this host, as Oracle's own list has them.
 *
 *	SID:/path/of/oracle_home:Y|N
 *
 * Lines without a home that begins with / say nothing; # begins a comment.
 * Entries that are no database (*, +ASM, -MGMTDB) are among them: is_database
 * is false.
 *
 * Thread: any.
 */
#ifndef WORKER_ORATAB_H
#define WORKER_ORATAB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

struct oratab_entry {
	char *sid, *home;
	bool is_database;
};

struct oratab {
	struct oratab_entry *entries; /* of several of one SID the first */
	size_t count;
};

/* Where it is: `set` unless that is "", /etc/oratab, /var/opt/oracle/oratab. */
const char *oratab_path(const char *set);

/* Faults: FAULT_ABSENT, FAULT_REFUSED, FAULT_CONFIG, each with the path. */
MUST_CHECK bool
oratab_read(const char *path, struct oratab *out_oratab, struct fault *fault);
void oratab_clear(struct oratab *oratab);

/* NULL when it has none. */
const char *oratab_home(const struct oratab *oratab, const char *sid);

#endif
