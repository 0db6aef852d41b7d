/*
 * scan - the verdict on what RMAN printed, and on how it ended.
 *
 * Streaming and pure: bytes in, evidence kept, a verdict at the end; constant
 * memory, any line length, any encoding, and the same verdict however the
 * bytes were cut into pieces. English text is not needed for success or
 * failure, since codes are the same in every language. The rules stand in
 * doc/WORKER.md, section 7.
 *
 * Thread: any.
 */
#ifndef WORKER_SCAN_H
#define WORKER_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "model/execution.h"
#include "worker/evidence.h"
#include "worker/lines.h"

/* How the commands reached rman decides what is echo. */
enum scan_feed { SCAN_CMDFILE, SCAN_STDIN, SCAN_STEP, SCAN_FEEDS };

/* What a site says of how a run is to be judged. */
struct scan_policy {
	enum scan_feed feed;
	bool expects_pieces;
	unsigned kinds; /* enum kind, of its strategy; 0: as its output says */
	struct code_list ignore;   /* no warning */
	struct code_list escalate; /* a failure */
};

struct scan {
	uint64_t bytes;
	/* The rest is scan.c's. */
	struct scan_policy policy;
	struct lines lines;
	struct evidence evidence;
};

void scan_init(struct scan *scan, const struct scan_policy *policy);
void scan_bytes(struct scan *scan, const char *bytes, size_t size);

/*
 * What has been seen so far that is a failure: its code, a word for what has
 * none, "" for none.
 */
const char *scan_failure_code(const struct scan *scan);

/* How the run itself ended, as far as its keeper saw. */
enum scan_stop {
	SCAN_BY_ITSELF,
	SCAN_TIMED_OUT,
	SCAN_CANCELLED,
	SCAN_INTERRUPTED, /* the keeper died, nobody knows */
	SCAN_NOT_STARTED  /* the program could not be started */
};

struct scan_end {
	enum scan_stop stop;
	int exit_status; /* -1: none */
	int signal;
	bool input_incomplete; /* rman did not read all its lines */
	bool output_cut;       /* by log_limit, or a full disk */
	const char *lost;      /* failure seen in what was cut; NULL: none */
	const char *why; /* of a stop that was not its own; NULL: unknown */
};

enum { SCAN_REASONS = 24 };

struct scan_verdict {
	enum outcome outcome;
	char code[LIMIT_CODE + 1];     /* "" when there is none */
	char reason[LIMIT_REASON + 1]; /* the weightiest; "" of a success */
	int pieces;
	unsigned kinds;              /* enum kind, as far as the output says */
	bool is_good;                /* as of struct execution */
	enum retry_class retry;      /* of a failure, by its first stack */
	char stack[LIMIT_STACK + 1]; /* clean UTF-8, without its header of
	                                RMAN-00571 and 00569; "": none */
	uint64_t stack_begin, stack_end; /* in the output, with the header */

	/* All, the weightiest first; of failures before those of warnings. */
	size_t reason_count;
	char reasons[SCAN_REASONS][LIMIT_REASON + 1];
};

void scan_finish(const struct scan *scan, const struct scan_end *end,
    struct scan_verdict *out_verdict);

#endif
