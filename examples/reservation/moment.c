#include "moment.h"

#include <stdio.h>
#include <string.h>

static bool
is_day(uint32_t day)
{
	static const unsigned char days[] = { 31, 29, 31, 30, 31, 30, 31, 31,
		30, 31, 30, 31 };
	uint32_t year = day / 10000;
	uint32_t month = day / 100 % 100;
	uint32_t last = day % 100;
	bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return year >= 1970 && year <= 9999 && month >= 1 && month <= 12 &&
	    last >= 1 && last <= days[month - 1] &&
	    (is_leap || month != 2 || last <= 28);
}

bool
moment_is_valid(const struct moment *moment)
{
	return is_day(moment->day) && moment->minute < 24 * 60;
}

/* Digits where `form` has 0, and else just what it has. */
static bool
has_form(const char *text, const char *form)
{
	if (strlen(text) != strlen(form))
		return false;
	for (; *form != '\0'; form++, text++) {
		bool is_digit = *text >= '0' && *text <= '9';

		if (*form == '0' ? !is_digit : *text != *form)
			return false;
	}
	return true;
}

static uint32_t
digits(const char *text)
{
	uint32_t value = 0;

	for (; *text != '\0'; text++)
		if (*text >= '0' && *text <= '9')
			value = 10 * value + (uint32_t)(*text - '0');
	return value;
}

bool
moment_read_day(const char *text, uint32_t *out_day)
{
	uint32_t day;

	if (!has_form(text, "0000-00-00"))
		return false;
	day = digits(text);
	if (!is_day(day))
		return false;
	*out_day = day;
	return true;
}

bool
moment_read_time(const char *text, uint32_t *out_minute)
{
	uint32_t both;

	if (!has_form(text, "00:00"))
		return false;
	both = digits(text);
	if (both / 100 > 23 || both % 100 > 59)
		return false;
	*out_minute = both / 100 * 60 + both % 100;
	return true;
}

void
moment_format_day(char room[MOMENT_DAY_MAX], const struct moment *moment)
{
	(void)snprintf(room, MOMENT_DAY_MAX, "%04u-%02u-%02u",
	    (unsigned)(moment->day / 10000 % 10000),
	    (unsigned)(moment->day / 100 % 100), (unsigned)(moment->day % 100));
}

void
moment_format_time(char room[MOMENT_TIME_MAX], const struct moment *moment)
{
	(void)snprintf(room, MOMENT_TIME_MAX, "%02u:%02u",
	    (unsigned)(moment->minute / 60 % 24),
	    (unsigned)(moment->minute % 60));
}

int
moment_compare(const struct moment *a, const struct moment *b)
{
	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return (a->minute > b->minute) - (a->minute < b->minute);
}
