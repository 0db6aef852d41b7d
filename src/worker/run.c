#include "config.h"

#include "worker/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/process.h"
#include "platform/socket.h"
#include "worker/folder.h"
#include "worker/record.h"
#include "worker/request.h"

enum {
	LOOK_MS = 250,      /* between two looks at the folder */
	BEGIN_LOOK_MS = 50, /* while it has not begun */
	CHUNK = 64 << 10,
	TURN = 1 << 20,      /* scanned in one turn of the loop, at most */
	UNCERTAIN_MOST = 240 /* looks at a folder that cannot be read */
};

#define KEEPER "backupexec-worker"

struct run {
	struct loop *loop;
	const struct run_events *events;
	void *arg;
	char *folder;
	struct loop_timer *timer;
	bool is_calling; /* inside a callback */
	bool is_freed;   /* by that callback */
	bool is_done;    /* the last callback was called */

	bool has_failed;
	struct fault fault;

	int socket; /* -1: the request was sent */
	struct loop_watch *can_send;
	struct buf rest;
	size_t sent;
	struct loop_child *child;

	bool has_begun, has_end;
	int uncertain; /* looks that told nothing, at the end */
	struct record_start begun;
	struct record_end end;

	int output; /* -1: not opened yet */
	uint64_t size;
	struct scan scan;
	char *chunk;
};

static void look(void *arg);

static struct run *
new_run(struct loop *loop, const char *folder, const struct scan_policy *policy,
    const struct run_events *events, void *arg)
{
	struct run *run = mem_new(1, sizeof(*run));

	run->loop = loop;
	run->events = events;
	run->arg = arg;
	run->folder = mem_text(folder);
	run->socket = -1;
	run->output = -1;
	buf_init(&run->rest, LIMIT_REQUEST);
	scan_init(&run->scan, policy);
	run->timer = loop_timer_new(loop, look, run);
	return run;
}

static void
stop_sending(struct run *run)
{
	loop_watch_free(run->can_send);
	run->can_send = NULL;
	file_close(run->socket);
	run->socket = -1;
	buf_clear(&run->rest);
}

static void
destroy(struct run *run)
{
	stop_sending(run);
	loop_child_free(run->child);
	loop_timer_free(run->timer);
	file_close(run->output);
	free(run->chunk);
	free(run->folder);
	free(run);
}

void
run_free(struct run *run)
{
	if (run == NULL)
		return;
	loop_timer_stop(run->timer);
	if (run->is_calling)
		run->is_freed = true;
	else
		destroy(run);
}

enum run_trace
run_trace(const char *folder)
{
	struct record_start begun;

	/* In this order: a keeper that goes on meanwhile leaves `begun`. */
	if (folder_is_held(folder))
		return RUN_LIVES;
	return folder_read_begun(folder, &begun) ? RUN_OVER : RUN_NOTHING;
}

static void
on_child(void *arg, const struct process_end *end)
{
	struct run *run = arg;

	(void)end; /* the files say more */
	run->child = NULL;
	if (!run->is_done)
		loop_timer_set(run->timer, 0);
}

static bool
spawn_keeper(struct run *run, struct fault *fault)
{
	const char *const arguments[] = { KEEPER, NULL };
	char *program = process_sibling(KEEPER);
	struct process_start start = { .program = program,
		.arguments = arguments,
		.output = -1,
		.error = -1,
		.new_session = true };
	int ends[2];
	int64_t pid;
	bool done = socket_pair(ends, fault);

	if (done) {
		start.input = ends[1];
		done = process_spawn(&start, &pid, fault);
		file_close(ends[1]);
		run->socket = ends[0];
	}
	if (done)
		run->child = loop_child_new(run->loop, pid, on_child, run);
	free(program);
	return done;
}

static char **
copy_texts(const char *const *texts)
{
	size_t count = 0;
	char **copy;

	while (texts[count] != NULL)
		count++;
	copy = mem_new(count + 1, sizeof(*copy));
	for (size_t i = 0; i < count; i++)
		copy[i] = mem_text(texts[i]);
	return copy;
}

static char *
copy_or_empty(const char *text)
{
	return mem_text(text == NULL ? "" : text);
}

static struct request
request_of(const struct run_order *order, char *take_work)
{
	return (struct request){
		.program = mem_text(order->program),
		.arguments = copy_texts(order->arguments),
		.environment = copy_texts(order->environment),
		.feed = order->policy.feed,
		.script = mem_text(order->script),
		.allows_host = order->allows_host,
		.user = copy_or_empty(order->user),
		.password_file = copy_or_empty(order->password_file),
		.address = copy_or_empty(order->address),
		.catalog = copy_or_empty(order->catalog),
		.timeout_s = order->timeout_s,
		.stop_wait_s = order->stop_wait_s,
		.log_limit = order->log_limit,
		.expects_pieces = order->policy.expects_pieces,
		.work = take_work,
	};
}

static void
on_sendable(void *arg)
{
	struct run *run = arg;
	struct fault fault;
	size_t done;
	bool is_open = file_write_some(run->socket, run->rest.bytes + run->sent,
	    run->rest.size - run->sent, &done, &fault);

	run->sent += done;
	/* A keeper that is gone shows in the lock; it needs no word here. */
	if (!is_open || run->sent == run->rest.size)
		stop_sending(run);
}

/* A long script must not make the loop wait for a keeper that starts. */
static bool
send_request(struct run *run, const struct request *request,
    const int files[REQUEST_DESCRIPTORS], struct fault *fault)
{
	if (!request_send(run->socket, request, files, &run->rest, fault) ||
	    !socket_set_blocking(run->socket, false, fault))
		return false;
	run->can_send = loop_watch_new(run->loop, run->socket, true,
	    on_sendable, run);
	loop_watch_start(run->can_send);
	on_sendable(run); /* most are sent by this */
	return true;
}

static bool
start(struct run *run, const char *socket, const struct run_order *order,
    struct fault *fault)
{
	int files[REQUEST_DESCRIPTORS];
	struct request request = request_of(order,
	    socket == NULL ? file_join(run->folder, "work") : mem_text(""));
	bool done = folder_make(run->folder, files, fault) &&
	    (order->claim == NULL ||
		folder_write_claim(run->folder, order->claim, fault));

	/* Files that cannot be made here may be made elsewhere. */
	if (!done && fault->kind == FAULT_SYSTEM)
		fault->kind = FAULT_FULL;
	if (done && socket == NULL) {
		done = spawn_keeper(run, fault);
	} else if (done) {
		run->socket = socket_connect(socket, fault);
		done = run->socket >= 0;
	}
	done = done && send_request(run, &request, files, fault);
	folder_close(files);
	request_clear(&request);
	return done;
}

struct run *
run_start(struct loop *loop, const char *folder, const char *socket,
    const struct run_order *order, const struct run_events *events, void *arg)
{
	struct run *run = new_run(loop, folder, &order->policy, events, arg);

	if (!start(run, socket, order, &run->fault)) {
		run->has_failed = true;
		stop_sending(run);
	}
	loop_timer_set(run->timer, run->has_failed ? 0 : BEGIN_LOOK_MS);
	return run;
}

struct run *
run_adopt(struct loop *loop, const char *folder,
    const struct scan_policy *policy, const struct run_events *events,
    void *arg)
{
	struct run *run = new_run(loop, folder, policy, events, arg);

	loop_timer_set(run->timer, 0);
	return run;
}

bool
run_cancel(struct run *run, struct fault *fault)
{
	static const char word[] = "cancel\n";
	int descriptor = folder_open(run->folder, "control", FILE_APPEND,
	    fault);
	bool done = descriptor >= 0 &&
	    file_write_all(descriptor, word, sizeof(word) - 1, fault);

	file_close(descriptor);
	return done;
}

static void
call_begun(struct run *run)
{
	struct record_start program = { 0 };
	const bool has_program = folder_read_program(run->folder, &program);
	const struct run_begun begun = { .at_ms = run->begun.at_ms,
		.keeper_pid = run->begun.identity.pid,
		.program_pid = has_program ? program.identity.pid : 0 };

	run->is_calling = true;
	run->events->begun(run->arg, &begun);
	run->is_calling = false;
}

static void
call_grew(struct run *run)
{
	run->is_calling = true;
	run->events->grew(run->arg, run->size);
	run->is_calling = false;
}

static void
call_failed(struct run *run)
{
	run->is_done = run->is_calling = true;
	run->events->failed(run->arg, &run->fault);
	run->is_calling = false;
}

static void
call_ended(struct run *run, enum scan_stop stop)
{
	const struct record_end *end = &run->end;
	const struct scan_end how = { .stop = stop,
		.exit_status = end->exit_status,
		.signal = end->signal,
		.input_incomplete = end->input_cut,
		.output_cut = end->output_cut,
		.lost = end->lost[0] != '\0' ? end->lost : NULL,
		.why = end->why[0] != '\0' ? end->why : NULL };
	struct scan_verdict *verdict = mem_new(1, sizeof(*verdict));
	const struct run_ended ended = { .began_ms = run->begun.at_ms,
		.at_ms = end->at_ms,
		.exit_status = end->exit_status,
		.signal = end->signal,
		.log_bytes = run->size,
		.verdict = verdict };

	scan_finish(&run->scan, &how, verdict);
	if (end->note[0] != '\0' && verdict->outcome == OUTCOME_SUCCESS) {
		verdict->outcome = OUTCOME_WARNING;
		(void)text_copy(verdict->reason, sizeof(verdict->reason),
		    end->note);
	}
	run->is_done = run->is_calling = true;
	run->events->ended(run->arg, &ended);
	run->is_calling = false;
	free(verdict);
}

/* Its keeper is lost. An rman that lives has no reader any more: end it. */
static void
end_orphan(const struct run *run)
{
	struct record_start program;
	struct fault fault;

	if (!folder_read_program(run->folder, &program) ||
	    !process_lives(&program.identity))
		return;
	log_warning("an rman without its keeper is ended: folder=%s pid=%d",
	    log_quoted(run->folder), (int)program.identity.pid);
	if (!process_signal_group(program.identity.pid, PROCESS_TERMINATE,
		&fault))
		log_warning("it cannot be ended: reason=%s",
		    log_quoted(fault.text));
}

static void
call_lost(struct run *run)
{
	char *path = file_join(run->folder, "output");
	int64_t last_ms = file_changed_ms(path);

	free(path);
	end_orphan(run);
	run->end = (struct record_end){ .exit_status = -1,
		.at_ms = last_ms > run->begun.at_ms ? last_ms :
						      run->begun.at_ms };
	call_ended(run, SCAN_INTERRUPTED);
}

/* The size of the output now. Has it grown? */
static bool
has_grown(struct run *run)
{
	struct fault fault;
	uint64_t size;

	if (run->output < 0)
		run->output = folder_open(run->folder, "output", FILE_READ,
		    &fault);
	if (run->output < 0 || !file_size(run->output, &size, &fault) ||
	    size <= run->size)
		return false;
	run->size = size;
	return true;
}

/* Scan a turn's worth. True when there is more. */
static bool
scan_turn(struct run *run)
{
	struct fault fault;
	size_t size, turn = 0;

	if (run->chunk == NULL)
		run->chunk = mem_new(CHUNK, 1);
	while (turn < TURN && run->scan.bytes < run->size) {
		uint64_t left = run->size - run->scan.bytes;

		if (!file_read_at(run->output, run->scan.bytes, run->chunk,
			left < CHUNK ? (size_t)left : CHUNK, &size, &fault)) {
			log_error("the output of a run cannot be read: "
				  "folder=%s reason=%s",
			    log_quoted(run->folder), log_quoted(fault.text));
			run->size = run->scan.bytes;
			run->end.output_cut = true;
			return false;
		}
		if (size == 0) { /* it was made shorter */
			run->size = run->scan.bytes;
			return false;
		}
		scan_bytes(&run->scan, run->chunk, size);
		turn += size;
	}
	return run->scan.bytes < run->size;
}

/*
 * Before it is said how it ended: that a file is not there must be known, not
 * guessed because no descriptor was free.
 */
static bool
is_certain(struct run *run)
{
	struct record_start begun;

	if (!folder_is_readable(run->folder))
		return ++run->uncertain > UNCERTAIN_MOST;
	if (!run->has_end)
		run->has_end = folder_read_end(run->folder, &run->end);
	return (run->has_begun || !folder_read_begun(run->folder, &begun)) &&
	    !has_grown(run);
}

/*
 * The lock is looked at first and the end last: what is read between a free
 * lock and now is final, and so is all output once there is an end.
 */
static void
follow(struct run *run)
{
	bool is_over = !folder_is_held(run->folder);
	struct scan_policy policy;
	bool has_more;

	if (!run->has_begun && folder_read_begun(run->folder, &run->begun)) {
		run->has_begun = true;
		/* The plan may have changed since it was started. */
		policy = run->scan.policy;
		policy.feed = run->begun.feed;
		policy.expects_pieces = run->begun.expects_pieces;
		if (run->scan.bytes == 0)
			scan_init(&run->scan, &policy);
		call_begun(run);
	}
	if (run->is_freed)
		return;
	if (!run->has_end)
		run->has_end = folder_read_end(run->folder, &run->end);
	is_over = is_over || run->has_end;
	if (has_grown(run))
		call_grew(run);
	if (run->is_freed)
		return;
	has_more = scan_turn(run);
	if (has_more) {
		loop_timer_set(run->timer, 0);
	} else if (!is_over || run->child != NULL) {
		/* A child of ours that is over says so in a moment. */
		loop_timer_set(run->timer,
		    run->has_begun ? LOOK_MS : BEGIN_LOOK_MS);
	} else if (!is_certain(run)) {
		loop_timer_set(run->timer, LOOK_MS);
	} else if (run->has_end) {
		call_ended(run, run->end.stop);
	} else if (run->has_begun) {
		call_lost(run);
	} else {
		(void)fault_set(&run->fault, FAULT_RETRY,
		    "the keeper ended before it began");
		call_failed(run);
	}
}

static void
look(void *arg)
{
	struct run *run = arg;

	if (run->has_failed)
		call_failed(run);
	else
		follow(run);
	if (run->is_freed)
		destroy(run);
}
