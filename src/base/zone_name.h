/*
 * zone_name - what may name a time zone, and which one was meant.
 *
 * Thread: any.
 */
#ifndef BASE_ZONE_NAME_H
#define BASE_ZONE_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

/*
 * Made of what names and rules are made of, and, where it is a path, none that
 * leaves the folder of zones: not absolute, no empty part, no "." or "..".
 * Faults: FAULT_FORMAT, FAULT_LIMIT.
 */
MUST_CHECK bool zone_name_check(const char *name, struct fault *fault);

/*
 * The nearest of `names` to what somebody typed, also when only the last part
 * was meant (Prague, Pargue); NULL when none is near enough.
 */
const char *
zone_name_nearest(const char *typed, const char *const *names, size_t count);

#endif
