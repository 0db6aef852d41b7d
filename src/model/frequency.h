/*
 * frequency - a row that says at which minutes of the week something is due.
 *
 * Thread: any.
 */
#ifndef MODEL_FREQUENCY_H
#define MODEL_FREQUENCY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"

enum { FREQUENCY_EVERY_DAY = -1, FREQUENCY_EVERY_HOUR = -1 };

struct frequency {
	int8_t day;    /* 0 is Sunday, 6 Saturday; or FREQUENCY_EVERY_DAY */
	int8_t hour;   /* 0 to 23; or FREQUENCY_EVERY_HOUR */
	int8_t minute; /* 0 to 59 */
};

/* Take numbers from outside. Faults: FAULT_FORMAT, "day 7 is not -1 to 6". */
MUST_CHECK bool frequency_read(int64_t day, int64_t hour, int64_t minute,
    struct frequency *out_frequency, struct fault *fault);

/* "sun 02:30", "daily 12:35", "daily *:15": the first of at's spellings. */
enum { FREQUENCY_TEXT_MAX = 16 };
void frequency_format(char room[FREQUENCY_TEXT_MAX],
    const struct frequency *frequency);

#endif
