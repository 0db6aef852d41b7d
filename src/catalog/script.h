/*
 * script - a file of SQL taken apart: statements, each ended by a line that
 * holds only a slash.
 *
 * Comments are dropped, since drivers differ in what they make of an
 * apostrophe or a question mark in one; text in quotes stays as it is.
 *
 * Thread: any.
 */
#ifndef CATALOG_SCRIPT_H
#define CATALOG_SCRIPT_H

#include "base/fault.h"

typedef bool (
    *script_fn)(void *arg, const char *statement, struct fault *fault);

/*
 * Call `each` for every statement, in order; a fault of it ends the walk, and
 * gets the line where its statement begins put before it: "line 12: …".
 * Faults: FAULT_FORMAT when the last statement has no slash behind it, or a
 * quote or comment is not closed.
 */
MUST_CHECK bool
script_each(const char *text, script_fn each, void *arg, struct fault *fault);

#endif
