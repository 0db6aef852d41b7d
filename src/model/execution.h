/*
 * execution - one attempt to fulfil a slot, or a run asked for by hand.
 *
 * A plain value without pointers: it is copied across threads and processes.
 *
 * Units: a slot is a UTC minute since the epoch; _ms are milliseconds since
 * the epoch, UTC, 0 while it has not happened.
 * Thread: any.
 */
#ifndef MODEL_EXECUTION_H
#define MODEL_EXECUTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/limits.h"
#include "base/uuid.h"
#include "model/kind.h"
#include "model/strategy.h"

enum execution_state {
	EXECUTION_CLAIMED, /* durable; waits for its turn */
	EXECUTION_STARTING,
	EXECUTION_RUNNING, /* its keeper has begun */
	EXECUTION_ENDED,
	EXECUTION_STATES
};

enum outcome {
	OUTCOME_NONE, /* has not ended */
	OUTCOME_SUCCESS,
	OUTCOME_WARNING,
	OUTCOME_FAILURE,
	OUTCOME_TIMEOUT,
	OUTCOME_INTERRUPTED,
	OUTCOME_CANCELLED,
	OUTCOME_MISSED,
	OUTCOME_SKIPPED,
	OUTCOMES
};

/* When the error of a failure may pass, so that another attempt is worth it. */
enum retry_class {
	RETRY_NONE,  /* no failure, or nothing is known of it */
	RETRY_SOON,  /* in minutes, a few times */
	RETRY_LATER, /* when there is space or a device again */
	RETRY_NEVER, /* a person must act first */
	RETRY_CLASSES
};

/* The slot of a run asked for by hand. */
#define EXECUTION_BY_HAND INT64_C(-1)

enum { DIGEST_TEXT_MAX = 33 /* 128 bits in hexadecimal, with the end mark */ };

struct execution {
	char id[UUID_TEXT_MAX];
	char strategy[LIMIT_ID + 1];
	char connection[LIMIT_ID + 1];
	int64_t slot;
	int attempt; /* 1, 2, …; 0: nobody started it (missed) */
	enum execution_state state;
	enum outcome outcome;
	enum priority priority;
	unsigned kinds; /* enum kind, as read when it was claimed */
	char asked_by[LIMIT_NAME + 1]; /* who ran it by hand; "" for a slot */
	char reason[LIMIT_REASON + 1]; /* why this outcome, for a person */
	char code[LIMIT_CODE + 1];     /* first significant error, or "" */
	char script_digest[DIGEST_TEXT_MAX]; /* "" while it has not started */
	int64_t claimed_ms, started_ms, finished_ms;
	int exit_status; /* of rman; -1: none */
	int signal;      /* that ended rman; 0: none */
	int pieces;
	bool is_good; /* success, or a warning that is a backup all the same */
	enum retry_class retry;
	uint64_t log_bytes; /* durable output */
	int64_t slots;     /* how many minutes this row stands for, 1 or more */
	int64_t last_slot; /* the last of them */
	uint64_t stack_begin, stack_end; /* first error stack in the output */
};

const char *execution_state_name(enum execution_state state);
const char *outcome_name(enum outcome outcome);       /* OUTCOME_NONE is "" */
const char *retry_class_name(enum retry_class retry); /* RETRY_NONE: "" */

/* The names above. Faults: FAULT_FORMAT. */
MUST_CHECK bool execution_state_read(const char *text,
    enum execution_state *out_state, struct fault *fault);
MUST_CHECK bool
outcome_read(const char *text, enum outcome *out_outcome, struct fault *fault);

/*
 * How long after its slot it began, in seconds; 0 for one that began early or
 * by hand, -1 for one that did not begin.
 */
int64_t execution_late_s(const struct execution *execution);

/* A person should look: failure, timeout, interrupted or missed. */
bool outcome_is_bad(enum outcome outcome);

/*
 * The catalog's claim_key: <strategy>/<slot>/<attempt>, for a run asked for
 * by hand its id. Never empty, since engines differ on nulls in unique keys.
 */
enum { CLAIM_KEY_MAX = 64 };
void execution_claim_key(char room[CLAIM_KEY_MAX],
    const struct execution *execution);

#endif
