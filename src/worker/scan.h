/*
 * scan - the verdict on what RMAN printed.
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

/* How the commands reached rman decides what is echo. */
enum scan_feed { SCAN_CMDFILE, SCAN_STDIN, SCAN_STEP, SCAN_FEEDS };

/* What a site says of how a run is to be judged. */
struct scan_policy {
	enum scan_feed feed;
	bool expects_pieces;
	unsigned kinds; /* enum kind, of its strategy; 0: unknown */
};

enum { SCAN_LINE = 512 /* the part of a line that is looked at */ };

struct scan {
	enum scan_feed feed;
	uint64_t bytes;
	/* The rest is scan.c's. */
	char line[SCAN_LINE];
	size_t held;         /* of the line, at most SCAN_LINE */
	bool is_long;        /* there was more */
	uint64_t line_begin; /* offset of the line */
	bool after_rule;     /* the line before was RMAN-00571 */
	uint64_t rule_begin; /* and began here */
	enum { SCAN_OUTSIDE, SCAN_IN_CODES, SCAN_IN_STACK } place;
	bool has_stack, has_failure;
	int pieces;
	char code[LIMIT_CODE + 1];    /* first that is no wrapper */
	char wrapper[LIMIT_CODE + 1]; /* first that is one */
	char cause[LIMIT_REASON + 1]; /* the line of the code, as it came */
	size_t cause_size;
	char stack[LIMIT_STACK];
	size_t stack_size;
	uint64_t stack_begin, stack_end;
};

void scan_init(struct scan *scan, enum scan_feed feed);
void scan_bytes(struct scan *scan, const char *bytes, size_t size);

/* Has a failure been seen so far? Its code, "" for none. */
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
	struct scan_policy policy;
	const char *lost; /* failure code seen in what was cut; NULL: none */
	const char *why;  /* of a stop that was not its own; NULL: unknown */
};

struct scan_verdict {
	enum outcome outcome;
	char code[LIMIT_CODE + 1]; /* "" when there is none */
	char reason[LIMIT_REASON + 1];
	int pieces;
	bool is_good;                    /* as of struct execution */
	enum retry_class retry;          /* of a failure, by its code */
	char stack[LIMIT_STACK + 1];     /* clean UTF-8, without its header of
	                                RMAN-00571 and 00569; "": none */
	uint64_t stack_begin, stack_end; /* in the output, with the header */
};

void scan_finish(const struct scan *scan, const struct scan_end *end,
    struct scan_verdict *out_verdict);

#endif
