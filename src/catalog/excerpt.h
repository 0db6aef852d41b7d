/*
 * excerpt - which bytes of a long log go into the catalog.
 *
 * Pure. A log within the limit goes whole. Of a longer one the head, the first
 * error stack and the tail are kept; where bytes are left out stands a mark
 * that says how many. The whole stays in the journal.
 *
 *	|head| mark |stack| mark |tail|
 *
 * The pieces cover the log from its begin to its end without a gap, and no
 * piece is empty; neighbours that touch are one.
 *
 * Units: bytes; begin included, end excluded.
 * Thread: any.
 */
#ifndef CATALOG_EXCERPT_H
#define CATALOG_EXCERPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	EXCERPT_PIECES = 5,
	EXCERPT_MARK_MAX = 80, /* of the text of a mark, with its end mark */
	EXCERPT_LEAST = 4096   /* a smaller max_log is taken for this */
};

struct excerpt_piece {
	bool is_left_out;
	uint64_t begin, end;
};

struct excerpt {
	size_t count; /* 0 for a log of 0 bytes */
	struct excerpt_piece pieces[EXCERPT_PIECES];
};

/*
 * A stack that begins where it ends, or beyond `size`, is none. What is kept
 * and the marks are together at most `max_log`.
 */
struct excerpt excerpt_of(uint64_t size, uint64_t stack_begin,
    uint64_t stack_end, uint64_t max_log);

/* "\n[backupexec: 12345 bytes are left out here]\n" */
void excerpt_mark(char room[EXCERPT_MARK_MAX], uint64_t left_out);

#endif
