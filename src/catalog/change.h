/*
 * change - table change: who did what, when, with old and new value.
 *
 * Thread: maker.
 */
#ifndef CATALOG_CHANGE_H
#define CATALOG_CHANGE_H

#include "catalog/server.h"

/* The rows of one command: they share an id and count from 1. */
struct change {
	struct catalog *catalog;
	const char *who, *what, *object; /* borrowed */
	char id[UUID_TEXT_MAX];
	int64_t at_ms;
	int64_t count;
};

MUST_CHECK bool change_begin(struct change *change, struct catalog *catalog,
    const char *who, const char *what, struct fault *fault);

/* In the transaction of the caller; nothing when both values are the same. */
MUST_CHECK bool change_item(struct change *change, const char *item,
    const char *old_value, const char *new_value, struct fault *fault);

/* One row without values, in a transaction of its own: run, cancel, pause. */
MUST_CHECK bool change_note(struct catalog *catalog, const char *who,
    const char *what, const char *object, struct fault *fault);

#endif
