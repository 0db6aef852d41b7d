/*
 * at - the times a person types, as frequencies.
 *
 *	DAYS HOUR:MINUTE[,HOUR:MINUTE...]
 *
 * DAYS is daily (or *), or days of the week separated by commas, as ranges
 * too: sun, mon,wed, mon-fri, sat-mon; the first three letters or the whole
 * English word in any case, or 0 to 6 with Sunday as 0. HOUR is 0 to 23 or *
 * for every hour, MINUTE 00 to 59. White space may follow a comma.
 *
 *	"sun 02:30"  "daily 12:35"  "mon,wed 06:00,18:00"  "daily *:15"
 *
 * Thread: any.
 */
#ifndef SCHEDULE_AT_H
#define SCHEDULE_AT_H

#include <stddef.h>

#include "base/fault.h"
#include "model/frequency.h"

enum { AT_MOST = 1024 /* frequencies one text may name */ };

/*
 * Each frequency once: by day from Sunday on, then in the order of the times;
 * all seven days are FREQUENCY_EVERY_DAY. Faults: FAULT_FORMAT saying what was
 * expected, FAULT_LIMIT beyond AT_MOST.
 */
MUST_CHECK bool
at_read(const char *text, struct frequency out_frequencies[AT_MOST],
    size_t *out_count, struct fault *fault);

#endif
