#include "config.h"

#include "daemon/ship.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/process.h"

#define NOTE "shipped "

enum {
	PAUSE_MS = 10000,
	PAUSE_MOST_MS = 3600000,
	PATIENCE_MS = 600000,
	MS_PER_S = 1000,
	SAID_MAX = 4096
};

struct ship_target {
	char *where;
	uint64_t change;    /* that it has; 0: what it has is not known */
	int64_t next_ms;    /* monotonic: not before */
	int64_t shipped_ms; /* wall; 0: never, as far as we know */
	int64_t failing_ms; /* wall: since when; 0: it does not */
	unsigned failures;  /* in a row */
	char reason[FAULT_TEXT_MAX];
};

/* When targets were shipped to, from and for the journal. */
struct ship_note {
	struct daemon *daemon;
	char *where;
	int64_t shipped_ms;
};

int64_t
ship_pause_ms(unsigned failures)
{
	int64_t pause_ms = PAUSE_MS;

	for (; failures > 1 && pause_ms < PAUSE_MOST_MS; failures--)
		pause_ms *= 2;
	return pause_ms < PAUSE_MOST_MS ? pause_ms : PAUSE_MOST_MS;
}

char *
ship_destination(const char *target, const char *name)
{
	return target[0] == '/' ? mem_format("%s/%s.snapshot", target, name) :
				  mem_text(target);
}

static struct ship_target *
find(struct shipping *shipping, const char *where)
{
	for (size_t i = 0; i < shipping->count; i++)
		if (strcmp(shipping->targets[i].where, where) == 0)
			return &shipping->targets[i];
	return NULL;
}

static void look(void *arg);

static bool
write_note(struct store *store, void *arg, struct fault *fault)
{
	const struct ship_note *note = arg;
	char text[32], *name = mem_format(NOTE "%s", note->where);
	bool is_done;

	(void)snprintf(text, sizeof(text), "%" PRId64, note->shipped_ms);
	is_done = store_set_note(store, name, text, fault);
	free(name);
	return is_done;
}

static void
note_written(void *arg, const struct fault *fault)
{
	struct ship_note *note = arg;

	(void)fault; /* then it is shipped once more after a restart */
	free(note->where);
	free(note);
}

static void
shipped(struct daemon *daemon, struct ship_target *target)
{
	struct ship_note *note = mem_new(1, sizeof(*note));

	if (target->failures != 0)
		log_info("snapshots can be shipped again: to=%s",
		    log_quoted(target->where));
	log_info("snapshot shipped: to=%s version=%" PRId64,
	    log_quoted(target->where), daemon->shipping.version);
	target->change = daemon->shipping.under_way;
	target->shipped_ms = now_wall_ms();
	target->failing_ms = 0;
	target->failures = 0;
	target->next_ms = now_mono().ms +
	    daemon->config->snapshot.ship_every_s * MS_PER_S;
	note->where = mem_text(target->where);
	note->shipped_ms = target->shipped_ms;
	journal_submit(daemon->journal, NULL, write_note, note_written, note);
}

/* The last line that it wrote, without the program's name. */
static void
take_reason(struct shipping *shipping, const struct process_end *end,
    char reason[FAULT_TEXT_MAX])
{
	static const char program[] = "backupexec: ";
	const char *said = buf_text(&shipping->said), *line;
	char *copy = mem_text(said);
	size_t length = strlen(copy);

	while (length > 0 && copy[length - 1] == '\n')
		copy[--length] = '\0';
	line = strrchr(copy, '\n');
	line = line == NULL ? copy : line + 1;
	if (text_begins(line, program))
		line += sizeof(program) - 1;
	if (shipping->is_late)
		(void)snprintf(reason, FAULT_TEXT_MAX,
		    "it took longer than %d s", PATIENCE_MS / MS_PER_S);
	else if (line[0] != '\0')
		(void)text_copy(reason, FAULT_TEXT_MAX, line);
	else if (end->exit_status >= 0)
		(void)snprintf(reason, FAULT_TEXT_MAX, "exit status %d",
		    end->exit_status);
	else
		(void)snprintf(reason, FAULT_TEXT_MAX, "ended by signal %d",
		    end->signal);
	free(copy);
}

/* Said when it begins and when the reason is another; else counted. */
static void
failed(struct ship_target *target, const char *reason)
{
	bool is_news = target->failures == 0 ||
	    strcmp(target->reason, reason) != 0;
	int64_t pause_ms = ship_pause_ms(++target->failures);

	if (target->failing_ms == 0)
		target->failing_ms = now_wall_ms();
	(void)text_copy(target->reason, sizeof(target->reason), reason);
	target->next_ms = now_mono().ms + pause_ms;
	if (is_news)
		log_warning("the snapshot could not be shipped, tried again: "
			    "to=%s tries=%u retry_in_s=%" PRId64 " reason=%s",
		    log_quoted(target->where), target->failures,
		    pause_ms / MS_PER_S, log_quoted(reason));
}

/* The process and all that belongs to it. */
static void
forget_child(struct shipping *shipping)
{
	loop_child_free(shipping->child);
	loop_watch_free(shipping->watch);
	file_close(shipping->errors);
	loop_timer_stop(shipping->patience);
	buf_clear(&shipping->said);
	free(shipping->where);
	shipping->child = NULL;
	shipping->watch = NULL;
	shipping->errors = -1;
	shipping->where = NULL;
}

/* What it says beyond the room for a reason is read and dropped. */
static void
hear(struct shipping *shipping)
{
	char room[1024];
	struct fault fault;
	size_t size = 0;

	if (!file_read_some(shipping->errors, room, sizeof(room), &size,
		&fault) ||
	    size == 0)
		loop_watch_stop(shipping->watch);
	else if (shipping->said.size + size <= SAID_MAX)
		(void)!buf_add(&shipping->said, room, size, &fault);
}

static void
on_said(void *arg)
{
	struct daemon *daemon = arg;

	hear(&daemon->shipping);
}

static void
on_ended(void *arg, const struct process_end *end)
{
	struct daemon *daemon = arg;
	struct shipping *shipping = &daemon->shipping;
	struct ship_target *target = find(shipping, shipping->where);
	char reason[FAULT_TEXT_MAX];

	shipping->child = NULL;
	hear(shipping);
	if (target != NULL && end->exit_status == 0) {
		shipped(daemon, target);
	} else if (target != NULL) {
		take_reason(shipping, end, reason);
		failed(target, reason);
	}
	forget_child(shipping);
	look(daemon);
}

static void
on_late(void *arg)
{
	struct daemon *daemon = arg;
	struct fault fault;

	daemon->shipping.is_late = true;
	(void)!process_signal_group(daemon->shipping.pid, PROCESS_KILL, &fault);
}

static bool
spawn(struct daemon *daemon, const struct ship_target *target, int errors,
    struct fault *fault)
{
	char *program = process_command("backupexec");
	char *destination = ship_destination(target->where, daemon->name);
	const char *arguments[] = { program, "-c", daemon->config_path,
		"snapshot", "save", destination, "--compress", NULL, NULL,
		NULL };
	const struct process_start start = { .program = program,
		.arguments = arguments,
		.input = -1,
		.output = -1,
		.error = errors };
	bool is_done;

	if (daemon->config->snapshot.key_file[0] != '\0') {
		arguments[7] = "--key-file";
		arguments[8] = daemon->config->snapshot.key_file;
	}
	is_done = process_spawn(&start, &daemon->shipping.pid, fault);
	free(destination);
	free(program);
	return is_done;
}

static void
send(struct daemon *daemon, struct ship_target *target)
{
	struct shipping *shipping = &daemon->shipping;
	int pipe[2];
	struct fault fault;

	if (!file_pipe(pipe, &fault)) {
		failed(target, fault.text);
		return;
	}
	if (!spawn(daemon, target, pipe[1], &fault)) {
		file_close(pipe[0]);
		file_close(pipe[1]);
		failed(target, fault.text);
		return;
	}
	file_close(pipe[1]);
	shipping->errors = pipe[0];
	shipping->under_way = shipping->change;
	shipping->version = memdb_info(daemon->plan.memdb)->plan_version;
	shipping->where = mem_text(target->where);
	shipping->is_late = false;
	buf_init(&shipping->said, SAID_MAX);
	shipping->watch = loop_watch_new(daemon->loop, pipe[0], false, on_said,
	    daemon);
	loop_watch_start(shipping->watch);
	shipping->child = loop_child_new(daemon->loop, shipping->pid, on_ended,
	    daemon);
	loop_timer_set(shipping->patience, PATIENCE_MS);
}

/* To the one that waits longest; if it must wait still, look again then. */
static void
look(void *arg)
{
	struct daemon *daemon = arg;
	struct shipping *shipping = &daemon->shipping;
	struct ship_target *first = NULL;
	int64_t now_ms = now_mono().ms;

	if (shipping->child != NULL || !shipping->has_notes ||
	    daemon->plan.memdb == NULL || daemon->api == NULL ||
	    daemon->phase == DAEMON_STOPPING)
		return;
	for (size_t i = 0; i < shipping->count; i++) {
		struct ship_target *target = &shipping->targets[i];

		if (target->change != shipping->change &&
		    (first == NULL || target->next_ms < first->next_ms))
			first = target;
	}
	if (first == NULL)
		return;
	if (first->next_ms <= now_ms)
		send(daemon, first);
	if (shipping->child == NULL)
		loop_timer_set(shipping->again,
		    first->next_ms > now_ms ? first->next_ms - now_ms : 0);
}

void
ship_look(struct daemon *daemon)
{
	look(daemon);
}

void
ship_changed(struct daemon *daemon)
{
	daemon->shipping.change++;
	look(daemon);
}

static void
clear_targets(struct ship_target *targets, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(targets[i].where);
	free(targets);
}

/* What is known of those that stay is kept. */
static void
make_targets(struct daemon *daemon)
{
	const struct words *words = &daemon->config->snapshot.ship;
	struct shipping old = daemon->shipping;
	struct ship_target *targets = mem_new(words->count + 1,
	    sizeof(*targets));

	for (size_t i = 0; i < words->count; i++) {
		const struct ship_target *known = find(&old, words->items[i]);

		if (known != NULL)
			targets[i] = *known;
		targets[i].where = mem_text(words->items[i]);
	}
	daemon->shipping.targets = targets;
	daemon->shipping.count = words->count;
	clear_targets(old.targets, old.count);
}

/* What the journal says of each target. */
struct ship_memory {
	struct daemon *daemon;
	char **wheres;
	int64_t *shipped_ms;
	size_t count;
};

static bool
read_notes(struct store *store, void *arg, struct fault *fault)
{
	struct ship_memory *memory = arg;
	bool is_done = true;

	for (size_t i = 0; is_done && i < memory->count; i++) {
		char *name = mem_format(NOTE "%s", memory->wheres[i]);
		char *text = NULL;
		struct fault wrong;

		is_done = store_note(store, name, &text, fault);
		if (is_done && text != NULL &&
		    !text_number(text, 0, INT64_MAX, &memory->shipped_ms[i],
			&wrong))
			memory->shipped_ms[i] = 0;
		free(text);
		free(name);
	}
	return is_done;
}

/* At most as long as configured, whatever the clock has done. */
static void
remember(struct daemon *daemon, struct ship_target *target, int64_t shipped_ms)
{
	int64_t every_ms = daemon->config->snapshot.ship_every_s * MS_PER_S;
	int64_t wait_ms = shipped_ms + every_ms - now_wall_ms();

	target->shipped_ms = shipped_ms;
	if (wait_ms > every_ms)
		wait_ms = every_ms;
	if (shipped_ms != 0 && wait_ms > 0)
		target->next_ms = now_mono().ms + wait_ms;
}

static void
notes_read(void *arg, const struct fault *fault)
{
	struct ship_memory *memory = arg;
	struct daemon *daemon = memory->daemon;

	for (size_t i = 0; i < memory->count; i++) {
		struct ship_target *target = find(&daemon->shipping,
		    memory->wheres[i]);

		if (fault == NULL && target != NULL)
			remember(daemon, target, memory->shipped_ms[i]);
		free(memory->wheres[i]);
	}
	free(memory->wheres);
	free(memory->shipped_ms);
	free(memory);
	daemon->shipping.has_notes = true;
	look(daemon);
}

void
ship_start(struct daemon *daemon)
{
	struct shipping *shipping = &daemon->shipping;
	struct ship_memory *memory = mem_new(1, sizeof(*memory));

	shipping->errors = -1;
	shipping->again = loop_timer_new(daemon->loop, look, daemon);
	shipping->patience = loop_timer_new(daemon->loop, on_late, daemon);
	make_targets(daemon);
	memory->daemon = daemon;
	memory->count = shipping->count;
	memory->wheres = mem_new(memory->count + 1, sizeof(*memory->wheres));
	memory->shipped_ms = mem_new(memory->count + 1,
	    sizeof(*memory->shipped_ms));
	for (size_t i = 0; i < memory->count; i++)
		memory->wheres[i] = mem_text(shipping->targets[i].where);
	journal_submit(daemon->journal, NULL, read_notes, notes_read, memory);
}

void
ship_configure(struct daemon *daemon)
{
	make_targets(daemon);
	look(daemon);
}

void
ship_stop(struct daemon *daemon)
{
	struct shipping *shipping = &daemon->shipping;
	struct fault fault;

	if (shipping->again == NULL)
		return; /* it was never started */
	if (shipping->child != NULL)
		(void)!process_signal_group(shipping->pid, PROCESS_TERMINATE,
		    &fault);
	if (shipping->where != NULL)
		forget_child(shipping);
	loop_timer_free(shipping->again);
	loop_timer_free(shipping->patience);
	clear_targets(shipping->targets, shipping->count);
	*shipping = (struct shipping){ .errors = -1 };
}

size_t
ship_count(const struct daemon *daemon)
{
	return daemon->shipping.count;
}

void
ship_list(const struct daemon *daemon, struct api_ship *out_first)
{
	for (size_t i = 0; i < daemon->shipping.count; i++) {
		const struct ship_target *target = &daemon->shipping.targets[i];
		bool is_failing = target->failing_ms != 0;

		out_first[i] = (struct api_ship){ .where = target->where,
			.shipped_ms = target->shipped_ms,
			.failing_ms = target->failing_ms,
			.reason = is_failing ? target->reason : NULL };
	}
}
