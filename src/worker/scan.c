#include "config.h"

#include "worker/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/kind.h"
#include "platform/process.h"

void
scan_init(struct scan *scan, const struct scan_policy *policy)
{
	scan->bytes = 0;
	scan->policy = *policy;
	lines_init(&scan->lines);
	evidence_init(&scan->evidence, policy->feed == SCAN_CMDFILE);
	scan->evidence.ignore = policy->ignore;
	scan->evidence.escalate = policy->escalate;
}

static void
on_line(void *arg, const struct line *line)
{
	evidence_line(arg, line);
}

void
scan_bytes(struct scan *scan, const char *bytes, size_t size)
{
	lines_add(&scan->lines, bytes, size, on_line, &scan->evidence);
	scan->bytes += size;
}

/* Did it come to its end, and to no other's? */
static bool
has_ended(const struct evidence *evidence)
{
	return evidence->has_ended && evidence->ends >= evidence->sessions;
}

/* A step that failed is made good by another channel and a clean end. */
static bool
has_failed_code(const struct evidence *evidence, bool is_clean)
{
	return evidence->has_failed ||
	    evidence->moved_steps < evidence->failed_steps ||
	    (evidence->failed_steps != 0 && !is_clean);
}

static const char *
failure_code(const struct evidence *evidence, bool is_clean)
{
	const char *code = stack_code(&evidence->stack);

	if (!has_failed_code(evidence, is_clean))
		return "";
	/* A header with nothing behind it is a failure all the same. */
	return code[0] != '\0' ? code : "RMAN-00569";
}

const char *
scan_failure_code(const struct scan *scan)
{
	const struct evidence *evidence = &scan->evidence;
	const char *code = failure_code(evidence, true);

	if (code[0] == '\0' && evidence->has_corrupt)
		return "corrupt blocks";
	if (code[0] == '\0' && evidence->has_swallowed)
		return "DELETE asked";
	return code;
}

/* Foreign bytes as text for a person: UTF-8, controls as spaces. */
static void
clean(char *room, size_t room_size, const char *bytes, size_t size,
    bool keep_lines)
{
	char wide[3 * LIMIT_STACK + 1];
	size_t length = text_utf8_clean(wide, bytes, size);

	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)wide[i];

		if ((byte < ' ' && !(keep_lines && byte == '\n')) ||
		    byte == 0x7f)
			wide[i] = ' ';
	}
	wide[length] = '\0';
	(void)text_copy(room, room_size, wide);
}

/* One more reason; the first one decides. */
static void
say(struct scan_verdict *verdict, enum outcome outcome, const char *reason)
{
	if (verdict->outcome == OUTCOME_NONE) {
		verdict->outcome = outcome;
		(void)text_copy(verdict->reason, sizeof(verdict->reason),
		    reason);
	}
	if (verdict->reason_count < SCAN_REASONS)
		(void)text_copy(verdict->reasons[verdict->reason_count++],
		    sizeof(verdict->reasons[0]), reason);
}

static void
say_line(struct scan_verdict *verdict, enum outcome outcome, const char *line,
    size_t size)
{
	char reason[LIMIT_REASON + 1];

	clean(reason, sizeof(reason), line, size, false);
	say(verdict, outcome, reason);
}

/* The ends that are not rman's own. */
static void
judge_stop(const struct scan_end *end, struct scan_verdict *verdict)
{
	static const struct {
		enum outcome outcome;
		const char *reason;
	} stops[] = {
		[SCAN_TIMED_OUT] = { OUTCOME_TIMEOUT, "timed out" },
		[SCAN_CANCELLED] = { OUTCOME_CANCELLED, "cancelled" },
		[SCAN_INTERRUPTED] = { OUTCOME_INTERRUPTED,
		    "its keeper was lost: nobody knows how it ended" },
		[SCAN_NOT_STARTED] = { OUTCOME_FAILURE,
		    "rman could not be started" },
	};

	if (end->stop != SCAN_BY_ITSELF)
		say(verdict, stops[end->stop].outcome,
		    end->why != NULL ? end->why : stops[end->stop].reason);
}

static bool
is_cut(const struct scan *scan, const struct scan_end *end)
{
	return end->output_cut || scan->evidence.is_cut;
}

/* A clean end: nothing is missing that would say otherwise. */
static bool
is_clean(const struct scan *scan, const struct scan_end *end)
{
	return has_ended(&scan->evidence) && !is_cut(scan, end);
}

/* Nobody was connected, in a session that is whole and needed it. */
static bool
was_never_connected(const struct scan *scan, const struct scan_end *end)
{
	const struct evidence *evidence = &scan->evidence;

	return !evidence->has_connected && !evidence->is_checked &&
	    !evidence->is_spooled && !is_cut(scan, end);
}

static void
judge_evidence(const struct scan *scan, const struct scan_end *end,
    struct scan_verdict *verdict)
{
	const struct evidence *evidence = &scan->evidence;
	const struct stack *stack = &evidence->stack;

	if (has_failed_code(evidence, is_clean(scan, end))) {
		if (stack->cause_size == 0)
			say(verdict, OUTCOME_FAILURE, "an empty error stack");
		else
			say_line(verdict, OUTCOME_FAILURE, stack->cause,
			    stack->cause_size);
	}
	if (evidence->has_corrupt)
		say(verdict, OUTCOME_FAILURE,
		    "validation found corrupt blocks: see its table, and "
		    "V$DATABASE_BLOCK_CORRUPTION");
	if (evidence->has_swallowed)
		say(verdict, OUTCOME_FAILURE,
		    "a DELETE without NOPROMPT took the lines after it for "
		    "answers");
}

static void
judge_failure(const struct scan *scan, const struct scan_end *end,
    struct scan_verdict *verdict)
{
	char reason[LIMIT_REASON + 1];

	if (end->signal != 0) {
		char name[16];

		process_signal_name(end->signal, name);
		(void)snprintf(reason, sizeof(reason), "ended by signal %s",
		    name);
		say(verdict, OUTCOME_FAILURE, reason);
	}
	judge_evidence(scan, end, verdict);
	if (end->lost != NULL) {
		(void)snprintf(reason, sizeof(reason),
		    "%s, in output that is not stored", end->lost);
		say(verdict, OUTCOME_FAILURE, reason);
	}
	if (end->exit_status != 0 && end->signal == 0) {
		(void)snprintf(reason, sizeof(reason), "exit status %d",
		    end->exit_status);
		say(verdict, OUTCOME_FAILURE, reason);
	}
	if (scan->bytes == 0 && !end->output_cut)
		say(verdict, OUTCOME_FAILURE, "rman printed nothing");
	else if (was_never_connected(scan, end))
		say(verdict, OUTCOME_FAILURE,
		    "it was never connected to a database");
}

/* The sign of an RMAN code that warns; NULL: there is none. */
static const struct evidence_sign *
rman_sign(const struct evidence *evidence)
{
	if (evidence->rman.code[0] != '\0')
		return &evidence->rman;
	/* Where all have numbers, a number alone warns of nothing. */
	if (!evidence->is_numbered && evidence->doubtful.code[0] != '\0')
		return &evidence->doubtful;
	return NULL;
}

static void
judge_warning(const struct scan *scan, const struct scan_end *end,
    struct scan_verdict *verdict)
{
	const struct evidence *evidence = &scan->evidence;
	const struct evidence_sign *sign = rman_sign(evidence);
	const struct {
		bool is_so;
		const char *reason;
	} doubts[] = {
		{ evidence->no_files,
		    "nothing was backed up: there were no files, or all were "
		    "skipped" },
		{ evidence->has_expired,
		    "what was backed up, or is to be, is not where it was: "
		    "EXPIRED" },
		{ evidence->has_marked,
		    "validation found blocks that are marked corrupt" },
		{ evidence->has_critical,
		    "a critical failure of the database is open" },
		{ evidence->is_not_current,
		    "packages of the database or the catalog are not current" },
		{ evidence->has_lone_rule,
		    "RMAN-00571, and no error stack behind it" },
		{ evidence->is_spooled,
		    "SPOOL LOG sent output elsewhere: nobody judges it" },
		{ !has_ended(evidence),
		    "the line that ends a session is "
		    "missing: it was cut off, or crashed" },
		{ scan->policy.expects_pieces && evidence->pieces == 0,
		    "no backup piece was made" },
	};

	if (end->input_incomplete)
		say(verdict, OUTCOME_WARNING,
		    "rman did not read all its lines");
	if (is_cut(scan, end))
		say(verdict, OUTCOME_WARNING,
		    "not all of its output was stored");
	if (sign != NULL)
		say_line(verdict, OUTCOME_WARNING, sign->line, sign->size);
	if (evidence->ora.code[0] != '\0')
		say_line(verdict, OUTCOME_WARNING, evidence->ora.line,
		    evidence->ora.size);
	for (size_t i = 0; i < COUNT_OF(doubts); i++) {
		if (doubts[i].is_so)
			say(verdict, OUTCOME_WARNING, doubts[i].reason);
	}
}

/*
 * A success, or a warning that is a backup all the same. What makes no pieces
 * by its kind needs none.
 */
static bool
is_good(const struct scan *scan, const struct scan_end *end,
    const struct scan_verdict *verdict)
{
	const unsigned pieceless = KIND_VALIDATE | KIND_MAINTENANCE;
	const unsigned kinds = scan->policy.kinds != 0 ? scan->policy.kinds :
							 verdict->kinds;

	if (verdict->outcome != OUTCOME_WARNING)
		return verdict->outcome == OUTCOME_SUCCESS;
	if (end->input_incomplete || is_cut(scan, end) ||
	    scan->evidence.no_files || !has_ended(&scan->evidence))
		return false;
	return verdict->pieces != 0 ||
	    (kinds != 0 && (kinds & ~pieceless) == 0);
}

/*
 * What failed it; of a warning, what warns. Where only the exit status or a
 * signal fails, a warning's code is not borrowed.
 */
static const char *
code_of(const struct scan *scan, const struct scan_end *end,
    const struct scan_verdict *verdict)
{
	const struct evidence *evidence = &scan->evidence;
	const struct evidence_sign *sign = rman_sign(evidence);
	const char *code = failure_code(evidence, is_clean(scan, end));

	if (code[0] != '\0')
		return code;
	if (end->lost != NULL && strchr(end->lost, '-') != NULL)
		return end->lost;
	if (verdict->outcome != OUTCOME_WARNING)
		return "";
	if (sign != NULL)
		return sign->code;
	if (evidence->ora.code[0] != '\0')
		return evidence->ora.code;
	return evidence->has_lone_rule ? "RMAN-00571" : "";
}

static void
keep_stack(const struct stack *stack, struct scan_verdict *verdict)
{
	if (stack->size == 0)
		return;
	clean(verdict->stack, sizeof(verdict->stack), stack->text, stack->size,
	    true);
	verdict->stack_begin = stack->begin;
	verdict->stack_end = stack->end;
}

static void
judge(const struct scan *scan, const struct scan_end *end,
    struct scan_verdict *verdict)
{
	const struct evidence *evidence = &scan->evidence;

	memset(verdict, 0, sizeof(*verdict));
	verdict->pieces = evidence->pieces;
	verdict->kinds = evidence->kinds;
	judge_stop(end, verdict);
	if (end->stop == SCAN_BY_ITSELF)
		judge_failure(scan, end, verdict);
	else
		judge_evidence(scan, end, verdict);
	if (end->stop == SCAN_BY_ITSELF)
		judge_warning(scan, end, verdict);
	if (verdict->outcome == OUTCOME_NONE)
		verdict->outcome = OUTCOME_SUCCESS;
	(void)text_copy(verdict->code, sizeof(verdict->code),
	    code_of(scan, end, verdict));
	keep_stack(&evidence->stack, verdict);
	verdict->is_good = is_good(scan, end, verdict);
	if (verdict->outcome == OUTCOME_FAILURE && verdict->code[0] != '\0')
		verdict->retry = evidence->stack.size != 0 ?
		    stack_retry(&evidence->stack) :
		    code_retry(verdict->code);
}

void
scan_finish(const struct scan *scan, const struct scan_end *end,
    struct scan_verdict *out_verdict)
{
	/* What ends the last line is for this verdict alone. */
	struct scan *whole = mem_new(1, sizeof(*whole));
	char room[LINES_MAX];
	struct line rest;

	memcpy(whole, scan, sizeof(*whole));
	rest = lines_end(&whole->lines, room, on_line, &whole->evidence);
	if (rest.size != 0)
		evidence_rest(&whole->evidence, &rest);
	judge(whole, end, out_verdict);
	free(whole);
}
