/*
 * record - the lines of `begun` and `end`, which say by themselves whether
 * they are whole: a keeper or a machine may die in the middle of one.
 *
 *	end 1 stop=itself step=none ... sum=0123456789abcdef
 *
 * Their words stand in doc/WORKER.md, section 2.
 *
 * Units: _ms milliseconds of wall time since the epoch.
 * Thread: any.
 */
#ifndef WORKER_RECORD_H
#define WORKER_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "model/execution.h"
#include "platform/process.h"
#include "worker/scan.h"

/* The longest line, with its line end; an `end` file is that long. */
enum { RECORD_MAX = 2048 };

/* Which program started when: the keeper, or rman. */
struct record_start {
	struct process_identity identity;
	int64_t at_ms;
	/* Of the keeper only: what a judge needs who did not ask for it. */
	enum scan_feed feed;
	bool expects_pieces;
};

/* How far a keeper had to go to end rman. */
enum record_step {
	RECORD_NO_STEP,
	RECORD_INTERRUPT,
	RECORD_TERMINATE,
	RECORD_KILL,
	RECORD_STEPS
};

struct record_end {
	enum scan_stop stop; /* never SCAN_INTERRUPTED */
	enum record_step step;
	int exit_status, signal;
	int64_t began_ms, at_ms;
	uint64_t bytes, dropped;
	bool input_cut, output_cut;
	char lost[LIMIT_CODE + 1];   /* failure seen in what was dropped */
	char note[LIMIT_REASON + 1]; /* what makes it a warning at least */
	char why[LIMIT_REASON + 1];  /* of a stop that was not its own */
};

/*
 * What the journal knew of an execution when its keeper was started: for a
 * journal that is lost. The whole line of `claim`; id and state are not in it.
 */
size_t
record_write_claim(char room[RECORD_MAX], const struct execution *execution);
bool record_read_claim(const char *text, struct execution *out_execution);

/* A line with its line end; the length. */
size_t
record_write_begun(char room[RECORD_MAX], const struct record_start *start);
size_t
record_write_program(char room[RECORD_MAX], const struct record_start *start);
size_t record_write_end(char room[RECORD_MAX], const struct record_end *end);

/*
 * From the text of a whole file. False when there is no such line that is
 * whole; then nothing is written.
 */
bool record_read_begun(const char *text, struct record_start *out_start);
bool record_read_program(const char *text, struct record_start *out_start);
bool record_read_end(const char *text, struct record_end *out_end);

#endif
