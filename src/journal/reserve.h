/*
 * reserve - a file of nothing beside the journal, which holds room on the disk
 * for the day on which it is full.
 *
 * It is given up in steps, so that what else fills the disk does not get all
 * of it at once, and made again when there is room enough.
 *
 * Units: bytes.
 * Thread: maker.
 */
#ifndef JOURNAL_RESERVE_H
#define JOURNAL_RESERVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"

struct reserve {
	char *path;
	uint64_t wanted; /* 0: none */
	uint64_t held;
};

/* What a life before left of it counts as held. */
void reserve_open(struct reserve *reserve, const char *path);
void reserve_clear(struct reserve *reserve); /* the file stays */

/*
 * Hold all that is wanted (nothing wanted: no file). FAULT_FULL when the disk
 * has not what is missing and as much again; then nothing changed.
 */
MUST_CHECK bool reserve_make(struct reserve *reserve, struct fault *fault);

/* Give up an eighth. False when there was nothing to give. */
bool reserve_spend(struct reserve *reserve);

bool reserve_is_whole(const struct reserve *reserve);

#endif
