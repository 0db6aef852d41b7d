/*
 * judge - a log at hand, judged by a person's wish as a run is.
 *
 * What backupexec-worker --judge does: it reads a log to its end and says the
 * outcome, the code, and why.
 *
 * Thread: maker.
 */
#ifndef WORKER_JUDGE_H
#define WORKER_JUDGE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/fault.h"
#include "worker/scan.h"

struct judge_question {
	struct scan_policy policy;
	struct scan_end end;
};

/*
 * From words of the command line, NULL at the end. Faults: FAULT_USAGE.
 */
MUST_CHECK bool judge_read(const char *const *words,
    struct judge_question *out_question, struct fault *fault);

/* Read `input` to its end and answer. Faults: FAULT_SYSTEM. */
MUST_CHECK bool judge_answer(const struct judge_question *question, FILE *input,
    FILE *output, struct fault *fault);

#endif
