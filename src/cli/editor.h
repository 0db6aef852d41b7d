/*
 * editor - a text handed to the person's editor ($VISUAL, $EDITOR, vi).
 *
 * The text lies in a file of its own, 0600, in $TMPDIR or /tmp, which stays
 * there until editor_end: what somebody wrote is not lost by our failing.
 *
 * Thread: maker.
 */
#ifndef CLI_EDITOR_H
#define CLI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/fault.h"

struct editor {
	char *path; /* of the file; NULL: none */
	struct buf text;
};

/*
 * Let it be edited; afterwards `text` has what was written. editor_end in any
 * case. Faults: FAULT_SYSTEM, also when the editor failed.
 */
MUST_CHECK bool
editor_run(struct editor *editor, const char *text, struct fault *fault);

/* The file is removed unless `is_kept`. */
void editor_end(struct editor *editor, bool is_kept);

#endif
