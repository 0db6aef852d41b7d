#include "config.h"

#include "memdb/minutes.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"

enum {
	DAYS = 7,
	NAMED_BUCKETS = MINUTES_PER_WEEK,
	HOURLY_BUCKETS = DAYS * MINUTES_PER_HOUR
};

/* The buckets of one frequency: `count` of them, `step` apart. */
struct places {
	size_t first, step, count;
};

static bool
is_hourly(const struct frequency *frequency)
{
	return frequency->hour == FREQUENCY_EVERY_HOUR;
}

static struct places
places_of(const struct frequency *frequency)
{
	bool hourly = is_hourly(frequency);
	struct places places = { .count = 1 };

	places.step = hourly ? MINUTES_PER_HOUR : MINUTES_PER_DAY;
	places.first = (size_t)frequency->minute;
	if (!hourly)
		places.first += (size_t)frequency->hour * MINUTES_PER_HOUR;
	if (frequency->day == FREQUENCY_EVERY_DAY)
		places.count = DAYS;
	else
		places.first += (size_t)frequency->day * places.step;
	return places;
}

/* What is done with each place of each frequency: counted, then filled. */
typedef void place_fn(struct minutes_index *index, size_t bucket,
    const struct strategy *strategy, const struct frequency *frequency);

static void
count_row(struct minutes_index *index, size_t bucket,
    const struct strategy *strategy, const struct frequency *frequency)
{
	(void)strategy;
	(void)frequency;
	index->begins[bucket]++;
}

static void
put_row(struct minutes_index *index, size_t bucket,
    const struct strategy *strategy, const struct frequency *frequency)
{
	struct memdb_due *row = &index->rows[index->begins[bucket]++];

	row->strategy = strategy;
	row->frequency = frequency;
}

static inline void
for_each_place(struct minutes *minutes, const struct strategy *strategies,
    size_t count, place_fn *place)
{
	for (size_t i = 0; i < count; i++) {
		const struct strategy *strategy = &strategies[i];

		for (size_t j = 0; j < strategy->frequency_count; j++) {
			const struct frequency *frequency =
			    &strategy->frequencies[j];
			struct places places = places_of(frequency);
			struct minutes_index *index = is_hourly(frequency) ?
			    &minutes->hourly :
			    &minutes->named;

			for (size_t k = 0; k < places.count; k++)
				place(index, places.first + k * places.step,
				    strategy, frequency);
		}
	}
}

/* From counts to begins, and room for the rows. */
static void
lay_out(struct minutes_index *index, size_t buckets)
{
	size_t total = 0;

	for (size_t i = 0; i <= buckets; i++) {
		size_t count = index->begins[i];

		index->begins[i] = total;
		total += count;
	}
	index->rows = mem_grow(NULL, total, sizeof(*index->rows));
}

/* Filling moved each begin to its end, which is the next one's begin. */
static void
move_back(struct minutes_index *index, size_t buckets)
{
	memmove(index->begins + 1, index->begins,
	    buckets * sizeof(*index->begins));
	index->begins[0] = 0;
}

void
minutes_build(struct minutes *minutes, const struct strategy *strategies,
    size_t count)
{
	struct minutes_index *named = &minutes->named;
	struct minutes_index *hourly = &minutes->hourly;

	named->begins = mem_new(NAMED_BUCKETS + 1, sizeof(*named->begins));
	hourly->begins = mem_new(HOURLY_BUCKETS + 1, sizeof(*hourly->begins));
	for_each_place(minutes, strategies, count, count_row);
	lay_out(named, NAMED_BUCKETS);
	lay_out(hourly, HOURLY_BUCKETS);
	for_each_place(minutes, strategies, count, put_row);
	move_back(named, NAMED_BUCKETS);
	move_back(hourly, HOURLY_BUCKETS);
}

void
minutes_clear(struct minutes *minutes)
{
	free(minutes->named.begins);
	free(minutes->named.rows);
	free(minutes->hourly.begins);
	free(minutes->hourly.rows);
	*minutes = (struct minutes){ 0 };
}

struct memdb_due_list
minutes_at(const struct minutes *minutes, int minute)
{
	const size_t *named, *hourly;
	size_t bucket;

	assert(minute >= 0 && minute < MINUTES_PER_WEEK);
	bucket = (size_t)(minute / MINUTES_PER_DAY * MINUTES_PER_HOUR +
	    minute % MINUTES_PER_HOUR);
	named = minutes->named.begins + minute;
	hourly = minutes->hourly.begins + bucket;
	return (struct memdb_due_list){
		.named = minutes->named.rows + named[0],
		.named_count = named[1] - named[0],
		.hourly = minutes->hourly.rows + hourly[0],
		.hourly_count = hourly[1] - hourly[0],
	};
}
