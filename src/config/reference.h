/*
 * reference - the table of settings, written out for people.
 *
 * etc/backupexec.conf is reference_example, and the two lists in
 * backupexec.conf(5) are the other two; a test compares them.
 *
 * Faults: FAULT_LIMIT of `out`.
 * Thread: any.
 */
#ifndef CONFIG_REFERENCE_H
#define CONFIG_REFERENCE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/fault.h"

/* A configuration file with each setting at its default, as a comment. */
MUST_CHECK bool reference_example(struct buf *out, struct fault *fault);

/* The same as mdoc, a subsection for each section. */
MUST_CHECK bool reference_settings(struct buf *out, struct fault *fault);

/* What connections and strategies may have of their own, as mdoc. */
MUST_CHECK bool reference_options(struct buf *out, struct fault *fault);

#endif
