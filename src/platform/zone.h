/*
 * zone - the machine's local time as a table of offsets.
 *
 * Thread: loop.
 */
#ifndef PLATFORM_ZONE_H
#define PLATFORM_ZONE_H

#include "base/calendar.h"

/*
 * The changes from `from_s` to `to_s` (UTC seconds); what holds at the ends
 * holds beyond them. zone_clear frees it.
 */
void zone_read_local(int64_t from_s, int64_t to_s, struct zone *out_zone);

#endif
