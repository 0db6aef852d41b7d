/*
 * moment - when a bus departs: a day and a time of day, on the clock of the
 * place where it does.
 *
 * Thread: any.
 */
#ifndef RESERVATION_MOMENT_H
#define RESERVATION_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

struct moment {
	uint32_t day;    /* 20261224 */
	uint32_t minute; /* of the day: 0 to 1439 */
};

enum { MOMENT_DAY_MAX = 11, MOMENT_TIME_MAX = 6 }; /* with the end mark */

bool moment_is_valid(const struct moment *moment);

/* "2026-12-24"; "08:30". False when it is none. */
bool moment_read_day(const char *text, uint32_t *out_day);
bool moment_read_time(const char *text, uint32_t *out_minute);

void moment_format_day(char room[MOMENT_DAY_MAX], const struct moment *moment);
void
moment_format_time(char room[MOMENT_TIME_MAX], const struct moment *moment);

int moment_compare(const struct moment *a, const struct moment *b);

#endif
