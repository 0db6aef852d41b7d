/*
 * tls - TLS 1.3 over a connection, both sides certified.
 *
 * Each side shows a certificate of the authority that both know; the name in
 * it must be the one that is expected. Nothing is resumed. A side that goes
 * away without saying so is a fault, not an end.
 *
 * Faults: what platform/tcp says; FAULT_CONFIG for certificates and keys that
 * cannot be used, FAULT_REFUSED when one side does not trust the other.
 *
 * Thread: maker.
 */
#ifndef STREAM_TLS_H
#define STREAM_TLS_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

struct tls_files {
	const char *ca;          /* certificates of the authority, PEM */
	const char *certificate; /* ours, and what leads to the authority */
	const char *key;         /* ours; others may not read it */
};

struct tls;

/*
 * Shake hands over a connected descriptor, which stays the caller's. `peer` is
 * the name or address that the other side's certificate must be for; NULL
 * takes every one of the authority's, which only a listener may. NULL after a
 * fault.
 */
MUST_CHECK struct tls *
tls_open(int descriptor, bool is_listener, const struct tls_files *files,
    const char *peer, int64_t timeout_ms, struct fault *fault);

MUST_CHECK bool
tls_send(struct tls *tls, const void *bytes, size_t size, struct fault *fault);

/* 1 to `size` bytes, or *out_size 0 when the other side has ended. */
MUST_CHECK bool tls_receive(struct tls *tls, void *room, size_t size,
    size_t *out_size, struct fault *fault);

/* Nothing more will be sent: the other side sees the end. */
MUST_CHECK bool tls_end(struct tls *tls, struct fault *fault);

void tls_free(struct tls *tls); /* NULL is fine */

#endif
