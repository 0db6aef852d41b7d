/*
 * advice - what to do about an error that keeps rman from a database.
 *
 * Thread: any.
 */
#ifndef WORKER_ADVICE_H
#define WORKER_ADVICE_H

/* A sentence; NULL for a code that is not in the table. */
const char *advice_for(const char *code);

#endif
