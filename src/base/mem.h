/*
 * mem - memory of sizes we choose ourselves: it is there, or the process ends.
 *
 * A size that comes from outside goes through base/buf, which has a limit and
 * returns a fault. Everything here is released with free(). What libraries ask
 * for in our programs is treated alike (program/memory.c).
 *
 * Thread: any.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

#include "base/defs.h"

/* `count` things of `size` bytes, all zero. */
void *mem_new(size_t count, size_t size);

/* Make `old` (or NULL) hold `count` things; what is new is not zeroed. */
void *mem_grow(void *old, size_t count, size_t size);

void *mem_copy(const void *bytes, size_t size);
char *mem_text(const char *text);

/* The first `length` bytes of `text`, with an end mark. */
char *mem_text_n(const char *text, size_t length);

char *mem_format(const char *format, ...) PRINTF_LIKE(1, 2);

/* There is no memory: end the process with a word, and status 1. */
_Noreturn void mem_end(void);

#endif
