#include "config.h"

#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { FIRST_ROOM = 256 };

void
buf_init(struct buf *buf, size_t limit)
{
	*buf = (struct buf){ .limit = limit };
}

void
buf_clear(struct buf *buf)
{
	free(buf->bytes);
	buf_init(buf, buf->limit);
}

const char *
buf_text(const struct buf *buf)
{
	return buf->bytes == NULL ? "" : buf->bytes;
}

static void
make_room(struct buf *buf, size_t size)
{
	size_t needed = buf->size + size + 1;
	size_t room = buf->room == 0 ? FIRST_ROOM : buf->room;

	if (needed <= buf->room)
		return;
	while (room < needed)
		room *= 2;
	buf->bytes = mem_grow(buf->bytes, room, 1);
	buf->room = room;
}

bool
buf_add(struct buf *buf, const void *bytes, size_t size, struct fault *fault)
{
	if (size > buf->limit - buf->size)
		return fault_set(fault, FAULT_LIMIT, "more than %zu bytes",
		    buf->limit);
	make_room(buf, size);
	if (size != 0)
		memcpy(buf->bytes + buf->size, bytes, size);
	buf->size += size;
	buf->bytes[buf->size] = '\0';
	return true;
}

bool
buf_add_text(struct buf *buf, const char *text, struct fault *fault)
{
	return buf_add(buf, text, strlen(text), fault);
}

bool
buf_format(struct buf *buf, struct fault *fault, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	assert(length >= 0);
	if ((size_t)length > buf->limit - buf->size)
		return fault_set(fault, FAULT_LIMIT, "more than %zu bytes",
		    buf->limit);
	make_room(buf, (size_t)length);
	va_start(args, format);
	(void)vsnprintf(buf->bytes + buf->size, (size_t)length + 1, format,
	    args);
	va_end(args);
	buf->size += (size_t)length;
	return true;
}

void
buf_drop(struct buf *buf, size_t size)
{
	assert(size <= buf->size);
	if (size == 0)
		return;
	/* The end mark moves along. */
	memmove(buf->bytes, buf->bytes + size, buf->size - size + 1);
	buf->size -= size;
}

void
buf_cut(struct buf *buf, size_t size)
{
	assert(size <= buf->size);
	buf->size = size;
	if (buf->bytes != NULL)
		buf->bytes[size] = '\0';
}

char *
buf_take(struct buf *buf)
{
	char *bytes = buf->bytes == NULL ? mem_text("") : buf->bytes;

	buf_init(buf, buf->limit);
	return bytes;
}
