/*
 * peer - a stream to or from another host, over TCP or TLS.
 *
 * One side connects and one listens for it, once; who writes and who reads is
 * theirs to agree on. Whoever is content says so with peer_end; without it the
 * connection is torn, and the other side sees a fault. So a writer whose
 * peer_end succeeds knows that the reader took what it sent.
 *
 *	peer = peer_connect(&address, NULL, timeout_ms, &fault);
 *	... write to peer_sink(peer), finish it ...
 *	is_done = peer_end(peer, &fault);
 *	peer_free(peer);
 *
 * Faults: those of platform/tcp and stream/tls, with host and port.
 *
 * Thread: maker.
 */
#ifndef STREAM_PEER_H
#define STREAM_PEER_H

#include "stream/address.h"
#include "stream/sink.h"
#include "stream/source.h"
#include "stream/tls.h"

struct peer;
struct peer_listener;

/* How the two make sure of each other; not for tcp:// addresses. */
struct peer_trust {
	struct tls_files files;
	const char *name; /* in the other's certificate; NULL: its host, and to
			     a listener any name */
};

/* `timeout_ms` for each wait. `trust` is not kept. NULL after a fault. */
MUST_CHECK struct peer *peer_connect(const struct address *address,
    const struct peer_trust *trust, int64_t timeout_ms, struct fault *fault);

MUST_CHECK struct peer_listener *
peer_listen(const struct address *address, struct fault *fault);
unsigned peer_port(const struct peer_listener *listener);

/* The first who connects; the listener is closed, whatever comes of it. */
MUST_CHECK struct peer *peer_accept(struct peer_listener *take_listener,
    const struct peer_trust *trust, int64_t timeout_ms, struct fault *fault);
void peer_unlisten(struct peer_listener *listener);

/* They live as long as the peer. */
struct sink *peer_sink(struct peer *peer);
struct source *peer_source(struct peer *peer);

/*
 * All is well on this side: tell the other one, and wait until it says the
 * same. Only what was finished has been sent.
 */
MUST_CHECK bool peer_end(struct peer *peer, struct fault *fault);

void peer_free(struct peer *peer); /* NULL is fine */

#endif
