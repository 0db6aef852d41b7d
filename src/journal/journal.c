#include "config.h"

#include "journal/journal.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "platform/file.h"
#include "platform/thread.h"

struct job {
	struct job *next;
	char *sync_path; /* NULL: none */
	journal_job_fn run;
	journal_done_fn done;
	void *arg;
	bool failed;
	struct fault fault;
};

struct journal {
	struct loop *loop;
	struct store *store; /* the thread's, once it runs */
	const struct journal_events *events;
	void *arg;
	struct thread *thread;
	struct mutex *mutex;
	struct condition *condition;
	struct job *first, **last; /* under the mutex */
	bool is_stopping;          /* under the mutex */
	bool is_broken;            /* the thread's */
	struct fault broken;
	_Atomic uint64_t progress;
	_Atomic size_t pending;
};

/* A round of jobs on its way back to the loop. */
struct round {
	struct journal *journal;
	struct job *first;
	bool is_broken;
	struct fault fault;
};

static void
fail_all(struct job *first, const struct fault *fault)
{
	for (struct job *job = first; job != NULL; job = job->next) {
		job->failed = true;
		job->fault = *fault;
	}
}

static bool
sync_output(const char *path, struct fault *fault)
{
	int descriptor = file_open(path, FILE_READ, fault);
	bool done;

	if (descriptor < 0)
		return false;
	done = file_sync(descriptor, fault) || fault_wrap(fault, "%s", path);
	file_close(descriptor);
	return done;
}

/* An earlier job of the round that names the same output; NULL: none. */
static const struct job *
find_synced(const struct job *first, const struct job *job)
{
	for (; first != job; first = first->next)
		if (first->sync_path != NULL &&
		    strcmp(first->sync_path, job->sync_path) == 0)
			return first;
	return NULL;
}

/*
 * A sync that fails breaks the journal: nobody knows what is on the disk. An
 * output that is not there, or not ours, fails only its own job.
 */
static bool
sync_outputs(struct job *first, struct fault *fault)
{
	for (struct job *job = first; job != NULL; job = job->next) {
		const struct job *earlier;

		if (job->sync_path == NULL)
			continue;
		earlier = find_synced(first, job);
		if (earlier != NULL) {
			job->failed = earlier->failed;
			job->fault = earlier->fault;
			continue;
		}
		if (sync_output(job->sync_path, &job->fault))
			continue;
		job->failed = true;
		if (job->fault.kind != FAULT_SYSTEM)
			continue;
		*fault = job->fault;
		return false;
	}
	return true;
}

static bool
run_job(struct store *store, struct job *job, struct fault *fault)
{
	bool is_good;

	if (job->failed || job->run == NULL)
		return true;
	if (!store_savepoint(store, fault))
		return false;
	is_good = job->run(store, job->arg, &job->fault);
	job->failed = !is_good;
	return store_release(store, is_good, fault);
}

static bool
has_work(const struct job *first)
{
	for (; first != NULL; first = first->next)
		if (first->run != NULL)
			return true;
	return false;
}

static bool
is_stopping(struct journal *journal)
{
	bool is_stopping;

	mutex_lock(journal->mutex);
	is_stopping = journal->is_stopping;
	mutex_unlock(journal->mutex);
	return is_stopping;
}

/*
 * Somebody else's transaction, a person's sqlite3, ends sooner or later, and
 * nothing has happened yet: that breaks no journal. Who watches
 * journal_progress sees one that lasts.
 */
static bool
begin(struct journal *journal, struct fault *fault)
{
	while (!store_begin(journal->store, fault))
		if (fault->kind != FAULT_RETRY || is_stopping(journal))
			return false;
	return true;
}

static bool
run_round(struct journal *journal, struct job *first, struct fault *fault)
{
	struct store *store = journal->store;

	if (!sync_outputs(first, fault))
		return false;
	if (!has_work(first))
		return true;
	if (!begin(journal, fault))
		return false;
	for (struct job *job = first; job != NULL; job = job->next) {
		if (!run_job(store, job, fault)) {
			store_rollback(store);
			return false;
		}
	}
	if (store_commit(store, fault))
		return true;
	store_rollback(store);
	return false;
}

/* On the loop: answers in order, then the bad news. */
static void
deliver(void *arg)
{
	struct round *round = arg;
	struct journal *journal = round->journal;
	struct job *job = round->first;

	while (job != NULL) {
		struct job *next = job->next;

		journal->pending--;
		if (job->done != NULL)
			job->done(job->arg, job->failed ? &job->fault : NULL);
		free(job->sync_path);
		free(job);
		job = next;
	}
	if (round->is_broken)
		journal->events->broken(journal->arg, &round->fault);
	free(round);
}

static void
serve(struct journal *journal, struct job *first)
{
	struct round *round = mem_new(1, sizeof(*round));

	round->journal = journal;
	round->first = first;
	if (journal->is_broken) {
		fail_all(first, &journal->broken);
	} else if (!run_round(journal, first, &journal->broken)) {
		journal->is_broken = true;
		fail_all(first, &journal->broken);
		round->is_broken = true;
		round->fault = journal->broken;
	}
	loop_post(journal->loop, deliver, round);
}

/* All that has arrived; the mutex is ours, or the thread is gone. */
static struct job *
take_jobs(struct journal *journal)
{
	struct job *first = journal->first;

	journal->first = NULL;
	journal->last = &journal->first;
	return first;
}

static void
run_thread(void *arg)
{
	struct journal *journal = arg;
	struct job *first;

	for (;;) {
		mutex_lock(journal->mutex);
		while (journal->first == NULL && !journal->is_stopping)
			condition_wait(journal->condition, journal->mutex);
		first = take_jobs(journal);
		mutex_unlock(journal->mutex);
		if (first == NULL)
			return; /* stopping, and everything is served */
		serve(journal, first);
		journal->progress++;
	}
}

struct journal *
journal_start(struct loop *loop, const char *state_dir,
    const struct journal_events *events, void *arg, struct fault *fault)
{
	struct journal *journal = mem_new(1, sizeof(*journal));
	char *path = file_join(state_dir, "journal.db");

	journal->loop = loop;
	journal->events = events;
	journal->arg = arg;
	journal->last = &journal->first;
	journal->mutex = mutex_new();
	journal->condition = condition_new();
	journal->store = store_open(path, fault);
	free(path);
	if (journal->store != NULL)
		journal->thread = thread_start(run_thread, journal, fault);
	if (journal->thread != NULL)
		return journal;
	journal_stop(journal);
	return NULL;
}

void
journal_stop(struct journal *journal)
{
	if (journal == NULL)
		return;
	mutex_lock(journal->mutex);
	journal->is_stopping = true;
	condition_signal(journal->condition);
	mutex_unlock(journal->mutex);
	if (journal->thread != NULL)
		thread_join(journal->thread);
	/*
	 * What the thread posted last is delivered before we are gone, and what
	 * is submitted by those who hear of it is served too.
	 */
	loop_drain(journal->loop);
	while (journal->first != NULL) {
		serve(journal, take_jobs(journal));
		loop_drain(journal->loop);
	}
	store_close(journal->store);
	condition_free(journal->condition);
	mutex_free(journal->mutex);
	free(journal);
}

void
journal_submit(struct journal *journal, const char *sync_path,
    journal_job_fn run, journal_done_fn done, void *arg)
{
	struct job *job = mem_new(1, sizeof(*job));

	job->sync_path = sync_path == NULL ? NULL : mem_text(sync_path);
	job->run = run;
	job->done = done;
	job->arg = arg;
	journal->pending++;
	mutex_lock(journal->mutex);
	*journal->last = job;
	journal->last = &job->next;
	condition_signal(journal->condition);
	mutex_unlock(journal->mutex);
}

uint64_t
journal_progress(const struct journal *journal)
{
	return journal->progress;
}

size_t
journal_pending(const struct journal *journal)
{
	return journal->pending;
}
