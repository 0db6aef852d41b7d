#include "config.h"

#include "daemon/answer.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/copy.h"
#include "daemon/forecast.h"
#include "daemon/inspect.h"
#include "daemon/intake.h"
#include "daemon/keeping.h"
#include "daemon/order.h"
#include "daemon/plan.h"
#include "daemon/planner.h"
#include "daemon/protect.h"
#include "daemon/session.h"
#include "daemon/ship.h"
#include "daemon/slots.h"
#include "daemon/starter.h"
#include "daemon/turns.h"
#include "log/log.h"
#include "memdb/kinds.h"
#include "memdb/pauses.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/process.h"
#include "schedule/protection.h"

enum { PREFIX_LEAST = 4, HOURS_MOST = LIMIT_API_HOURS };

static void
clear_pauses(struct answers *answers)
{
	for (size_t i = 0; i < answers->pause_count; i++)
		free(answers->pauses[i]);
	free(answers->pauses);
	answers->pauses = NULL;
	answers->pause_count = 0;
}

static void
clear_status(struct answers *answers)
{
	clear_pauses(answers);
	free(answers->connections);
	free(answers->strategies);
	free(answers->remarks);
	free(answers->ships);
	free(answers->sentences);
	answers->connections = NULL;
	answers->strategies = NULL;
	answers->remarks = NULL;
	answers->ships = NULL;
	answers->sentences = NULL;
}

static void
clear_slots(struct answers *answers)
{
	clear_pauses(answers);
	free(answers->slots);
	free(answers->texts);
	answers->slots = NULL;
	answers->texts = NULL;
}

void
answer_clear(struct daemon *daemon)
{
	clear_status(&daemon->answers);
	clear_slots(&daemon->answers);
	if (daemon->answers.inspect != NULL)
		inspect_clear(daemon->answers.inspect);
	free(daemon->answers.inspect);
	daemon->answers.inspect = NULL;
}

/* The pause that holds then, kept with the answers; NULL: none. */
static const struct pause *
find_pause(struct daemon *daemon, const char *connection, const char *strategy,
    int64_t at_s, bool *out_is_own)
{
	struct answers *answers = &daemon->answers;
	const struct pause *pause;
	struct pauses pauses;

	pauses_of(daemon->plan.memdb, connection, strategy, &pauses);
	pause = pauses_at(&pauses, at_s);
	*out_is_own = pause == &pauses.list[OPTION_STRATEGY];
	if (pause == NULL)
		return NULL;
	answers->pauses = mem_grow(answers->pauses, answers->pause_count + 1,
	    sizeof(struct pause *));
	pause = answers->pauses[answers->pause_count++] = mem_copy(pause,
	    sizeof(*pause));
	return pause;
}

static void
fill_strategy(struct daemon *daemon, const struct strategy *strategy,
    const struct api_connection *connection, int64_t now_slot,
    struct api_strategy *out)
{
	const struct memdb *memdb = daemon->plan.memdb;
	const struct past *past = board_past(&daemon->board, strategy->id);
	const struct task *task = board_of_strategy(&daemon->board,
	    strategy->id);

	*out = (struct api_strategy){
		.strategy = strategy,
		.connection = connection->connection,
		.not_ours = connection->not_ours,
		.is_ours = connection->not_ours == NULL,
		.is_nobodys = connection->is_nobodys,
		.next_slot = -1,
		.kinds = kinds_of(memdb, strategy),
	};
	if (past != NULL) {
		out->last = past->has_last ? &past->last : NULL;
		out->last_good_ms = past->last_good_ms;
	}
	if (task != NULL) {
		out->living = &task->execution;
		if (!task->is_active)
			out->waits_for = task->waits_for;
	}
	if (strategy->is_alive && connection->connection->is_alive)
		out->next_slot = slots_next(strategy,
		    zones_of(&daemon->zones, strategy), now_slot + 1,
		    now_slot + 1 + MINUTES_PER_WEEK);
	out->pause = find_pause(daemon, strategy->connection, strategy->id,
	    now_wall().utc_s, &out->is_pause_own);
	out->option_count = memdb_options(memdb, OPTION_STRATEGY, strategy->id,
	    &out->options);
}

static void
count_in(struct api_connection *connection, const struct api_strategy *one)
{
	unsigned renewed = protection_renewed(one->kinds);

	connection->strategy_count++;
	if (one->living != NULL && one->waits_for == NULL)
		connection->running++;
	if (one->living != NULL && one->waits_for != NULL)
		connection->waiting++;
	/* Bad is what nobody tries again. */
	if (one->last != NULL && outcome_is_bad(one->last->outcome) &&
	    (one->living == NULL || one->living->attempt < 2))
		connection->bad++;
	if (one->last_good_ms > connection->last_good_ms)
		connection->last_good_ms = one->last_good_ms;
	if (one->next_slot >= 0 &&
	    (connection->next_slot < 0 ||
		one->next_slot < connection->next_slot))
		connection->next_slot = one->next_slot;
	if (!one->strategy->is_alive)
		return;
	connection->made |= one->kinds;
	for (unsigned i = 0; i < KINDS; i++) {
		int64_t *next_slot = &connection->kinds[i].next_slot;

		if ((renewed & 1U << i) != 0 && one->next_slot >= 0 &&
		    (*next_slot < 0 || one->next_slot < *next_slot))
			*next_slot = one->next_slot;
	}
}

static void
fill_connections(struct daemon *daemon, const struct connection *connections,
    size_t count)
{
	struct answers *answers = &daemon->answers;

	answers->connections = mem_new(count, sizeof(*answers->connections));
	answers->sentences = mem_new(count, sizeof(*answers->sentences));
	for (size_t i = 0; i < count; i++) {
		struct api_connection *out = &answers->connections[i];
		enum whose whose = plan_whose(daemon, &connections[i],
		    answers->sentences[i]);
		bool is_own;

		out->connection = &connections[i];
		out->next_slot = -1;
		for (unsigned kind = 0; kind < KINDS; kind++)
			out->kinds[kind].next_slot = -1;
		out->not_ours = whose == WHOSE_OURS ? NULL :
						      answers->sentences[i];
		out->is_nobodys = whose == WHOSE_NOBODYS;
		out->pause = find_pause(daemon, connections[i].id, NULL,
		    now_wall().utc_s, &is_own);
		out->option_count = memdb_options(daemon->plan.memdb,
		    OPTION_CONNECTION, connections[i].id, &out->options);
	}
}

/* Connections are in the order of their ids. */
static struct api_connection *
find_connection(struct answers *answers, size_t count, const char *id)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(answers->connections[middle].connection->id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	assert(low < count); /* the seal checked it */
	return &answers->connections[low];
}

static void
fill_plan(struct daemon *daemon, struct api_status *status)
{
	struct answers *answers = &daemon->answers;
	const struct memdb *memdb = daemon->plan.memdb;
	const struct connection *connections;
	const struct strategy *strategies;
	const struct memdb_remark *remarks;
	const struct remarks *found = &daemon->plan.remarks;
	int64_t now_slot = floor_div(now_wall().utc_s, 60);

	status->connection_count = memdb_connections(memdb, &connections);
	status->strategy_count = memdb_strategies(memdb, &strategies);
	status->remark_count = memdb_remarks(memdb, &remarks);
	fill_connections(daemon, connections, status->connection_count);
	answers->strategies = mem_new(status->strategy_count,
	    sizeof(*answers->strategies));
	for (size_t i = 0; i < status->strategy_count; i++) {
		struct api_connection *connection = find_connection(answers,
		    status->connection_count, strategies[i].connection);

		fill_strategy(daemon, &strategies[i], connection, now_slot,
		    &answers->strategies[i]);
		count_in(connection, &answers->strategies[i]);
	}
	for (size_t i = 0; i < status->connection_count; i++)
		protect_fill(daemon, status->now_ms, &answers->connections[i]);
	answers->remarks = mem_new(status->remark_count + found->count,
	    sizeof(*answers->remarks));
	for (size_t i = 0; i < status->remark_count; i++)
		answers->remarks[i] = remarks[i].text;
	for (size_t i = 0; i < found->count; i++)
		answers->remarks[status->remark_count++] = found->list[i];
	status->connections = answers->connections;
	status->strategies = answers->strategies;
	status->remarks = answers->remarks;
	status->plan_version = memdb_info(memdb)->plan_version;
}

static const struct api_status *
answer_status(void *backend)
{
	static const char *const phases[DAEMON_PHASES] = {
		[DAEMON_STARTING] = "starting",
		[DAEMON_RUNNING] = "running",
		[DAEMON_STOPPING] = "stopping",
	};
	static const char *const froms[] = {
		[PLAN_NONE] = "none",
		[PLAN_DISK] = "disk",
		[PLAN_CATALOG] = "catalog",
	};
	struct daemon *daemon = backend;
	struct api_status *status = &daemon->answers.status;

	clear_status(&daemon->answers);
	turns_explain(daemon);
	*status = (struct api_status){
		.name = daemon->name,
		.mode = "master",
		.version = PACKAGE_VERSION,
		.state = phases[daemon->phase],
		.pid = process_self(),
		.started_ms = daemon->started_ms,
		.now_ms = now_wall_ms(),
		.cursor = daemon->planner.cursor,
		.catalog_away_ms = daemon->plan.away_ms,
		.catalog_reason = daemon->plan.away_ms == 0 ?
		    NULL :
		    daemon->plan.away.text,
		.plan_from = froms[daemon->plan.from],
		.plan_file = daemon->plan.file,
		.plan_loaded_ms = daemon->plan.loaded_ms,
		.to_record = daemon->recorder.waiting,
		.journal = keeping_state(daemon),
		.journal_reason = keeping_reason(daemon),
		.journal_damage = intake_damage(daemon),
	};
	for (size_t i = 0; i < daemon->board.count; i++) {
		if (daemon->board.tasks[i]->is_active)
			status->running++;
		else
			status->waiting++;
	}
	status->ship_count = ship_count(daemon);
	daemon->answers.ships = mem_new(status->ship_count + 1,
	    sizeof(*daemon->answers.ships));
	ship_list(daemon, daemon->answers.ships);
	status->ships = daemon->answers.ships;
	if (daemon->plan.memdb != NULL)
		fill_plan(daemon, status);
	return status;
}

static bool
is_for_next(void *arg, const struct strategy *strategy)
{
	const struct daemon *daemon = arg;
	const struct connection *connection =
	    memdb_connection(daemon->plan.memdb, strategy->connection);

	return strategy->is_alive && connection != NULL && connection->is_alive;
}

static bool
answer_next(void *backend, int64_t from_s, int64_t hours,
    const struct api_slot **out_slots, size_t *out_count, struct fault *fault)
{
	struct daemon *daemon = backend;
	struct answers *answers = &daemon->answers;
	/* The minute that runs is not to come any more. */
	int64_t first = floor_div(from_s + 59, 60);
	struct slots slots;

	if (hours < 1 || hours > HOURS_MOST)
		return fault_set(fault, FAULT_USAGE,
		    "hours: %" PRId64 " is not 1 to %d", hours, HOURS_MOST);
	if (daemon->plan.memdb == NULL)
		return fault_set(fault, FAULT_RETRY, "there is no plan yet");
	slots_between(daemon->plan.memdb, &daemon->zones, first,
	    first + hours * 60 - 1, LIMIT_API_SLOTS, is_for_next, daemon,
	    &slots);
	if (slots.is_cut) {
		slots_clear(&slots);
		return fault_set(fault, FAULT_LIMIT,
		    "more than %d slots in %" PRId64 " hours: ask for fewer",
		    LIMIT_API_SLOTS, hours);
	}
	slots_sort_by_time(&slots);
	clear_slots(answers);
	answers->slots = mem_new(slots.count, sizeof(*answers->slots));
	answers->texts = mem_new(slots.count, sizeof(*answers->texts));
	for (size_t i = 0; i < slots.count; i++) {
		const struct slot *slot = &slots.slots[i];

		calendar_format_local(answers->texts[i],
		    zones_of(&daemon->zones, slot->strategy), slot->slot * 60);
		answers->slots[i] = (struct api_slot){
			.slot = slot->slot,
			.due_local = answers->texts[i],
			.strategy = slot->strategy,
			.connection = memdb_connection(daemon->plan.memdb,
			    slot->strategy->connection),
		};
		answers->slots[i].pause = find_pause(daemon,
		    slot->strategy->connection, slot->strategy->id,
		    slot->slot * SECONDS_PER_MINUTE,
		    &answers->slots[i].is_pause_own);
	}
	*out_slots = answers->slots;
	*out_count = slots.count;
	slots_clear(&slots);
	return true;
}

/* A question to the journal. */
struct question {
	char *what, *strategy; /* one of them, or neither */
	struct store_filter filter;
	struct execution *executions;
	size_t count;
	char *detail;
	api_executions_fn list_done;
	api_execution_fn one_done;
	void *arg;
};

static void
free_question(struct question *question)
{
	free(question->what);
	free(question->strategy);
	free(question->executions);
	free(question->detail);
	free(question);
}

static bool
list_run(struct store *store, void *arg, struct fault *fault)
{
	struct question *question = arg;

	return store_list(store, &question->filter, &question->executions,
	    &question->count, fault);
}

static void
list_done(void *arg, const struct fault *fault)
{
	struct question *question = arg;

	question->list_done(question->arg, question->executions,
	    question->count, fault);
	free_question(question);
}

static void
answer_executions(void *backend, const struct api_query *query,
    api_executions_fn done, void *arg)
{
	struct daemon *daemon = backend;
	struct question *question = mem_new(1, sizeof(*question));

	question->list_done = done;
	question->arg = arg;
	if (query->strategy != NULL)
		question->strategy = mem_text(query->strategy);
	question->filter = (struct store_filter){ .want = STORE_NEWEST,
		.strategy = question->strategy,
		.only_bad = query->only_bad,
		.since_ms = query->since_ms,
		.most = query->most };
	journal_submit(daemon->journal, NULL, list_run, list_done, question);
}

static bool
find(struct store *store, struct question *question,
    const struct store_filter *filter, struct fault *fault)
{
	free(question->executions);
	question->executions = NULL;
	return store_list(store, filter, &question->executions,
	    &question->count, fault);
}

/* A strategy's latest, or the one whose id begins so. */
static bool
one_run(struct store *store, void *arg, struct fault *fault)
{
	struct question *question = arg;
	const struct store_filter by_strategy = { .want = STORE_NEWEST,
		.strategy = question->what,
		.most = 1 };
	const struct store_filter by_id = { .want = STORE_NEWEST,
		.id_prefix = question->what,
		.most = 2 };

	if (!find(store, question, &by_strategy, fault))
		return false;
	if (question->count == 0 && strlen(question->what) >= PREFIX_LEAST &&
	    !find(store, question, &by_id, fault))
		return false;
	if (question->count == 0)
		return fault_set(fault, FAULT_ABSENT,
		    "no execution or strategy is called '%.40s', or it never "
		    "ran",
		    question->what);
	if (question->count > 1)
		return fault_set(fault, FAULT_USAGE,
		    "more than one execution begins with '%.40s'",
		    question->what);
	return store_detail(store, question->executions[0].id,
	    &question->detail, fault);
}

static void
one_done(void *arg, const struct fault *fault)
{
	struct question *question = arg;

	question->one_done(question->arg,
	    fault == NULL ? question->executions : NULL, question->detail,
	    fault);
	free_question(question);
}

static void
answer_execution(void *backend, const char *what, api_execution_fn done,
    void *arg)
{
	struct daemon *daemon = backend;
	struct question *question = mem_new(1, sizeof(*question));

	question->what = mem_text(what);
	question->one_done = done;
	question->arg = arg;
	journal_submit(daemon->journal, NULL, one_run, one_done, question);
}

/* A run by hand on its way into the journal. */
struct request {
	struct request *next;
	struct daemon *daemon;
	struct execution execution;
	api_execution_fn done;
	void *arg;
};

static bool
request_run(struct store *store, void *arg, struct fault *fault)
{
	struct request *request = arg;

	return store_add(store, &request->execution, fault);
}

static void
request_done(void *arg, const struct fault *fault)
{
	struct request *request = arg;
	struct daemon *daemon = request->daemon;
	struct request **place = &daemon->answers.requests;

	while (*place != request)
		place = &(*place)->next;
	*place = request->next;
	if (fault != NULL) {
		request->done(request->arg, NULL, NULL, fault);
	} else {
		log_info("run by hand: strategy=%s execution=%s who=%s",
		    log_quoted(request->execution.strategy),
		    request->execution.id,
		    log_quoted(request->execution.asked_by));
		(void)starter_add(daemon, &request->execution);
		request->done(request->arg, &request->execution, NULL, NULL);
		starter_look(daemon);
	}
	free(request);
}

static bool
is_requested(const struct daemon *daemon, const char *strategy)
{
	for (const struct request *request = daemon->answers.requests;
	     request != NULL; request = request->next)
		if (strcmp(request->execution.strategy, strategy) == 0)
			return true;
	return false;
}

/* May this strategy run by hand now? */
static bool
may_run(struct daemon *daemon, const char *name,
    const struct strategy **out_strategy, struct fault *fault)
{
	const struct connection *connection;
	const struct task *task;
	char room[LIMIT_REASON + 1];

	if (daemon->phase == DAEMON_STOPPING)
		return fault_set(fault, FAULT_REFUSED,
		    "the daemon is stopping");
	if (daemon->plan.memdb == NULL)
		return fault_set(fault, FAULT_RETRY, "there is no plan yet");
	*out_strategy = memdb_strategy(daemon->plan.memdb, name);
	if (*out_strategy == NULL)
		return fault_set(fault, FAULT_ABSENT,
		    "no strategy is called '%.40s'", name);
	connection = memdb_connection(daemon->plan.memdb,
	    (*out_strategy)->connection);
	if (connection != NULL &&
	    plan_whose(daemon, connection, room) != WHOSE_OURS)
		return fault_set(fault, FAULT_REFUSED,
		    "strategy %s is not run here: %.180s", (*out_strategy)->id,
		    room);
	task = board_of_strategy(&daemon->board, (*out_strategy)->id);
	if (task != NULL)
		return fault_set(fault, FAULT_REFUSED,
		    "strategy %s is %s already: execution %s",
		    (*out_strategy)->id,
		    task->is_active ? "running" : "waiting",
		    task->execution.id);
	if (is_requested(daemon, (*out_strategy)->id))
		return fault_set(fault, FAULT_REFUSED,
		    "somebody else has asked for strategy %s just now",
		    (*out_strategy)->id);
	return true;
}

/* Tell later, since a done is never called from inside the call. */
struct refusal {
	api_execution_fn execution_done;
	api_done_fn done;
	void *arg;
	struct fault fault;
	bool is_good;
};

static void
tell(void *arg)
{
	struct refusal *refusal = arg;
	const struct fault *fault = refusal->is_good ? NULL : &refusal->fault;

	if (refusal->execution_done != NULL)
		refusal->execution_done(refusal->arg, NULL, NULL, fault);
	else
		refusal->done(refusal->arg, fault);
	free(refusal);
}

static void
tell_later(struct daemon *daemon, struct refusal refusal)
{
	loop_post(daemon->loop, tell, mem_copy(&refusal, sizeof(refusal)));
}

static void
note_done(void *arg, const struct fault *fault)
{
	(void)arg;
	if (fault != NULL)
		log_warning("the catalog's table change has one row less: "
			    "reason=%s",
		    log_quoted(fault->text));
}

static void
answer_run(void *backend, const char *strategy_name, const char *who,
    api_execution_fn done, void *arg)
{
	struct daemon *daemon = backend;
	struct refusal refusal = { .execution_done = done, .arg = arg };
	const struct strategy *strategy;
	struct request *request;

	if (!may_run(daemon, strategy_name, &strategy, &refusal.fault)) {
		tell_later(daemon, refusal);
		return;
	}
	request = mem_new(1, sizeof(*request));
	request->daemon = daemon;
	request->done = done;
	request->arg = arg;
	request->execution = planner_execution(daemon, strategy,
	    EXECUTION_BY_HAND);
	(void)text_copy(request->execution.asked_by,
	    sizeof(request->execution.asked_by), who);
	request->next = daemon->answers.requests;
	daemon->answers.requests = request;
	catalog_client_note(daemon->catalog, who, "run", strategy->id,
	    note_done, NULL);
	journal_submit(daemon->journal, NULL, request_run, request_done,
	    request);
}

static struct task *
find_task(struct daemon *daemon, const char *what, struct fault *fault)
{
	struct board *board = &daemon->board;
	struct task *found = board_of_strategy(board, what);
	size_t length = strlen(what);

	if (found != NULL)
		return found;
	for (size_t i = 0; length >= PREFIX_LEAST && i < board->count; i++) {
		if (!text_begins(board->tasks[i]->execution.id, what))
			continue;
		if (found != NULL) {
			(void)fault_set(fault, FAULT_USAGE,
			    "more than one execution begins with '%.40s'",
			    what);
			return NULL;
		}
		found = board->tasks[i];
	}
	if (found == NULL)
		(void)fault_set(fault, FAULT_ABSENT,
		    "'%.40s' neither runs nor waits", what);
	return found;
}

static void
answer_cancel(void *backend, const char *what, const char *who,
    api_done_fn done, void *arg)
{
	struct daemon *daemon = backend;
	struct refusal refusal = { .done = done, .arg = arg };
	struct task *task = find_task(daemon, what, &refusal.fault);

	if (task != NULL)
		refusal.is_good = starter_cancel(daemon, task, who,
		    &refusal.fault);
	/* It lives on until its end is durable. */
	if (refusal.is_good) {
		log_info("cancelled: strategy=%s execution=%s who=%s",
		    log_quoted(task->execution.strategy), task->execution.id,
		    log_quoted(who));
		catalog_client_note(daemon->catalog, who, "cancel",
		    task->execution.id, note_done, NULL);
	}
	tell_later(daemon, refusal);
}

/* An edit on its way: the catalog first, then the plan. */
struct editing {
	struct daemon *daemon;
	api_done_fn done;
	void *arg;
};

static void
edit_loaded(void *arg, const struct fault *fault)
{
	struct editing *editing = arg;
	struct fault said;

	if (fault != NULL) {
		said = *fault;
		fault_prefix(&said,
		    "the catalog has the change, the plan not yet");
	}
	editing->done(editing->arg, fault == NULL ? NULL : &said);
	free(editing);
}

static void
edit_done(void *arg, const struct fault *fault)
{
	struct editing *editing = arg;

	if (fault == NULL) {
		plan_after_load(editing->daemon, edit_loaded, editing);
		return;
	}
	editing->done(editing->arg, fault);
	free(editing);
}

static bool
is_pause(const struct edit *edit)
{
	return edit->kind == EDIT_PAUSE || edit->kind == EDIT_RESUME;
}

static void
log_pause(const struct edit *edit, const char *who)
{
	const char *until = edit_value(edit, "until");
	const char *reason = edit_value(edit, "reason");

	log_info("%s asked for: strategy=%s connection=%s until=%s who=%s "
		 "reason=%s",
	    edit->kind == EDIT_PAUSE ? "a pause is" : "the end of a pause is",
	    log_quoted(edit->id != NULL ? edit->id : ""),
	    log_quoted(edit->id != NULL ? "" :
		    edit->name == NULL  ? "all" :
					  edit->name),
	    until == NULL ? "resume" : until, log_quoted(who),
	    log_quoted(reason == NULL ? "" : reason));
}

/* Whoever sent it: an option is one of the table, with a value it takes. */
static bool
check_options(const struct edit *edit, struct fault *fault)
{
	bool of_strategy = edit_is_of_strategy(edit);

	if (is_pause(edit))
		return true;
	for (size_t i = 0; i < edit->value_count; i++) {
		const struct edit_value *value = &edit->values[i];

		if (value->value == NULL || edit_is_column(edit, value->name))
			continue;
		if (!setting_option_check(of_strategy ? SETTING_STRATEGY :
							SETTING_CONNECTION,
			value->name, value->value, fault))
			return false;
	}
	return true;
}

static void
answer_edit(void *backend, const struct edit *edit, const char *who,
    api_done_fn done, void *arg)
{
	struct daemon *daemon = backend;
	struct refusal refusal = { .done = done, .arg = arg };
	struct editing *editing;
	struct edit *resolved = NULL;

	if (!check_options(edit, &refusal.fault) ||
	    (!daemon->config->rman.allow_host &&
		!edit_check_host(edit, &refusal.fault))) {
		tell_later(daemon, refusal);
		return;
	}
	if (edit->kind == EDIT_PAUSE) {
		resolved = pause_resolve(edit, zones_standard(&daemon->zones),
		    now_wall().utc_s, &refusal.fault);
		if (resolved == NULL) {
			tell_later(daemon, refusal);
			return;
		}
		edit = resolved;
	}
	editing = mem_new(1, sizeof(*editing));
	editing->daemon = daemon;
	editing->done = done;
	editing->arg = arg;
	if (is_pause(edit))
		log_pause(edit, who);
	catalog_client_edit(daemon->catalog, edit, who, edit_done, editing);
	edit_free(resolved);
}

static void
answer_test(void *backend, const char *connection, api_test_fn done, void *arg)
{
	session_test(backend, connection, done, arg);
}

static void
answer_syntax(void *backend, const struct api_script *script, api_test_fn done,
    void *arg)
{
	session_syntax(backend, script, done, arg);
}

/* An empty one; what the last call lent is gone. */
static struct inspect *
inspect_of(struct daemon *daemon)
{
	if (daemon->answers.inspect == NULL)
		daemon->answers.inspect = mem_new(1, sizeof(struct inspect));
	inspect_clear(daemon->answers.inspect);
	return daemon->answers.inspect;
}

static bool
answer_check(void *backend, const char *connection,
    const struct api_finding **out_findings, size_t *out_count,
    struct fault *fault)
{
	struct daemon *daemon = backend;
	struct inspect *inspect = inspect_of(daemon);

	if (!inspect_host(daemon, connection, inspect, fault))
		return false;
	*out_findings = inspect->findings;
	*out_count = inspect->count;
	return true;
}

static bool
answer_databases(void *backend, const struct api_database **out_databases,
    size_t *out_count, struct fault *fault)
{
	struct daemon *daemon = backend;
	struct inspect *inspect = inspect_of(daemon);

	if (!inspect_databases(daemon, inspect, fault))
		return false;
	*out_databases = inspect->databases;
	*out_count = inspect->database_count;
	return true;
}

static char *
answer_output_path(void *backend, const char *id)
{
	char *folder = daemon_folder(backend, id);
	char *path = file_join(folder, "output");

	free(folder);
	return path;
}

static bool
answer_read_time(void *backend, const char *text, int64_t *out_utc_s,
    struct fault *fault)
{
	const struct daemon *daemon = backend;

	return calendar_parse(text, zones_standard(&daemon->zones), out_utc_s,
	    fault);
}

static const char *
answer_connection_name(void *backend, const char *id)
{
	const struct daemon *daemon = backend;
	const struct connection *connection = daemon->plan.memdb == NULL ?
	    NULL :
	    memdb_connection(daemon->plan.memdb, id);

	return connection == NULL ? NULL : connection->name;
}

static void *
answer_snapshot(void *backend, struct fault *fault)
{
	return copy_begin(backend, fault);
}

static bool
answer_snapshot_go_on(void *snapshot, struct buf *piece, bool *out_is_done,
    struct fault *fault)
{
	return copy_go_on(snapshot, piece, out_is_done, fault);
}

static void
answer_snapshot_end(void *snapshot)
{
	copy_end(snapshot);
}

const struct api_backend answer_backend = {
	.status = answer_status,
	.next = answer_next,
	.forecast = forecast_ask,
	.executions = answer_executions,
	.execution = answer_execution,
	.run = answer_run,
	.cancel = answer_cancel,
	.edit = answer_edit,
	.test = answer_test,
	.syntax = answer_syntax,
	.check = answer_check,
	.databases = answer_databases,
	.output_path = answer_output_path,
	.read_time = answer_read_time,
	.connection_name = answer_connection_name,
	.snapshot = answer_snapshot,
	.snapshot_go_on = answer_snapshot_go_on,
	.snapshot_end = answer_snapshot_end,
};
