/*
 * field - what a text from outside must be before it may enter the plan.
 *
 * The catalog's columns, the control API and a restored snapshot hand us the
 * same texts; here is the one rule for them, so that what one of them accepts
 * the others can store, send and show.
 *
 * Thread: any.
 */
#ifndef MODEL_FIELD_H
#define MODEL_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

/*
 * 1 to `most` bytes of UTF-8 without control characters; `name` is what the
 * sentence calls it: "ip has 71 bytes, at most 70 are allowed". Faults:
 * FAULT_FORMAT, also for NULL and ""; FAULT_LIMIT.
 */
MUST_CHECK bool field_check(const char *name, const char *text, size_t most,
    struct fault *fault);

/*
 * One line of a script: at most LIMIT_LINE bytes of UTF-8 without a line end;
 * `number` counts from 1. Faults: FAULT_FORMAT, FAULT_LIMIT.
 */
MUST_CHECK bool
field_check_line(size_t number, const char *line, struct fault *fault);

#endif
