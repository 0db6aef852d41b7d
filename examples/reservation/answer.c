#include "answer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

void
answer_clear(struct answer *answer)
{
	free(answer->text);
	bx_sink_free(answer->backup);
	if (answer->backups != NULL)
		atomic_fetch_sub(answer->backups, 1);
	*answer = (struct answer){ 0 };
}

void
answer_format(struct answer *answer, const char *format, ...)
{
	char line[2048];
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	assert(length >= 0 && (size_t)length < sizeof(line));
	if (answer->room - answer->size < (size_t)length) {
		answer->room = 2 * answer->room + sizeof(line);
		answer->text = memory_grow(answer->text, answer->room, 1);
		answer->bytes = answer->text;
	}
	memcpy(answer->text + answer->size, line, (size_t)length);
	answer->size += (size_t)length;
}
