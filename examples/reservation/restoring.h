/*
 * restoring - what several restores check in the same way.
 *
 * Each makes the source fail, with the offset and the block, when what it
 * looks at cannot be.
 *
 * Thread: maker.
 */
#ifndef RESERVATION_RESTORING_H
#define RESERVATION_RESTORING_H

#include <bxsnapshot.h>

#include "limits.h"

/* A text that is a name; "" after a fault. */
void restoring_name(struct bx_source *source, char room[LIMIT_NAME + 1]);

/*
 * Numbers of a container rise, and go to the last that was ever given.
 * `*before` is the one before this; it becomes `number`.
 */
void restoring_number(struct bx_source *source, uint64_t at, uint64_t *before,
    uint64_t number, uint64_t last_number);

#endif
