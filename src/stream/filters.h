/*
 * filters - what lies between a snapshot and its device: compression and
 * encryption, each or both, in their one order.
 *
 * A writer says which; a reader finds them by their headers. The digest is not
 * among them: it belongs to what is written.
 *
 * Thread: maker.
 */
#ifndef STREAM_FILTERS_H
#define STREAM_FILTERS_H

#include "stream/seal.h"
#include "stream/zstd.h"

struct filters_sink {
	struct seal_sink *seal;
	struct zstd_sink *zstd;
	struct sink *top; /* to write to, and to be finished */
};

struct filters_source {
	struct seal_source *seal;
	struct zstd_source *zstd;
	struct source *top; /* to read from, and to be finished */
};

/* `key` NULL: not encrypted. `under` and `key` outlive it. */
void filters_sink_init(struct filters_sink *filters, struct sink *under,
    bool compresses, const struct seal_key *key);
void filters_sink_clear(struct filters_sink *filters);

/*
 * Reads the first bytes of `under`. `key` may be NULL; what is encrypted then
 * makes `top` fail, FAULT_REFUSED, as does what is not encrypted when there is
 * a key: whoever gives one relies on it. Filters in another order:
 * FAULT_FORMAT.
 */
void filters_source_init(struct filters_source *filters, struct source *under,
    const struct seal_key *key);
void filters_source_clear(struct filters_source *filters);

#endif
