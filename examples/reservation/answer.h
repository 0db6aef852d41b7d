/*
 * answer - what a client gets for a request.
 *
 * Text in lines, or a backup. It is made whole in memory, so that nobody who
 * holds a lock waits for a client to read.
 *
 * Thread: maker.
 */
#ifndef RESERVATION_ANSWER_H
#define RESERVATION_ANSWER_H

#include <bxsnapshot.h>
#include <stddef.h>

#include "fault.h"

struct answer {
	const char *bytes;
	size_t size;
	char *text; /* owns the bytes, when they are lines */
	size_t room;
	struct bx_sink *backup;    /* owns them, when they are one */
	_Atomic unsigned *backups; /* one more of them, until it is cleared */
};

/* All zero is an empty one. */
void answer_clear(struct answer *answer);

void
answer_format(struct answer *answer, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
