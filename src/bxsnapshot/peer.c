#include "config.h"

#include "bxsnapshot/bxsnapshot.h"

#include <stdlib.h>

#include "base/mem.h"
#include "bxsnapshot/fault.h"
#include "bxsnapshot/own.h"
#include "stream/peer.h"

struct bx_peer {
	struct peer *peer;
};

struct bx_listener {
	struct peer_listener *listener;
	enum address_kind kind;
};

/* tcp:// or tls://, the latter only with what it needs. */
static bool
read_address(const char *text, struct address *out, struct fault *fault)
{
	if (!address_read(text, out, fault))
		return false;
	if (out->kind == ADDRESS_TCP || out->kind == ADDRESS_TLS)
		return true;
	return fault_set(fault, FAULT_USAGE,
	    "%.150s is not tcp://HOST:PORT or tls://HOST:PORT", text);
}

static bool
read_trust(enum address_kind kind, const struct bx_trust *trust,
    struct peer_trust *out, struct fault *fault)
{
	if (kind == ADDRESS_TLS &&
	    (trust == NULL || trust->ca == NULL || trust->certificate == NULL ||
		trust->key == NULL))
		return fault_set(fault, FAULT_USAGE,
		    "tls:// needs the authority's certificates, a certificate "
		    "and its key");
	if (trust != NULL)
		*out = (struct peer_trust){
			.files = { trust->ca, trust->certificate, trust->key },
			.name = trust->name,
		};
	return true;
}

static struct bx_peer *
make_peer(struct peer *take_peer, const struct fault *why,
    struct bx_fault *fault)
{
	struct bx_peer *made;

	if (take_peer == NULL) {
		bx_fault_out(fault, why);
		return NULL;
	}
	made = mem_new(1, sizeof(*made));
	made->peer = take_peer;
	return made;
}

struct bx_peer *
bx_peer_connect(const char *address, const struct bx_trust *trust,
    int64_t timeout_ms, struct bx_fault *fault)
{
	struct peer_trust its = { .name = NULL };
	struct peer *peer = NULL;
	struct address place;
	struct fault why;

	if (read_address(address, &place, &why) &&
	    read_trust(place.kind, trust, &its, &why))
		peer = peer_connect(&place, &its, timeout_ms, &why);
	return make_peer(peer, &why, fault);
}

struct bx_listener *
bx_listener_new(const char *address, struct bx_fault *fault)
{
	struct peer_listener *listener = NULL;
	struct bx_listener *made;
	struct address place;
	struct fault why;

	if (read_address(address, &place, &why))
		listener = peer_listen(&place, &why);
	if (listener == NULL) {
		bx_fault_out(fault, &why);
		return NULL;
	}
	made = mem_new(1, sizeof(*made));
	made->listener = listener;
	made->kind = place.kind;
	return made;
}

unsigned
bx_listener_port(const struct bx_listener *listener)
{
	return peer_port(listener->listener);
}

void
bx_listener_free(struct bx_listener *listener)
{
	if (listener == NULL)
		return;
	peer_unlisten(listener->listener);
	free(listener);
}

struct bx_peer *
bx_peer_accept(struct bx_listener *listener, const struct bx_trust *trust,
    int64_t timeout_ms, struct bx_fault *fault)
{
	struct peer_trust its = { .name = NULL };
	struct peer *peer = NULL;
	struct fault why;

	if (read_trust(listener->kind, trust, &its, &why)) {
		peer = peer_accept(listener->listener, &its, timeout_ms, &why);
		listener->listener = NULL;
	}
	bx_listener_free(listener);
	return make_peer(peer, &why, fault);
}

/* It is the peer's. */
static void
free_nothing(void *own)
{
	(void)own;
}

struct bx_sink *
bx_sink_new_peer(struct bx_peer *peer)
{
	return bx_own_sink(peer_sink(peer->peer), NULL, NULL, free_nothing);
}

struct bx_source *
bx_source_new_peer(struct bx_peer *peer)
{
	return bx_own_source(peer_source(peer->peer), NULL, NULL, free_nothing);
}

bool
bx_peer_end(struct bx_peer *peer, struct bx_fault *fault)
{
	struct fault why;

	if (peer_end(peer->peer, &why))
		return true;
	bx_fault_out(fault, &why);
	return false;
}

void
bx_peer_free(struct bx_peer *peer)
{
	if (peer == NULL)
		return;
	peer_free(peer->peer);
	free(peer);
}
