#include "config.h"

#include "daemon/starter.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/keeping.h"
#include "daemon/order.h"
#include "daemon/plan.h"
#include "daemon/recorder.h"
#include "daemon/retention.h"
#include "daemon/retries.h"
#include "daemon/ship.h"
#include "daemon/turns.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/now.h"

enum {
	FAILED_STARTS_MOST = 3,
	AGAIN_MS = 2000, /* doubled each time */
	AT_ONCE_MS = 100
};

#define BEFORE_IT_BEGAN "cancelled before it began"

/* A change of state on its way into the journal. */
struct change {
	struct task *task;
	struct execution execution;
	char *detail;       /* NULL: none */
	struct order order; /* of a start */
	struct run_begun begun;
	bool has_output; /* that is synced before */
	int attempt;     /* where that of the execution is another's */
	bool has_next;   /* another attempt follows */
	struct execution next;
	void (*then)(struct change *change);
};

/* One that is there already is not made again. */
static bool
add_next(struct store *store, struct change *change, struct fault *fault)
{
	if (!change->has_next || store_add(store, &change->next, fault))
		return true;
	change->has_next = false;
	return fault->kind == FAULT_DUPLICATE;
}

/*
 * What nobody started has attempt 0, so that its slot is due again after the
 * clock was set back. Written off a second time it keeps its claim.
 */
static bool
change_run(struct store *store, void *arg, struct fault *fault)
{
	struct change *change = arg;

	if (change->order.script != NULL &&
	    !store_add_script(store, change->order.script_digest,
		change->order.script, fault))
		return false;
	if (store_change(store, &change->execution, change->detail, fault))
		return add_next(store, change, fault);
	if (fault->kind != FAULT_DUPLICATE || change->execution.attempt != 0)
		return false;
	change->execution.attempt = change->attempt;
	return store_change(store, &change->execution, change->detail, fault);
}

static void change_done(void *arg, const struct fault *fault);

static void
submit(struct change *change, bool has_output)
{
	change->has_output = has_output;
	change->task->changes++;
	journal_submit(change->task->daemon->journal,
	    has_output ? change->task->output : NULL, change_run, change_done,
	    change);
}

static void
change_done(void *arg, const struct fault *fault)
{
	struct change *change = arg;
	struct task *task = change->task;

	task->changes--;
	if (fault == NULL) {
		/* Bytes that became durable meanwhile stay counted. */
		if (change->execution.log_bytes < task->execution.log_bytes)
			change->execution.log_bytes = task->execution.log_bytes;
		task->execution = change->execution;
		change->then(change);
	} else if (change->has_output &&
	    (fault->kind == FAULT_ABSENT || fault->kind == FAULT_REFUSED)) {
		log_error("an output is gone, its end is kept without it: "
			  "execution=%s reason=%s",
		    task->execution.id, log_quoted(fault->text));
		submit(change, false);
		return;
	} else {
		/* Not known to be durable: the next life goes by what is. */
		log_error("a state could not be kept: execution=%s state=%s "
			  "reason=%s",
		    task->execution.id,
		    execution_state_name(change->execution.state),
		    log_quoted(fault->text));
		daemon_stop(task->daemon, fault);
	}
	order_clear(&change->order);
	free(change->detail);
	free(change);
}

static struct change *
change_new(struct task *task, enum execution_state state,
    void (*then)(struct change *change))
{
	struct change *change = mem_new(1, sizeof(*change));

	change->task = task;
	change->execution = task->execution;
	change->execution.state = state;
	change->attempt = task->execution.attempt;
	change->then = then;
	return change;
}

static void
log_ended(const struct execution *execution)
{
	enum log_level level = LOG_LEVEL_INFO;
	int64_t took_s = 0;

	if (outcome_is_bad(execution->outcome))
		level = LOG_LEVEL_ERROR;
	else if (execution->outcome != OUTCOME_SUCCESS)
		level = LOG_LEVEL_WARNING;
	if (execution->started_ms != 0)
		took_s = (execution->finished_ms - execution->started_ms) /
		    1000;
	log_line(level,
	    "backup ended: strategy=%s execution=%s outcome=%s code=%s "
	    "took_s=%" PRId64 " log_bytes=%" PRIu64 " reason=%s",
	    log_quoted(execution->strategy), execution->id,
	    outcome_name(execution->outcome), log_quoted(execution->code),
	    took_s, execution->log_bytes, log_quoted(execution->reason));
}

void
starter_ended(struct daemon *daemon, const struct execution *execution)
{
	board_ended(&daemon->board, execution);
	if (daemon->api != NULL)
		api_changed(daemon->api, execution);
	recorder_ended(daemon);
	retention_ended(daemon, execution);
	if (execution->is_good)
		ship_changed(daemon);
}

static void
after_end(struct change *change)
{
	struct task *task = change->task;
	struct daemon *daemon = task->daemon;
	struct execution ended = change->execution;

	log_ended(&ended);
	if (change->has_next)
		(void)starter_add(daemon, &change->next);
	board_remove(&daemon->board, task);
	starter_ended(daemon, &ended);
	starter_look(daemon);
	daemon_check_stopped(daemon);
}

/* End a task that no keeper has begun, or that nobody can follow any more. */
static void
end_waiting(struct task *task, enum outcome outcome, const char *reason)
{
	struct change *change = change_new(task, EXECUTION_ENDED, after_end);

	board_rest(&task->daemon->board, task);
	board_drop_turn(&task->daemon->board, task);
	task->is_ending = true;
	change->execution.outcome = outcome;
	change->execution.finished_ms = now_wall_ms();
	change->execution.retry = RETRY_NONE;
	if (task->execution.state == EXECUTION_CLAIMED &&
	    task->execution.attempt < 2 &&
	    (outcome == OUTCOME_MISSED || outcome == OUTCOME_SKIPPED))
		change->execution.attempt = 0;
	(void)text_copy(change->execution.reason,
	    sizeof(change->execution.reason), reason);
	submit(change, false);
}

/* It is durable as not begun: the next life starts it. */
static void
leave_to_next(struct task *task)
{
	board_rest(&task->daemon->board, task);
	daemon_check_stopped(task->daemon);
}

/* Output that has become durable. */
struct synced {
	struct daemon *daemon;
	char id[UUID_TEXT_MAX];
	uint64_t log_bytes;
};

static void sync_more(struct task *task);

static bool
synced_run(struct store *store, void *arg, struct fault *fault)
{
	struct synced *synced = arg;

	return store_set_log_bytes(store, synced->id, synced->log_bytes, fault);
}

static void
synced_done(void *arg, const struct fault *fault)
{
	struct synced *synced = arg;
	struct daemon *daemon = synced->daemon;
	struct task *task = board_find_active(&daemon->board, synced->id);

	if (task != NULL)
		task->is_syncing = false;
	/* After a fault the next that comes tries it again. */
	if (task != NULL && fault == NULL) {
		if (task->execution.log_bytes < synced->log_bytes)
			task->execution.log_bytes = synced->log_bytes;
		if (daemon->api != NULL)
			api_changed(daemon->api, &task->execution);
		sync_more(task);
	}
	free(synced);
}

static void
sync_more(struct task *task)
{
	struct synced *synced;

	if (task->is_syncing || task->seen_bytes <= task->execution.log_bytes)
		return;
	synced = mem_new(1, sizeof(*synced));
	synced->daemon = task->daemon;
	synced->log_bytes = task->seen_bytes;
	(void)text_copy(synced->id, sizeof(synced->id), task->execution.id);
	task->is_syncing = true;
	journal_submit(task->daemon->journal, task->output, synced_run,
	    synced_done, synced);
}

/* Durable: now it may be told. */
static void
after_running(struct change *change)
{
	struct task *task = change->task;

	log_info("backup began: strategy=%s execution=%s keeper=%" PRId64
		 " rman=%" PRId64 " late_s=%" PRId64,
	    log_quoted(task->execution.strategy), task->execution.id,
	    change->begun.keeper_pid, change->begun.program_pid,
	    execution_late_s(&task->execution));
	if (task->daemon->api != NULL)
		api_changed(task->daemon->api, &task->execution);
}

static void
on_begun(void *arg, const struct run_begun *begun)
{
	struct task *task = arg;
	struct change *change;

	if (task->execution.state == EXECUTION_RUNNING)
		return; /* adopted: it was known */
	change = change_new(task, EXECUTION_RUNNING, after_running);
	change->execution.started_ms = begun->at_ms;
	change->begun = *begun;
	submit(change, false);
}

static void
on_grew(void *arg, uint64_t log_bytes)
{
	struct task *task = arg;

	task->seen_bytes = log_bytes;
	sync_more(task);
}

static void
on_ended(void *arg, const struct run_ended *ended)
{
	struct task *task = arg;
	const struct scan_verdict *verdict = ended->verdict;
	struct change *change = change_new(task, EXECUTION_ENDED, after_end);
	struct execution *execution = &change->execution;

	run_free(task->run);
	task->run = NULL;
	task->is_ending = true; /* active until that is durable */
	execution->outcome = verdict->outcome;
	execution->started_ms = ended->began_ms;
	execution->finished_ms = ended->at_ms;
	execution->exit_status = ended->exit_status;
	execution->signal = ended->signal;
	execution->pieces = verdict->pieces;
	execution->is_good = verdict->is_good;
	execution->retry = verdict->retry;
	execution->log_bytes = ended->log_bytes;
	execution->stack_begin = verdict->stack_begin;
	execution->stack_end = verdict->stack_end;
	(void)text_copy(execution->code, sizeof(execution->code),
	    verdict->code);
	(void)text_copy(execution->reason, sizeof(execution->reason),
	    verdict->reason);
	if (verdict->outcome == OUTCOME_CANCELLED &&
	    task->cancelled_by[0] != '\0')
		(void)snprintf(execution->reason, sizeof(execution->reason),
		    "cancelled by %s", task->cancelled_by);
	if (verdict->stack[0] != '\0')
		change->detail = mem_text(verdict->stack);
	change->has_next = retries_follow(task->daemon, execution,
	    &change->next);
	submit(change, true);
}

static void
on_again(void *arg)
{
	struct task *task = arg;
	int64_t left_ms = task->not_before_ms - now_wall_ms();

	/* The clock was set back meanwhile. */
	if (!task->is_active && left_ms > 0) {
		loop_timer_set(task->again, left_ms);
		return;
	}
	loop_timer_free(task->again);
	task->again = NULL;
	board_rest(&task->daemon->board, task);
	task->daemon->board.is_stale = true;
	starter_look(task->daemon);
}

static void
try_again(struct task *task, const struct fault *fault)
{
	int wait_ms = fault->kind == FAULT_FULL ?
	    AT_ONCE_MS : /* elsewhere, or with room from the reserve */
	    AGAIN_MS << task->failed_starts;

	log_warning("a keeper could not be started: strategy=%s "
		    "execution=%s reason=%s retry_in_ms=%d",
	    log_quoted(task->execution.strategy), task->execution.id,
	    log_quoted(fault->text), wait_ms);
	task->again = loop_timer_new(task->daemon->loop, on_again, task);
	loop_timer_set(task->again, wait_ms);
}

static void
on_failed(void *arg, const struct fault *fault)
{
	struct task *task = arg;
	char reason[LIMIT_REASON + 1];

	run_free(task->run);
	task->run = NULL;
	if (task->wants_cancel) {
		end_waiting(task, OUTCOME_CANCELLED, BEFORE_IT_BEGAN);
	} else if (task->daemon->phase == DAEMON_STOPPING) {
		leave_to_next(task);
	} else if (++task->failed_starts < FAILED_STARTS_MOST) {
		/* Room from the reserve may be enough; if not, elsewhere. */
		task->wants_refuge = fault->kind == FAULT_FULL &&
		    (task->failed_starts > 1 ||
			task->daemon->keeping.state == JOURNAL_UNKEPT);
		if (fault->kind == FAULT_FULL)
			journal_spend(task->daemon->journal);
		try_again(task, fault);
	} else {
		(void)snprintf(reason, sizeof(reason),
		    "its keeper could not be started: %.200s", fault->text);
		end_waiting(task, OUTCOME_FAILURE, reason);
	}
}

static const struct run_events run_events = {
	.begun = on_begun,
	.grew = on_grew,
	.ended = on_ended,
	.failed = on_failed,
};

/* Where its keeper shall work. */
static char *
choose_folder(struct task *task)
{
	struct daemon *daemon = task->daemon;
	struct fault fault;
	char *folder = NULL;

	if (!task->wants_refuge)
		return daemon_folder(daemon, task->execution.id);
	folder = keeping_refuge(daemon, task->execution.id, &fault);
	if (folder == NULL) {
		log_error("there is no refuge for an execution: execution=%s "
			  "reason=%s",
		    task->execution.id, log_quoted(fault.text));
		return daemon_folder(daemon, task->execution.id);
	}
	log_warning("state_dir takes no files, an execution lies elsewhere: "
		    "execution=%s folder=%s",
	    task->execution.id, log_quoted(folder));
	free(task->output);
	task->output = file_join(folder, "output");
	return folder;
}

static void
after_starting(struct change *change)
{
	struct task *task = change->task;
	struct daemon *daemon = task->daemon;
	const char *socket = daemon->config->worker.socket;
	char *folder;

	if (task->wants_cancel) {
		end_waiting(task, OUTCOME_CANCELLED, BEFORE_IT_BEGAN);
		return;
	}
	if (daemon->phase == DAEMON_STOPPING) {
		leave_to_next(task);
		return;
	}
	folder = choose_folder(task);
	change->order.run.claim = &task->execution;
	task->run = run_start(daemon->loop, folder,
	    socket[0] == '\0' ? NULL : socket, &change->order.run, &run_events,
	    task);
	free(folder);
}

/* False: it ended instead. */
static bool
start(struct task *task)
{
	struct daemon *daemon = task->daemon;
	const struct strategy *strategy = memdb_strategy(daemon->plan.memdb,
	    task->execution.strategy);
	struct change *change;
	struct order order;
	struct fault fault;

	if (strategy == NULL) {
		end_waiting(task, OUTCOME_SKIPPED,
		    "its strategy is no longer in the plan");
		return false;
	}
	if (!order_make(daemon->config, daemon->plan.memdb, strategy, &order,
		&fault)) {
		end_waiting(task,
		    fault.kind == FAULT_ABSENT ? OUTCOME_SKIPPED :
						 OUTCOME_FAILURE,
		    fault.text);
		return false;
	}
	board_activate(&daemon->board, task);
	change = change_new(task, EXECUTION_STARTING, after_starting);
	change->order = order;
	(void)text_copy(change->execution.script_digest,
	    sizeof(change->execution.script_digest), order.script_digest);
	submit(change, false);
	return true;
}

/* What waits and may not any more: too late, superseded, dead. */
static void
end_fated(struct daemon *daemon, int64_t now)
{
	struct board *board = &daemon->board;
	char reason[LIMIT_REASON + 1];

	for (size_t i = 0; i < board->count; i++) {
		struct task *task = board->tasks[i];
		enum fate fate;

		if (task->is_active || task->is_ending)
			continue;
		fate = turns_fate(daemon, task, now, reason);
		if (fate != FATE_WAIT)
			end_waiting(task,
			    fate == FATE_MISSED ? OUTCOME_MISSED :
						  OUTCOME_SKIPPED,
			    reason);
	}
}

/* True when one gave its place back at once. */
static bool
start_next(struct daemon *daemon)
{
	struct task **tasks;
	size_t count = turns_next(daemon, &tasks);
	bool has_place = false;

	if (count == 0)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!start(tasks[i]))
			has_place = true;
	free(tasks);
	return has_place;
}

void
starter_look(struct daemon *daemon)
{
	struct board *board = &daemon->board;
	int64_t now = floor_div(now_wall().utc_s, 60);

	if (daemon->phase != DAEMON_RUNNING || daemon->plan.memdb == NULL)
		return;
	if (board->is_stale || board->looked != now) {
		end_fated(daemon, now);
		turns_sort(daemon, now);
		board->looked = now;
		board->is_stale = false;
	}
	while (start_next(daemon))
		continue;
}

void
starter_stop(struct daemon *daemon)
{
	struct board *board = &daemon->board;

	for (size_t i = board->active_count; i-- > 0;) {
		struct task *task = board->active[i];

		if (task->again == NULL)
			continue;
		loop_timer_free(task->again);
		task->again = NULL;
		board_rest(board, task);
	}
}

/* Another attempt comes later, and not by the minute. */
static void
wait_for_retry(struct task *task)
{
	int64_t wait_ms;

	task->not_before_ms = retries_due_ms(task->daemon, &task->execution);
	wait_ms = task->not_before_ms - now_wall_ms();
	if (task->not_before_ms == 0 || wait_ms <= 0)
		return;
	task->again = loop_timer_new(task->daemon->loop, on_again, task);
	loop_timer_set(task->again, wait_ms);
}

struct task *
starter_add(struct daemon *daemon, const struct execution *execution)
{
	struct task *task = board_add(&daemon->board, execution);
	char *folder = daemon_folder(daemon, execution->id);

	task->daemon = daemon;
	task->output = file_join(folder, "output");
	task->seen_bytes = execution->log_bytes;
	free(folder);
	wait_for_retry(task);
	return task;
}

/* How its output is to be read; the plan on disk is what it began with. */
static struct scan_policy
ask_plan(const struct daemon *daemon, const struct task *task)
{
	const struct memdb *memdb = daemon->plan.memdb;
	const struct strategy *strategy = memdb == NULL ?
	    NULL :
	    memdb_strategy(memdb, task->execution.strategy);
	struct scan_policy policy = { .feed = order_feed(
					  daemon->config->rman.feed) };
	struct fault fault;

	if (strategy != NULL)
		(void)!order_policy(daemon->config, memdb, strategy, &policy,
		    &fault); /* else the defaults stand */
	policy.kinds = task->execution.kinds;
	return policy;
}

/* Only what reached a keeper needs it back. */
static void
adopt(struct daemon *daemon, struct task *task)
{
	char *folder = daemon_folder(daemon, task->execution.id);
	enum run_trace trace = RUN_NOTHING;
	struct scan_policy policy;

	if (task->execution.state != EXECUTION_CLAIMED)
		trace = run_trace(folder);
	if (trace != RUN_NOTHING) {
		log_info("backup found again: strategy=%s execution=%s %s",
		    log_quoted(task->execution.strategy), task->execution.id,
		    trace == RUN_LIVES ? "its keeper lives" : "it is over");
		policy = ask_plan(daemon, task);
		board_activate(&daemon->board, task);
		task->run = run_adopt(daemon->loop, folder, &policy,
		    &run_events, task);
	} else if (task->execution.state == EXECUTION_RUNNING) {
		/* It had begun, so it is never started again by itself. */
		end_waiting(task, OUTCOME_INTERRUPTED,
		    "its folder says nothing of it: nobody knows how it ended");
	}
	free(folder);
}

void
starter_start(struct daemon *daemon, const struct execution *executions,
    size_t count)
{
	for (size_t i = 0; i < count; i++)
		adopt(daemon, starter_add(daemon, &executions[i]));
}

bool
starter_cancel(struct daemon *daemon, struct task *task, const char *who,
    struct fault *fault)
{
	if (task->is_ending)
		return fault_set(fault, FAULT_ABSENT,
		    "execution %s has ended by itself", task->execution.id);
	if (task->run != NULL && !run_cancel(task->run, fault))
		return false;
	task->wants_cancel = true;
	(void)text_copy(task->cancelled_by, sizeof(task->cancelled_by), who);
	/* Its keeper says how it ended, or after_starting sees it. */
	if (task->run != NULL || task->changes != 0)
		return true;
	loop_timer_free(task->again);
	task->again = NULL;
	end_waiting(task, OUTCOME_CANCELLED, BEFORE_IT_BEGAN);
	starter_look(daemon);
	return true;
}
