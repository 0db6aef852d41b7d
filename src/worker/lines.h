/*
 * lines - bytes as they come, cut into lines.
 *
 * A line ends with LF, CR LF, or a CR alone (what a progress bar writes over
 * itself), and is looked at up to LINES_MAX bytes. Escape sequences and zero
 * bytes are taken out, so that the colours of a terminal hide nothing; a byte
 * order mark too. UTF-16, which Windows writes, is recognised by its first four
 * bytes and becomes UTF-8. A line is the same however its bytes were cut into
 * pieces.
 *
 * Thread: maker.
 */
#ifndef WORKER_LINES_H
#define WORKER_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LINES_MAX = 1024 /* the part of a line that is looked at */ };

/* Borrowed for the call. */
struct line {
	const char *text;
	size_t size;
	uint64_t begin, end; /* offsets, with the line end */
};

typedef void lines_fn(void *arg, const struct line *line);

struct lines {
	uint64_t bytes; /* so far */
	/* The rest is lines.c's. */
	enum { LINES_UNKNOWN, LINES_BYTES, LINES_LITTLE, LINES_BIG } form;
	unsigned char head[4]; /* until that is known; half a unit later */
	size_t head_size;
	size_t unit; /* bytes of a unit of UTF-16 that are not counted yet */
	uint64_t begin;
	size_t held;
	bool is_long;  /* there was more than is held */
	bool is_dirty; /* something is to be taken out of what is held */
	bool after_cr; /* it is whole if no LF follows */
	char room[LINES_MAX];
	char cleaned[LINES_MAX];
};

void lines_init(struct lines *lines);

/* Calls `take` for each line that is whole now. */
void lines_add(struct lines *lines, const char *bytes, size_t size,
    lines_fn *take, void *arg);

/*
 * Nothing more comes: a line that ended with a CR is whole. The rest of one
 * that was cut comes back, size 0 when there is none; `room` is its text.
 */
struct line
lines_end(struct lines *lines, char room[LINES_MAX], lines_fn *take, void *arg);

#endif
