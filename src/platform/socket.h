/*
 * socket - local sockets: pairs, listening, connecting, who is there, and
 * sending descriptors along.
 *
 * All are close-on-exec.
 *
 * Thread: any.
 */
#ifndef PLATFORM_SOCKET_H
#define PLATFORM_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

MUST_CHECK bool socket_pair(int out_ends[2], struct fault *fault);

/*
 * Listen at `path` with mode 0666; a stale socket of a dead daemon is
 * replaced. The descriptor, non-blocking, or -1. Faults: FAULT_LIMIT for a
 * path too long for the system.
 */
MUST_CHECK int socket_listen(const char *path, struct fault *fault);

/* A connected, blocking socket or -1. FAULT_ABSENT, FAULT_CLOSED: nobody. */
MUST_CHECK int socket_connect(const char *path, struct fault *fault);

MUST_CHECK bool
socket_set_blocking(int descriptor, bool is_blocking, struct fault *fault);

struct socket_peer {
	int64_t user, group, pid;
};
MUST_CHECK bool
socket_peer(int descriptor, struct socket_peer *out_peer, struct fault *fault);

enum { SOCKET_DESCRIPTORS = 8 };

/* Blocking; all the bytes, the descriptors with the first of them. */
MUST_CHECK bool socket_send(int descriptor, const void *bytes, size_t size,
    const int *descriptors, size_t count, struct fault *fault);

/*
 * Exactly `size` bytes, blocking; descriptors that came along, close-on-exec,
 * at most `*count`, which becomes their number. An early end: FAULT_CLOSED.
 */
MUST_CHECK bool socket_receive(int descriptor, void *room, size_t size,
    int *out_descriptors, size_t *count, struct fault *fault);

#endif
