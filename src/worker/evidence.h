/*
 * evidence - what the lines of a session say for and against it.
 *
 * A small machine over whole lines: it knows what is echo, where an error
 * stack begins and ends, what a warning is, whether somebody was connected and
 * whether the session came to its end. Nothing is judged here: that is scan.
 * Constant memory; English is not needed for any failure that has a code.
 *
 * Thread: maker.
 */
#ifndef WORKER_EVIDENCE_H
#define WORKER_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "worker/code.h"
#include "worker/lexicon.h"
#include "worker/lines.h"
#include "worker/stack.h"

enum { EVIDENCE_NAME = 64 };

/* The first of its kind: its code, and its line as it came. */
struct evidence_sign {
	char code[LIMIT_CODE + 1];
	char line[LIMIT_REASON];
	size_t size;
};

struct evidence {
	/* How it is to be read. */
	bool has_echo; /* a line that begins with a prompt is echo */
	struct code_list ignore, escalate;

	/* Against it. */
	bool has_failed;    /* by a code, not only in-band */
	int failed_steps;   /* RMAN-03009 outside of a stack */
	int moved_steps;    /* of them, that ran on another channel */
	bool has_corrupt;   /* VALIDATE found it */
	bool has_swallowed; /* DELETE asked, and a command was the answer */
	struct stack stack; /* the first one */

	/* Doubts. */
	struct evidence_sign rman, doubtful, ora; /* doubtful: or numbered */
	bool no_files, has_expired, is_not_current, has_marked, has_critical;
	bool has_lone_rule; /* RMAN-00571 without RMAN-00569 */
	bool is_spooled, is_cut;

	/* For it. */
	bool has_connected, is_checked; /* CHECKSYNTAX: nobody connects */
	bool has_ended;
	int sessions, ends;
	int pieces;
	unsigned kinds; /* enum kind, as far as it says */
	bool is_numbered;

	/* The rest is evidence.c's. */
	enum { EVIDENCE_OUTSIDE, EVIDENCE_STACK, EVIDENCE_STEP } place;
	bool is_recording; /* the lines of the place are the first stack's */
	bool after_blank;  /* in a place: it may be over */
	bool is_spaced;    /* no: every line has one behind it */
	int texts;         /* lines without a code in a row, in a step */
	bool after_rule;
	uint64_t rule_begin;
	bool in_ignored_block, is_validate;
	size_t column; /* where texts begin, behind a front of one width */
	char name[EVIDENCE_NAME + 1]; /* of the manager, where not English */
	size_t name_size;
	struct lexicon lexicon;
};

void evidence_init(struct evidence *evidence, bool has_echo);
void evidence_line(struct evidence *evidence, const struct line *line);

/* The last line, which was cut: it says nothing but that it is the end. */
void evidence_rest(struct evidence *evidence, const struct line *line);

#endif
