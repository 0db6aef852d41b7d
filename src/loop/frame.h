/*
 * frame - messages over a socket: a header of 16 bytes and a body.
 *
 *	length of the body u32 | kind u32 | number u64	(little-endian)
 *
 * The kind is four readable letters (BLOCK_KIND), the number joins an answer
 * to its request. A body longer than LIMIT_FRAME ends the connection.
 *
 * The buffered end belongs to the loop; the blocking functions are for a
 * process without one.
 */
#ifndef LOOP_FRAME_H
#define LOOP_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"
#include "loop/loop.h"

enum { FRAME_HEADER = 16 };

struct frame {
	uint32_t kind;
	uint64_t number;
	const char *bytes; /* followed by a zero byte */
	size_t size;
};

struct frame_events {
	void (*frame)(void *arg, const struct frame *frame);

	/* The other end closed, or sent nonsense. Called once, the last. */
	void (*closed)(void *arg, const struct fault *fault);
};

/* Thread: loop. */
struct frame_link;

/* Takes the descriptor: it is closed one turn of the loop after the free. */
struct frame_link *frame_link_new(struct loop *loop, int take_descriptor,
    const struct frame_events *events, void *arg);
void frame_link_free(struct frame_link *link); /* NULL is fine */
void frame_link_send(struct frame_link *link, uint32_t kind, uint64_t number,
    const void *bytes, size_t size);

/* Bytes that wait to be sent. */
size_t frame_link_pending(const struct frame_link *link);

/* Blocking. Thread: any. `out_body` is emptied first. */
MUST_CHECK bool frame_write(int descriptor, uint32_t kind, uint64_t number,
    const void *bytes, size_t size, struct fault *fault);
MUST_CHECK bool frame_read(int descriptor, uint32_t *out_kind,
    uint64_t *out_number, struct buf *out_body, struct fault *fault);

#endif
