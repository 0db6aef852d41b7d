/*
 * elapsed - how long something took, and the longest that it ever did.
 *
 * Thread: any.
 */
#ifndef RESERVATION_ELAPSED_H
#define RESERVATION_ELAPSED_H

#include <stdatomic.h>
#include <stdint.h>

/* On a clock that never steps; only differences mean something. */
int64_t elapsed_ns(void);

/* Keep the larger of `*longest_ns` and `took_ns`. */
void elapsed_keep(_Atomic int64_t *longest_ns, int64_t took_ns);

#endif
