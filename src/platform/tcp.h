/*
 * tcp - connections between hosts, with a deadline for every wait.
 *
 * Descriptors are close-on-exec and do not block; `timeout_ms` is how long one
 * call may wait without a byte moving. Resolving a name waits as long as the
 * system's resolver does.
 *
 * Faults: FAULT_TIMEOUT, FAULT_CLOSED, FAULT_ABSENT for a name that is not
 * known, FAULT_SYSTEM.
 *
 * Thread: any; one descriptor, one thread.
 */
#ifndef PLATFORM_TCP_H
#define PLATFORM_TCP_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

/* The first address of `host` that answers. A descriptor, or -1. */
MUST_CHECK int tcp_connect(const char *host, const char *port,
    int64_t timeout_ms, struct fault *fault);

/* "*" is every address of this host, port "0" one that is free. */
MUST_CHECK int
tcp_listen(const char *host, const char *port, struct fault *fault);

/* The port that it listens at. */
unsigned tcp_port(int listener);

/* The next one who connects. */
MUST_CHECK int
tcp_accept(int listener, int64_t timeout_ms, struct fault *fault);

/* All of it. */
MUST_CHECK bool tcp_send(int descriptor, const void *bytes, size_t size,
    int64_t timeout_ms, struct fault *fault);

/* 1 to `size` bytes, or *out_size 0 when the other side has ended. */
MUST_CHECK bool tcp_receive(int descriptor, void *room, size_t size,
    size_t *out_size, int64_t timeout_ms, struct fault *fault);

/* Nothing more will be sent: the other side sees the end. */
MUST_CHECK bool tcp_end(int descriptor, struct fault *fault);

/* -1 is fine. */
void tcp_close(int descriptor);

/* So that the other side sees a fault and not an end. */
void tcp_abort(int descriptor);

#endif
