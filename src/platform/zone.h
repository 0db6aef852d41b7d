/*
 * zone - time zones as the system knows them, by name.
 *
 * On POSIX systems a name is a zone file below TZDIR or /usr/share/zoneinfo
 * (Europe/Prague), or else a rule (CET-1CEST,M3.5.0,M10.5.0/3). On Windows it
 * is a key of the registry (Central Europe Standard Time), or a rule. "local"
 * is the machine's zone: on POSIX systems what TZ says, as the C library reads
 * it, without TZ /etc/localtime; on Windows what the system says. "UTC" is
 * known everywhere.
 *
 * Thread: loop.
 */
#ifndef PLATFORM_ZONE_H
#define PLATFORM_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/fault.h"

#define ZONE_LOCAL "local"

/*
 * From 1900 to 2199; what holds at the ends holds beyond them. Faults:
 * FAULT_ABSENT, with the nearest name there is; what zone_name_check says;
 * FAULT_FORMAT for a damaged file. zone_clear frees the zone.
 */
MUST_CHECK bool
zone_read(const char *name, struct zone *out_zone, struct fault *fault);

/* Another number when zone_read might give another zone for that name. */
uint64_t zone_stamp(const char *name);

#endif
