/*
 * place - where a backup goes to and comes from, as people write it: FILE, -
 * for standard output and input, or tcp://HOST:PORT.
 *
 * To a tcp:// place a backup is sent by whoever connects; the side that
 * restores listens there, for one, and says so on standard error. Compression
 * and encryption lie between the backup and the place. A backup that comes
 * says itself whether it is compressed.
 *
 *	place_open_sink(&place, ...), write to place.sink, then place_end
 *	place_open_source(&place, ...), read place.source, then place_end
 *	place_close(&place), in any case
 *
 * Thread: maker.
 */
#ifndef RESERVATION_PLACE_H
#define RESERVATION_PLACE_H

#include <bxsnapshot.h>

/* How it travels. At most one of the two files. */
struct place_way {
	bool is_compressed, is_encrypted; /* to a place only */
	const char *key_file;             /* 64 hexadecimal digits */
	const char *passphrase_file;
};

struct place {
	struct bx_sink *sink;
	struct bx_source *source;
	struct bx_peer *peer; /* of a tcp:// place */
	struct bx_key *key;
};

/* Nothing is open after a fault, which names what is wrong. */
BX_MUST_CHECK bool place_open_sink(struct place *out_place, const char *name,
    const struct place_way *way, struct bx_fault *fault);
BX_MUST_CHECK bool place_open_source(struct place *out_place, const char *name,
    const struct place_way *way, struct bx_fault *fault);

/* It becomes the caller's. */
struct bx_source *place_take_source(struct place *place);

/*
 * It was finished, and well: over tcp:// the other side learns that, and says
 * the same. A place that is closed without it is a fault there.
 */
BX_MUST_CHECK bool place_end(struct place *place, struct bx_fault *fault);
void place_close(struct place *place);

#endif
