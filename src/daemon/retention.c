#include "config.h"

#include "daemon/retention.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/thread.h"

enum {
	TICK_MS = 60000,
	AT_ONCE = 16,         /* executions of one round */
	OVERHEAD = 24 << 10,  /* of the small files of one */
	CUT_STEP = 256 << 20, /* a large file goes in pieces */
	PASSES = 3
};

#define NOTE "retention" /* the last fact of each pass */

/* Who goes first; the outcomes of a pass. */
static const struct pass {
	bool is_read;
	unsigned outcomes;
} passes[PASSES] = {
	{ true, ~0U },
	{ false, 1U << OUTCOME_SUCCESS },
	{ false, ~(1U << OUTCOME_SUCCESS) },
};

/* From the question who goes to the note that they are gone. */
struct round {
	struct daemon *daemon;
	char *executions; /* the folder of folders */
	int64_t cursors[PASSES];
	int64_t before_ms; /* with their facts, what ended before */
	int64_t needed;    /* bytes that must go; 0 or less: none */
	int pass;          /* PASSES: of those behind `keep` */
	struct store_victim *victims;
	size_t count;
	int64_t freed;
};

static void
round_free(struct round *round)
{
	free(round->executions);
	free(round->victims);
	free(round);
}

/* What is on the disk of one. */
static int64_t
size_of(const char *folder)
{
	char *path = file_join(folder, "output");
	struct fault fault;
	int descriptor = file_open(path, FILE_READ, &fault);
	uint64_t size = 0;

	if (descriptor >= 0)
		(void)!file_size(descriptor, &size, &fault);
	file_close(descriptor);
	free(path);
	return (int64_t)size + OVERHEAD;
}

static void
count_run(void *arg)
{
	struct round *round = arg;
	char **names = NULL;
	size_t count = 0;
	struct fault fault;

	if (!file_list(round->executions, &names, &count, &fault))
		return;
	for (size_t i = 0; i < count; i++) {
		char *folder = file_join(round->executions, names[i]);

		round->freed += size_of(folder);
		free(folder);
		free(names[i]);
	}
	free(names);
}

/* A file of many gigabytes would hold up the file system for a while. */
static void
cut_output(const char *folder, int64_t size)
{
	char *path = file_join(folder, "output");
	struct fault fault;
	int descriptor = size <= CUT_STEP ? -1 :
					    file_open(path, FILE_WRITE, &fault);

	while (descriptor >= 0 && size > CUT_STEP) {
		size -= CUT_STEP;
		if (!file_cut(descriptor, (uint64_t)size, &fault))
			break;
	}
	file_close(descriptor);
	free(path);
}

/* On its own thread. */
static void
remove_run(void *arg)
{
	struct round *round = arg;

	for (size_t i = 0; i < round->count; i++) {
		char *folder = file_join(round->executions,
		    round->victims[i].id);
		int64_t size = size_of(folder);
		struct fault fault;

		if (round->pass != PASSES && round->freed >= round->needed)
			round->count = i; /* it is enough */
		else if (file_kind(folder) == FILE_FOLDER) {
			cut_output(folder, size);
			if (file_remove(folder, &fault))
				round->freed += size;
			else
				log_error("an execution's files cannot be "
					  "removed: reason=%s",
				    log_quoted(fault.text));
		}
		free(folder);
	}
}

struct work {
	struct loop *loop;
	void (*run)(void *arg);
	void (*done)(void *arg);
	void *arg;
};

static void
work_run(void *arg)
{
	struct work *work = arg;

	work->run(work->arg);
	loop_post(work->loop, work->done, work->arg);
	free(work);
}

static bool
start_work(struct daemon *daemon, void (*run)(void *arg),
    void (*done)(void *arg), struct round *round)
{
	struct work *work = mem_new(1, sizeof(*work));
	struct fault fault;

	*work = (struct work){ daemon->loop, run, done, round };
	daemon->retention.thread = thread_start(work_run, work, &fault);
	if (daemon->retention.thread != NULL)
		return true;
	log_warning("nothing is pruned now: reason=%s", log_quoted(fault.text));
	free(work);
	return false;
}

static struct round *
round_new(struct daemon *daemon)
{
	struct round *round = mem_new(1, sizeof(*round));

	round->daemon = daemon;
	round->executions = daemon_path(daemon, "executions");
	return round;
}

static void look(struct daemon *daemon);

static void
end_round(struct round *round, bool goes_on)
{
	struct daemon *daemon = round->daemon;

	daemon->retention.is_busy = false;
	round_free(round);
	if (goes_on)
		look(daemon);
}

static bool
read_cursors(struct store *store, int64_t cursors[PASSES], struct fault *fault)
{
	char *text;

	if (!store_note(store, NOTE, &text, fault))
		return false;
	/* One that makes no sense begins at the begin: what is gone is gone. */
	if (text == NULL ||
	    sscanf(text, "%" SCNd64 " %" SCNd64 " %" SCNd64, &cursors[0],
		&cursors[1], &cursors[2]) != PASSES)
		memset(cursors, 0, PASSES * sizeof(*cursors));
	free(text);
	return true;
}

/* Who goes? */
static bool
choose_run(struct store *store, void *arg, struct fault *fault)
{
	struct round *round = arg;
	int64_t read;

	free(round->victims);
	round->victims = NULL;
	round->count = 0;
	if (!read_cursors(store, round->cursors, fault) ||
	    !store_read_by_all(store, &read, fault))
		return false;
	for (round->pass = 0; round->needed > 0 && round->pass < PASSES;
	     round->pass++) {
		const struct pass *pass = &passes[round->pass];
		int64_t after = round->cursors[round->pass];
		int64_t upto = pass->is_read ? read : INT64_MAX;

		if (!pass->is_read && after < read)
			after = read;
		if (!store_victims(store, after, upto, pass->outcomes, AT_ONCE,
			&round->victims, &round->count, fault))
			return false;
		if (round->count != 0)
			return true;
		free(round->victims);
		round->victims = NULL;
	}
	round->pass = PASSES;
	return store_expired(store, read, round->before_ms, AT_ONCE,
	    &round->victims, &round->count, fault);
}

static bool
note_run(struct store *store, void *arg, struct fault *fault)
{
	struct round *round = arg;
	char text[64];

	for (size_t i = 0; round->pass == PASSES && i < round->count; i++)
		if (!store_forget(store, &round->victims[i], fault))
			return false;
	if (round->pass == PASSES)
		return true;
	round->cursors[round->pass] = round->victims[round->count - 1].sequence;
	(void)snprintf(text, sizeof(text), "%" PRId64 " %" PRId64 " %" PRId64,
	    round->cursors[0], round->cursors[1], round->cursors[2]);
	return store_set_note(store, NOTE, text, fault);
}

static void
note_done(void *arg, const struct fault *fault)
{
	struct round *round = arg;

	end_round(round, fault == NULL);
}

static void
on_removed(void *arg)
{
	struct round *round = arg;
	struct daemon *daemon = round->daemon;
	struct retention *retention = &daemon->retention;

	thread_join(retention->thread);
	retention->thread = NULL;
	retention->bytes -= round->freed;
	for (size_t i = 0; i < round->count; i++)
		if (round->pass != 0 && round->pass != PASSES)
			log_error("output that is not recorded is dropped, "
				  "[journal] limit is reached: execution=%s "
				  "bytes=%" PRIu64,
			    round->victims[i].id, round->victims[i].log_bytes);
	journal_submit(daemon->journal, NULL, note_run, note_done, round);
}

static void
choose_done(void *arg, const struct fault *fault)
{
	struct round *round = arg;
	struct daemon *daemon = round->daemon;

	if (fault != NULL || round->count == 0 ||
	    daemon->retention.timer == NULL ||
	    !start_work(daemon, remove_run, on_removed, round))
		end_round(round, false);
}

static void
look(struct daemon *daemon)
{
	struct retention *retention = &daemon->retention;
	struct round *round;

	if (retention->is_busy || retention->timer == NULL ||
	    retention->bytes < 0)
		return;
	retention->is_busy = true;
	round = round_new(daemon);
	round->needed = retention->bytes - daemon->config->journal.limit_bytes;
	round->before_ms = now_wall_ms() -
	    daemon->config->journal.keep_s * 1000;
	journal_submit(daemon->journal, NULL, choose_run, choose_done, round);
}

static void
on_counted(void *arg)
{
	struct round *round = arg;
	struct daemon *daemon = round->daemon;
	struct retention *retention = &daemon->retention;

	thread_join(retention->thread);
	retention->thread = NULL;
	retention->bytes = round->freed + retention->grown;
	end_round(round, true);
}

static void
on_tick(void *arg)
{
	struct daemon *daemon = arg;

	loop_timer_set(daemon->retention.timer, TICK_MS);
	look(daemon);
}

void
retention_start(struct daemon *daemon)
{
	struct retention *retention = &daemon->retention;
	struct round *round = round_new(daemon);

	retention->bytes = -1;
	retention->timer = loop_timer_new(daemon->loop, on_tick, daemon);
	loop_timer_set(retention->timer, TICK_MS);
	retention->is_busy = start_work(daemon, count_run, on_counted, round);
	if (!retention->is_busy)
		round_free(round);
}

void
retention_stop(struct daemon *daemon)
{
	struct retention *retention = &daemon->retention;

	loop_timer_free(retention->timer);
	retention->timer = NULL;
	/* What its thread posts comes with the next turn of the loop. */
	while (retention->thread != NULL)
		loop_drain(daemon->loop);
}

void
retention_ended(struct daemon *daemon, const struct execution *execution)
{
	struct retention *retention = &daemon->retention;

	if (execution->started_ms == 0)
		return;
	if (retention->bytes < 0) {
		retention->grown += (int64_t)execution->log_bytes + OVERHEAD;
		return;
	}
	retention->bytes += (int64_t)execution->log_bytes + OVERHEAD;
	if (retention->bytes > daemon->config->journal.limit_bytes)
		look(daemon);
}

int64_t
retention_bytes(const struct daemon *daemon)
{
	return daemon->retention.bytes;
}
