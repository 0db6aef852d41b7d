/*
 * check - is the catalog what it should be? A line for each finding, for
 * backupexec catalog check.
 *
 * Reads only; makes nothing, apart from an embedded catalog that is not there.
 *
 * Thread: maker.
 */
#ifndef CATALOG_CHECK_H
#define CATALOG_CHECK_H

#include "catalog/place.h"
#include "catalog/server.h"

enum check_severity { CHECK_GOOD, CHECK_WARNING, CHECK_BAD };

/* One sentence, borrowed for the call. */
typedef void (
    *check_fn)(void *arg, enum check_severity severity, const char *sentence);

/* Opens the catalog; failing to is a finding. The worst severity of all. */
enum check_severity
check_catalog(const struct catalog_place *place, check_fn report, void *arg);

/* Likewise for one that is open. */
enum check_severity
check_open(struct catalog *catalog, check_fn report, void *arg);

#endif
