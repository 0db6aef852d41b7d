/*
 * own - what the library's sinks and sources are made of.
 *
 * Shared by the files of this folder. Each holds one of stream/, owns the one
 * that it was put over, and knows how its own memory is freed.
 *
 * Thread: maker.
 */
#ifndef BXSNAPSHOT_OWN_H
#define BXSNAPSHOT_OWN_H

#include "base/buf.h"
#include "bxsnapshot/bxsnapshot.h"
#include "stream/sink.h"
#include "stream/source.h"

struct bx_sink {
	struct sink *sink;
	struct bx_sink *under; /* owned; NULL: a device */
	void *own;
	void (*free_own)(void *own);
	const struct buf *bytes; /* of a memory sink */
};

struct bx_source {
	struct source *source;
	struct bx_source *under;
	void *own;
	void (*free_own)(void *own);
};

struct bx_sink *bx_own_sink(struct sink *sink, struct bx_sink *take_under,
    void *take_own, void (*free_own)(void *own));
struct bx_source *bx_own_source(struct source *source,
    struct bx_source *take_under, void *take_own, void (*free_own)(void *own));

#endif
