/*
 * backoff - how long to wait before the next attempt.
 *
 * Pure. 1 s, 2 s, 4 s to 60 s, and up to a quarter more by chance, so that many
 * who lost the same thing do not come back in one moment.
 *
 * Thread: any.
 */
#ifndef CATALOG_BACKOFF_H
#define CATALOG_BACKOFF_H

#include <stdint.h>

/* `failures` since the last success, 1 or more; `random` any number. */
int64_t backoff_ms(unsigned failures, uint32_t random);

#endif
