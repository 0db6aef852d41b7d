#include "config.h"

#include "model/frequency.h"

#include <inttypes.h>
#include <stdio.h>

static bool
check_part(const char *name, int64_t value, int lowest, int highest,
    struct fault *fault)
{
	if (value >= lowest && value <= highest)
		return true;
	return fault_set(fault, FAULT_FORMAT, "%s %" PRId64 " is not %d to %d",
	    name, value, lowest, highest);
}

bool
frequency_read(int64_t day, int64_t hour, int64_t minute,
    struct frequency *out_frequency, struct fault *fault)
{
	if (!check_part("day", day, FREQUENCY_EVERY_DAY, 6, fault) ||
	    !check_part("hour", hour, FREQUENCY_EVERY_HOUR, 23, fault) ||
	    !check_part("minute", minute, 0, 59, fault))
		return false;
	out_frequency->day = (int8_t)day;
	out_frequency->hour = (int8_t)hour;
	out_frequency->minute = (int8_t)minute;
	return true;
}

void
frequency_format(char room[FREQUENCY_TEXT_MAX],
    const struct frequency *frequency)
{
	static const char *const days[] = { "daily", "sun", "mon", "tue", "wed",
		"thu", "fri", "sat" };
	const char *day = days[frequency->day + 1];

	if (frequency->hour == FREQUENCY_EVERY_HOUR)
		(void)snprintf(room, FREQUENCY_TEXT_MAX, "%s *:%02d", day,
		    frequency->minute);
	else
		(void)snprintf(room, FREQUENCY_TEXT_MAX, "%s %02d:%02d", day,
		    frequency->hour, frequency->minute);
}
