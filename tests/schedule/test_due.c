#include "config.h"

#include "schedule/due.h"

#include "base/defs.h"
#include "tests/unit.h"

enum { SLOT_PER_HOUR = 60, SLOT_PER_DAY = 24 * 60 };

/* 2026-03-29T01:00:00Z and 2026-10-25T01:00:00Z. */
#define PRAGUE_FORWARD INT64_C(1774746000)
#define PRAGUE_BACK INT64_C(1792890000)

static struct zone_change prague_changes[] = { { PRAGUE_FORWARD, 7200 },
	{ PRAGUE_BACK, 3600 } };
static const struct zone prague = { 3600, 2, prague_changes };
static const struct frequency hourly = { -1, -1, 15 };

static int64_t
slot_of(const char *text, const struct zone *zone)
{
	struct fault fault;
	int64_t utc_s;

	ck_assert_msg(calendar_parse(text, zone, &utc_s, &fault), "%s",
	    fault.text);
	ck_assert_int_eq(utc_s % 60, 0);
	return utc_s / 60;
}

static int
count_due(const struct frequency *frequency, const struct zone *zone,
    int64_t from, int64_t end)
{
	int count = 0;

	for (int64_t slot = from; slot < end; slot++) {
		struct due_minute minute = due_minute_of(zone, slot);

		count += due_now(frequency, &minute);
	}
	return count;
}

START_TEST(a_minute_is_seen_as_the_wall_clock_shows_it)
{
	const struct {
		const char *utc, *local; /* local as if it were UTC */
		int64_t gap;
		bool is_repeated;
	} cases[] = {
		{ "2026-03-29T00:59Z", "2026-03-29T01:59Z", 0, false },
		{ "2026-03-29T01:00Z", "2026-03-29T03:00Z", 60, false },
		{ "2026-03-29T01:01Z", "2026-03-29T03:01Z", 0, false },
		{ "2026-10-25T00:59Z", "2026-10-25T02:59Z", 0, false },
		{ "2026-10-25T01:00Z", "2026-10-25T02:00Z", 0, true },
		{ "2026-10-25T01:59Z", "2026-10-25T02:59Z", 0, true },
		{ "2026-10-25T02:00Z", "2026-10-25T03:00Z", 0, false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int64_t slot = slot_of(cases[i].utc, &prague);
		struct due_minute minute = due_minute_of(&prague, slot);

		ck_assert_int_eq(minute.slot, slot);
		ck_assert_int_eq(minute.local,
		    slot_of(cases[i].local, &prague));
		ck_assert_int_eq(minute.gap, cases[i].gap);
		ck_assert_int_eq(minute.is_repeated, cases[i].is_repeated);
	}
}
END_TEST

START_TEST(every_hour_follows_real_time)
{
	const struct {
		const char *from, *end;
		int count;
	} days[] = {
		{ "2026-03-28", "2026-03-29", 24 },
		{ "2026-03-29", "2026-03-30", 23 },
		{ "2026-10-24", "2026-10-25", 24 },
		{ "2026-10-25", "2026-10-26", 25 },
	};
	const struct frequency sunday = { 0, -1, 15 };
	const struct frequency daily = { -1, 2, 15 };

	for (size_t i = 0; i < COUNT_OF(days); i++) {
		int64_t from = slot_of(days[i].from, &prague);
		int64_t end = slot_of(days[i].end, &prague);

		ck_assert_int_eq(count_due(&hourly, &prague, from, end),
		    days[i].count);
		ck_assert_int_eq(count_due(&sunday, &prague, from, end),
		    i % 2 == 1 ? days[i].count : 0);
		ck_assert_int_eq(count_due(&daily, &prague, from, end), 1);
	}
}
END_TEST

/* A change of the clock, and when a frequency near it runs. */
START_TEST(a_named_hour_runs_once_a_local_day)
{
	const struct {
		const char *place;
		int32_t before_s, after_s;
		const char *change;
		struct frequency frequency;
		const char *from, *end, *first, *second; /* UTC */
	} cases[] = {
		{ "Prague forward", 3600, 7200, "2026-03-29T01:00Z",
		    { -1, 2, 30 }, "2026-03-28T12:00Z", "2026-03-30T12:00Z",
		    "2026-03-29T01:00Z", "2026-03-30T00:30Z" },
		{ "Prague forward", 3600, 7200, "2026-03-29T01:00Z",
		    { 0, 3, 0 }, "2026-03-28T12:00Z", "2026-03-30T12:00Z",
		    "2026-03-29T01:00Z", NULL },
		{ "Prague back", 7200, 3600, "2026-10-25T01:00Z", { -1, 2, 30 },
		    "2026-10-24T12:00Z", "2026-10-26T12:00Z",
		    "2026-10-25T00:30Z", "2026-10-26T01:30Z" },
		{ "New York forward", -18000, -14400, "2026-03-08T07:00Z",
		    { 0, 2, 15 }, "2026-03-08T00:00Z", "2026-03-10T00:00Z",
		    "2026-03-08T07:00Z", NULL },
		{ "New York back", -14400, -18000, "2026-11-01T06:00Z",
		    { 0, 1, 15 }, "2026-11-01T00:00Z", "2026-11-03T00:00Z",
		    "2026-11-01T05:15Z", NULL },
		{ "Lord Howe forward", 37800, 39600, "2026-10-03T15:30Z",
		    { -1, 2, 15 }, "2026-10-03T00:00Z", "2026-10-05T00:00Z",
		    "2026-10-03T15:30Z", "2026-10-04T15:15Z" },
		{ "Lord Howe forward, seen", 37800, 39600, "2026-10-03T15:30Z",
		    { -1, 2, 30 }, "2026-10-03T00:00Z", "2026-10-05T00:00Z",
		    "2026-10-03T15:30Z", "2026-10-04T15:30Z" },
		{ "Lord Howe back", 39600, 37800, "2026-04-04T15:00Z",
		    { 0, 1, 45 }, "2026-04-04T00:00Z", "2026-04-06T00:00Z",
		    "2026-04-04T14:45Z", NULL },
		{ "Troll forward", 0, 7200, "2026-03-29T01:00Z", { 0, 1, 5 },
		    "2026-03-28T12:00Z", "2026-03-30T12:00Z",
		    "2026-03-29T01:00Z", NULL },
		{ "Troll back", 7200, 0, "2026-10-25T01:00Z", { 0, 2, 59 },
		    "2026-10-24T12:00Z", "2026-10-26T12:00Z",
		    "2026-10-25T00:59Z", NULL },
		{ "Santiago forward", -14400, -10800, "2026-09-06T04:00Z",
		    { 0, 0, 30 }, "2026-09-05T12:00Z", "2026-09-07T12:00Z",
		    "2026-09-06T04:00Z", NULL },
		{ "Santiago back", -10800, -14400, "2026-04-05T03:00Z",
		    { 6, 23, 30 }, "2026-04-04T12:00Z", "2026-04-06T12:00Z",
		    "2026-04-05T02:30Z", NULL },
		{ "Santiago back, next day", -10800, -14400,
		    "2026-04-05T03:00Z", { 0, 0, 0 }, "2026-04-04T12:00Z",
		    "2026-04-06T12:00Z", "2026-04-05T04:00Z", NULL },
		{ "Apia had no 30 December", -36000, 50400, "2011-12-30T10:00Z",
		    { 5, 12, 0 }, "2011-12-29T00:00Z", "2012-01-01T00:00Z",
		    "2011-12-30T10:00Z", NULL },
		{ "Apia had no 30 December", -36000, 50400, "2011-12-30T10:00Z",
		    { -1, 12, 0 }, "2011-12-30T00:00Z", "2011-12-31T00:00Z",
		    "2011-12-30T10:00Z", "2011-12-30T22:00Z" },
		{ "a whole day again", 43200, -43200, "2026-05-10T12:00Z",
		    { -1, 18, 0 }, "2026-05-09T12:00Z", "2026-05-12T12:00Z",
		    "2026-05-10T06:00Z", "2026-05-12T06:00Z" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct zone_change change = { .offset_s = cases[i].after_s };
		struct zone zone = { cases[i].before_s, 1, &change };
		const struct frequency *frequency = &cases[i].frequency;
		int64_t end = slot_of(cases[i].end, &zone);
		int64_t first = slot_of(cases[i].first, &zone);
		int64_t second = cases[i].second == NULL ?
		    end :
		    slot_of(cases[i].second, &zone);
		int64_t from = slot_of(cases[i].from, &zone);

		change.utc_s = slot_of(cases[i].change, &zone) * 60;
		ck_assert_msg(due_next(frequency, &zone, from, end) == first,
		    "%s, case %zu", cases[i].place, i);
		ck_assert_msg(due_next(frequency, &zone, first + 1, end) ==
			second,
		    "%s, case %zu, second", cases[i].place, i);
		ck_assert_msg(count_due(frequency, &zone, from, end) ==
			1 + (cases[i].second != NULL),
		    "%s, case %zu, count", cases[i].place, i);
	}
}
END_TEST

START_TEST(a_step_back_soon_after_a_step_forward_runs_nothing_twice)
{
	/* Forward an hour, back after 30 minutes, forward after another 30. */
	struct zone_change changes[] = { { 7200, 3600 }, { 9000, 0 },
		{ 10800, 3600 } };
	struct zone zone = { 0, 3, changes };
	const struct frequency swallowed = { -1, 2, 40 };
	const struct frequency shown = { -1, 3, 10 };

	ck_assert_int_eq(count_due(&swallowed, &zone, 0, 1000), 1);
	ck_assert_int_eq(due_next(&swallowed, &zone, 0, 1000), 120);
	ck_assert_int_eq(count_due(&shown, &zone, 0, 1000), 1);
	ck_assert_int_eq(due_next(&shown, &zone, 0, 1000), 130);
	/* 03:30 comes first after the last change: swallowed by it. */
	ck_assert_int_eq(due_minute_of(&zone, 180).gap, 30);
}
END_TEST

START_TEST(the_next_slot_is_found_without_walking)
{
	const struct frequency monday = { 1, 12, 35 };
	const struct frequency wednesday = { 3, -1, 59 };
	const struct zone utc = { 0 };
	/* A Sunday. */
	int64_t from = slot_of("2026-11-22", &utc);

	ck_assert_int_eq(due_next(&monday, &utc, from, INT64_MAX / 120),
	    from + SLOT_PER_DAY + 12 * SLOT_PER_HOUR + 35);
	ck_assert_int_eq(due_next(&monday, &utc, from,
			     from + SLOT_PER_DAY + 12 * SLOT_PER_HOUR + 35),
	    from + SLOT_PER_DAY + 12 * SLOT_PER_HOUR + 35);
	ck_assert_int_eq(due_next(&monday, &utc, from, from + 10), from + 10);
	ck_assert_int_eq(due_next(&monday, &utc, from, from), from);
	ck_assert_int_eq(due_next(&wednesday, &utc, from, from + 10080),
	    from + 3 * SLOT_PER_DAY + 59);
	ck_assert_int_eq(due_next(&wednesday, &utc,
			     from + 4 * SLOT_PER_DAY - SLOT_PER_HOUR,
			     from + 10080),
	    from + 4 * SLOT_PER_DAY - 1);
	ck_assert_int_eq(due_next(&wednesday, &utc, from + 4 * SLOT_PER_DAY,
			     from + 20000),
	    from + 10 * SLOT_PER_DAY + 59);
	ck_assert_int_eq(due_next(&hourly, &utc, from + 15, from + 100),
	    from + 15);
	ck_assert_int_eq(due_next(&hourly, &utc, from + 16, from + 100),
	    from + 75);
}
END_TEST

/* A small generator of our own: the same numbers on every machine. */
static uint32_t
random_below(uint64_t *state, uint32_t bound)
{
	*state = *state * UINT64_C(6364136223846793005) + 1;
	return (uint32_t)(*state >> 33) % bound;
}

/* The slow model: every local minute has a mark when it has been passed. */
enum {
	MODEL_SLOTS = 20 * SLOT_PER_DAY,
	MODEL_MARGIN = 2 * SLOT_PER_DAY,
	MODEL_LOCALS = MODEL_SLOTS + 2 * MODEL_MARGIN,
	MODEL_CHANGES = 40,
	MODEL_FREQUENCIES = 12
};

struct model {
	struct zone zone;
	struct zone_change changes[MODEL_CHANGES];
	bool passed[MODEL_LOCALS]; /* by local minute + MODEL_MARGIN */
};

static bool
names(const struct frequency *frequency, int64_t local)
{
	struct civil civil = civil_from_seconds(local * 60);

	return (frequency->day == -1 || frequency->day == civil.week_day) &&
	    (frequency->hour == -1 || frequency->hour == civil.hour) &&
	    frequency->minute == civil.minute;
}

static void
make_zone(struct model *model, uint64_t *state)
{
	size_t count = random_below(state, MODEL_CHANGES + 1);
	/* Some zones are wild, some keep to quarters of an hour. */
	uint32_t step_s = random_below(state, 2) == 0 ? 1 : 900;
	uint32_t steps = 2 * ZONE_OFFSET_MOST / step_s;
	int64_t utc_s = 0;

	model->zone.changes = model->changes;
	model->zone.count = 0;
	model->zone.first_offset_s = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t offset = random_below(state, steps + 1) * step_s;

		utc_s += 1 + random_below(state, MODEL_SLOTS * 60 / 20);
		model->changes[i].utc_s = utc_s - utc_s % step_s;
		model->changes[i].offset_s = (int32_t)offset - ZONE_OFFSET_MOST;
		if (i > 0 &&
		    model->changes[i].utc_s <= model->changes[i - 1].utc_s)
			break;
		model->zone.count++;
	}
}

static struct frequency
random_frequency(uint64_t *state)
{
	struct frequency frequency;

	frequency.day = (int8_t)((int)random_below(state, 8) - 1);
	frequency.hour = (int8_t)((int)random_below(state, 25) - 1);
	frequency.minute = (int8_t)random_below(state, 60);
	return frequency;
}

static int64_t
wall_at(const struct zone *zone, int64_t slot)
{
	int32_t offset_s = zone->first_offset_s;

	for (size_t i = 0; i < zone->count; i++)
		if (zone->changes[i].utc_s <= slot * 60)
			offset_s = zone->changes[i].offset_s;
	return floor_div(slot * 60 + offset_s, 60);
}

/* Compare one slot; the local minutes that it passes get their marks. */
static void
check_slot(struct model *model, int64_t slot,
    const struct frequency *frequencies, bool *out_due)
{
	struct due_minute minute = due_minute_of(&model->zone, slot);
	int64_t local = wall_at(&model->zone, slot);
	bool is_first = !model->passed[local + MODEL_MARGIN];
	bool expected[MODEL_FREQUENCIES] = { false };
	int64_t skipped = 0;

	for (size_t i = 0; i < MODEL_FREQUENCIES; i++)
		if (frequencies[i].hour == -1)
			expected[i] = names(&frequencies[i], local);
	for (int64_t m = local; !model->passed[m + MODEL_MARGIN]; m--) {
		model->passed[m + MODEL_MARGIN] = true;
		skipped += m != local;
		for (size_t i = 0; i < MODEL_FREQUENCIES; i++)
			if (frequencies[i].hour != -1)
				expected[i] |= names(&frequencies[i], m);
	}
	/* Each ck_assert is a system call: too slow for half a million. */
	if (minute.local != local || minute.is_repeated == is_first ||
	    minute.gap != skipped)
		ck_abort_msg("slot %d", (int)slot);
	for (size_t i = 0; i < MODEL_FREQUENCIES; i++) {
		out_due[i] = due_now(&frequencies[i], &minute);
		if (out_due[i] != expected[i])
			ck_abort_msg("slot %d", (int)slot);
	}
}

START_TEST(the_rule_holds_over_any_zone)
{
	static struct model model;
	static bool due[MODEL_SLOTS][MODEL_FREQUENCIES];
	uint64_t state = 20261025;

	for (int round = 0; round < 25; round++) {
		struct frequency frequencies[MODEL_FREQUENCIES];
		struct fault fault;

		make_zone(&model, &state);
		ck_assert(zone_check(&model.zone, &fault));
		for (size_t i = 0; i < MODEL_FREQUENCIES; i++)
			frequencies[i] = random_frequency(&state);
		memset(model.passed, 0, sizeof(model.passed));
		memset(model.passed, 1, MODEL_MARGIN);
		for (int64_t slot = 0; slot < MODEL_SLOTS; slot++)
			check_slot(&model, slot, frequencies, due[slot]);
		for (size_t i = 0; i < MODEL_FREQUENCIES; i++) {
			int64_t next = MODEL_SLOTS;

			for (int64_t slot = MODEL_SLOTS - 1; slot >= 0;
			     slot--) {
				if (due[slot][i])
					next = slot;
				if (slot % 61 != 0 && next != slot)
					continue;
				if (due_next(&frequencies[i], &model.zone, slot,
					MODEL_SLOTS) != next)
					ck_abort_msg("slot %d", (int)slot);
			}
		}
	}
}
END_TEST

UNIT_MAIN("schedule/due", a_minute_is_seen_as_the_wall_clock_shows_it,
    every_hour_follows_real_time, a_named_hour_runs_once_a_local_day,
    a_step_back_soon_after_a_step_forward_runs_nothing_twice,
    the_next_slot_is_found_without_walking, the_rule_holds_over_any_zone)
