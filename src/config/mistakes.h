/*
 * mistakes - everything that is wrong in a configuration, in file order.
 *
 * One mistake is one line for a person: FILE:LINE: [section] key: sentence.
 * They are found in several passes; each carries the number of the line as
 * the files were read, and mistakes_sort puts them in that order.
 *
 *	struct mistakes mistakes = { 0 };
 *
 * Thread: maker.
 */
#ifndef CONFIG_MISTAKES_H
#define CONFIG_MISTAKES_H

#include <stddef.h>

#include "base/defs.h"

struct mistake {
	char *text;
	unsigned order; /* of its line, over all files */
	unsigned found; /* of its discovery, to keep the sort stable */
};

struct mistakes {
	struct mistake *list;
	size_t count;    /* at most LIMIT_CONFIG_FAULTS */
	size_t left_out; /* found beyond that */
};

/* What is no plain text in the result (control characters) becomes '?'. */
void mistakes_add(struct mistakes *mistakes, unsigned order, const char *format,
    ...) PRINTF_LIKE(3, 4);

void mistakes_sort(struct mistakes *mistakes);

void mistakes_clear(struct mistakes *mistakes);

#endif
