/*
 * channel - a local socket as both ends use it.
 *
 * A request is a line: words with ';' between them. An answer is a line that
 * says how it went and how many bytes follow, "ok 131" or "no 43", and those
 * bytes: what was asked for, or the sentence why not.
 *
 * Thread: maker.
 */
#ifndef RESERVATION_CHANNEL_H
#define RESERVATION_CHANNEL_H

#include <stddef.h>
#include <stdint.h>

#include "answer.h"
#include "fault.h"
#include "limits.h"

struct channel {
	int descriptor;
	char room[4096];
	size_t begin, end; /* what has come and was not taken yet */
	bool is_gone;      /* the other end */
};

void channel_init(struct channel *channel, int descriptor);

enum channel_line {
	CHANNEL_LINE,
	CHANNEL_END,     /* the other end went away, or was silent too long */
	CHANNEL_TOO_LONG /* more than LIMIT_LINE bytes, or a NUL */
};

/* The next line, without its end. */
enum channel_line
channel_read_line(struct channel *channel, char line[LIMIT_LINE + 1]);

/* 1 to `size` bytes; 0: the other end went away. */
size_t channel_read(struct channel *channel, void *room, size_t size);

/* False: the other end went away, or takes nothing. */
MUST_CHECK bool
channel_write(struct channel *channel, const void *bytes, size_t size);

MUST_CHECK bool channel_send_answer(struct channel *channel, bool is_ok,
    const struct answer *answer);

/*
 * The first line of an answer, *out_size bytes follow. When it is a refusal,
 * the sentence is the fault.
 */
MUST_CHECK bool channel_read_answer(struct channel *channel, uint64_t *out_size,
    struct fault *fault);

#endif
