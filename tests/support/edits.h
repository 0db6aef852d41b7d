/*
 * edits - edits of the plan in one line.
 */
#ifndef TESTS_SUPPORT_EDITS_H
#define TESTS_SUPPORT_EDITS_H

#include "model/edit.h"

/* `id` and `name` may be NULL. */
struct edit *edits_new(enum edit_kind kind, const char *id, const char *name);

#endif
