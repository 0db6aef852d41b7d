/*
 * journal - the store on its own thread, with group commit.
 *
 * The loop submits jobs; the journal thread takes all that have arrived,
 * syncs the output files they name, runs them in one transaction in the order
 * of their submission, commits, and posts their answers. There is no timer:
 * what arrives during a commit goes with the next. So when `done` is called
 * with a NULL fault, everything before it is durable too.
 *
 * A job that fails takes back its own part only. When a sync fails, every job
 * of the round fails; a failed sync of journal or output is not tried again on
 * the same file (the daemon ends, by `broken`). When the disk is full or takes
 * no more writes, the round is tried again, with room from the reserve and at
 * last in memory: a job that writes may run more than once.
 *
 * Thread: loop; jobs run on the journal thread.
 */
#ifndef JOURNAL_JOURNAL_H
#define JOURNAL_JOURNAL_H

#include "base/fault.h"
#include "journal/store.h"
#include "loop/loop.h"

struct journal;

/* On the journal thread. `arg` belongs to the job until done. */
typedef bool (
    *journal_job_fn)(struct store *store, void *arg, struct fault *fault);

/* On the loop's thread, always, in the order of submission. */
typedef void (*journal_done_fn)(void *arg, const struct fault *fault);

/* How well what is submitted is kept; doc/JOURNAL.md has the machine. */
enum journal_state {
	JOURNAL_WHOLE,
	JOURNAL_LOW,   /* durable, but the reserve is not whole: a full disk */
	JOURNAL_UNKEPT /* in memory only, until the disk takes it */
};

struct journal_events {
	/* The journal cannot be trusted any more: the daemon must end. */
	void (*broken)(void *arg, const struct fault *fault);

	/* It changed, and why; NULL is fine. */
	void (*state)(void *arg, enum journal_state state,
	    const struct fault *why);
};

/* Opens state_dir/journal.db and starts the thread. */
MUST_CHECK struct journal *
journal_start(struct loop *loop, const char *state_dir,
    const struct journal_events *events, void *arg, struct fault *fault);

/*
 * After the jobs submitted so far, and those that are submitted while their
 * done is called; all of them are answered. NULL is fine.
 */
void journal_stop(struct journal *journal);

/*
 * `sync_path` (or NULL) is an output file to be synced before the job runs.
 * `run` may be NULL: then only the sync is wanted.
 */
void journal_submit(struct journal *journal, const char *sync_path,
    journal_job_fn run, journal_done_fn done, void *arg);

/*
 * Was it made by this start? *out_aside: the path of a damaged one that it
 * replaces (borrowed), and what was wrong with it, or NULL.
 */
bool journal_is_new(const struct journal *journal, const char **out_aside,
    struct fault *damage);

/* Room to set aside beside the journal; from the next round on. */
void journal_set_reserve(struct journal *journal, uint64_t bytes);

/* Somebody else needs room on that disk: give up a step of the reserve. */
void journal_spend(struct journal *journal);

/* Look whether it is better now; the thread does so after every round. */
void journal_tend(struct journal *journal);

/* How often the thread has come around: feeds the watchdog. Thread: any. */
uint64_t journal_progress(const struct journal *journal);

/* Jobs that wait. Thread: any. */
size_t journal_pending(const struct journal *journal);

#endif
