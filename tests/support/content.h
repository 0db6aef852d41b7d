/*
 * content - bytes to be put through a stream, and compared behind it.
 *
 * Thread: any.
 */
#ifndef TESTS_SUPPORT_CONTENT_H
#define TESTS_SUPPORT_CONTENT_H

#include <stddef.h>
#include <stdint.h>

#include "stream/sink.h"
#include "stream/source.h"

/* A number that follows another: xorshift, never 0. */
uint64_t content_next(uint64_t *state);

/* So many bytes that are neither all alike nor all different; to be freed. */
unsigned char *content_make(size_t size, uint64_t seed);

/* In pieces of many sizes. */
void content_write(struct sink *sink, const unsigned char *bytes, size_t size);

/* Is it that, and then the end? The fault says why not. */
MUST_CHECK bool content_is_read(struct source *source,
    const unsigned char *bytes, size_t size, struct fault *fault);

#endif
