/*
 * store - the journal's facts in SQLite: executions, the order in which their
 * states became durable, the cursor, and where each reader stands.
 *
 * Calls are synchronous. The daemon makes them on the journal thread only
 * (journal.h); backupexec(1) opens a store for reading when no daemon lives.
 * What is written is durable when store_commit has returned.
 *
 * Files, tables and what each damage means: doc/JOURNAL.md.
 *
 * Thread: maker.
 */
#ifndef JOURNAL_STORE_H
#define JOURNAL_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "model/execution.h"

struct store;

/*
 * `path` is journal.db; made when absent. FAULT_REFUSED: not one of ours, or
 * a newer one; FAULT_FORMAT: it is damaged, every page was looked at.
 */
MUST_CHECK struct store *store_open(const char *path, struct fault *fault);

/* It was made by this store_open: nothing is known of a life before. */
bool store_is_new(const struct store *store);

/*
 * Give a damaged journal, which nobody has open, another name that tells when;
 * free *out_path. So the next store_open makes a new one.
 */
MUST_CHECK bool
store_set_aside(const char *path, char **out_path, struct fault *fault);

/* FAULT_ABSENT also for one that is just being made. */
MUST_CHECK struct store *
store_open_reading(const char *path, struct fault *fault);
void store_close(struct store *store); /* NULL is fine */

MUST_CHECK bool store_begin(struct store *store, struct fault *fault);
MUST_CHECK bool store_commit(struct store *store, struct fault *fault);
void store_rollback(struct store *store);

/*
 * What SQLite itself failed at since store_begin, if it did: the transaction
 * is not to be trusted then. FAULT_FULL: it could not write; it may be rolled
 * back and tried again.
 */
bool store_trouble(const struct store *store, struct fault *fault);

/* Rows changed in the life of the handle; says who has written. */
int64_t store_changes(const struct store *store);

/*
 * Go on in memory while the file cannot be written; store_facts then has
 * none. Back to the file, with all that became of it; FAULT_FULL: not yet.
 */
MUST_CHECK bool store_shelter(struct store *store, struct fault *fault);
MUST_CHECK bool store_return(struct store *store, struct fault *fault);

/* A part of a transaction that may fail alone. */
MUST_CHECK bool store_savepoint(struct store *store, struct fault *fault);
MUST_CHECK bool
store_release(struct store *store, bool is_good, struct fault *fault);

/* UUID made with the journal. */
const char *store_epoch(const struct store *store);

/* Last minute that was evaluated; -1: none yet. */
MUST_CHECK bool
store_cursor(struct store *store, int64_t *out_slot, struct fault *fault);
MUST_CHECK bool
store_set_cursor(struct store *store, int64_t slot, struct fault *fault);

/*
 * A new execution, in whatever state; its state becomes a fact. FAULT_DUPLICATE
 * when its id, or its strategy, slot and attempt, are there already, or when it
 * writes off (attempt 0) one slot that has been tried.
 */
MUST_CHECK bool store_add(struct store *store,
    const struct execution *execution, struct fault *fault);

/*
 * The same execution, further on; its state becomes a fact. `detail` is the
 * error stack or NULL. FAULT_REFUSED when the state would go back,
 * FAULT_DUPLICATE when its slot and attempt are another's.
 */
MUST_CHECK bool store_change(struct store *store,
    const struct execution *execution, const char *detail, struct fault *fault);

/* Its durable output has grown. Not a fact. */
MUST_CHECK bool store_set_log_bytes(struct store *store, const char *id,
    uint64_t log_bytes, struct fault *fault);

/* Text of the lines that ran, by digest; there already is fine. */
MUST_CHECK bool store_add_script(struct store *store, const char *digest,
    const char *text, struct fault *fault);

/* Malloc'ed, NULL when it is not there. */
MUST_CHECK bool store_script(struct store *store, const char *digest,
    char **out_text, struct fault *fault);
MUST_CHECK bool store_detail(struct store *store, const char *id,
    char **out_text, struct fault *fault);

/* FAULT_ABSENT when there is none. */
MUST_CHECK bool store_execution(struct store *store, const char *id,
    struct execution *out_execution, struct fault *fault);

enum store_want {
	STORE_LIVING, /* not ended, oldest first */
	STORE_NEWEST  /* newest first */
};
struct store_filter {
	enum store_want want;
	const char *id_prefix; /* NULL: any */
	const char *strategy;  /* NULL: any */
	bool only_bad;         /* outcome_is_bad, and warnings */
	int64_t since_ms;      /* claimed or finished at or after; 0: any */
	size_t most;           /* 0: all */
};

/* Malloc'ed array; free it. */
MUST_CHECK bool
store_list(struct store *store, const struct store_filter *filter,
    struct execution **out_executions, size_t *out_count, struct fault *fault);

/* The newest ended execution of each strategy, or the newest good one.
 * Malloc'ed array. */
MUST_CHECK bool store_last(struct store *store, bool only_good,
    struct execution **out_executions, size_t *out_count, struct fault *fault);

/*
 * The executions whose slot lies between these, both included, by slot and
 * attempt; also rows for many slots that begin before. Malloc'ed array.
 */
MUST_CHECK bool
store_of_slots(struct store *store, int64_t first, int64_t last, size_t most,
    struct execution **out_executions, size_t *out_count, struct fault *fault);

/* How long a strategy usually takes: the median of its last good runs; -1:
 * there is none. */
MUST_CHECK bool store_usual(struct store *store, const char *strategy,
    int64_t *out_ms, struct fault *fault);

/*
 * The last good execution of each connection and kind, in no order. They stay
 * when the execution's own row is gone. Malloc'ed array.
 */
struct store_good {
	char connection[LIMIT_ID + 1];
	unsigned kind; /* number of its bit */
	char execution[UUID_TEXT_MAX];
	int64_t finished_ms;
};
MUST_CHECK bool store_goods(struct store *store, struct store_good **out_goods,
    size_t *out_count, struct fault *fault);

/* One that another journal had; a newer one here stays. */
MUST_CHECK bool store_put_good(struct store *store,
    const struct store_good *good, struct fault *fault);

/* A state of an execution, in the order in which it became durable. */
struct store_fact {
	int64_t sequence; /* 1, 2, …, without a gap */
	int64_t at_ms;
	enum execution_state state;
	char execution[UUID_TEXT_MAX];
};

/* Facts behind `after`, at most `most`. Malloc'ed array. */
MUST_CHECK bool store_facts(struct store *store, int64_t after, size_t most,
    struct store_fact **out_facts, size_t *out_count, struct fault *fault);

/* Where a reader ("catalog") stands; 0 for one that never read. */
MUST_CHECK bool store_position(struct store *store, const char *reader,
    int64_t *out_sequence, struct fault *fault);
MUST_CHECK bool store_set_position(struct store *store, const char *reader,
    int64_t sequence, struct fault *fault);

/* How many executions ended behind where it stands. */
MUST_CHECK bool store_behind(struct store *store, const char *reader,
    int64_t *out_count, struct fault *fault);

/* The fact that every reader has got; "catalog" always is one. */
MUST_CHECK bool store_read_by_all(struct store *store, int64_t *out_sequence,
    struct fault *fault);

/* One that ended, by the fact that says so. */
struct store_victim {
	int64_t sequence;
	uint64_t log_bytes;
	char id[UUID_TEXT_MAX];
};

/*
 * Those that ended behind fact `after` and not behind `upto`, with one of the
 * outcomes (bits), in that order. Malloc'ed array.
 */
MUST_CHECK bool store_victims(struct store *store, int64_t after, int64_t upto,
    unsigned outcomes, size_t most, struct store_victim **out_victims,
    size_t *out_count, struct fault *fault);

/*
 * Those that ended before `before_ms` and not behind fact `upto`, but for the
 * newest, and the newest success or warning, of each strategy.
 */
MUST_CHECK bool
store_expired(struct store *store, int64_t upto, int64_t before_ms, size_t most,
    struct store_victim **out_victims, size_t *out_count, struct fault *fault);

/* Its row and its facts go. */
MUST_CHECK bool store_forget(struct store *store,
    const struct store_victim *victim, struct fault *fault);

/* The newest fact's sequence, 0 when there is none. */
MUST_CHECK bool store_last_sequence(struct store *store, int64_t *out_sequence,
    struct fault *fault);

/* A small text that survives restarts, by name; out NULL when unset. */
MUST_CHECK bool store_note(struct store *store, const char *name,
    char **out_text, struct fault *fault);
MUST_CHECK bool store_set_note(struct store *store, const char *name,
    const char *text, struct fault *fault);

#endif
