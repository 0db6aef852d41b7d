#include "config.h"

#include "memdb/minutes.h"

#include "base/calendar.h"
#include "base/defs.h"
#include "tests/unit.h"

enum { STRATEGIES = 40, EACH = 10 };

static uint32_t
random_below(uint64_t *state, uint32_t bound)
{
	*state = *state * UINT64_C(6364136223846793005) + 1;
	return (uint32_t)(*state >> 33) % bound;
}

static bool
is_at(const struct frequency *frequency, int minute)
{
	return (frequency->day == -1 || frequency->day == minute / 1440) &&
	    (frequency->hour == -1 || frequency->hour == minute / 60 % 24) &&
	    frequency->minute == minute % 60;
}

/* All rows of one bucket, found by looking at every frequency. */
static void
check_minute(const struct minutes *minutes, const struct strategy *strategies,
    size_t count, int minute)
{
	struct memdb_due_list list = minutes_at(minutes, minute);
	size_t named = 0;
	size_t hourly = 0;

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < strategies[i].frequency_count; j++) {
			const struct frequency *frequency =
			    &strategies[i].frequencies[j];
			bool is_hourly = frequency->hour == -1;
			size_t *at = is_hourly ? &hourly : &named;
			const struct memdb_due *rows = is_hourly ? list.hourly :
								   list.named;

			if (!is_at(frequency, minute))
				continue;
			if (*at ==
			    (is_hourly ? list.hourly_count : list.named_count))
				ck_abort_msg("minute %d: row missing", minute);
			if (rows[*at].strategy != &strategies[i] ||
			    rows[*at].frequency != frequency)
				ck_abort_msg("minute %d: other row", minute);
			(*at)++;
		}
	}
	if (named != list.named_count || hourly != list.hourly_count)
		ck_abort_msg("minute %d: too many rows", minute);
}

START_TEST(each_minute_has_just_what_is_due_in_it)
{
	static struct frequency frequencies[STRATEGIES][EACH];
	struct strategy strategies[STRATEGIES] = { 0 };
	struct minutes minutes = { 0 };
	uint64_t state = 99;

	for (size_t i = 0; i < STRATEGIES; i++) {
		strategies[i].frequencies = frequencies[i];
		strategies[i].frequency_count = random_below(&state, EACH + 1);
		for (size_t j = 0; j < EACH; j++)
			frequencies[i][j] = (struct frequency){
				(int8_t)((int)random_below(&state, 8) - 1),
				(int8_t)((int)random_below(&state, 25) - 1),
				(int8_t)random_below(&state, 60),
			};
	}
	/* The corners, and every hour more often than chance would. */
	strategies[0].frequency_count = 6;
	frequencies[0][0] = (struct frequency){ 0, 0, 0 };
	frequencies[0][1] = (struct frequency){ 6, 23, 59 };
	frequencies[0][2] = (struct frequency){ -1, -1, 0 };
	frequencies[0][3] = (struct frequency){ -1, -1, 59 };
	frequencies[0][4] = (struct frequency){ 0, -1, 0 };
	frequencies[0][5] = (struct frequency){ 6, -1, 59 };
	minutes_build(&minutes, strategies, STRATEGIES);
	for (int minute = 0; minute < MINUTES_PER_WEEK; minute++)
		check_minute(&minutes, strategies, STRATEGIES, minute);
	minutes_clear(&minutes);
	minutes_clear(&minutes);
}
END_TEST

START_TEST(an_empty_plan_has_nothing_due)
{
	struct minutes minutes = { 0 };

	minutes_build(&minutes, NULL, 0);
	for (int minute = 0; minute < MINUTES_PER_WEEK; minute++)
		check_minute(&minutes, NULL, 0, minute);
	minutes_clear(&minutes);
}
END_TEST

UNIT_MAIN("memdb/minutes", each_minute_has_just_what_is_due_in_it,
    an_empty_plan_has_nothing_due)
