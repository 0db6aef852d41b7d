/*
 * tzif - a compiled zone file (TZif, RFC 9636, versions 1 to 4) as a table of
 * offsets.
 *
 * Strict: bytes that do not mean what they should give no zone. What the file
 * lists is taken as it is; behind its last change the rule in its footer is
 * expanded to the end of TZRULE_LAST_YEAR. Names and daylight flags are looked
 * at and left out; changes that change no offset are left out, too.
 *
 * Pure.
 * Thread: any.
 */
#ifndef BASE_TZIF_H
#define BASE_TZIF_H

#include <stddef.h>

#include "base/calendar.h"
#include "base/fault.h"

/*
 * Faults: FAULT_FORMAT for damage, and for a file that counts leap seconds
 * (right/...); FAULT_LIMIT for more than LIMIT_ZONE_CHANGES changes. zone_clear
 * frees the zone.
 */
MUST_CHECK bool tzif_read(const void *bytes, size_t size, struct zone *out_zone,
    struct fault *fault);

#endif
