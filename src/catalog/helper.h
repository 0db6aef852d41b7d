/*
 * helper - the catalog helper: asks the database what the daemon asks it.
 *
 * A process of its own (backupexec-catalog), since an ODBC driver may hang,
 * crash and leak: the daemon can end it at any moment. It reads requests from
 * a socket, one at a time, and answers each; it blocks, and has no deadline of
 * its own. It keeps one connection, opened when first needed and again after
 * it was lost.
 *
 * Thread: the only one of its process.
 */
#ifndef CATALOG_HELPER_H
#define CATALOG_HELPER_H

/* Until the other end closes; the process's exit status. */
int helper_run(int descriptor);

#endif
