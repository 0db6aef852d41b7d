#include "config.h"

#include "worker/scan.h"

#include <stdio.h>
#include <string.h>

#include "base/defs.h"
#include "base/text.h"
#include "platform/process.h"
#include "worker/code.h"

enum {
	CODE_STACK_HEADER = 569,
	CODE_STACK_RULE = 571,
	PROMPT_MAX = 8 /* "10000> " and "RMAN> " */
};

static bool
has_prefix(const char *bytes, size_t size, const char *prefix)
{
	size_t length = strlen(prefix);

	return size >= length && memcmp(bytes, prefix, length) == 0;
}

/* Length of the prompt that `bytes` begin with, 0 for none. */
static size_t
prompt_length(const char *bytes, size_t size)
{
	size_t at = 0;

	if (has_prefix(bytes, size, "RMAN> "))
		return 6;
	while (at < size && at < PROMPT_MAX && text_is_digit(bytes[at]))
		at++;
	if (at == 0 || size < at + 2 || bytes[at] != '>' ||
	    bytes[at + 1] != ' ')
		return 0;
	return at + 2;
}

/* Take all prompts from the front of the line. Was there one? */
static bool
drop_prompts(struct scan *scan)
{
	size_t all = 0;
	size_t one;

	while ((one = prompt_length(scan->line + all, scan->held - all)) != 0)
		all += one;
	scan->held -= all;
	memmove(scan->line, scan->line + all, scan->held);
	return all != 0;
}

static void
keep_cause(struct scan *scan, const char *bytes, size_t size)
{
	if (size > sizeof(scan->cause))
		size = sizeof(scan->cause);
	memcpy(scan->cause, bytes, size);
	scan->cause_size = size;
}

/* The first code behind ": " that is no wrapper: 8i and catalog errors. */
static bool
read_inner_code(const char *bytes, size_t size, size_t *out_at,
    struct code *out_code)
{
	for (size_t at = 0; at + 2 < size; at++) {
		if (bytes[at] != ':' || bytes[at + 1] != ' ')
			continue;
		if (code_read(bytes + at + 2, size - at - 2, out_code) &&
		    !code_is_wrapper(out_code)) {
			*out_at = at + 2;
			return true;
		}
	}
	return false;
}

static void
note_code(struct scan *scan, struct code code, const char *line, size_t size)
{
	size_t at = 0;

	if (scan->code[0] != '\0')
		return;
	if (code_is_wrapper(&code) &&
	    !read_inner_code(line, size, &at, &code)) {
		if (scan->wrapper[0] == '\0') {
			memcpy(scan->wrapper, code.text, sizeof(code.text));
			keep_cause(scan, line, size);
		}
		return;
	}
	memcpy(scan->code, code.text, sizeof(code.text));
	keep_cause(scan, line + at, size - at);
}

static void
add_to_stack(struct scan *scan, const char *line, size_t size)
{
	size_t room = sizeof(scan->stack) - scan->stack_size;

	scan->stack_end = scan->bytes;
	if (size >= room)
		size = room == 0 ? 0 : room - 1;
	if (room == 0)
		return;
	memcpy(scan->stack + scan->stack_size, line, size);
	scan->stack_size += size;
	scan->stack[scan->stack_size++] = '\n';
}

/* A true stack replaces the lines of codes that came before it. */
static void
begin_stack(struct scan *scan, uint64_t begin, bool is_true)
{
	scan->place = is_true ? SCAN_IN_STACK : SCAN_IN_CODES;
	scan->has_stack = is_true;
	scan->stack_size = 0;
	scan->stack_begin = begin;
	scan->stack_end = scan->bytes;
	scan->code[0] = scan->wrapper[0] = '\0';
	scan->cause_size = 0;
}

static void
on_code(struct scan *scan, const struct code *code, const char *line,
    size_t size, bool after_rule)
{
	if (code_is_failure(code))
		scan->has_failure = true;
	if (code->is_rman && code->number == CODE_STACK_RULE) {
		scan->rule_begin = scan->line_begin;
		scan->after_rule = true;
		if (scan->place == SCAN_IN_STACK)
			scan->stack_end = scan->bytes;
		return;
	}
	if (code->is_rman && code->number == CODE_STACK_HEADER) {
		if (!scan->has_stack)
			begin_stack(scan,
			    after_rule ? scan->rule_begin : scan->line_begin,
			    true);
		return;
	}
	if (scan->place == SCAN_OUTSIDE && !scan->has_stack &&
	    scan->stack_size == 0 && code_is_failure(code))
		begin_stack(scan, scan->line_begin, false);
	if (scan->place != SCAN_OUTSIDE) {
		add_to_stack(scan, line, size);
		note_code(scan, *code, line, size);
	}
}

static void
on_text(struct scan *scan, const char *line, size_t size)
{
	if (scan->place == SCAN_IN_STACK)
		add_to_stack(scan, line, size);
	else
		scan->place = SCAN_OUTSIDE;
	if (has_prefix(line, size, "RMAN-08530: ")) { /* with MSGNO */
		line += 12;
		size -= 12;
	}
	if (has_prefix(line, size, "piece handle="))
		scan->pieces++;
}

static void
end_line(struct scan *scan)
{
	bool after_rule = scan->after_rule;
	const char *line = scan->line;
	struct code code;

	scan->after_rule = false;
	if (scan->feed == SCAN_CMDFILE) {
		if (prompt_length(line, scan->held) != 0) {
			scan->place = SCAN_OUTSIDE;
			return;
		}
	} else if (drop_prompts(scan)) {
		scan->place = SCAN_OUTSIDE;
	}
	if (!scan->is_long && scan->held != 0 && line[scan->held - 1] == '\r')
		scan->held--;
	if (scan->held == 0)
		scan->place = SCAN_OUTSIDE;
	else if (code_read(line, scan->held, &code) &&
	    !(code.is_rman && code.number == 8530))
		on_code(scan, &code, line, scan->held, after_rule);
	else
		on_text(scan, line, scan->held);
}

/* Hold what is looked at; prompts make room, so any number may precede. */
static void
hold(struct scan *scan, const char *bytes, size_t size)
{
	while (size != 0 && !scan->is_long) {
		size_t part = SCAN_LINE - scan->held;

		if (part > size)
			part = size;
		memcpy(scan->line + scan->held, bytes, part);
		scan->held += part;
		bytes += part;
		size -= part;
		if (scan->held == SCAN_LINE &&
		    (scan->feed == SCAN_CMDFILE || !drop_prompts(scan)))
			scan->is_long = true;
	}
}

void
scan_init(struct scan *scan, enum scan_feed feed)
{
	*scan = (struct scan){ .feed = feed };
}

void
scan_bytes(struct scan *scan, const char *bytes, size_t size)
{
	while (size != 0) {
		const char *end = memchr(bytes, '\n', size);
		size_t part = end == NULL ? size : (size_t)(end - bytes);

		hold(scan, bytes, part);
		scan->bytes += part;
		bytes += part;
		size -= part;
		if (end == NULL)
			return;
		scan->bytes++;
		bytes++;
		size--;
		end_line(scan);
		scan->held = 0;
		scan->is_long = false;
		scan->line_begin = scan->bytes;
	}
}

const char *
scan_failure_code(const struct scan *scan)
{
	if (!scan->has_failure)
		return "";
	if (scan->code[0] != '\0')
		return scan->code;
	/* A header with nothing behind it is a failure all the same. */
	return scan->wrapper[0] != '\0' ? scan->wrapper : "RMAN-00569";
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

static void
say(struct scan_verdict *verdict, enum outcome outcome, const char *reason)
{
	verdict->outcome = outcome;
	(void)text_copy(verdict->reason, sizeof(verdict->reason), reason);
}

/* The ends that are not rman's own. */
static bool
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

	if (end->stop == SCAN_BY_ITSELF)
		return false;
	say(verdict, stops[end->stop].outcome,
	    end->why != NULL ? end->why : stops[end->stop].reason);
	return true;
}

static bool
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
	} else if (scan->has_failure) {
		clean(reason, sizeof(reason), scan->cause, scan->cause_size,
		    false);
		say(verdict, OUTCOME_FAILURE,
		    reason[0] != '\0' ? reason : "an empty error stack");
	} else if (end->lost != NULL) {
		(void)snprintf(reason, sizeof(reason),
		    "%s, in output that is not stored", end->lost);
		say(verdict, OUTCOME_FAILURE, reason);
	} else if (end->exit_status != 0) {
		(void)snprintf(reason, sizeof(reason), "exit status %d",
		    end->exit_status);
		say(verdict, OUTCOME_FAILURE, reason);
	} else if (scan->bytes == 0 && !end->output_cut) {
		say(verdict, OUTCOME_FAILURE, "rman printed nothing");
	} else {
		return false;
	}
	return true;
}

static bool
judge_warning(const struct scan *scan, const struct scan_end *end,
    struct scan_verdict *verdict)
{
	const char *reason = NULL;

	if (end->input_incomplete)
		reason = "rman did not read all its lines";
	else if (end->output_cut)
		reason = "not all of its output was stored";
	else if (end->policy.expects_pieces && scan->pieces == 0)
		reason = "no backup piece was made";
	if (reason == NULL)
		return false;
	say(verdict, OUTCOME_WARNING, reason);
	return true;
}

/*
 * A success, or a warning that is a backup all the same. What makes no pieces
 * by its kind needs none.
 */
static bool
is_good(const struct scan_end *end, const struct scan_verdict *verdict)
{
	const unsigned pieceless = KIND_VALIDATE | KIND_MAINTENANCE;

	if (verdict->outcome != OUTCOME_WARNING)
		return verdict->outcome == OUTCOME_SUCCESS;
	if (end->input_incomplete || end->output_cut)
		return false;
	return verdict->pieces != 0 ||
	    (end->policy.kinds != 0 && (end->policy.kinds & ~pieceless) == 0);
}

void
scan_finish(const struct scan *scan, const struct scan_end *end,
    struct scan_verdict *out_verdict)
{
	struct scan_verdict verdict = { .pieces = scan->pieces };
	const char *code = scan_failure_code(scan);

	if (code[0] == '\0' && end->lost != NULL)
		code = end->lost;
	(void)text_copy(verdict.code, sizeof(verdict.code), code);
	if (scan->stack_size != 0) {
		clean(verdict.stack, sizeof(verdict.stack), scan->stack,
		    scan->stack_size, true);
		verdict.stack_begin = scan->stack_begin;
		verdict.stack_end = scan->stack_end;
	}
	if (!judge_stop(end, &verdict) && !judge_failure(scan, end, &verdict) &&
	    !judge_warning(scan, end, &verdict))
		verdict.outcome = OUTCOME_SUCCESS;
	verdict.is_good = is_good(end, &verdict);
	if (verdict.outcome == OUTCOME_FAILURE)
		verdict.retry = code_retry(verdict.code);
	*out_verdict = verdict;
}
