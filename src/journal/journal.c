#include "config.h"

#include "journal/journal.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "journal/reserve.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/thread.h"

enum {
	RETURN_MS = 2000, /* between two tries to get back to the disk */
	OPENINGS = 3,     /* before a journal is taken for damaged */
	RESERVE_MS = 5000 /* and to make the reserve whole */
};

struct job {
	struct job *next;
	char *sync_path; /* NULL: none */
	journal_job_fn run;
	journal_done_fn done;
	void *arg;
	bool is_answered; /* ran, and wrote nothing */
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
	char *aside; /* where a damaged one is; NULL: nowhere */
	struct fault damage;
	struct job *first, **last; /* under the mutex */
	bool is_stopping;          /* under the mutex */
	bool is_broken;            /* the thread's */
	struct fault broken;
	struct reserve reserve;                 /* the thread's */
	enum journal_state state;               /* the thread's */
	struct fault why;                       /* of the state, the thread's */
	struct mono_time return_at, reserve_at; /* not before */
	_Atomic uint64_t reserve_wanted;
	_Atomic bool wants_room;
	_Atomic uint64_t progress;
	_Atomic size_t pending;
};

/* Another state, on its way to the loop. */
struct news {
	struct journal *journal;
	enum journal_state state;
	struct fault why;
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
	int64_t changes;
	bool is_good;

	if (job->failed || job->run == NULL || job->is_answered)
		return true;
	if (!store_savepoint(store, fault))
		return false;
	changes = store_changes(store);
	is_good = job->run(store, job->arg, &job->fault);
	if (store_trouble(store, fault))
		return false;
	job->failed = !is_good;
	job->is_answered = !is_good || changes == store_changes(store);
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
transact(struct journal *journal, struct job *first, struct fault *fault)
{
	struct store *store = journal->store;

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

static void
deliver_news(void *arg)
{
	struct news *news = arg;
	struct journal *journal = news->journal;

	if (journal->events->state != NULL)
		journal->events->state(journal->arg, news->state, &news->why);
	free(news);
}

static void
set_state(struct journal *journal, enum journal_state state,
    const struct fault *why)
{
	struct news *news;

	if (journal->state == state)
		return;
	journal->state = state;
	news = mem_new(1, sizeof(*news));
	news->journal = journal;
	news->state = state;
	news->why = *why;
	loop_post(journal->loop, deliver_news, news);
}

/* The disk is full or takes no writes: what can be done? */
static bool
make_room(struct journal *journal, struct fault *fault)
{
	struct fault why = *fault;

	if (journal->state == JOURNAL_UNKEPT)
		return false;
	if (reserve_spend(&journal->reserve)) {
		set_state(journal, JOURNAL_LOW, &why);
	} else {
		if (!store_shelter(journal->store, fault))
			return false;
		set_state(journal, JOURNAL_UNKEPT, &why);
		journal->return_at.ms = now_mono().ms + RETURN_MS;
	}
	journal->reserve_at.ms = now_mono().ms + RESERVE_MS;
	return true;
}

static bool
run_round(struct journal *journal, struct job *first, struct fault *fault)
{
	if (!sync_outputs(first, fault))
		return false;
	if (!has_work(first))
		return true;
	while (!transact(journal, first, fault))
		if (fault->kind != FAULT_FULL || !make_room(journal, fault))
			return false;
	return true;
}

/* Back to the disk. False: the journal is broken. */
static bool
go_back(struct journal *journal, struct fault *fault)
{
	if (now_mono().ms < journal->return_at.ms)
		return true;
	journal->return_at.ms = now_mono().ms + RETURN_MS;
	if (store_return(journal->store, fault)) {
		(void)fault_set(fault, FAULT_FULL, "the reserve is not whole");
		set_state(journal, JOURNAL_LOW, fault);
		journal->reserve_at.ms = 0; /* it says what next */
		return true;
	}
	return fault->kind == FAULT_FULL || fault->kind == FAULT_RETRY;
}

static void
tend_reserve(struct journal *journal)
{
	struct reserve *reserve = &journal->reserve;
	uint64_t wanted = journal->reserve_wanted;
	struct fault why = { 0 };

	if (journal->wants_room) {
		journal->wants_room = false;
		(void)reserve_spend(reserve);
		journal->reserve_at.ms = now_mono().ms + RESERVE_MS;
	}
	if ((reserve->wanted == wanted && reserve->held == wanted &&
		journal->state == JOURNAL_WHOLE) ||
	    now_mono().ms < journal->reserve_at.ms)
		return;
	reserve->wanted = wanted;
	journal->reserve_at.ms = now_mono().ms + RESERVE_MS;
	if (reserve_make(reserve, &why))
		set_state(journal, JOURNAL_WHOLE, &why);
	else
		set_state(journal, JOURNAL_LOW, &why);
}

/* After each round: is it better now? False: it is broken. */
static bool
tend(struct journal *journal, struct fault *fault)
{
	if (journal->state == JOURNAL_UNKEPT && !go_back(journal, fault))
		return false;
	if (journal->state != JOURNAL_UNKEPT)
		tend_reserve(journal);
	return true;
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
	} else if (!run_round(journal, first, &journal->broken) ||
	    !tend(journal, &journal->broken)) {
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

/* Full: with room from the reserve. Damaged: set aside, and a new one made. */
static struct store *
open_store(struct journal *journal, const char *path, struct fault *fault)
{
	struct store *store = store_open(path, fault);

	while (store == NULL && fault->kind == FAULT_FULL &&
	    reserve_spend(&journal->reserve))
		store = store_open(path, fault);
	/* Damage stays; a read that failed once says nothing. */
	for (int i = 1;
	     i < OPENINGS && store == NULL && fault->kind == FAULT_FORMAT; i++)
		store = store_open(path, fault);
	if (store != NULL || fault->kind != FAULT_FORMAT)
		return store;
	journal->damage = *fault;
	if (!store_set_aside(path, &journal->aside, fault))
		return NULL;
	return store_open(path, fault);
}

struct journal *
journal_start(struct loop *loop, const char *state_dir,
    const struct journal_events *events, void *arg, struct fault *fault)
{
	struct journal *journal = mem_new(1, sizeof(*journal));
	char *path = file_join(state_dir, "journal.db");
	char *reserve = file_join(state_dir, "reserve");

	journal->loop = loop;
	journal->events = events;
	journal->arg = arg;
	journal->last = &journal->first;
	journal->mutex = mutex_new();
	journal->condition = condition_new();
	reserve_open(&journal->reserve, reserve);
	journal->reserve_wanted = journal->reserve.held;
	journal->store = open_store(journal, path, fault);
	free(reserve);
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
	reserve_clear(&journal->reserve);
	free(journal->aside);
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

bool
journal_is_new(const struct journal *journal, const char **out_aside,
    struct fault *damage)
{
	*out_aside = journal->aside;
	*damage = journal->damage;
	return store_is_new(journal->store);
}

void
journal_set_reserve(struct journal *journal, uint64_t bytes)
{
	journal->reserve_wanted = bytes;
	journal_tend(journal);
}

void
journal_spend(struct journal *journal)
{
	journal->wants_room = true;
	journal_tend(journal);
}

void
journal_tend(struct journal *journal)
{
	journal_submit(journal, NULL, NULL, NULL, NULL);
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
