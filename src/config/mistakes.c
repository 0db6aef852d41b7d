#include "config.h"

#include "config/mistakes.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"

/* The line may quote anything: keep it one line of valid UTF-8. */
static char *
clean(const char *text)
{
	size_t size = strlen(text);
	char *room = mem_new(3 * size + 1, 1);

	(void)text_utf8_clean(room, text, size);
	for (char *at = room; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = '?';
	return room;
}

void
mistakes_add(struct mistakes *mistakes, unsigned order, const char *format, ...)
{
	struct mistake *mistake;
	va_list args;
	char *text;
	int length;

	if (mistakes->count == LIMIT_CONFIG_FAULTS) {
		mistakes->left_out++;
		return;
	}
	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	assert(length >= 0);
	text = mem_new((size_t)length + 1, 1);
	va_start(args, format);
	(void)vsnprintf(text, (size_t)length + 1, format, args);
	va_end(args);

	if (mistakes->list == NULL)
		mistakes->list = mem_new(LIMIT_CONFIG_FAULTS, sizeof(*mistake));
	mistake = &mistakes->list[mistakes->count];
	mistake->text = clean(text);
	mistake->order = order;
	mistake->found = (unsigned)mistakes->count++;
	free(text);
}

static int
compare(const void *a, const void *b)
{
	const struct mistake *left = a;
	const struct mistake *right = b;

	if (left->order != right->order)
		return left->order < right->order ? -1 : 1;
	return left->found < right->found ? -1 : 1;
}

void
mistakes_sort(struct mistakes *mistakes)
{
	if (mistakes->count != 0)
		qsort(mistakes->list, mistakes->count, sizeof(*mistakes->list),
		    compare);
}

void
mistakes_clear(struct mistakes *mistakes)
{
	for (size_t i = 0; i < mistakes->count; i++)
		free(mistakes->list[i].text);
	free(mistakes->list);
	*mistakes = (struct mistakes){ 0 };
}
