#include "config.h"

#include "tests/standin/input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/standin/knobs.h"
#include "tests/standin/pause.h"
#include "tests/standin/trace.h"

static struct text pending;
static size_t offset; /* of `pending` in the whole input */
static bool ended;

/* Milliseconds of STDIN=slow:MS, or -1. */
static int64_t
slow_ms(void)
{
	const char *value = knob_value(KNOB_STDIN);

	if (value == NULL || strncmp(value, "slow:", 5) != 0)
		return -1;
	return strtoll(value + 5, NULL, 10);
}

/* Read some more; a slow reader takes no more than the line it is at. */
static void
read_some(void)
{
	char bytes[4096];
	ssize_t size;

	if (!pause_until_readable(STDIN_FILENO))
		return;
	size = read(STDIN_FILENO, bytes, slow_ms() >= 0 ? 1 : sizeof(bytes));
	if (size > 0)
		text_add(&pending, bytes, (size_t)size);
	else if (size == 0 || (errno != EINTR && errno != EAGAIN))
		ended = true;
}

static void
trace_input(const char *line, size_t size, size_t at)
{
	struct text copy = { 0 };
	char key[32];
	char *shown;

	text_add(&copy, line, size);
	if (size > 0 && line[size - 1] == '\n')
		copy.bytes[size - 1] = '\0';
	shown = word_in(copy.bytes, "connect") ? secret_hidden(copy.bytes) :
						 NULL;
	(void)snprintf(key, sizeof(key), "input.%zu", at);
	trace_put(key, "%s", shown != NULL ? shown : copy.bytes);
	free(shown);
	text_clear(&copy);
}

/* The size of the first line in `pending` with its end, or 0. */
static size_t
line_size(void)
{
	const char *end = NULL;

	if (pending.size > 0)
		end = memchr(pending.bytes, '\n', pending.size);
	return end != NULL ? (size_t)(end - pending.bytes) + 1 : 0;
}

bool
input_line(struct text *out)
{
	size_t size;

	pause_ms(slow_ms());
	while ((size = line_size()) == 0 && !ended && !pause_was_stopped())
		read_some();
	if (pause_was_stopped())
		return false;
	if (size == 0)
		size = pending.size; /* the last line has no end */
	if (size == 0) {
		trace_put("input", "end");
		return false;
	}
	trace_input(pending.bytes, size, offset);
	text_add(out, pending.bytes, size);
	text_drop(&pending, size);
	offset += size;
	return true;
}

void
input_drain(void)
{
	struct text line = { 0 };

	while (input_line(&line))
		line.size = 0;
	text_clear(&line);
}

bool
input_file(const char *path, struct text *out)
{
	char bytes[4096];
	FILE *file = fopen(path, "re");
	size_t size;
	bool good;

	if (file == NULL)
		return false;
	while ((size = fread(bytes, 1, sizeof(bytes), file)) > 0)
		text_add(out, bytes, size);
	good = ferror(file) == 0;
	(void)fclose(file);
	text_add(out, "", 0);
	for (size_t at = 0; good && at < out->size;) {
		const char *end = memchr(out->bytes + at, '\n', out->size - at);
		size_t stop = end != NULL ? (size_t)(end - out->bytes) + 1 :
					    out->size;

		trace_input(out->bytes + at, stop - at, at);
		at = stop;
	}
	return good;
}

void
input_substitute(struct text *text, char **words, int count)
{
	struct text made = { 0 };

	for (size_t at = 0; at < text->size; at++) {
		const char *c = text->bytes + at;
		int which = c[1] - '0';

		if (c[0] == '&' && which >= 1 && which <= 9) {
			if (which <= count)
				text_addf(&made, "%s", words[which - 1]);
			at++;
			if (text->bytes[at + 1] == '.')
				at++; /* ends the name, as in &1.x */
		} else {
			text_add(&made, c, 1);
		}
	}
	text_add(&made, "", 0);
	text_clear(text);
	*text = made;
}
