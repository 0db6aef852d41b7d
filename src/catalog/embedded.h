/*
 * embedded - the catalog that needs no server: a SQLite file of the daemon.
 *
 * Thread: any.
 */
#ifndef CATALOG_EMBEDDED_H
#define CATALOG_EMBEDDED_H

#include <stddef.h>

#include "base/fault.h"

/* Make the file, 0600 and empty, if it is not there. */
MUST_CHECK bool embedded_make(const char *path, struct fault *fault);

/*
 * One connection string for each driver found in the usual places, to be tried
 * in turn. Free with embedded_free. Faults: FAULT_CONFIG when there is no
 * driver, with what to do, and for a path that no connection string can hold.
 */
MUST_CHECK bool embedded_strings(const char *path, char ***out_strings,
    size_t *out_count, struct fault *fault);
void embedded_free(char **strings, size_t count);

#endif
