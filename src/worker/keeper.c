#include "config.h"

#include "worker/keeper.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/secret.h"
#include "base/text.h"
#include "loop/loop.h"
#include "model/command.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/process.h"
#include "platform/socket.h"
#include "worker/capture.h"
#include "worker/launch.h"
#include "worker/login.h"
#include "worker/phase.h"
#include "worker/probe.h"
#include "worker/record.h"
#include "worker/redact.h"
#include "worker/request.h"
#include "worker/step.h"

enum {
	CONTROL_MS = 500, /* between two looks at `control` */
	DRAIN_MS = 2000,  /* for what the pipe of an ended rman holds */
	SWEEP_MS = 500,   /* and after its heirs were killed */
	END_TRIES = 600,  /* to write `end`, one each second */
	END_TRY_MS = 1000,
	CHUNK = 64 << 10
};

struct keeper {
	struct loop *loop;
	struct request request;
	int files[REQUEST_DESCRIPTORS];
	enum phase phase;
	struct loop_timer *timer; /* what the phase waits for */
	struct loop_timer *control;

	struct launch launch;
	struct loop_child *child;
	struct process_end exit;

	struct loop_watch *can_write;
	struct buf feed;
	size_t script_size, fed;
	struct step step;       /* of a step feed */
	bool says_exit;         /* what is written is the last */
	struct secret password; /* "": there is none */
	struct login login;     /* until it was sent */
	struct redact redact;

	struct loop_watch *can_read;
	struct capture capture;
	char *chunk;

	struct record_end end;
};

static void fire(struct keeper *keeper, enum phase_event event);

static bool
write_begun(struct keeper *keeper, struct fault *fault)
{
	struct record_start start = { .at_ms = keeper->end.began_ms,
		.feed = keeper->request.feed,
		.expects_pieces = keeper->request.expects_pieces };
	char line[RECORD_MAX];
	size_t size;

	if (!process_identify(process_self(), &start.identity, fault))
		return false;
	size = record_write_begun(line, &start);
	return file_write_all(keeper->files[REQUEST_BEGUN], line, size, fault);
}

/* For the daemon, should this keeper be lost; nothing depends on it. */
static void
write_program(struct keeper *keeper)
{
	struct record_start start = { .at_ms = now_wall_ms() };
	char line[RECORD_MAX];
	struct fault fault;
	size_t size;

	if (!process_identify(keeper->launch.pid, &start.identity, &fault))
		return;
	size = record_write_program(line, &start);
	(void)!file_write_all(keeper->files[REQUEST_BEGUN], line, size, &fault);
}

/* The script, and the word that ends the session. */
static bool
prepare_feed(struct keeper *keeper, struct fault *fault)
{
	const char *script = keeper->request.script;
	struct buf *feed = &keeper->feed;

	buf_init(feed, LIMIT_REQUEST + 64);
	if (keeper->request.feed == SCAN_STEP)
		step_init(&keeper->step, script);
	if (keeper->request.feed != SCAN_STDIN)
		return true;
	if (!buf_add_text(feed, script, fault))
		return false;
	if (feed->size != 0 && feed->bytes[feed->size - 1] != '\n' &&
	    !buf_add_text(feed, "\n", fault))
		return false;
	keeper->script_size = feed->size;
	return buf_add_text(feed, "EXIT\n", fault);
}

static void
on_time(void *arg)
{
	fire(arg, PHASE_ON_TIME);
}

static void
on_exited(void *arg, const struct process_end *end)
{
	struct keeper *keeper = arg;

	keeper->child = NULL;
	keeper->exit = *end;
	fire(keeper, PHASE_ON_EXITED);
}

static void
close_input(struct keeper *keeper)
{
	loop_watch_free(keeper->can_write);
	keeper->can_write = NULL;
	file_close(keeper->launch.input);
	keeper->launch.input = -1;
	if (keeper->fed < keeper->script_size ||
	    (keeper->request.feed == SCAN_STEP && step_has_rest(&keeper->step)))
		keeper->end.input_cut = true;
}

static void
close_output(struct keeper *keeper)
{
	loop_watch_free(keeper->can_read);
	keeper->can_read = NULL;
	file_close(keeper->launch.output);
	keeper->launch.output = -1;
}

static void
on_writable(void *arg)
{
	struct keeper *keeper = arg;
	struct buf *feed = &keeper->feed;
	struct fault fault;
	size_t done;
	bool is_open = file_write_some(keeper->launch.input,
	    feed->bytes + keeper->fed, feed->size - keeper->fed, &done, &fault);

	keeper->fed += done;
	if (is_open && keeper->fed < feed->size)
		return;
	if (is_open && keeper->request.feed == SCAN_STEP &&
	    !keeper->says_exit) {
		loop_watch_free(keeper->can_write);
		keeper->can_write = NULL;
		return;
	}
	fire(keeper, PHASE_ON_INPUT_DONE);
}

/* Send the next command of a step feed when the last one is over. */
static void
send_next(struct keeper *keeper)
{
	struct fault fault;
	char *text;

	if (keeper->phase != PHASE_FEEDING || keeper->can_write != NULL ||
	    keeper->says_exit)
		return;
	text = step_next(&keeper->step);
	if (text == NULL && !step_is_done(&keeper->step))
		return;
	keeper->says_exit = text == NULL;
	buf_cut(&keeper->feed, 0);
	keeper->fed = 0;
	if (!buf_add_text(&keeper->feed, text == NULL ? "EXIT\n" : text,
		&fault))
		assert(false /* a command is shorter than its script */);
	free(text);
	keeper->can_write = loop_watch_new(keeper->loop, keeper->launch.input,
	    true, on_writable, keeper);
	loop_watch_start(keeper->can_write);
}

/* What rman printed, without the password. */
static void
take_output(void *arg, const char *bytes, size_t size)
{
	struct keeper *keeper = arg;

	capture_add(&keeper->capture, bytes, size, now_mono());
	if (keeper->request.feed == SCAN_STEP)
		step_output(&keeper->step, bytes, size);
}

static void
on_readable(void *arg)
{
	struct keeper *keeper = arg;
	struct fault fault;
	size_t size;

	if (file_read_some(keeper->launch.output, keeper->chunk, CHUNK, &size,
		&fault) &&
	    size != 0) {
		redact_bytes(&keeper->redact, keeper->chunk, size, take_output,
		    keeper);
		if (keeper->request.feed == SCAN_STEP)
			send_next(keeper);
		return;
	}
	close_output(keeper);
	fire(keeper, PHASE_ON_OUTPUT_ENDED);
}

static bool
is_cancelled(const struct keeper *keeper)
{
	struct fault fault;
	uint64_t size;

	return file_size(keeper->files[REQUEST_CONTROL], &size, &fault) &&
	    size != 0;
}

static void
on_control(void *arg)
{
	struct keeper *keeper = arg;

	if (is_cancelled(keeper))
		fire(keeper, PHASE_ON_CANCEL);
	else
		loop_timer_set(keeper->control, CONTROL_MS);
}

static void
feed(struct keeper *keeper)
{
	if (keeper->request.timeout_s != 0)
		loop_timer_set(keeper->timer, keeper->request.timeout_s * 1000);
	loop_timer_set(keeper->control, CONTROL_MS);
	loop_watch_start(keeper->can_read);
	if (keeper->launch.input < 0) {
		fire(keeper, PHASE_ON_INPUT_DONE);
		return;
	}
	if (keeper->request.feed == SCAN_STEP) {
		send_next(keeper);
		return;
	}
	keeper->can_write = loop_watch_new(keeper->loop, keeper->launch.input,
	    true, on_writable, keeper);
	loop_watch_start(keeper->can_write);
}

static void
stop(struct keeper *keeper, enum record_step step, enum process_signal signal)
{
	int64_t wait_ms = keeper->request.stop_wait_s * 1000;
	struct fault fault;

	keeper->end.step = step;
	(void)!process_signal_group(keeper->launch.pid, signal, &fault);
	/* Never 0: what cannot die must not keep us busy. */
	if (step == RECORD_KILL && wait_ms < CONTROL_MS)
		wait_ms = CONTROL_MS;
	loop_timer_set(keeper->timer, wait_ms);
}

static void
sweep(struct keeper *keeper)
{
	struct fault fault;

	(void)!process_signal_group(keeper->launch.pid, PROCESS_KILL, &fault);
	loop_timer_set(keeper->timer, SWEEP_MS);
}

static void
perform(struct keeper *keeper, enum phase_action action, enum phase_event event)
{
	switch (action) {
	case PHASE_FEED:
		feed(keeper);
		break;
	case PHASE_CLOSE_INPUT:
		close_input(keeper);
		break;
	case PHASE_INTERRUPT:
		keeper->end.stop = event == PHASE_ON_CANCEL ? SCAN_CANCELLED :
							      SCAN_TIMED_OUT;
		close_input(keeper);
		stop(keeper, RECORD_INTERRUPT, PROCESS_INTERRUPT);
		break;
	case PHASE_TERMINATE:
		stop(keeper, RECORD_TERMINATE, PROCESS_TERMINATE);
		break;
	case PHASE_KILL:
		stop(keeper, RECORD_KILL, PROCESS_KILL);
		break;
	case PHASE_DRAIN:
		close_input(keeper);
		loop_timer_set(keeper->timer, DRAIN_MS);
		if (keeper->launch.output < 0)
			fire(keeper, PHASE_ON_OUTPUT_ENDED);
		break;
	case PHASE_SWEEP:
		sweep(keeper);
		break;
	case PHASE_REPORT:
		loop_stop(keeper->loop);
		break;
	case PHASE_IGNORE:
		break;
	case PHASE_REFUSE:
		assert(action != PHASE_REFUSE);
	}
}

static void
fire(struct keeper *keeper, enum phase_event event)
{
	struct phase_step step = phase_on(keeper->phase, event);

	keeper->phase = step.next;
	perform(keeper, step.action, event);
}

static void
say_unstarted(struct keeper *keeper, enum scan_stop why, const char *text)
{
	keeper->end.stop = why;
	(void)text_copy(keeper->end.why, sizeof(keeper->end.why), text);
}

/* The daemon has looked; but who asks us last is who decides. */
static bool
check_script(const struct request *request, struct fault *fault)
{
	char *copy = mem_text(request->script);
	size_t count;
	const char **lines = command_lines(copy, &count);
	size_t line = request->allows_host ? 0 :
					     command_find_host(lines, count);

	free(lines);
	free(copy);
	return line == 0 ||
	    fault_set(fault, FAULT_REFUSED,
		"line %zu is a HOST command, which [rman] allow_host = no "
		"refuses",
		line);
}

static bool
read_password(struct keeper *keeper, struct fault *fault)
{
	const struct request *request = &keeper->request;

	if (request->password_file[0] == '\0')
		return true;
	if (request->feed != SCAN_STEP)
		return fault_set(fault, FAULT_CONFIG,
		    "a password goes in by feed = step only");
	if (!login_read_password(request->password_file, &keeper->password,
		fault) ||
	    !login_make(request->user, &keeper->password, request->address,
		&keeper->login, fault))
		return false;
	redact_init(&keeper->redact, &keeper->password);
	return true;
}

/* The pipe is new, and has room; who reads nothing is not connected. */
static void
send_login(struct keeper *keeper)
{
	struct login *login = &keeper->login;
	struct fault ignored;

	if (login->size == 0)
		return;
	(void)(file_write_all(keeper->launch.input, login->line, login->size,
		   &ignored) &&
	    file_write_all(keeper->launch.input, step_mark, strlen(step_mark),
		&ignored));
	step_sent(&keeper->step);
	secret_wipe(login, sizeof(*login));
}

/* rman ends at once where its catalog is away: so it is asked before. */
static void
try_catalog(struct keeper *keeper)
{
	struct request *request = &keeper->request;
	char reason[LIMIT_REASON + 1];
	size_t count = 0;

	if (request->catalog[0] == '\0')
		return;
	if (!probe_catalog(keeper->loop, request, PROBE_MS, reason)) {
		(void)snprintf(keeper->end.note, sizeof(keeper->end.note),
		    "without the recovery catalog: %.200s", reason);
		return;
	}
	while (request->arguments[count] != NULL)
		count++;
	request->arguments = mem_grow(request->arguments, count + 3,
	    sizeof(*request->arguments));
	request->arguments[count] = mem_text("catalog");
	request->arguments[count + 1] = mem_text(request->catalog);
	request->arguments[count + 2] = NULL;
}

static bool
start(struct keeper *keeper, struct fault *fault)
{
	if (!check_script(&keeper->request, fault) ||
	    !read_password(keeper, fault) || !prepare_feed(keeper, fault))
		return false;
	try_catalog(keeper);
	if (!launch_start(&keeper->launch, &keeper->request, fault))
		return false;
	send_login(keeper);
	write_program(keeper);
	keeper->child = loop_child_new(keeper->loop, keeper->launch.pid,
	    on_exited, keeper);
	keeper->can_read = loop_watch_new(keeper->loop, keeper->launch.output,
	    false, on_readable, keeper);
	return true;
}

static void
run(struct keeper *keeper)
{
	struct fault fault;

	if (!file_sync(keeper->files[REQUEST_BEGUN], &fault)) {
		say_unstarted(keeper, SCAN_NOT_STARTED, fault.text);
		fire(keeper, PHASE_ON_NOT_STARTED);
	} else if (is_cancelled(keeper)) {
		say_unstarted(keeper, SCAN_CANCELLED,
		    "cancelled before rman was started");
		fire(keeper, PHASE_ON_CANCEL);
	} else if (!start(keeper, &fault)) {
		say_unstarted(keeper, SCAN_NOT_STARTED, fault.text);
		fire(keeper, PHASE_ON_NOT_STARTED);
	} else {
		fire(keeper, PHASE_ON_STARTED);
		loop_run(keeper->loop);
	}
}

/* Why it was ended, and what that took. */
static void
explain(struct keeper *keeper)
{
	static const char *const by[RECORD_STEPS] = {
		[RECORD_INTERRUPT] = " (ended by SIGINT)",
		[RECORD_TERMINATE] = " (SIGINT was not enough: SIGTERM)",
		[RECORD_KILL] = " (SIGINT and SIGTERM were not enough: "
				"SIGKILL)",
	};
	struct record_end *end = &keeper->end;
	char timeout[TEXT_AMOUNT_MAX];

	if (end->step == RECORD_NO_STEP)
		return;
	text_format_duration(timeout, keeper->request.timeout_s);
	if (end->stop == SCAN_TIMED_OUT)
		(void)snprintf(end->why, sizeof(end->why),
		    "timed out after %s%s", timeout, by[end->step]);
	else
		(void)snprintf(end->why, sizeof(end->why), "cancelled%s",
		    by[end->step]);
}

static void
wake(void *arg)
{
	loop_stop(arg);
}

/* The room is there since the file was made; a disk may hiccup. */
static bool
write_end(struct keeper *keeper, struct fault *fault)
{
	int descriptor = keeper->files[REQUEST_END];
	struct loop_timer *pause = loop_timer_new(keeper->loop, wake,
	    keeper->loop);
	char line[RECORD_MAX];
	size_t size = record_write_end(line, &keeper->end);
	bool done = false;

	for (int i = 0; i < END_TRIES && !done; i++) {
		if (i != 0) {
			loop_timer_set(pause, END_TRY_MS);
			loop_run(keeper->loop);
		}
		done = file_write_at(descriptor, 0, line, size, fault) &&
		    file_sync(descriptor, fault);
	}
	loop_timer_free(pause);
	return done || fault_wrap(fault, "the end");
}

static bool
finish(struct keeper *keeper, struct fault *fault)
{
	struct record_end *end = &keeper->end;
	struct fault ignored;

	loop_timer_stop(keeper->timer);
	loop_timer_stop(keeper->control);
	if (keeper->launch.output >= 0)
		close_output(keeper);
	redact_finish(&keeper->redact, take_output, keeper);
	capture_finish(&keeper->capture);
	end->exit_status = keeper->exit.exit_status;
	end->signal = keeper->exit.signal;
	end->at_ms = now_wall_ms();
	end->bytes = keeper->capture.stored;
	end->dropped = keeper->capture.dropped;
	end->output_cut = end->dropped != 0 ||
	    !file_sync(keeper->files[REQUEST_OUTPUT], &ignored);
	(void)text_copy(end->lost, sizeof(end->lost),
	    capture_lost(&keeper->capture));
	explain(keeper);
	launch_clear(&keeper->launch);
	return write_end(keeper, fault);
}

static void
clear(struct keeper *keeper)
{
	loop_child_free(keeper->child);
	loop_watch_free(keeper->can_read);
	loop_watch_free(keeper->can_write);
	loop_timer_free(keeper->timer);
	loop_timer_free(keeper->control);
	loop_free(keeper->loop);
	capture_clear(&keeper->capture);
	request_clear(&keeper->request);
	step_clear(&keeper->step);
	secret_wipe(&keeper->login, sizeof(keeper->login));
	secret_wipe(&keeper->password, sizeof(keeper->password));
	buf_clear(&keeper->feed);
	free(keeper->chunk);
	launch_clear(&keeper->launch);
	for (size_t i = 0; i < REQUEST_DESCRIPTORS; i++)
		file_close(keeper->files[i]);
}

bool
keeper_run(int socket, struct fault *fault)
{
	struct keeper keeper = { .launch = { .input = -1, .output = -1 },
		.exit = { .exit_status = -1 },
		.files = { -1, -1, -1, -1, -1 } };
	bool done = false;

	if (request_receive(socket, &keeper.request, keeper.files, fault)) {
		keeper.loop = loop_new();
		keeper.timer = loop_timer_new(keeper.loop, on_time, &keeper);
		keeper.control = loop_timer_new(keeper.loop, on_control,
		    &keeper);
		keeper.chunk = mem_new(CHUNK, 1);
		keeper.end.began_ms = now_wall_ms();
		capture_init(&keeper.capture, keeper.files[REQUEST_OUTPUT],
		    keeper.request.log_limit, keeper.request.feed);
		if (write_begun(&keeper, fault)) {
			run(&keeper);
			done = finish(&keeper, fault);
		}
	}
	clear(&keeper);
	return done;
}
