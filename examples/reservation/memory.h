/*
 * memory - memory of sizes that limits.h bounds: it is there, or the program
 * ends. Released with free().
 *
 * Thread: any.
 */
#ifndef RESERVATION_MEMORY_H
#define RESERVATION_MEMORY_H

#include <stddef.h>

/* `count` things of `size` bytes, all zero. */
void *memory_new(size_t count, size_t size);

/* Make `old` (or NULL) hold `count` things; what is new is not zeroed. */
void *memory_grow(void *old, size_t count, size_t size);

char *memory_text(const char *text);

#endif
