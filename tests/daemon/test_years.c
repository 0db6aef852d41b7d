/*
 * Years of slots in twelve zones, against a slow and obvious scheduler: it
 * walks minute by minute, asks the C library what the wall shows, and crosses
 * out every local minute when the wall shows it or something later. That is
 * when a named hour is due; an hour of -1 is due whenever its minute is shown.
 *
 * A short form for every run; YEARS=10 YEARS_FROM=2008 STRATEGIES=1000 is what
 * `make check-years` runs.
 */
#include "config.h"

#include <stdio.h>
#include <time.h>

#include "base/defs.h"
#include "base/mem.h"
#include "daemon/slots.h"
#include "platform/file.h"
#include "platform/zone.h"
#include "tests/unit.h"

#define ZONES "/usr/share/zoneinfo"

/*
 * Changes of 30 minutes and of 2 hours, at midnight, not at all, in Ramadan, by
 * decree; quarters of an hour; a day left out (Apia in 2011).
 */
static const char *const places[] = { "Europe/Prague", "Europe/London",
	"America/New_York", "Australia/Lord_Howe", "Antarctica/Troll",
	"America/Santiago", "Pacific/Apia", "Asia/Kathmandu",
	"Africa/Casablanca", "Asia/Gaza", "Australia/Sydney", "UTC" };

enum {
	MARGIN = 3 * MINUTES_PER_DAY,
	MOST_FREQUENCIES = 3, /* of one strategy */
	CHUNK = MINUTES_PER_DAY
};

/* Of one place: who is named by each minute of the week. */
struct list {
	size_t *strategies;
	size_t count;
};
struct model {
	struct list named[MINUTES_PER_WEEK], hourly[MINUTES_PER_WEEK];
	int64_t quarter; /* of an hour, and the offset in all of it */
	int32_t offset_s;
	bool is_calm;
	bool *passed; /* local minutes, from first_local on */
	int64_t first_local;
	size_t *due; /* in the minute that is looked at, each once */
	size_t due_count;
	int64_t *last_due; /* of each strategy */
	int64_t *total, *earliest;
};

static struct fault fault;
static size_t per_place;
static int64_t first, end;
static struct memdb *memdb;
static struct zones zones;
static const struct strategy *strategies;
static size_t strategy_count;
static int64_t *next; /* what slots_next promises of each strategy */

/* A small generator of our own: the same numbers on every machine. */
static uint32_t
random_below(uint32_t bound)
{
	static uint64_t state = 20261025;

	state = state * UINT64_C(6364136223846793005) + 1;
	return (uint32_t)(state >> 33) % bound;
}

static int64_t
variable(const char *name, int64_t standard)
{
	const char *text = getenv(name);

	return text == NULL ? standard : strtol(text, NULL, 10);
}

/* Many in the hours in which clocks change. */
static struct frequency
random_frequency(void)
{
	uint32_t hours = random_below(2) == 0 ? 24 : 4;
	struct frequency frequency;

	frequency.day = (int8_t)(random_below(2) == 0 ? (int)random_below(7) :
							FREQUENCY_EVERY_DAY);
	frequency.hour = (int8_t)(random_below(50) == 0 ?
		FREQUENCY_EVERY_HOUR :
		(int)random_below(hours));
	frequency.minute = (int8_t)random_below(60);
	return frequency;
}

static void
make_plan(void)
{
	const struct connection connection = { .id = "C_1",
		.name = "local",
		.instance = "XE",
		.ip = "127.0.0.1",
		.port = "1521",
		.is_alive = true };

	memdb = memdb_new();
	ck_assert(memdb_add_connection(memdb, &connection, &fault));
	for (size_t i = 0; i < COUNT_OF(places) * per_place; i++) {
		struct frequency frequencies[MOST_FREQUENCIES];
		char id[32];
		const struct option option = { OPTION_STRATEGY, id, "timezone",
			places[i / per_place] };
		const struct strategy strategy = { .id = id,
			.connection = "C_1",
			.is_alive = true,
			.frequency_count = i % 10 == 0 ? MOST_FREQUENCIES : 1,
			.frequencies = frequencies };

		for (size_t k = 0; k < MOST_FREQUENCIES; k++)
			frequencies[k] = random_frequency();
		(void)snprintf(id, sizeof(id), "s%07zu", i);
		ck_assert(memdb_add_strategy(memdb, &strategy, &fault));
		ck_assert(memdb_add_option(memdb, &option, &fault));
	}
	ck_assert_msg(memdb_seal(memdb, &fault), "%s", fault.text);
	strategy_count = memdb_strategies(memdb, &strategies);
	zones_make(&zones, memdb, "Asia/Tokyo");
	for (size_t i = 0; i < zones.count; i++)
		ck_assert(!zones.zones[i].is_wrong);
}

static void
list_add(struct list *list, size_t strategy)
{
	list->strategies = mem_grow(list->strategies, list->count + 1,
	    sizeof(*list->strategies));
	list->strategies[list->count++] = strategy;
}

static void
model_name(struct model *model, size_t strategy,
    const struct frequency *frequency)
{
	for (int day = 0; day < 7; day++)
		for (int hour = 0; hour < 24; hour++) {
			int minute = (day * 24 + hour) * 60 + frequency->minute;

			if (frequency->day != -1 && frequency->day != day)
				continue;
			if (frequency->hour == -1)
				list_add(&model->hourly[minute], strategy);
			else if (frequency->hour == hour)
				list_add(&model->named[minute], strategy);
		}
}

static int32_t
ask_library(int64_t slot)
{
	time_t when = (time_t)(slot * 60);
	struct tm local;

	if (localtime_r(&when, &local) == NULL)
		ck_abort();
	return (int32_t)local.tm_gmtoff;
}

static struct model *
model_new(size_t place)
{
	struct model *model = mem_new(1, sizeof(*model));

	ck_assert_int_eq(setenv("TZ", places[place], 1), 0);
	tzset();
	model->quarter = -1;
	model->first_local = floor_div(first * 60 + ask_library(first), 60) -
	    MARGIN;
	model->passed = mem_new((size_t)(end - first + 2 * MARGIN),
	    sizeof(bool));
	model->due = mem_new(per_place, sizeof(*model->due));
	model->last_due = mem_new(strategy_count, sizeof(int64_t));
	model->total = mem_new(strategy_count, sizeof(int64_t));
	model->earliest = mem_new(strategy_count, sizeof(int64_t));
	memset(model->passed, true, MARGIN);
	for (size_t i = place * per_place; i < (place + 1) * per_place; i++) {
		model->last_due[i] = -1;
		for (size_t k = 0; k < strategies[i].frequency_count; k++)
			model_name(model, i, &strategies[i].frequencies[k]);
	}
	return model;
}

static void
model_free(struct model *model)
{
	for (size_t i = 0; i < MINUTES_PER_WEEK; i++) {
		free(model->named[i].strategies);
		free(model->hourly[i].strategies);
	}
	free(model->passed);
	free(model->due);
	free(model->last_due);
	free(model->total);
	free(model->earliest);
	free(model);
}

static void
model_due(struct model *model, const struct list *list, int64_t slot)
{
	for (size_t i = 0; i < list->count; i++) {
		size_t strategy = list->strategies[i];

		if (model->last_due[strategy] == slot)
			continue; /* named twice, one slot */
		if (model->total[strategy]++ == 0)
			model->earliest[strategy] = slot;
		model->last_due[strategy] = slot;
		model->due[model->due_count++] = strategy;
	}
}

/*
 * The local minute that the wall shows, by the C library. It is slow, so it is
 * asked for both ends of a quarter of an hour, and for each minute in it only
 * where they differ.
 */
static int64_t
wall_at(struct model *model, int64_t slot, int *out_minute_of_week)
{
	int64_t quarter = floor_div(slot, 15);
	int32_t offset_s = model->offset_s;
	int64_t local;

	if (model->quarter != quarter) {
		model->quarter = quarter;
		model->offset_s = offset_s = ask_library(quarter * 15);
		model->is_calm = offset_s == ask_library(quarter * 15 + 15);
	}
	if (!model->is_calm)
		offset_s = ask_library(slot);
	local = floor_div(slot * 60 + offset_s, 60);
	/* 1970-01-01 was a Thursday. */
	*out_minute_of_week = (int)((local + 4 * 1440) % (7 * 1440));
	return local;
}

static void
model_minute(struct model *model, int64_t slot)
{
	int of_week;
	int64_t local = wall_at(model, slot, &of_week);
	bool *passed = &model->passed[local - model->first_local];

	model->due_count = 0;
	model_due(model, &model->hourly[of_week], slot);
	while (!*passed) {
		*passed-- = true;
		model_due(model, &model->named[of_week], slot);
		of_week = (of_week + MINUTES_PER_WEEK - 1) % MINUTES_PER_WEEK;
	}
}

static int64_t
next_of(size_t strategy, int64_t from)
{
	return slots_next(&strategies[strategy],
	    zones_of(&zones, &strategies[strategy]), from, end);
}

/* What the model found in one day in one place. */
struct day {
	struct slot *slots;
	size_t count, room;
};

static void
day_add(struct day *day, size_t strategy, int64_t slot)
{
	if (day->count == day->room) {
		day->room = day->room == 0 ? 64 : 2 * day->room;
		day->slots = mem_grow(day->slots, day->room,
		    sizeof(*day->slots));
	}
	day->slots[day->count++] = (struct slot){ &strategies[strategy], slot };
}

static int
compare_slots(const void *a, const void *b)
{
	const struct slot *one = a, *other = b;

	if (one->strategy != other->strategy)
		return one->strategy < other->strategy ? -1 : 1;
	return one->slot < other->slot ? -1 : one->slot > other->slot;
}

/* From `from` to before `until`; slots_next is compared on the way. */
static void
walk(struct model *model, const char *place, int64_t from, int64_t until,
    struct day *day)
{
	ck_assert_int_eq(setenv("TZ", place, 1), 0);
	tzset();
	for (int64_t slot = from; slot < until; slot++) {
		model_minute(model, slot);
		for (size_t i = 0; i < model->due_count; i++) {
			size_t strategy = model->due[i];

			if (next[strategy] != slot)
				ck_abort_msg("%s: s%07zu is due at %ld, "
					     "slots_next says %ld",
				    place, strategy, (long)slot,
				    (long)next[strategy]);
			next[strategy] = next_of(strategy, slot + 1);
			day_add(day, strategy, slot);
		}
	}
	if (day->count != 0)
		qsort(day->slots, day->count, sizeof(*day->slots),
		    compare_slots);
}

/* All that the planner finds in this day, all zones at once. */
static size_t
compare_day(const struct day *days, int64_t from, int64_t until)
{
	struct slots slots;
	size_t seen = 0;

	slots_between(memdb, &zones, from, until - 1, 0, NULL, NULL, &slots);
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		const struct day *day = &days[i];

		for (size_t k = 0; k < day->count; k++, seen++)
			if (seen == slots.count ||
			    slots.slots[seen].strategy !=
				day->slots[k].strategy ||
			    slots.slots[seen].slot != day->slots[k].slot)
				ck_abort_msg("%s on day %ld", places[i],
				    (long)(from / CHUNK));
	}
	ck_assert_uint_eq(seen, slots.count);
	slots_clear(&slots);
	return seen;
}

static void
compare_totals(const struct model *model, size_t place)
{
	for (size_t i = place * per_place; i < (place + 1) * per_place; i++) {
		int64_t earliest = 0, last = -1;
		int64_t count = slots_count(&strategies[i],
		    zones_of(&zones, &strategies[i]), first, end - 1, &earliest,
		    &last);

		if (next[i] != -1 || count != model->total[i] ||
		    last != model->last_due[i] ||
		    earliest != model->earliest[i])
			ck_abort_msg("%s: s%07zu", places[place], i);
	}
}

START_TEST(every_slot_of_years_is_what_the_slow_scheduler_says)
{
	const struct civil begin = { .year = variable("YEARS_FROM", 2011),
		.month = 1,
		.day = 1 };
	struct civil behind = begin;
	struct model *models[COUNT_OF(places)];
	struct day days[COUNT_OF(places)] = { 0 };
	size_t found = 0;

	if (file_kind(ZONES "/Europe/Prague") == FILE_NONE)
		return; /* a machine without zones */
	behind.year += variable("YEARS", 1);
	per_place = (size_t)variable("STRATEGIES", 50);
	first = civil_to_seconds(&begin) / 60;
	end = civil_to_seconds(&behind) / 60;
	make_plan();
	next = mem_new(strategy_count, sizeof(*next));
	for (size_t i = 0; i < strategy_count; i++)
		next[i] = next_of(i, first);
	for (size_t i = 0; i < COUNT_OF(places); i++)
		models[i] = model_new(i);
	for (int64_t at = first; at < end; at += CHUNK) {
		for (size_t i = 0; i < COUNT_OF(places); i++) {
			days[i].count = 0;
			walk(models[i], places[i], at, at + CHUNK, &days[i]);
		}
		found += compare_day(days, at, at + CHUNK);
	}
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		compare_totals(models[i], i);
		model_free(models[i]);
		free(days[i].slots);
	}
	ck_assert_uint_gt(found, strategy_count * 50);
	(void)printf("%zu slots of %zu strategies, each as the model has it\n",
	    found, strategy_count);
	free(next);
	zones_clear(&zones);
	memdb_release(memdb);
}
END_TEST

/* Of a day as the wall has it, in a rule's zone: no file is needed. */
static int64_t
count_of_day(const char *from, const char *behind, int64_t *out_first_s)
{
	static const struct frequency hourly = { -1, -1, 15 };
	const struct strategy strategy = { .frequency_count = 1,
		.frequencies = &hourly };
	struct zone prague;
	int64_t begin_s, end_s, a = 0, b = 0, count;

	ck_assert(zone_read("CET-1CEST,M3.5.0,M10.5.0/3", &prague, &fault));
	ck_assert(calendar_parse(from, &prague, &begin_s, &fault));
	ck_assert(calendar_parse(behind, &prague, &end_s, &fault));
	count = slots_count(&strategy, &prague, begin_s / 60, end_s / 60 - 1,
	    &a, &b);
	*out_first_s = a * 60 - begin_s;
	zone_clear(&prague);
	return count;
}

START_TEST(an_hourly_strategy_in_prague_has_25_and_23_slots)
{
	int64_t first_s;

	ck_assert_int_eq(count_of_day("2026-10-25", "2026-10-26", &first_s),
	    25);
	ck_assert_int_eq(first_s, 15 * 60);
	ck_assert_int_eq(count_of_day("2026-03-29", "2026-03-30", &first_s),
	    23);
	ck_assert_int_eq(count_of_day("2026-03-28", "2026-03-29", &first_s),
	    24);
}
END_TEST

UNIT_MAIN("daemon/years", every_slot_of_years_is_what_the_slow_scheduler_says,
    an_hourly_strategy_in_prague_has_25_and_23_slots)
