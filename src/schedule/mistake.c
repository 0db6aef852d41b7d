#include "config.h"

#include "schedule/mistake.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/calendar.h"
#include "base/defs.h"
#include "base/limits.h"
#include "base/text.h"
#include "schedule/protection.h"

enum { WORD = 64, WORDS = (MINUTES_PER_WEEK + WORD - 1) / WORD, DAYS = 7 };

/* The minutes of a week at which something is due. */
struct week {
	uint64_t bits[WORDS];
};

static void
mark_day(struct week *week, const struct frequency *frequency, int day)
{
	for (int hour = 0; hour < 24; hour++) {
		int minute = day * MINUTES_PER_DAY + hour * MINUTES_PER_HOUR +
		    frequency->minute;

		if (frequency->hour == FREQUENCY_EVERY_HOUR ||
		    frequency->hour == hour)
			week->bits[minute / WORD] |= UINT64_C(1)
			    << minute % WORD;
	}
}

static void
mark(struct week *week, const struct strategy *strategy)
{
	for (size_t i = 0; i < strategy->frequency_count; i++) {
		const struct frequency *frequency = &strategy->frequencies[i];

		for (int day = 0; day < DAYS; day++)
			if (frequency->day == FREQUENCY_EVERY_DAY ||
			    frequency->day == day)
				mark_day(week, frequency, day);
	}
}

/* In minutes; also over the end of the week. */
static int
longest_gap(const struct week *week)
{
	int first = -1, last = -1, longest = 0;

	for (int i = 0; i < WORDS; i++) {
		for (int bit = 0; week->bits[i] >> bit != 0; bit++) {
			int minute = i * WORD + bit;

			if ((week->bits[i] >> bit & 1) != 0) {
				if (first < 0)
					first = minute;
				else if (minute - last > longest)
					longest = minute - last;
				last = minute;
			}
			if (bit == WORD - 1)
				break;
		}
	}
	if (first < 0)
		return 0;
	return first + MINUTES_PER_WEEK - last > longest ?
	    first + MINUTES_PER_WEEK - last :
	    longest;
}

int64_t
mistake_longest_gap_s(const struct mistake_strategy *strategies, size_t count,
    unsigned kind)
{
	struct week week = { { 0 } };

	for (size_t i = 0; i < count; i++)
		if ((protection_renewed(strategies[i].kinds) & 1U << kind) != 0)
			mark(&week, strategies[i].strategy);
	return (int64_t)longest_gap(&week) * SECONDS_PER_MINUTE;
}

struct telling {
	mistake_fn each;
	void *arg;
};

static void PRINTF_LIKE(2, 3)
    tell(const struct telling *telling, const char *format, ...)
{
	char sentence[LIMIT_REASON + 1];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	telling->each(telling->arg, sentence);
}

/* A kind that max_age names: can it be kept that young? */
static void
check_age(const struct mistake_connection *connection, unsigned kind,
    unsigned made, const struct telling *telling)
{
	int64_t max_age_s = connection->max_age_s[kind], gap_s;
	char gap[TEXT_AMOUNT_MAX], age[TEXT_AMOUNT_MAX];

	if (max_age_s == 0)
		return;
	if ((made & 1U << kind) == 0) {
		if (connection->is_own)
			tell(telling,
			    "max_age of %s names %s, which none of its living "
			    "strategies makes",
			    connection->name, kind_name(kind));
		return;
	}
	gap_s = mistake_longest_gap_s(connection->strategies, connection->count,
	    kind);
	if (gap_s < max_age_s)
		return;
	text_format_duration(gap, gap_s);
	text_format_duration(age, max_age_s);
	tell(telling, "%s of %s every %s, max_age %s: that cannot be kept",
	    kind_name(kind), connection->name, gap, age);
}

void
mistake_find(const struct mistake_connection *connection, mistake_fn each,
    void *arg)
{
	const struct telling telling = { each, arg };
	unsigned made = 0;

	if (connection->count == 0) {
		tell(&telling,
		    "connection %s is alive and has no living strategy: "
		    "nobody backs it up",
		    connection->name);
		return;
	}
	for (size_t i = 0; i < connection->count; i++) {
		const struct strategy *strategy =
		    connection->strategies[i].strategy;

		made |= connection->strategies[i].kinds;
		if (strategy->frequency_count == 0)
			tell(&telling,
			    "strategy %s is alive and never due: give it a "
			    "time, or alive=no if it is run by hand",
			    strategy->id);
	}
	for (unsigned kind = 0; kind < KINDS; kind++)
		check_age(connection, kind, made, &telling);
}
