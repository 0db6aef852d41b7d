#include "place.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "limits.h"

static bool
is_standard(const char *name)
{
	return strcmp(name, "-") == 0;
}

static bool
is_peer(const char *name)
{
	return strstr(name, "://") != NULL;
}

static bool
read_key(struct place *place, const struct place_way *way,
    struct bx_fault *fault)
{
	if (way->key_file != NULL)
		place->key = bx_key_read(way->key_file, fault);
	else if (way->passphrase_file != NULL)
		place->key = bx_key_read_passphrase(way->passphrase_file,
		    fault);
	else
		return true;
	return place->key != NULL;
}

static struct bx_sink *
sink_of(struct place *place, const char *name, struct bx_fault *fault)
{
	if (is_standard(name))
		return bx_sink_new_descriptor(STDOUT_FILENO);
	if (!is_peer(name))
		return bx_sink_new_file(name, fault);
	place->peer = bx_peer_connect(name, NULL, LIMIT_PEER_MS, fault);
	return place->peer == NULL ? NULL : bx_sink_new_peer(place->peer);
}

static struct bx_source *
source_of(struct place *place, const char *name, struct bx_fault *fault)
{
	struct bx_listener *listener;

	if (is_standard(name))
		return bx_source_new_descriptor(STDIN_FILENO);
	if (!is_peer(name))
		return bx_source_new_file(name, fault);
	listener = bx_listener_new(name, fault);
	if (listener == NULL)
		return NULL;
	(void)fprintf(stderr, "waiting for a backup at port %u\n",
	    bx_listener_port(listener));
	place->peer = bx_peer_accept(listener, NULL, LIMIT_PEER_MS, fault);
	return place->peer == NULL ? NULL : bx_source_new_peer(place->peer);
}

bool
place_open_sink(struct place *out_place, const char *name,
    const struct place_way *way, struct bx_fault *fault)
{
	struct place place = { 0 };

	if (read_key(&place, way, fault))
		place.sink = sink_of(&place, name, fault);
	if (place.sink == NULL) {
		place_close(&place);
		return false;
	}
	if (way->is_encrypted)
		place.sink = bx_sink_new_seal(place.sink, place.key);
	if (way->is_compressed)
		place.sink = bx_sink_new_zstd(place.sink);
	*out_place = place;
	return true;
}

bool
place_open_source(struct place *out_place, const char *name,
    const struct place_way *way, struct bx_fault *fault)
{
	struct place place = { 0 };

	if (read_key(&place, way, fault))
		place.source = source_of(&place, name, fault);
	if (place.source == NULL) {
		place_close(&place);
		return false;
	}
	place.source = bx_source_new_filters(place.source, place.key);
	*out_place = place;
	return true;
}

struct bx_source *
place_take_source(struct place *place)
{
	struct bx_source *source = place->source;

	place->source = NULL;
	return source;
}

bool
place_end(struct place *place, struct bx_fault *fault)
{
	return place->peer == NULL || bx_peer_end(place->peer, fault);
}

void
place_close(struct place *place)
{
	bx_sink_free(place->sink);
	bx_source_free(place->source);
	bx_peer_free(place->peer);
	bx_key_free(place->key);
	*place = (struct place){ 0 };
}
