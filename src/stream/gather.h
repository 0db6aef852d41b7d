/*
 * gather - a sink that gathers small writes for a function that takes large
 * ones, and a source that fills a room by a function that reads.
 *
 * What every device has in common: a kind of stream is then two functions.
 *
 * Thread: maker.
 */
#ifndef STREAM_GATHER_H
#define STREAM_GATHER_H

#include "stream/sink.h"
#include "stream/source.h"

enum { GATHER_ROOM = 65536 };

/* All of it, or a fault. */
typedef bool
gather_write_fn(void *arg, const void *bytes, size_t size, struct fault *fault);

/* 1 to `size` bytes, or *out_size 0 at the end. */
typedef bool gather_read_fn(void *arg, void *room, size_t size,
    size_t *out_size, struct fault *fault);

/* After all is written; NULL: nothing to do. Called once. */
typedef bool gather_finish_fn(void *arg, struct fault *fault);

struct gather_sink {
	struct sink sink;
	gather_write_fn *write;
	gather_finish_fn *finish;
	void *arg;
	bool is_finished;
	unsigned char room[GATHER_ROOM];
};

struct gather_source {
	struct source source;
	gather_read_fn *read;
	void *arg;
	unsigned char room[GATHER_ROOM];
};

void gather_sink_init(struct gather_sink *gather, gather_write_fn *write,
    gather_finish_fn *finish, void *arg);
void gather_source_init(struct gather_source *gather, gather_read_fn *read,
    void *arg);

#endif
