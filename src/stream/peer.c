#include "config.h"

#include "stream/peer.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "platform/tcp.h"
#include "stream/gather.h"

struct peer {
	struct address address;
	int descriptor;
	int64_t timeout_ms;
	struct tls *tls; /* NULL: bare */
	bool has_ended;
	struct gather_sink sink;
	struct gather_source source;
};

struct peer_listener {
	struct address address;
	int descriptor;
};

static bool
name_peer(const struct address *address, struct fault *fault)
{
	return fault_wrap(fault, "%s:%s", address->host, address->port);
}

static bool
send_bytes(void *arg, const void *bytes, size_t size, struct fault *fault)
{
	struct peer *peer = arg;
	bool is_done = peer->tls != NULL ?
	    tls_send(peer->tls, bytes, size, fault) :
	    tcp_send(peer->descriptor, bytes, size, peer->timeout_ms, fault);

	return is_done || name_peer(&peer->address, fault);
}

static bool
receive_bytes(void *arg, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	struct peer *peer = arg;
	bool is_done = peer->tls != NULL ?
	    tls_receive(peer->tls, room, size, out_size, fault) :
	    tcp_receive(peer->descriptor, room, size, out_size,
		peer->timeout_ms, fault);

	return is_done || name_peer(&peer->address, fault);
}

/* The descriptor is the peer's from here on. */
static struct peer *
make(int take_descriptor, bool is_listener, const struct address *address,
    const struct peer_trust *trust, int64_t timeout_ms, struct fault *fault)
{
	struct peer *peer = mem_new(1, sizeof(*peer));

	peer->address = *address;
	peer->descriptor = take_descriptor;
	peer->timeout_ms = timeout_ms;
	gather_sink_init(&peer->sink, send_bytes, NULL, peer);
	gather_source_init(&peer->source, receive_bytes, peer);
	if (address->kind != ADDRESS_TLS)
		return peer;
	assert(trust != NULL);
	peer->tls = tls_open(take_descriptor, is_listener, &trust->files,
	    trust->name != NULL || is_listener ? trust->name : address->host,
	    timeout_ms, fault);
	if (peer->tls != NULL)
		return peer;
	(void)name_peer(address, fault);
	peer_free(peer);
	return NULL;
}

struct peer *
peer_connect(const struct address *address, const struct peer_trust *trust,
    int64_t timeout_ms, struct fault *fault)
{
	int descriptor = tcp_connect(address->host, address->port, timeout_ms,
	    fault);

	if (descriptor >= 0)
		return make(descriptor, false, address, trust, timeout_ms,
		    fault);
	(void)name_peer(address, fault);
	return NULL;
}

struct peer_listener *
peer_listen(const struct address *address, struct fault *fault)
{
	int descriptor = tcp_listen(address->host, address->port, fault);
	struct peer_listener *listener;

	if (descriptor < 0) {
		(void)name_peer(address, fault);
		return NULL;
	}
	listener = mem_new(1, sizeof(*listener));
	listener->address = *address;
	listener->descriptor = descriptor;
	return listener;
}

unsigned
peer_port(const struct peer_listener *listener)
{
	return tcp_port(listener->descriptor);
}

void
peer_unlisten(struct peer_listener *listener)
{
	if (listener == NULL)
		return;
	tcp_close(listener->descriptor);
	free(listener);
}

struct peer *
peer_accept(struct peer_listener *take_listener, const struct peer_trust *trust,
    int64_t timeout_ms, struct fault *fault)
{
	const struct address address = take_listener->address;
	int descriptor = tcp_accept(take_listener->descriptor, timeout_ms,
	    fault);

	peer_unlisten(take_listener);
	if (descriptor >= 0)
		return make(descriptor, true, &address, trust, timeout_ms,
		    fault);
	(void)name_peer(&address, fault);
	return NULL;
}

struct sink *
peer_sink(struct peer *peer)
{
	return &peer->sink.sink;
}

struct source *
peer_source(struct peer *peer)
{
	return &peer->source.source;
}

bool
peer_end(struct peer *peer, struct fault *fault)
{
	unsigned char byte;
	size_t size;
	bool is_done;

	if (peer->tls != NULL && !tls_end(peer->tls, fault))
		return name_peer(&peer->address, fault);
	is_done = peer->tls != NULL || tcp_end(peer->descriptor, fault);
	if (!is_done)
		return name_peer(&peer->address, fault);
	if (!receive_bytes(peer, &byte, 1, &size, fault))
		return false;
	if (size != 0) {
		(void)fault_set(fault, FAULT_FORMAT,
		    "expected the end, found more");
		return name_peer(&peer->address, fault);
	}
	peer->has_ended = true;
	return true;
}

void
peer_free(struct peer *peer)
{
	if (peer == NULL)
		return;
	tls_free(peer->tls);
	if (peer->has_ended)
		tcp_close(peer->descriptor);
	else
		tcp_abort(peer->descriptor);
	free(peer);
}
