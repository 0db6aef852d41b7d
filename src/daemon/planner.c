#include "config.h"

#include "daemon/planner.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/order.h"
#include "daemon/plan.h"
#include "daemon/slots.h"
#include "daemon/starter.h"
#include "log/log.h"
#include "memdb/kinds.h"
#include "platform/host.h"
#include "platform/now.h"
#include "schedule/fate.h"
#include "schedule/span.h"

/* Whose slots a row of many stands for, and in which zone. */
struct many {
	const struct strategy *strategy;
	size_t zone;
};

/* The executions of one evaluation, on their way into the journal. */
struct claim {
	struct daemon *daemon;
	struct memdb *memdb; /* held */
	struct many *many;   /* of the executions that come first */
	size_t many_count;
	struct zone *zones; /* copies, by their numbers; for the others {0} */
	size_t zone_count;
	struct execution *executions;
	bool *is_added; /* false: that slot was claimed before */
	size_t count, room;
	int64_t cursor;
};

void
planner_start(struct daemon *daemon, int64_t cursor)
{
	daemon->planner.cursor = daemon->planner.claiming = cursor;
	/* Who records and who answers needs them before the first minute. */
	zones_make(&daemon->zones, daemon->plan.memdb,
	    daemon->config->schedule.timezone);
}

int64_t
planner_next(const struct daemon *daemon)
{
	int64_t now = floor_div(now_wall().utc_s, 60);
	int64_t next = daemon->planner.claiming + 1;

	return next <= 0 || next > now ? now : next;
}

struct execution
planner_execution(const struct daemon *daemon, const struct strategy *strategy,
    int64_t slot)
{
	struct execution execution = { .slot = slot,
		.attempt = 1,
		.state = EXECUTION_CLAIMED,
		.priority = strategy->priority,
		.claimed_ms = now_wall_ms(),
		.exit_status = -1,
		.slots = 1,
		.last_slot = slot };
	unsigned char random[UUID_BYTES];
	struct fault fault;

	if (!host_random(random, sizeof(random), &fault))
		assert(false /* the system gives random bytes */);
	uuid_format(execution.id, random);
	execution.kinds = kinds_of(daemon->plan.memdb, strategy);
	(void)text_copy(execution.strategy, sizeof(execution.strategy),
	    strategy->id);
	(void)text_copy(execution.connection, sizeof(execution.connection),
	    strategy->connection);
	return execution;
}

/*
 * A row of many whose first slot has a row already, because the clock was set
 * back, stands for the others. False: there are none.
 */
static bool
leave_out_first(struct claim *claim, size_t i)
{
	struct execution *execution = &claim->executions[i];
	const struct many *many;
	int64_t next;

	if (i >= claim->many_count || execution->slots == 1)
		return false;
	many = &claim->many[i];
	next = slots_next(many->strategy, &claim->zones[many->zone],
	    execution->slot + 1, execution->last_slot + 1);
	assert(next >= 0);
	execution->slot = next;
	execution->slots--;
	return true;
}

static bool
claim_run(struct store *store, void *arg, struct fault *fault)
{
	struct claim *claim = arg;

	for (size_t i = 0; i < claim->count; i++) {
		claim->is_added[i] = store_add(store, &claim->executions[i],
		    fault);
		while (!claim->is_added[i] && fault->kind == FAULT_DUPLICATE &&
		    leave_out_first(claim, i))
			claim->is_added[i] = store_add(store,
			    &claim->executions[i], fault);
		if (!claim->is_added[i] && fault->kind != FAULT_DUPLICATE)
			return false;
	}
	return store_set_cursor(store, claim->cursor, fault);
}

static void
log_end(const struct execution *execution)
{
	char slot[CALENDAR_TEXT_MAX];

	calendar_format_utc(slot, execution->slot * 60000);
	if (execution->outcome == OUTCOME_MISSED)
		log_error("backup missed: strategy=%s slot=%s slots=%" PRId64
			  " reason=%s",
		    log_quoted(execution->strategy), slot, execution->slots,
		    log_quoted(execution->reason));
	else
		/* A pause was said once, when it was made. */
		log_line(text_begins(execution->reason, "paused") ?
			LOG_LEVEL_DEBUG :
			LOG_LEVEL_WARNING,
		    "backup skipped: strategy=%s slot=%s reason=%s",
		    log_quoted(execution->strategy), slot,
		    log_quoted(execution->reason));
}

static void
claim_free(struct claim *claim)
{
	for (size_t i = 0; i < claim->zone_count; i++)
		zone_clear(&claim->zones[i]);
	free(claim->zones);
	free(claim->many);
	memdb_release(claim->memdb);
	free(claim->executions);
	free(claim->is_added);
	free(claim);
}

static void
claim_done(void *arg, const struct fault *fault)
{
	struct claim *claim = arg;
	struct daemon *daemon = claim->daemon;

	daemon->planner.is_claiming = false;
	if (fault == NULL)
		daemon->planner.cursor = claim->cursor;
	else
		log_error("slots could not be claimed: count=%zu reason=%s",
		    claim->count, log_quoted(fault->text));
	for (size_t i = 0; fault == NULL && i < claim->count; i++) {
		const struct execution *execution = &claim->executions[i];

		if (!claim->is_added[i])
			continue;
		if (execution->state == EXECUTION_ENDED) {
			log_end(execution);
			starter_ended(daemon, execution);
		} else {
			starter_add(daemon, execution);
		}
	}
	claim_free(claim);
	starter_look(daemon);
	if (daemon->planner.wants_tick && fault == NULL)
		planner_tick(daemon);
}

static struct execution *
add(struct claim *claim, const struct execution *execution)
{
	if (claim->count == claim->room) {
		claim->room = claim->room == 0 ? 16 : 2 * claim->room;
		claim->executions = mem_grow(claim->executions, claim->room,
		    sizeof(*claim->executions));
	}
	claim->executions[claim->count] = *execution;
	return &claim->executions[claim->count++];
}

static void
end(struct execution *execution, enum outcome outcome, const char *reason)
{
	execution->state = EXECUTION_ENDED;
	execution->outcome = outcome;
	execution->attempt = 0; /* nobody started it */
	execution->finished_ms = now_wall_ms();
	(void)text_copy(execution->reason, sizeof(execution->reason), reason);
}

static bool
runs_here(void *arg, const struct strategy *strategy)
{
	return plan_runs_here(arg, strategy);
}

/* Minutes of a setting of the strategy; what is wrong was refused before. */
static int64_t
minutes_of(const struct daemon *daemon, const struct strategy *strategy,
    const char *key, int64_t standard_s)
{
	struct fault fault;
	int64_t seconds;

	if (!order_number(daemon->config, daemon->plan.memdb, strategy, key,
		&seconds, &fault))
		seconds = standard_s;
	return seconds / 60;
}

/* The last slot that no pause swallowed: who is paused supersedes nobody. */
static int64_t
latest_of(const struct pauses *pauses, const struct slot *slots, size_t count)
{
	while (count > 1 &&
	    pauses_at(pauses, slots[count - 1].slot * SECONDS_PER_MINUTE) !=
		NULL)
		count--;
	return slots[count - 1].slot;
}

/* The slots of one strategy, oldest first. */
static void
claim_strategy(struct daemon *daemon, struct claim *claim,
    const struct slot *slots, size_t count)
{
	const struct strategy *strategy = slots[0].strategy;
	struct pauses pauses;
	struct fate_question question = {
		.now = claim->cursor,
		.is_new = true,
		.catch_up = minutes_of(daemon, strategy, "catch_up",
		    daemon->config->schedule.catch_up_s),
		.start_within = minutes_of(daemon, strategy, "start_within",
		    daemon->config->schedule.start_within_s),
		.is_alive = true,
	};

	pauses_of(daemon->plan.memdb, strategy->connection, strategy->id,
	    &pauses);
	question.now_pause = pauses_at(&pauses,
	    claim->cursor * SECONDS_PER_MINUTE);
	question.latest = latest_of(&pauses, slots, count);
	for (size_t i = 0; i < count; i++) {
		struct execution execution = planner_execution(daemon, strategy,
		    slots[i].slot);
		char reason[LIMIT_REASON + 1];

		question.slot = slots[i].slot;
		question.slot_pause = pauses_at(&pauses,
		    slots[i].slot * SECONDS_PER_MINUTE);
		switch (fate_of(&question, reason)) {
		case FATE_WAIT:
			break;
		case FATE_MISSED:
			end(&execution, OUTCOME_MISSED, reason);
			break;
		case FATE_SUPERSEDED:
		case FATE_PAUSED:
		case FATE_DEAD:
			end(&execution, OUTCOME_SKIPPED, reason);
			break;
		}
		(void)add(claim, &execution);
	}
}

static void
claim_span(struct daemon *daemon, struct claim *claim, const struct span *span)
{
	struct slots slots;
	size_t end_of = 0;

	slots_between(daemon->plan.memdb, &daemon->zones, span->first,
	    span->last, 0, runs_here, daemon, &slots);
	for (size_t i = 0; i < slots.count; i = end_of) {
		while (end_of < slots.count &&
		    slots.slots[end_of].strategy == slots.slots[i].strategy)
			end_of++;
		claim_strategy(daemon, claim, &slots.slots[i], end_of - i);
	}
	slots_clear(&slots);
}

/* For the journal's thread, while zones and plan may become others. */
static void
note_many(struct daemon *daemon, struct claim *claim,
    const struct strategy *strategy)
{
	size_t number = zones_number(&daemon->zones, strategy);

	if (claim->zones == NULL) {
		claim->zone_count = daemon->zones.count + 1;
		claim->zones = mem_new(claim->zone_count,
		    sizeof(*claim->zones));
	}
	if (claim->zones[number].count == 0) /* not copied, or soon done */
		zone_copy(zones_of(&daemon->zones, strategy),
		    &claim->zones[number]);
	claim->many = mem_grow(claim->many, claim->count, sizeof(*claim->many));
	claim->many[claim->many_count++] = (struct many){ strategy, number };
	assert(claim->many_count == claim->count);
}

/* One row for all slots of the strategy from `first` to `last`. */
static void
claim_many(struct daemon *daemon, struct claim *claim,
    const struct strategy *strategy, int64_t first, int64_t last,
    const struct pause *pause)
{
	struct execution execution;
	char reason[LIMIT_REASON + 1];
	int64_t first_slot = 0, last_slot = 0;
	int64_t slots = slots_count(strategy,
	    zones_of(&daemon->zones, strategy), first, last, &first_slot,
	    &last_slot);

	if (slots == 0)
		return;
	execution = planner_execution(daemon, strategy, first_slot);
	execution.slots = slots;
	execution.last_slot = last_slot;
	if (pause != NULL) {
		pause_say(reason, pause);
		end(&execution, OUTCOME_SKIPPED, reason);
	} else {
		end(&execution, OUTCOME_MISSED,
		    "this daemon was away longer than [schedule] horizon");
	}
	(void)add(claim, &execution);
	note_many(daemon, claim, strategy);
}

/* Of an absence beyond the horizon: one missed row a strategy. */
static void
claim_absence(struct daemon *daemon, struct claim *claim,
    const struct span *span)
{
	const struct strategy *strategies;
	size_t count = memdb_strategies(daemon->plan.memdb, &strategies);
	struct pauses pauses;

	for (size_t i = 0; i < count; i++) {
		int64_t last;

		if (!plan_runs_here(daemon, &strategies[i]))
			continue;
		pauses_of(daemon->plan.memdb, strategies[i].connection,
		    strategies[i].id, &pauses);
		/* What fell into a pause is a row of its own. */
		for (int64_t first = span->absent_first;
		     first <= span->absent_last; first = last + 1) {
			int64_t at_s = first * SECONDS_PER_MINUTE;
			int64_t next_s = pauses_next(&pauses, at_s);

			last = floor_div(next_s - 1, SECONDS_PER_MINUTE);
			if (last > span->absent_last)
				last = span->absent_last;
			claim_many(daemon, claim, &strategies[i], first, last,
			    pauses_at(&pauses, at_s));
		}
	}
}

/* Until the first load was answered, or took too long. */
static bool
may_evaluate(const struct daemon *daemon)
{
	return daemon->plan.memdb != NULL && daemon->phase == DAEMON_RUNNING;
}

void
planner_tick(struct daemon *daemon)
{
	struct planner *planner = &daemon->planner;
	struct claim *claim;
	struct span span;
	int64_t now;

	planner->wants_tick = planner->is_claiming;
	if (planner->is_claiming || !may_evaluate(daemon))
		return;
	now = floor_div(now_wall().utc_s, 60);
	span = span_of(planner->cursor, now,
	    daemon->config->schedule.horizon_s / 60);
	if (span.stepped_back)
		log_warning("the clock was set back: minutes=%" PRId64,
		    planner->cursor - now);
	else if (span.last < span.first)
		return;
	claim = mem_new(1, sizeof(*claim));
	claim->daemon = daemon;
	claim->memdb = memdb_hold(daemon->plan.memdb);
	claim->cursor = planner->claiming = now;
	if (span.absent_first <= span.absent_last)
		claim_absence(daemon, claim, &span);
	claim_span(daemon, claim, &span);
	claim->is_added = mem_new(claim->count, sizeof(*claim->is_added));
	planner->is_claiming = true;
	journal_submit(daemon->journal, NULL, claim_run, claim_done, claim);
}
