/*
 * json_read - what comes as JSON: requests with a body, and refusals.
 *
 * A request is strict: what is not known is refused, so that a slip of the
 * pen changes nothing.
 *
 * Thread: any.
 */
#ifndef API_JSON_READ_H
#define API_JSON_READ_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "model/edit.h"

/* {"strategy": X} of a run; malloc'ed. Faults: FAULT_FORMAT, FAULT_LIMIT. */
MUST_CHECK char *
json_read_run(const char *bytes, size_t size, struct fault *fault);

/* Checked, too. Faults: FAULT_FORMAT, FAULT_LIMIT, FAULT_REFUSED. */
MUST_CHECK struct edit *
json_read_edit(const char *bytes, size_t size, struct fault *fault);

/* What json_of_fault made; false when it is no such thing. */
bool json_read_fault(const json_t *json, struct fault *out_fault);

#endif
