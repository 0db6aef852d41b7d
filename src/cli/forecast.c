#include "config.h"

#include "cli/forecast.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/calendar.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/pick.h"
#include "model/execution.h"
#include "schedule/simulate.h"

enum { MS_PER_S = 1000 };

/* A row that has no execution yet, or a living execution. */
struct coming {
	json_t *row; /* NULL: a living execution */
	const char *name;
};

struct forecast {
	const json_t *facts;
	int64_t now_s;
	json_t *rows;
	const json_t **executions; /* by strategy and slot */
	size_t execution_count;
	bool *is_listed; /* of the executions */
	struct simulate_run *runs;
	struct coming *comings; /* of the runs */
	char (*ids)[24];        /* likewise */
	size_t run_count;
};

static int
compare_executions(const void *a, const void *b)
{
	const json_t *one = *(const json_t *const *)a;
	const json_t *other = *(const json_t *const *)b;
	int order = strcmp(pick_text(one, "strategy"),
	    pick_text(other, "strategy"));

	if (order == 0)
		order = strcmp(pick_text(one, "slot"),
		    pick_text(other, "slot"));
	if (order == 0)
		order = (pick_number(one, "attempt") >
			    pick_number(other, "attempt")) -
		    (pick_number(one, "attempt") <
			pick_number(other, "attempt"));
	return order;
}

static void
index_executions(struct forecast *forecast)
{
	const json_t *list = json_object_get(forecast->facts, "executions");
	size_t count = json_array_size(list);

	forecast->executions = mem_new(count, sizeof(json_t *));
	forecast->is_listed = mem_new(count, sizeof(bool));
	for (size_t i = 0; i < count; i++)
		forecast->executions[i] = json_array_get(list, i);
	if (count > 1)
		qsort(forecast->executions, count, sizeof(json_t *),
		    compare_executions);
	forecast->execution_count = count;
}

/* The last attempt for the slot of this row; marks them all. */
static const json_t *
find_execution(struct forecast *forecast, const json_t *row)
{
	const char *strategy = pick_text(row, "strategy");
	const char *slot = pick_text(row, "slot");
	size_t low = 0, high = forecast->execution_count;
	const json_t *found = NULL;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const json_t *at = forecast->executions[middle];
		int order = strcmp(pick_text(at, "strategy"), strategy);

		if (order == 0)
			order = strcmp(pick_text(at, "slot"), slot);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < forecast->execution_count; low++) {
		const json_t *at = forecast->executions[low];

		if (strcmp(pick_text(at, "strategy"), strategy) != 0 ||
		    strcmp(pick_text(at, "slot"), slot) != 0)
			break;
		forecast->is_listed[low] = true;
		found = at;
	}
	return found;
}

static void
set(json_t *row, const char *name, json_t *take_value)
{
	(void)json_object_set_new(row, name, take_value);
}

static void
set_copy(json_t *row, const json_t *from, const char *name)
{
	(void)json_object_set(row, name, json_object_get(from, name));
}

static void
add_execution(json_t *row, const json_t *execution)
{
	static const char *const names[] = { "execution", "state", "outcome",
		"code", "reason", "attempt", "started_at", "finished_at",
		"late_s", "slots", "last_slot" };

	for (size_t i = 0; i < COUNT_OF(names); i++)
		set_copy(row, execution, names[i]);
}

static const json_t *
usual_of(const struct forecast *forecast, const char *strategy)
{
	return pick_object(pick_object(forecast->facts, "strategies"),
	    strategy);
}

/* A run for the play; the texts are those of the JSON. */
static struct simulate_run *
add_run(struct forecast *forecast, const json_t *from, int64_t slot)
{
	size_t number = forecast->run_count++;
	struct simulate_run *run = &forecast->runs[number];
	const char *strategy = pick_text(from, "strategy");
	const json_t *usual = usual_of(forecast, strategy);
	int64_t usual_s = pick_number(usual, "usual_s");
	struct fault ignored;

	/* Of equal ids nobody could say who comes first. */
	(void)snprintf(forecast->ids[number], sizeof(forecast->ids[number]),
	    "%020zu", number);
	run->item = (struct queue_item){
		.id = forecast->ids[number],
		.strategy = strategy,
		.connection = pick_text(from, "connection_id"),
		.slot = slot,
		.priority = PRIORITY_MEDIUM,
		.is_archivelog = pick_flag(usual, "archivelog_only"),
		.is_alone = pick_flag(usual, "alone"),
	};
	if (!priority_read(pick_text(from, "priority"), &run->item.priority,
		&ignored))
		run->item.priority = PRIORITY_MEDIUM;
	run->usual_s = usual_s > 0 ? usual_s : FORECAST_UNKNOWN_S;
	run->start_within = pick_number(usual, "start_within_s") /
	    SECONDS_PER_MINUTE;
	forecast->comings[number].name = strategy;
	return run;
}

static void
add_living(struct forecast *forecast)
{
	const json_t *one;

	for (size_t i = 0;
	     (one = pick_item(forecast->facts, "living", i)) != NULL; i++) {
		int64_t slot_s = pick_time_s(one, "slot");
		struct simulate_run *run = add_run(forecast, one,
		    slot_s == 0 ? EXECUTION_BY_HAND :
				  slot_s / SECONDS_PER_MINUTE);

		run->item.is_running = strcmp(pick_text(one, "state"),
					   "claimed") != 0;
		run->started_s = pick_time_s(one, "started_at");
		if (run->started_s == 0)
			run->started_s = forecast->now_s;
	}
}

/* A slot of the list: what became of it, or one more to be played. */
static void
add_slot(struct forecast *forecast, const json_t *slot)
{
	json_t *row = json_copy((json_t *)(uintptr_t)slot);
	const json_t *execution = find_execution(forecast, slot);
	int64_t slot_s = pick_time_s(slot, "slot");
	struct simulate_run *run;

	set_copy(row, usual_of(forecast, pick_text(slot, "strategy")),
	    "usual_s");
	set_copy(row, usual_of(forecast, pick_text(slot, "strategy")), "kind");
	(void)json_array_append_new(forecast->rows, row);
	if (execution != NULL) {
		add_execution(row, execution);
	} else if (slot_s > forecast->now_s) {
		run = add_run(forecast, slot, slot_s / SECONDS_PER_MINUTE);
		run->is_paused = pick_object(slot, "pause") != NULL;
		forecast->comings[forecast->run_count - 1].row = row;
	}
}

/* What ran, and has no slot in the plan of today. */
static void
add_unlisted(struct forecast *forecast)
{
	static const char *const names[] = { "strategy", "connection",
		"connection_id", "priority", "slot", "kind" };

	for (size_t i = 0; i < forecast->execution_count; i++) {
		const json_t *execution = forecast->executions[i];
		json_t *row;

		if (forecast->is_listed[i] ||
		    pick_text(execution, "slot")[0] == '\0')
			continue;
		row = json_object();
		for (size_t k = 0; k < COUNT_OF(names); k++)
			set_copy(row, execution, names[k]);
		set_copy(row, execution, "slot");
		(void)json_object_set(row, "due_at",
		    json_object_get(execution, "slot"));
		(void)json_object_set(row, "due_local",
		    json_object_get(execution, "slot"));
		add_execution(row, execution);
		(void)json_array_append_new(forecast->rows, row);
	}
}

static const char *
expected_name(enum simulate_fate fate)
{
	static const char *const names[] = {
		[SIMULATE_OPEN] = "unknown",
		[SIMULATE_RUNS] = "runs",
		[SIMULATE_MISSED] = "missed",
		[SIMULATE_SUPERSEDED] = "superseded",
		[SIMULATE_PAUSED] = "paused",
	};

	return names[fate];
}

static void
tell_run(const struct forecast *forecast, size_t number)
{
	const struct simulate_run *run = &forecast->runs[number];
	json_t *row = forecast->comings[number].row;
	int64_t waits_s = run->start_s - run->item.slot * SECONDS_PER_MINUTE;

	set(row, "expected", json_of_text(expected_name(run->fate)));
	if (run->fate == SIMULATE_RUNS) {
		set(row, "starts_at", json_of_time(run->start_s * MS_PER_S));
		set(row, "ends_at", json_of_time(run->end_s * MS_PER_S));
		set(row, "waits_s", json_integer(waits_s > 0 ? waits_s : 0));
	}
	if (run->waited == QUEUE_WAIT_SLOT)
		set(row, "waits_for", json_of_text("its turn"));
	else if (run->waited != QUEUE_START)
		set(row, "waits_for",
		    json_of_text(forecast->comings[run->behind].name));
}

static int
compare_rows(const void *a, const void *b)
{
	const json_t *one = *(json_t *const *)a, *other = *(json_t *const *)b;
	int order = strcmp(pick_text(one, "slot"), pick_text(other, "slot"));

	return order != 0 ?
	    order :
	    strcmp(pick_text(one, "strategy"), pick_text(other, "strategy"));
}

/* Equal times are equal texts, and later ones come later. */
static json_t *
sort_rows(json_t *take_rows)
{
	size_t count = json_array_size(take_rows);
	json_t **list = mem_new(count, sizeof(json_t *));
	json_t *rows = json_array();

	for (size_t i = 0; i < count; i++)
		list[i] = json_array_get(take_rows, i);
	if (count > 1)
		qsort(list, count, sizeof(json_t *), compare_rows);
	for (size_t i = 0; i < count; i++)
		(void)json_array_append(rows, list[i]);
	json_decref(take_rows);
	free(list);
	return rows;
}

json_t *
forecast_rows(const json_t *slots, const json_t *facts)
{
	struct forecast forecast = { .facts = facts,
		.now_s = pick_time_s(facts, "now"),
		.rows = json_array() };
	const struct queue_rules rules = {
		.max_running = (size_t)pick_number(facts, "max_running"),
		.archivelog_beside = pick_flag(facts, "archivelog_beside"),
	};
	size_t most = json_array_size(slots) +
	    json_array_size(json_object_get(facts, "living"));
	const json_t *slot;
	size_t at;

	forecast.runs = mem_new(most, sizeof(*forecast.runs));
	forecast.comings = mem_new(most, sizeof(*forecast.comings));
	forecast.ids = mem_new(most, sizeof(*forecast.ids));
	index_executions(&forecast);
	add_living(&forecast);
	json_array_foreach(slots, at, slot) add_slot(&forecast, slot);
	add_unlisted(&forecast);
	simulate(forecast.runs, forecast.run_count, &rules, forecast.now_s);
	for (size_t i = 0; i < forecast.run_count; i++)
		if (forecast.comings[i].row != NULL)
			tell_run(&forecast, i);
	free(forecast.executions);
	free(forecast.is_listed);
	free(forecast.runs);
	free(forecast.comings);
	free(forecast.ids);
	return sort_rows(forecast.rows);
}

/* A part of the text, behind a comma. */
static void PRINTF_LIKE(2, 3) say(char **text, const char *format, ...)
{
	char part[LIMIT_REASON + 64];
	va_list args;
	char *longer;

	va_start(args, format);
	(void)vsnprintf(part, sizeof(part), format, args);
	va_end(args);
	longer = mem_format("%s%s%s", *text, (*text)[0] == '\0' ? "" : ", ",
	    part);
	free(*text);
	*text = longer;
}

/* "success, 23 min late, took 34 min" */
static void
say_past(char **text, const json_t *row)
{
	const char *outcome = pick_text(row, "outcome");
	const char *state = pick_text(row, "state");
	int64_t late_s = pick_number(row, "late_s");
	int64_t started_s = pick_time_s(row, "started_at");
	int64_t slots = pick_number(row, "slots");
	char span[CONSOLE_SPAN_MAX];
	char *reason;

	if (outcome[0] == '\0')
		say(text, "%s",
		    strcmp(state, "claimed") == 0 ? "waiting" : state);
	else
		say(text, "%s", outcome);
	if (slots > 1)
		say(text, "%" PRId64 " slots", slots);
	if (late_s >= SECONDS_PER_MINUTE) {
		console_format_span(span, late_s);
		say(text, "%s late", span);
	}
	if (started_s != 0 && outcome[0] != '\0') {
		console_format_span(span,
		    pick_time_s(row, "finished_at") - started_s);
		say(text, "took %s", span);
	}
	if (strcmp(outcome, "success") == 0)
		return;
	reason = pick_reason(row);
	if (reason[0] != '\0')
		say(text, "%s", reason);
	free(reason);
}

/* "waits 12 min for nightly, takes 34 min" */
static void
say_coming(char **text, const json_t *row)
{
	int64_t waits_s = pick_number(row, "waits_s");
	int64_t usual_s = pick_number(row, "usual_s");
	char span[CONSOLE_SPAN_MAX];

	if (pick_text(row, "waits_for")[0] != '\0') {
		console_format_span(span, waits_s);
		say(text, "waits %s for %s", span, pick_text(row, "waits_for"));
	}
	console_format_span(span, usual_s);
	if (usual_s == 0)
		say(text, "never ran well yet");
	else
		say(text, "takes %s", span);
}

char *
forecast_text(const struct console *console, const json_t *row)
{
	const char *expected = pick_text(row, "expected");
	const char *waits_for = pick_text(row, "waits_for");
	char *text = mem_text(""), *pause;

	if (pick_text(row, "execution")[0] != '\0') {
		say_past(&text, row);
	} else if (strcmp(expected, "runs") == 0) {
		say_coming(&text, row);
	} else if (strcmp(expected, "paused") == 0) {
		pause = console_pause(console, row);
		say(&text, "paused %s", pause);
		free(pause);
	} else if (strcmp(expected, "missed") == 0) {
		say(&text, "missed: waits too long for %s", waits_for);
	} else if (strcmp(expected, "superseded") == 0) {
		say(&text, "superseded while it waits for %s", waits_for);
	} else {
		say(&text, "%s",
		    expected[0] == '\0' ? "not recorded" : "not foreseen");
	}
	return text;
}
