#include "config.h"

#include "catalog/client.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "catalog/asking.h"
#include "catalog/backoff.h"
#include "catalog/place.h"
#include "catalog/request.h"
#include "log/log.h"
#include "loop/frame.h"
#include "platform/file.h"
#include "platform/host.h"
#include "platform/now.h"
#include "platform/process.h"
#include "platform/socket.h"
#include "snapshot/snapshot.h"
#include "stream/memory.h"

enum { STANDARD_ERROR = 2 };

/* Milliseconds. */
enum {
	PLACE_DEADLINE = 60000,
	RETIRE_DEADLINE = 10000,
	RENEW_EVERY = 60000,
	HELPER_LIFE = 3600000
};

enum { HELPER_MEMORY = 64 << 20 /* bytes */ };

/*
 *	         place answered
 *	OPENING --------------> READY --- idle, old or large ---> RETIRING
 *	  |  ^  not reachable     |                                  | exit
 *	  |  +--- timer -- SHUT <-+                                  v
 *	  |                       |                               OPENING
 *	  +--- lost its helper ---+--> ENDING -- exit --> DOWN -- timer -^
 */
enum phase {
	PHASE_DOWN,    /* no helper; the timer starts one */
	PHASE_OPENING, /* it was told the place and has not answered */
	PHASE_SHUT,    /* it lives, the catalog cannot be reached */
	PHASE_READY,
	PHASE_RETIRING, /* told to end, to be replaced */
	PHASE_ENDING    /* killed, or ended by itself; not yet reaped */
};

struct catalog_client {
	struct loop *loop;
	const struct catalog_client_events *events;
	void *arg;
	struct catalog_place *place;
	char *program;
	int64_t deadline_ms, life_ms;

	enum phase phase;
	int64_t pid;
	struct frame_link *link;
	struct loop_child *child;
	struct mono_time started;
	bool has_worked;        /* since it was started */
	uint64_t opened_memory; /* of the helper with an open catalog */
	struct loop_timer *deadline, *retry, *renew, *turn;
	unsigned failures;
	struct fault ending; /* why the helper has to end */

	bool is_reachable, was_told; /* what `state` was last called with */
	struct fault fault;          /* while it is not */

	struct asking_queue queue; /* the first may be under way */
	bool is_busy;              /* it is */
	uint64_t number;
	struct buf plan; /* its pieces so far */
	char *remarks;   /* of the last load, a line each */

	unsigned depth; /* of callbacks that we are in */
	bool is_freed;
};

static void start(struct catalog_client *client);
static void pump(struct catalog_client *client);

static void
destroy(struct catalog_client *client)
{
	loop_timer_free(client->deadline);
	loop_timer_free(client->retry);
	loop_timer_free(client->renew);
	loop_timer_free(client->turn);
	place_free(client->place);
	buf_clear(&client->plan);
	free(client->program);
	free(client->remarks);
	free(client);
}

/* Callbacks may free the client: it stays until the outermost has returned. */
static void
enter(struct catalog_client *client)
{
	client->depth++;
}

static void
leave(struct catalog_client *client)
{
	client->depth--;
	if (client->depth == 0 && client->is_freed)
		destroy(client);
}

static int64_t
deadline_of(const struct catalog_client *client, int64_t by_kind_ms)
{
	return client->deadline_ms == 0 ? by_kind_ms : client->deadline_ms;
}

static void
tell_state(struct catalog_client *client, const struct fault *fault)
{
	bool is_reachable = fault == NULL;
	bool is_news = !client->was_told ||
	    client->is_reachable != is_reachable;

	client->is_reachable = is_reachable;
	if (fault != NULL)
		client->fault = *fault;
	client->was_told = true;
	if (is_news && !client->is_freed)
		client->events->state(client->arg, fault);
}

static void
finish_first(struct catalog_client *client, const struct fault *fault)
{
	loop_timer_stop(client->deadline);
	client->is_busy = false;
	buf_clear(&client->plan);
	asking_tell_fault(asking_take(&client->queue), fault);
}

/* What is under way was answered; the caller tells. */
static struct asking *
take_answered(struct catalog_client *client)
{
	loop_timer_stop(client->deadline);
	client->is_busy = false;
	client->failures = 0;
	client->has_worked = true;
	return asking_take(&client->queue);
}

/*
 * Nothing can be asked for a while. What waits was never tried, so the fault
 * is of the kind that blames no request.
 */
static void
fail_waiting(struct catalog_client *client)
{
	struct fault fault = client->fault;

	fault.kind = FAULT_CLOSED;
	/* What is asked meanwhile waits for the next turn. */
	for (size_t left = client->queue.count;
	     left > 0 && client->queue.first != NULL; left--)
		asking_tell_fault(asking_take(&client->queue), &fault);
}

static void
retry_later(struct catalog_client *client)
{
	uint32_t random = 0;
	struct fault ignored;

	if (!host_random(&random, sizeof(random), &ignored))
		random = 0;
	client->failures++;
	loop_timer_set(client->retry, backoff_ms(client->failures, random));
}

/* Gone already is no fault, and a stopped process ends too. */
static void
kill_helper(const struct catalog_client *client)
{
	struct fault fault;

	if (!process_signal(client->pid, PROCESS_KILL, &fault))
		log_warning("catalog helper not killed: reason=%s",
		    log_quoted(fault.text));
}

/* End the helper's life; on_end goes on from there. */
static void
end_helper(struct catalog_client *client, const struct fault *why)
{
	if (client->phase == PHASE_ENDING || client->phase == PHASE_DOWN)
		return;
	client->phase = PHASE_ENDING;
	client->ending = *why;
	loop_timer_stop(client->deadline);
	loop_timer_stop(client->retry);
	frame_link_free(client->link);
	client->link = NULL;
	kill_helper(client);
}

/* A helper that we had to end for a reason, or one that ended by itself. */
static void
say_why(const struct catalog_client *client, const struct process_end *end,
    struct fault *out_why)
{
	char signal[16];

	if (client->phase == PHASE_ENDING &&
	    client->ending.kind != FAULT_CLOSED) {
		*out_why = client->ending;
	} else if (end->signal != 0) {
		process_signal_name(end->signal, signal);
		(void)fault_set(out_why, FAULT_RETRY,
		    "the catalog helper was ended by signal %s", signal);
	} else {
		(void)fault_set(out_why, FAULT_RETRY,
		    "the catalog helper ended with status %d",
		    end->exit_status);
	}
}

static void
on_end(void *arg, const struct process_end *end)
{
	struct catalog_client *client = arg;
	bool was_asked_to = client->phase == PHASE_RETIRING;
	struct fault why;

	enter(client);
	say_why(client, end, &why);
	client->child = NULL;
	frame_link_free(client->link);
	client->link = NULL;
	client->pid = 0;
	client->phase = PHASE_DOWN;
	loop_timer_stop(client->deadline);
	if (was_asked_to) {
		start(client);
		leave(client);
		return;
	}
	retry_later(client);
	log_warning("catalog helper ended: reason=%s", log_quoted(why.text));
	if (client->is_busy)
		finish_first(client, &why);
	tell_state(client, &why);
	if (!client->is_freed)
		fail_waiting(client);
	leave(client);
}

static void
on_deadline(void *arg)
{
	struct catalog_client *client = arg;
	const char *what = client->is_busy ? asking_name(client->queue.first) :
					     "open";
	struct fault fault;

	enter(client);
	if (client->phase == PHASE_RETIRING) {
		/* It was idle: ended this way or that, it is replaced. */
		kill_helper(client);
	} else {
		(void)fault_set(&fault, FAULT_TIMEOUT,
		    "the catalog did not answer in time: %s", what);
		end_helper(client, &fault);
	}
	leave(client);
}

static void
on_closed(void *arg, const struct fault *fault)
{
	struct catalog_client *client = arg;

	enter(client);
	if (client->phase != PHASE_RETIRING)
		end_helper(client, fault);
	leave(client);
}

/* What the helper said makes no sense: it is not to be trusted further. */
static void
distrust(struct catalog_client *client)
{
	struct fault fault;

	(void)fault_set(&fault, FAULT_RETRY,
	    "the catalog helper's answer makes no sense");
	end_helper(client, &fault);
}

/* No catalog for now: under a helper that lives (SHUT), or without (DOWN). */
static void
shut(struct catalog_client *client, enum phase phase, const struct fault *fault)
{
	client->phase = phase;
	retry_later(client);
	tell_state(client, fault);
	if (!client->is_freed)
		fail_waiting(client);
}

static bool
is_loss(const struct fault *fault)
{
	return fault->kind == FAULT_CLOSED || fault->kind == FAULT_TIMEOUT;
}

static bool
read_answered_fault(const struct frame *frame, struct fault *out_fault)
{
	struct memory_source source;
	struct fault ignored;

	memory_source_init(&source, frame->bytes, frame->size);
	request_read_fault(&source.source, out_fault);
	return source_finish(&source.source, &ignored);
}

static void
on_place_answer(struct catalog_client *client, const struct frame *frame)
{
	struct fault fault;

	loop_timer_stop(client->deadline);
	if (frame->kind == ANSWER_FAULT) {
		if (read_answered_fault(frame, &fault))
			shut(client, PHASE_SHUT, &fault);
		else
			distrust(client);
		return;
	}
	if (frame->kind != ANSWER_DONE) {
		distrust(client);
		return;
	}
	client->phase = PHASE_READY;
	client->opened_memory = process_memory(client->pid);
	tell_state(client, NULL);
}

/* The remarks of a load, a line each. */
static void
take_remark(void *arg, const char *text)
{
	struct fault fault;

	/* Beyond the limit is beyond what anybody reads. */
	if (!buf_add_text(arg, text, &fault) ||
	    !buf_add_text(arg, "\n", &fault))
		return;
}

/* Each once: a load that leaves out what the last one did is no news. */
static void
log_remarks(struct catalog_client *client, const char *remarks)
{
	const char *at = remarks;

	if (strcmp(client->remarks, remarks) == 0)
		return;
	free(client->remarks);
	client->remarks = mem_text(remarks);
	while (at[0] != '\0') {
		size_t length = strcspn(at, "\n");
		char *line = mem_text_n(at, length);

		log_warning("row of the catalog: remark=%s", log_quoted(line));
		free(line);
		at += length + (at[length] == '\n');
	}
}

static struct memdb *
restore(struct catalog_client *client, const struct frame *frame,
    struct fault *fault)
{
	struct memory_source source;
	struct memdb *memdb;
	struct buf remarks;
	bool is_good;

	memory_source_init(&source, buf_text(&client->plan), client->plan.size);
	memdb = snapshot_restore(&source.source, fault);
	if (memdb == NULL)
		return NULL;
	buf_init(&remarks, (LIMIT_REMARKS + 1) * (LIMIT_REMARK + 1));
	memory_source_init(&source, frame->bytes, frame->size);
	request_read_remarks(&source.source, take_remark, &remarks);
	is_good = source_finish(&source.source, fault);
	if (is_good)
		log_remarks(client, buf_text(&remarks));
	buf_clear(&remarks);
	if (is_good)
		return memdb;
	memdb_release(memdb);
	return NULL;
}

static void
on_plan(struct catalog_client *client, const struct frame *frame)
{
	struct memdb *memdb;
	struct buf bytes;
	struct fault fault;

	memdb = restore(client, frame, &fault);
	if (memdb == NULL) {
		(void)fault_wrap(&fault, "the plan from the catalog");
		finish_first(client, &fault);
		return;
	}
	bytes = client->plan;
	buf_init(&client->plan, LIMIT_PLAN);
	asking_tell_plan(take_answered(client), memdb, &bytes);
	buf_clear(&bytes);
}

static void
on_piece(struct catalog_client *client, const struct frame *frame)
{
	struct fault fault;

	if (!buf_add(&client->plan, frame->bytes, frame->size, &fault)) {
		distrust(client);
		return;
	}
	loop_timer_set(client->deadline,
	    deadline_of(client, client->queue.first->deadline_ms));
}

static void
on_version(struct catalog_client *client, const struct frame *frame)
{
	struct memory_source source;
	struct fault fault;
	int64_t version;

	memory_source_init(&source, frame->bytes, frame->size);
	version = block_read_int(&source.source, 0, INT64_MAX);
	if (source_finish(&source.source, &fault))
		asking_tell_version(take_answered(client), version);
	else
		distrust(client);
}

static void
on_request_fault(struct catalog_client *client, const struct frame *frame)
{
	struct fault fault;

	if (!read_answered_fault(frame, &fault)) {
		distrust(client);
		return;
	}
	finish_first(client, &fault);
	if (!client->is_freed && is_loss(&fault))
		shut(client, PHASE_SHUT, &fault);
}

static void
on_request_answer(struct catalog_client *client, const struct frame *frame)
{
	const struct asking *asking = client->queue.first;

	if (frame->kind == ANSWER_FAULT)
		on_request_fault(client, frame);
	else if (frame->kind == ANSWER_PLAN && asking->plan != NULL)
		on_piece(client, frame);
	else if (frame->kind == ANSWER_REMARKS && asking->plan != NULL)
		on_plan(client, frame);
	else if (frame->kind == ANSWER_VERSION && asking->version != NULL)
		on_version(client, frame);
	else if (frame->kind == ANSWER_DONE && asking->done != NULL)
		asking_tell_done(take_answered(client));
	else
		distrust(client);
}

static void
on_frame(void *arg, const struct frame *frame)
{
	struct catalog_client *client = arg;

	enter(client);
	if (frame->number != client->number)
		distrust(client);
	else if (client->phase == PHASE_OPENING)
		on_place_answer(client, frame);
	else if (client->phase == PHASE_READY && client->is_busy)
		on_request_answer(client, frame);
	else
		distrust(client);
	pump(client);
	leave(client);
}

static void
send_place(struct catalog_client *client)
{
	struct memory_sink sink;
	struct buf body;
	struct fault fault;

	client->phase = PHASE_OPENING;
	buf_init(&body, LIMIT_FRAME);
	memory_sink_init(&sink, &body);
	request_write_place(&sink.sink, client->place);
	if (sink_finish(&sink.sink, &fault)) {
		frame_link_send(client->link, REQUEST_PLACE, ++client->number,
		    body.bytes, body.size);
		loop_timer_set(client->deadline,
		    deadline_of(client, PLACE_DEADLINE));
	} else {
		shut(client, PHASE_SHUT, &fault);
	}
	buf_clear(&body);
}

static bool
spawn(struct catalog_client *client, int input, struct fault *fault)
{
	const char *const arguments[] = { "backupexec-catalog", NULL };
	const struct process_start order = {
		.program = client->program,
		.arguments = arguments,
		.input = input,
		.output = -1,
		.error = STANDARD_ERROR,
	};

	return process_spawn(&order, &client->pid, fault);
}

/* From DOWN. */
static void
start(struct catalog_client *client)
{
	static const struct frame_events events = { on_frame, on_closed };
	struct fault fault;
	int ends[2];

	if (client->is_freed)
		return;
	if (!socket_pair(ends, &fault)) {
		shut(client, PHASE_DOWN, &fault);
		return;
	}
	if (!spawn(client, ends[1], &fault)) {
		file_close(ends[0]);
		file_close(ends[1]);
		client->pid = 0;
		(void)fault_wrap(&fault, "starting the catalog helper");
		shut(client, PHASE_DOWN, &fault);
		return;
	}
	file_close(ends[1]);
	client->started = now_mono();
	client->has_worked = false;
	client->link = frame_link_new(client->loop, ends[0], &events, client);
	client->child = loop_child_new(client->loop, client->pid, on_end,
	    client);
	send_place(client);
}

static void
on_retry(void *arg)
{
	struct catalog_client *client = arg;

	enter(client);
	if (client->phase == PHASE_DOWN)
		start(client);
	else if (client->phase == PHASE_SHUT)
		send_place(client);
	leave(client);
}

static void
retire(struct catalog_client *client)
{
	client->phase = PHASE_RETIRING;
	frame_link_free(client->link);
	client->link = NULL;
	loop_timer_set(client->deadline, RETIRE_DEADLINE);
}

/*
 * A driver that leaks, and one that has had its day, are replaced. One that is
 * large from the start would be no smaller afterwards.
 */
static void
renew_if_due(struct catalog_client *client)
{
	int64_t age_ms;
	uint64_t memory;

	if (client->phase != PHASE_READY || client->queue.first != NULL ||
	    !client->has_worked)
		return;
	age_ms = mono_elapsed_ms(client->started, now_mono());
	memory = process_memory(client->pid);
	if (age_ms < client->life_ms &&
	    (memory <= HELPER_MEMORY || memory / 2 <= client->opened_memory))
		return;
	log_info("catalog helper renewed: age_ms=%" PRId64 " memory=%" PRIu64,
	    age_ms, memory);
	retire(client);
}

static void
on_renew(void *arg)
{
	struct catalog_client *client = arg;

	renew_if_due(client);
	loop_timer_set(client->renew, RENEW_EVERY);
}

/* Send what waits, one at a time; tell those who only wait to hear why not. */
static void
pump(struct catalog_client *client)
{
	while (!client->is_freed && client->queue.first != NULL &&
	    !client->is_busy) {
		const struct asking *asking = client->queue.first;

		if (asking->has_failed) {
			asking_tell_fault(asking_take(&client->queue), NULL);
			continue;
		}
		if (client->phase != PHASE_READY)
			return;
		client->is_busy = true;
		frame_link_send(client->link, asking->kind, ++client->number,
		    asking->body.bytes, asking->body.size);
		loop_timer_set(client->deadline,
		    deadline_of(client, asking->deadline_ms));
	}
	if (!client->is_freed)
		renew_if_due(client);
}

/* The turn of the loop after one in which something was asked. */
static void
on_turn(void *arg)
{
	struct catalog_client *client = arg;

	enter(client);
	if (client->was_told && !client->is_reachable && !client->is_busy &&
	    (client->phase == PHASE_DOWN || client->phase == PHASE_SHUT))
		fail_waiting(client);
	pump(client);
	leave(client);
}

struct catalog_client *
catalog_client_new(struct loop *loop,
    const struct catalog_client_config *config,
    const struct catalog_client_events *events, void *arg)
{
	struct catalog_client *client = mem_new(1, sizeof(*client));
	const struct catalog_place place = {
		.connections = config->connections,
		.connection_count = config->connection_count,
		.password_file = config->password_file,
		.runner = config->runner,
		.embedded = config->embedded,
		.sql_folder = config->sql_folder,
	};

	client->loop = loop;
	client->events = events;
	client->arg = arg;
	client->place = place_copy(&place);
	client->program = config->program == NULL ?
	    process_sibling("backupexec-catalog") :
	    mem_text(config->program);
	client->deadline_ms = config->deadline_ms;
	client->life_ms = config->life_ms == 0 ? HELPER_LIFE : config->life_ms;
	client->remarks = mem_text("");
	buf_init(&client->plan, LIMIT_PLAN);
	client->deadline = loop_timer_new(loop, on_deadline, client);
	client->retry = loop_timer_new(loop, on_retry, client);
	client->renew = loop_timer_new(loop, on_renew, client);
	client->turn = loop_timer_new(loop, on_turn, client);
	(void)fault_set(&client->fault, FAULT_CLOSED,
	    "the catalog has not answered yet");
	loop_timer_set(client->renew, RENEW_EVERY);
	/* On the next turn: the caller does not have its client yet. */
	loop_timer_set(client->retry, 0);
	return client;
}

void
catalog_client_free(struct catalog_client *client)
{
	bool is_busy;

	if (client == NULL || client->is_freed)
		return;
	is_busy = client->is_busy;
	enter(client);
	client->is_freed = true;
	loop_timer_stop(client->deadline);
	loop_timer_stop(client->retry);
	loop_timer_stop(client->renew);
	loop_timer_stop(client->turn);
	(void)fault_set(&client->fault, FAULT_CLOSED,
	    "the catalog client ends");
	fail_waiting(client);
	/* An idle helper ends with its link; what another does is unwanted. */
	if (client->child != NULL && (is_busy || client->phase != PHASE_READY))
		kill_helper(client);
	frame_link_free(client->link);
	client->link = NULL;
	loop_child_free(client->child);
	leave(client);
}

int64_t
catalog_client_pid(const struct catalog_client *client)
{
	return client->pid;
}

const struct fault *
catalog_client_state(const struct catalog_client *client)
{
	return client->is_reachable ? NULL : &client->fault;
}

const char *
catalog_client_remarks(const struct catalog_client *client)
{
	return client->remarks;
}

/* It is looked at on the next turn: no `done` inside the call that asked. */
static void
put(struct catalog_client *client, struct asking *take_asking)
{
	asking_put(&client->queue, take_asking);
	if (!client->is_freed)
		loop_timer_set(client->turn, 0);
}

void
catalog_client_load(struct catalog_client *client, catalog_plan_fn done,
    void *arg)
{
	put(client, asking_load(done, arg));
}

void
catalog_client_probe(struct catalog_client *client, catalog_version_fn done,
    void *arg)
{
	put(client, asking_probe(done, arg));
}

void
catalog_client_record(struct catalog_client *client,
    const struct catalog_record *record, catalog_done_fn done, void *arg)
{
	put(client, asking_record(record, done, arg));
}

void
catalog_client_edit(struct catalog_client *client, const struct edit *edit,
    const char *who, catalog_done_fn done, void *arg)
{
	put(client, asking_edit(edit, who, done, arg));
}

void
catalog_client_note(struct catalog_client *client, const char *who,
    const char *what, const char *object, catalog_done_fn done, void *arg)
{
	put(client, asking_note(who, what, object, done, arg));
}
