#include "config.h"

#include "base/mem.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void
mem_end(void)
{
	(void)fputs("backupexec: out of memory\n", stderr);
	_Exit(EXIT_FAILURE); /* no core of what is in it */
}

static void *
ensure(void *memory)
{
	if (memory == NULL)
		mem_end();
	return memory;
}

void *
mem_new(size_t count, size_t size)
{
	/* One byte more than nothing, so that NULL always means failure. */
	return ensure(calloc(count == 0 ? 1 : count, size == 0 ? 1 : size));
}

void *
mem_grow(void *old, size_t count, size_t size)
{
	assert(size != 0 && count <= SIZE_MAX / size);
	return ensure(realloc(old, count == 0 ? size : count * size));
}

void *
mem_copy(const void *bytes, size_t size)
{
	void *copy = mem_new(1, size);

	if (size != 0)
		memcpy(copy, bytes, size);
	return copy;
}

char *
mem_text(const char *text)
{
	return mem_copy(text, strlen(text) + 1);
}

char *
mem_text_n(const char *text, size_t length)
{
	char *copy = mem_new(length + 1, 1);

	if (length != 0)
		memcpy(copy, text, length);
	return copy;
}

char *
mem_format(const char *format, ...)
{
	char *text;
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	assert(length >= 0);
	text = mem_new((size_t)length + 1, 1);
	va_start(args, format);
	(void)vsnprintf(text, (size_t)length + 1, format, args);
	va_end(args);
	return text;
}
