#include "memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *
sure(void *memory)
{
	if (memory != NULL)
		return memory;
	(void)fputs("reservation: out of memory\n", stderr);
	abort();
}

void *
memory_new(size_t count, size_t size)
{
	return sure(calloc(count == 0 ? 1 : count, size));
}

void *
memory_grow(void *old, size_t count, size_t size)
{
	if (count > SIZE_MAX / size)
		return sure(NULL);
	return sure(realloc(old, count == 0 ? 1 : count * size));
}

char *
memory_text(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(memory_grow(NULL, size, 1), text, size);
}
