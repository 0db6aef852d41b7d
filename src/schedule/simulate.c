#include "config.h"

#include "schedule/simulate.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"

/* How often an item is looked at, all in all: a second or two. */
enum { LOOKS_MOST = 16000000, DECISION_LOOKS = 16, OVERDUE_S = 60 };

struct play {
	struct simulate_run *runs;
	size_t count, next; /* the next to come */
	const struct queue_rules *rules;
	int64_t now_s;
	size_t *running, *waiting; /* their numbers */
	size_t running_count, waiting_count;
	size_t looks;
};

static int64_t
arrival_of(const struct play *play, size_t i)
{
	int64_t at_s = play->runs[i].item.slot * SECONDS_PER_MINUTE;

	return at_s < play->now_s ? play->now_s : at_s;
}

static void
take_out(size_t *list, size_t *count, size_t place)
{
	(*count)--;
	memmove(&list[place], &list[place + 1],
	    (*count - place) * sizeof(*list));
}

/* One that runs at the beginning, maybe longer than usual. */
static void
go_on(struct play *play, size_t i)
{
	struct simulate_run *run = &play->runs[i];

	run->fate = SIMULATE_RUNS;
	run->waited = QUEUE_RUNS;
	run->start_s = run->started_s;
	run->end_s = run->started_s + run->usual_s;
	if (run->end_s <= play->now_s)
		run->end_s = play->now_s + OVERDUE_S;
	play->running[play->running_count++] = i;
}

/* The time of what happens next; false: nothing. */
static bool
next_event(const struct play *play, int64_t *out_s)
{
	bool has_one = play->next < play->count;

	if (has_one)
		*out_s = arrival_of(play, play->next);
	for (size_t i = 0; i < play->running_count; i++) {
		int64_t end_s = play->runs[play->running[i]].end_s;

		if (!has_one || end_s < *out_s)
			*out_s = end_s;
		has_one = true;
	}
	return has_one;
}

static void
end_runs(struct play *play, int64_t at_s)
{
	for (size_t i = play->running_count; i-- > 0;)
		if (play->runs[play->running[i]].end_s <= at_s)
			take_out(play->running, &play->running_count, i);
}

/* Of several that wait of one strategy only the latest does. */
static void
supersede(struct play *play, size_t by)
{
	play->looks += play->waiting_count;
	for (size_t i = play->waiting_count; i-- > 0;) {
		struct simulate_run *run = &play->runs[play->waiting[i]];

		if (run->item.slot < 0 ||
		    strcmp(run->item.strategy, play->runs[by].item.strategy) !=
			0)
			continue;
		run->fate = SIMULATE_SUPERSEDED;
		run->behind = by;
		take_out(play->waiting, &play->waiting_count, i);
	}
}

static void
arrive(struct play *play, int64_t at_s)
{
	for (; play->next < play->count && arrival_of(play, play->next) <= at_s;
	     play->next++) {
		struct simulate_run *run = &play->runs[play->next];

		if (run->item.is_running) {
			continue;
		} else if (run->is_paused) {
			run->fate = SIMULATE_PAUSED;
		} else {
			supersede(play, play->next);
			play->waiting[play->waiting_count++] = play->next;
		}
	}
}

static void
give_up(struct play *play, int64_t at_s)
{
	int64_t now = floor_div(at_s, SECONDS_PER_MINUTE);

	for (size_t i = play->waiting_count; i-- > 0;) {
		struct simulate_run *run = &play->runs[play->waiting[i]];

		if (run->item.slot < 0 ||
		    now - run->item.slot <= run->start_within)
			continue;
		run->fate = SIMULATE_MISSED;
		take_out(play->waiting, &play->waiting_count, i);
	}
}

static void
start(struct play *play, size_t i, int64_t at_s)
{
	struct simulate_run *run = &play->runs[i];

	run->fate = SIMULATE_RUNS;
	run->start_s = at_s;
	run->end_s = at_s + run->usual_s;
	play->running[play->running_count++] = i;
}

static void
decide(struct play *play, int64_t at_s)
{
	size_t running = play->running_count, kept = 0;
	size_t all = running + play->waiting_count;
	struct queue_place *places;
	struct queue_item *items;
	size_t *numbers;

	if (play->waiting_count == 0)
		return;
	items = mem_new(all, sizeof(*items));
	places = mem_new(all, sizeof(*places));
	numbers = mem_new(all, sizeof(*numbers));
	for (size_t i = 0; i < all; i++) {
		numbers[i] = i < running ? play->running[i] :
					   play->waiting[i - running];
		items[i] = play->runs[numbers[i]].item;
		items[i].is_running = i < running;
	}
	queue_decide(items, all, play->rules, places);
	for (size_t i = running; i < all; i++) {
		struct simulate_run *run = &play->runs[numbers[i]];

		if (places[i].answer == QUEUE_START) {
			start(play, numbers[i], at_s);
			continue;
		}
		if (run->waited == QUEUE_START) {
			run->waited = places[i].answer;
			run->behind = numbers[places[i].behind];
		}
		play->waiting[kept++] = numbers[i];
	}
	play->waiting_count = kept;
	play->looks += all * DECISION_LOOKS;
	free(items);
	free(places);
	free(numbers);
}

void
simulate(struct simulate_run *runs, size_t count,
    const struct queue_rules *rules, int64_t now_s)
{
	struct play play = { .runs = runs,
		.count = count,
		.rules = rules,
		.now_s = now_s,
		.running = mem_new(count, sizeof(*play.running)),
		.waiting = mem_new(count, sizeof(*play.waiting)) };
	int64_t at_s = now_s;

	for (size_t i = 0; i < count; i++) {
		runs[i].fate = SIMULATE_OPEN;
		runs[i].waited = QUEUE_START;
		if (runs[i].item.is_running)
			go_on(&play, i);
	}
	while (play.looks < LOOKS_MOST && next_event(&play, &at_s)) {
		end_runs(&play, at_s);
		arrive(&play, at_s);
		give_up(&play, at_s);
		decide(&play, at_s);
	}
	free(play.running);
	free(play.waiting);
}
