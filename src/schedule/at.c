#include "config.h"

#include "schedule/at.h"

#include <string.h>

#include "base/defs.h"
#include "base/text.h"

enum { DAYS = 7, EVERY_DAY = (1 << DAYS) - 1 };

static const char *const day_names[DAYS] = { "sunday", "monday", "tuesday",
	"wednesday", "thursday", "friday", "saturday" };

/* What is read, and how far. */
struct reader {
	const char *text;
	const char *at;
};

static void
skip_spaces(struct reader *reader)
{
	while (text_is_space(*reader->at))
		reader->at++;
}

static bool
take_char(struct reader *reader, char c)
{
	if (*reader->at != c)
		return false;
	reader->at++;
	return true;
}

/* Does the list go on? Spaces around the comma go with it. */
static bool
take_comma(struct reader *reader)
{
	const char *before = reader->at;

	skip_spaces(reader);
	if (take_char(reader, ',')) {
		skip_spaces(reader);
		return true;
	}
	reader->at = before;
	return false;
}

static bool
misshapen(const struct reader *reader, struct fault *fault)
{
	return fault_set(fault, FAULT_FORMAT,
	    "'%.60s' is not DAYS HOUR:MINUTE, as in sun 02:30, "
	    "mon-fri 06:00,18:00 or daily *:15",
	    reader->text);
}

/* Is the day's name, whole or its first three letters, `length` bytes here? */
static bool
is_day(const char *at, size_t length, const char *name)
{
	if (length != 3 && length != strlen(name))
		return false;
	for (size_t i = 0; i < length; i++)
		if (text_lower(at[i]) != name[i])
			return false;
	return true;
}

static bool
read_day(struct reader *reader, int *out_day, struct fault *fault)
{
	size_t length = strcspn(reader->at, " \t\v\f\r\n,-");
	const char *at = reader->at;

	reader->at += length;
	if (length == 1 && *at >= '0' && *at < '0' + DAYS) {
		*out_day = *at - '0';
		return true;
	}
	for (int day = 0; day < DAYS; day++) {
		if (is_day(at, length, day_names[day])) {
			*out_day = day;
			return true;
		}
	}
	if (length == 0)
		return misshapen(reader, fault);
	return fault_set(fault, FAULT_FORMAT,
	    "'%.*s' is not a day: sun to sat, 0 to 6, or daily",
	    (int)(length < 40 ? length : 40), at);
}

/* The days as bits, EVERY_DAY for all of them. */
static bool
read_days(struct reader *reader, unsigned *out_days, struct fault *fault)
{
	unsigned days = 0;

	if (take_char(reader, '*')) {
		*out_days = EVERY_DAY;
		return true;
	}
	if (strcspn(reader->at, " \t\v\f\r\n,") == 5 &&
	    is_day(reader->at, 5, "daily")) {
		reader->at += 5;
		*out_days = EVERY_DAY;
		return true;
	}
	do {
		int first, last;

		if (!read_day(reader, &first, fault))
			return false;
		last = first;
		if (take_char(reader, '-') && !read_day(reader, &last, fault))
			return false;
		for (int day = first;; day = (day + 1) % DAYS) {
			days |= 1U << day;
			if (day == last)
				break;
		}
	} while (take_comma(reader));
	*out_days = days;
	return true;
}

/* A few digits; how many, 0 for none. Too many are as good as too large. */
static int
take_number(struct reader *reader, int *out_value)
{
	int digits = 0;
	int value = 0;

	for (; text_is_digit(*reader->at); reader->at++) {
		if (digits++ < 4)
			value = value * 10 + (*reader->at - '0');
	}
	*out_value = value;
	return digits;
}

static bool
read_time(struct reader *reader, struct frequency *out_time,
    struct fault *fault)
{
	int hour = FREQUENCY_EVERY_HOUR;
	int minute;

	if (!take_char(reader, '*') && take_number(reader, &hour) == 0)
		return misshapen(reader, fault);
	if (!take_char(reader, ':') || take_number(reader, &minute) != 2)
		return misshapen(reader, fault);
	if (hour > 23)
		return fault_set(fault, FAULT_FORMAT,
		    "'%.60s': hour %d is not 0 to 23 or *", reader->text, hour);
	if (minute > 59)
		return fault_set(fault, FAULT_FORMAT,
		    "'%.60s': minute %d is not 0 to 59", reader->text, minute);
	out_time->day = FREQUENCY_EVERY_DAY;
	out_time->hour = (int8_t)hour;
	out_time->minute = (int8_t)minute;
	return true;
}

static bool
has_time(const struct frequency *times, size_t count,
    const struct frequency *typed)
{
	for (size_t i = 0; i < count; i++)
		if (times[i].hour == typed->hour &&
		    times[i].minute == typed->minute)
			return true;
	return false;
}

static bool
too_many(const struct reader *reader, struct fault *fault)
{
	return fault_set(fault, FAULT_LIMIT,
	    "'%.60s' names more than %d times of the week", reader->text,
	    AT_MOST);
}

static bool
read_times(struct reader *reader, struct frequency times[AT_MOST],
    size_t *out_count, struct fault *fault)
{
	size_t count = 0;

	do {
		struct frequency typed;

		if (!read_time(reader, &typed, fault))
			return false;
		if (has_time(times, count, &typed))
			continue;
		if (count == AT_MOST)
			return too_many(reader, fault);
		times[count++] = typed;
	} while (take_comma(reader));
	skip_spaces(reader);
	if (*reader->at != '\0')
		return misshapen(reader, fault);
	*out_count = count;
	return true;
}

bool
at_read(const char *text, struct frequency out_frequencies[AT_MOST],
    size_t *out_count, struct fault *fault)
{
	struct reader reader = { .text = text, .at = text };
	struct frequency times[AT_MOST];
	size_t time_count = 0;
	size_t day_count = 0;
	size_t count = 0;
	unsigned days = 0;

	skip_spaces(&reader);
	if (!read_days(&reader, &days, fault))
		return false;
	if (!text_is_space(*reader.at))
		return misshapen(&reader, fault);
	skip_spaces(&reader);
	if (!read_times(&reader, times, &time_count, fault))
		return false;
	for (unsigned rest = days; rest != 0 && days != EVERY_DAY; rest >>= 1)
		day_count += rest & 1;
	if (day_count * time_count > AT_MOST)
		return too_many(&reader, fault);
	for (int day = FREQUENCY_EVERY_DAY; day < DAYS; day++) {
		bool is_wanted = day == FREQUENCY_EVERY_DAY ?
		    days == EVERY_DAY :
		    days != EVERY_DAY && (days & 1U << day) != 0;

		for (size_t i = 0; i < time_count && is_wanted; i++) {
			out_frequencies[count] = times[i];
			out_frequencies[count++].day = (int8_t)day;
		}
	}
	*out_count = count;
	return true;
}
