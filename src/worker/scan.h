/*
 * scan - the verdict on what RMAN printed.
 *
 * Streaming and pure: bytes in, evidence kept, a verdict at the end; constant
 * memory, any line length, any encoding. English text is never needed, since
 * codes are the same in every language (first version of the rules: exit
 * status or signal; RMAN-00569, 03002, 03009, 00558, 00554, 00601 at the start
 * of a line that is not echo; first code that is no wrapper; the stack).
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
enum scan_feed { SCAN_CMDFILE, SCAN_STDIN };

enum { SCAN_LINE = 512 /* the part of a line that is looked at */ };

struct scan {
	enum scan_feed feed;
	uint64_t bytes;
	/* The rest is scan.c's. */
	char line[SCAN_LINE];
	size_t line_size; /* real length, may be beyond SCAN_LINE */
	uint64_t line_offset;
	bool in_stack, has_stack, has_failure, has_warning, saw_end;
	int pieces;
	char code[LIMIT_CODE + 1];    /* first that is no wrapper */
	char wrapper[LIMIT_CODE + 1]; /* first of any kind */
	char warning[LIMIT_CODE + 1];
	char stack[LIMIT_STACK + 1];
	size_t stack_size;
	uint64_t stack_begin, stack_end; /* offsets of the first stack */
};

void scan_init(struct scan *scan, enum scan_feed feed);
void scan_bytes(struct scan *scan, const char *bytes, size_t size);

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
	bool output_cut;       /* by log_limit */
	bool expects_pieces;
};

struct scan_verdict {
	enum outcome outcome;
	char code[LIMIT_CODE + 1]; /* "" when there is none */
	char reason[LIMIT_REASON + 1];
	int pieces;
	char stack[LIMIT_STACK + 1]; /* clean UTF-8; "" when there is none */
	uint64_t stack_begin, stack_end;
};

void scan_finish(struct scan *scan, const struct scan_end *end,
    struct scan_verdict *out_verdict);

#endif
