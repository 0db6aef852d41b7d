/*
 * differences - what a restore would do to a catalog, or did, for a person to
 * read or as JSON: one connection or strategy after the other.
 *
 * Thread: maker.
 */
#ifndef CLI_DIFFERENCES_H
#define CLI_DIFFERENCES_H

#include "cli/console.h"
#include "memdb/difference.h"

struct differences {
	const struct console *console;
	bool is_json; /* an array, begun and ended by these */
	size_t counts[DIFFERENCE_KINDS];
};

void differences_begin(struct differences *differences,
    const struct console *console, bool is_json);

/* A difference_fn. */
bool differences_print(void *differences, const struct difference *difference);

/* Without JSON, a last line that counts them. */
void differences_end(struct differences *differences);

#endif
