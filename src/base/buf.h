/*
 * buf - bytes that grow up to a limit.
 *
 * For everything whose size somebody else decides: a frame, a file, a row. The
 * bytes are always followed by a zero byte that is not counted, so text in a
 * buf may be read as a string.
 *
 * Thread: maker.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

#include "base/defs.h"
#include "base/fault.h"

struct buf {
	char *bytes; /* NULL until something was added */
	size_t size;
	size_t room;
	size_t limit;
};

void buf_init(struct buf *buf, size_t limit);
void buf_clear(struct buf *buf); /* frees; the buf is empty and usable */

/* The bytes as a string; "" while nothing was added. */
const char *buf_text(const struct buf *buf);

/* All of it or nothing. Faults: FAULT_LIMIT, with the limit in the sentence. */
MUST_CHECK bool
buf_add(struct buf *buf, const void *bytes, size_t size, struct fault *fault);
MUST_CHECK bool
buf_add_text(struct buf *buf, const char *text, struct fault *fault);
MUST_CHECK bool buf_format(struct buf *buf, struct fault *fault,
    const char *format, ...) PRINTF_LIKE(3, 4);

/* Take `size` bytes away from the front. */
void buf_drop(struct buf *buf, size_t size);

/* Keep the first `size` bytes. */
void buf_cut(struct buf *buf, size_t size);

/* The bytes become the caller's (free), the buf is empty. Never NULL. */
char *buf_take(struct buf *buf);

#endif
