#include "config.h"

#include "daemon/starter.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/order.h"
#include "daemon/plan.h"
#include "daemon/recorder.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/now.h"
#include "schedule/fate.h"
#include "schedule/queue.h"

enum {
	FAILED_STARTS_MOST = 3,
	AGAIN_MS = 2000, /* doubled each time */
};

/* A change of state on its way into the journal. */
struct change {
	struct task *task;
	struct execution execution;
	char *detail;       /* NULL: none */
	struct order order; /* of a start */
	void (*then)(struct change *change);
};

static bool
change_run(struct store *store, void *arg, struct fault *fault)
{
	struct change *change = arg;

	return (change->order.script == NULL ||
		   store_add_script(store, change->order.script_digest,
		       change->order.script, fault)) &&
	    store_change(store, &change->execution, change->detail, fault);
}

static void
change_done(void *arg, const struct fault *fault)
{
	struct change *change = arg;
	struct task *task = change->task;

	task->is_changing = false;
	if (fault == NULL) {
		/* Bytes that became durable meanwhile stay counted. */
		if (change->execution.log_bytes < task->execution.log_bytes)
			change->execution.log_bytes = task->execution.log_bytes;
		task->execution = change->execution;
		change->then(change);
	} else {
		/* The journal is broken: the daemon ends and recovers. */
		log_error("a state could not be kept: execution=%s state=%s "
			  "reason=%s",
		    task->execution.id,
		    execution_state_name(change->execution.state),
		    log_quoted(fault->text));
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
	change->then = then;
	return change;
}

static void
submit(struct change *change, const char *sync_path)
{
	change->task->is_changing = true;
	journal_submit(change->task->daemon->journal, sync_path, change_run,
	    change_done, change);
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
}

static void
after_end(struct change *change)
{
	struct task *task = change->task;
	struct daemon *daemon = task->daemon;
	struct execution ended = change->execution;

	log_ended(&ended);
	board_remove(&daemon->board, task);
	starter_ended(daemon, &ended);
	starter_look(daemon);
	daemon_check_stopped(daemon);
}

/* End a task that no keeper has begun. */
static void
end_waiting(struct task *task, enum outcome outcome, const char *reason)
{
	struct change *change = change_new(task, EXECUTION_ENDED, after_end);

	change->execution.outcome = outcome;
	change->execution.finished_ms = now_wall_ms();
	(void)text_copy(change->execution.reason,
	    sizeof(change->execution.reason), reason);
	submit(change, NULL);
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
	struct task *task = board_find(&daemon->board, synced->id);

	if (task != NULL && fault == NULL) {
		task->is_syncing = false;
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

static void
after_running(struct change *change)
{
	struct task *task = change->task;

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
	/* What follows is a change of this state already. */
	task->execution.started_ms = begun->at_ms;
	task->execution.state = EXECUTION_RUNNING;
	log_info("backup began: strategy=%s execution=%s keeper=%" PRId64
		 " rman=%" PRId64,
	    log_quoted(task->execution.strategy), task->execution.id,
	    begun->keeper_pid, begun->program_pid);
	submit(change, NULL);
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
	execution->outcome = verdict->outcome;
	execution->started_ms = ended->began_ms;
	execution->finished_ms = ended->at_ms;
	execution->exit_status = ended->exit_status;
	execution->signal = ended->signal;
	execution->pieces = verdict->pieces;
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
	submit(change, task->output);
}

static void
on_again(void *arg)
{
	struct task *task = arg;

	loop_timer_free(task->again);
	task->again = NULL;
	starter_look(task->daemon);
}

static void
on_failed(void *arg, const struct fault *fault)
{
	struct task *task = arg;
	char reason[LIMIT_REASON + 1];

	run_free(task->run);
	task->run = NULL;
	if (++task->failed_starts >= FAILED_STARTS_MOST) {
		(void)snprintf(reason, sizeof(reason),
		    "its keeper could not be started: %.200s", fault->text);
		end_waiting(task, OUTCOME_FAILURE, reason);
		return;
	}
	log_warning("a keeper could not be started: strategy=%s "
		    "execution=%s reason=%s retry_in_s=%d",
	    log_quoted(task->execution.strategy), task->execution.id,
	    log_quoted(fault->text), (AGAIN_MS << task->failed_starts) / 1000);
	task->again = loop_timer_new(task->daemon->loop, on_again, task);
	loop_timer_set(task->again, AGAIN_MS << task->failed_starts);
}

static const struct run_events run_events = {
	.begun = on_begun,
	.grew = on_grew,
	.ended = on_ended,
	.failed = on_failed,
};

static void
after_starting(struct change *change)
{
	struct task *task = change->task;
	struct daemon *daemon = task->daemon;
	const char *socket = daemon->config->worker.socket;
	char *folder;

	if (task->wants_cancel) {
		end_waiting(task, OUTCOME_CANCELLED,
		    "cancelled before it "
		    "began");
		return;
	}
	if (daemon->phase == DAEMON_STOPPING)
		return; /* the next life starts it */
	folder = daemon_folder(daemon, task->execution.id);
	task->run = run_start(daemon->loop, folder,
	    socket[0] == '\0' ? NULL : socket, &change->order.run, &run_events,
	    task);
	free(folder);
}

static void
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
		return;
	}
	if (!order_make(daemon->config, daemon->plan.memdb, strategy, &order,
		&fault)) {
		end_waiting(task,
		    fault.kind == FAULT_ABSENT ? OUTCOME_SKIPPED :
						 OUTCOME_FAILURE,
		    fault.text);
		return;
	}
	change = change_new(task, EXECUTION_STARTING, after_starting);
	change->order = order;
	(void)text_copy(change->execution.script_digest,
	    sizeof(change->execution.script_digest), order.script_digest);
	submit(change, NULL);
}

static bool
is_alone(const struct daemon *daemon, const struct task *task)
{
	const char *alone = memdb_option(daemon->plan.memdb, OPTION_STRATEGY,
	    task->execution.strategy, "alone");

	return alone != NULL && text_equal_fold(alone, "yes");
}

static void
say_wait(const struct daemon *daemon, struct task *task,
    const struct queue_place *place)
{
	const struct task *behind = place->behind < daemon->board.count ?
	    daemon->board.tasks[place->behind] :
	    task;
	char *room = task->waits_for;
	size_t size = sizeof(task->waits_for);

	switch (place->answer) {
	case QUEUE_RUNS:
	case QUEUE_START:
		room[0] = '\0';
		break;
	case QUEUE_WAIT_SLOT:
		(void)snprintf(room, size,
		    "its turn: %" PRId64 " run already "
		    "([schedule] max_running)",
		    daemon->config->schedule.max_running);
		break;
	case QUEUE_WAIT_CONNECTION:
		(void)snprintf(room, size, "%s of the same connection",
		    behind->execution.strategy);
		break;
	case QUEUE_WAIT_SELF:
		(void)snprintf(room, size,
		    "the earlier run of the same strategy");
		break;
	case QUEUE_WAIT_ALONE:
		(void)snprintf(room, size, "%s: one of them runs alone",
		    behind->execution.strategy);
		break;
	}
}

/* What waits and may not any more: too late, superseded, dead. */
static void
end_fated(struct daemon *daemon, struct task *task)
{
	const struct strategy *strategy = memdb_strategy(daemon->plan.memdb,
	    task->execution.strategy);
	struct fate_question question = {
		.slot = task->execution.slot,
		.now = floor_div(now_wall().utc_s, 60),
		.start_within = daemon->config->schedule.start_within_s / 60,
		.catch_up = daemon->config->schedule.catch_up_s / 60,
		.latest = task->execution.slot,
		.is_alive = strategy != NULL &&
		    plan_runs_here(daemon, strategy),
	};
	char reason[LIMIT_REASON + 1];
	struct fault fault;
	int64_t seconds;
	enum fate fate;

	if (strategy != NULL &&
	    order_number(daemon->config, daemon->plan.memdb, strategy,
		"start_within", &seconds, &fault))
		question.start_within = seconds / 60;
	for (size_t i = 0; i < daemon->board.count; i++) {
		const struct task *other = daemon->board.tasks[i];

		if (!task_is_running(other) &&
		    strcmp(other->execution.strategy,
			task->execution.strategy) == 0 &&
		    other->execution.slot > question.latest)
			question.latest = other->execution.slot;
	}
	fate = fate_of(&question, reason);
	if (fate != FATE_WAIT)
		end_waiting(task,
		    fate == FATE_MISSED ? OUTCOME_MISSED : OUTCOME_SKIPPED,
		    reason);
}

static void
fill_item(const struct daemon *daemon, const struct task *task,
    struct queue_item *item)
{
	*item = (struct queue_item){
		.id = task->execution.id,
		.strategy = task->execution.strategy,
		.connection = task->execution.connection,
		.slot = task->execution.slot,
		.priority = task->execution.priority,
		.is_archivelog = kind_is_archivelog_only(task->execution.kinds),
		.is_alone = is_alone(daemon, task),
		.is_running = task_is_running(task),
	};
}

static void
start_what_may(struct daemon *daemon)
{
	struct board *board = &daemon->board;
	const struct queue_rules rules = {
		.max_running = (size_t)daemon->config->schedule.max_running,
		.archivelog_beside = daemon->config->schedule.archivelog_beside,
	};
	struct queue_item *items = mem_new(board->count, sizeof(*items));
	struct queue_place *places = mem_new(board->count, sizeof(*places));
	size_t count = board->count;
	int64_t now = floor_div(now_wall().utc_s, 60);

	for (size_t i = 0; i < count; i++)
		fill_item(daemon, board->tasks[i], &items[i]);
	queue_decide(items, count, &rules, places);
	/* Starting one changes no place: its answer comes later. */
	for (size_t i = 0; i < count; i++) {
		struct task *task = board->tasks[i];

		say_wait(daemon, task, &places[i]);
		/* A clock that was set back: its minute is yet to come. */
		if (places[i].answer == QUEUE_START && !task->is_changing &&
		    task->execution.slot <= now)
			start(task);
	}
	free(items);
	free(places);
}

void
starter_look(struct daemon *daemon)
{
	struct board *board = &daemon->board;

	if (daemon->phase != DAEMON_RUNNING || daemon->plan.memdb == NULL)
		return;
	for (size_t i = 0; i < board->count; i++) {
		struct task *task = board->tasks[i];

		if (!task_is_running(task) && !task->is_changing &&
		    task->execution.slot != EXECUTION_BY_HAND)
			end_fated(daemon, task);
	}
	if (board->count != 0)
		start_what_may(daemon);
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
	return task;
}

/* How its output is to be read; the plan on disk is what it began with. */
static void
ask_plan(const struct daemon *daemon, const struct task *task,
    int64_t *out_feed, int64_t *out_expects_pieces)
{
	const struct memdb *memdb = daemon->plan.memdb;
	const struct strategy *strategy = memdb == NULL ?
	    NULL :
	    memdb_strategy(memdb, task->execution.strategy);
	struct fault fault;

	*out_feed = daemon->config->rman.feed;
	*out_expects_pieces = 0;
	if (strategy == NULL ||
	    !order_number(daemon->config, memdb, strategy, "feed", out_feed,
		&fault) ||
	    !order_number(daemon->config, memdb, strategy, "expects_pieces",
		out_expects_pieces, &fault))
		return; /* the defaults stand */
}

/* Only what reached a keeper needs it back. */
static void
adopt(struct daemon *daemon, struct task *task)
{
	char *folder = daemon_folder(daemon, task->execution.id);
	enum run_trace trace = run_trace(folder);
	int64_t feed, expects_pieces;

	if (task->execution.state != EXECUTION_CLAIMED &&
	    trace != RUN_NOTHING) {
		log_info("backup found again: strategy=%s execution=%s %s",
		    log_quoted(task->execution.strategy), task->execution.id,
		    trace == RUN_LIVES ? "its keeper lives" : "it is over");
		ask_plan(daemon, task, &feed, &expects_pieces);
		task->run = run_adopt(daemon->loop, folder,
		    feed == CONFIG_FEED_STDIN ? SCAN_STDIN : SCAN_CMDFILE,
		    expects_pieces != 0, &run_events, task);
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
	(void)daemon;
	task->wants_cancel = true;
	(void)text_copy(task->cancelled_by, sizeof(task->cancelled_by), who);
	if (task->run != NULL)
		return run_cancel(task->run, fault);
	if (task->is_changing)
		return true; /* after_starting sees it */
	loop_timer_free(task->again);
	task->again = NULL;
	end_waiting(task, OUTCOME_CANCELLED, "cancelled before it began");
	return true;
}
