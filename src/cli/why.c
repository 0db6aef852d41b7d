#include "config.h"

#include "cli/why.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/pick.h"
#include "model/execution.h"

enum { ID_SHOWN = 8 };

/* Text that grows line by line. */
struct text {
	char *lines;
};

static void PRINTF_LIKE(2, 3) say(struct text *text, const char *format, ...)
{
	char part[1024];
	va_list args;
	char *longer;

	va_start(args, format);
	(void)vsnprintf(part, sizeof(part), format, args);
	va_end(args);
	longer = mem_format("%s%s\n", text->lines, part);
	free(text->lines);
	text->lines = longer;
}

/* "nightly of local, due 2026-10-25 02:30, execution 33333333: failure" */
static void
say_head(struct text *text, const struct console *console,
    const json_t *execution)
{
	const char *outcome = pick_text(execution, "outcome");
	const char *state = pick_text(execution, "state");
	int64_t slot_s = pick_time_s(execution, "slot");
	char at[CALENDAR_TEXT_MAX];

	console_format_time(console, at,
	    slot_s != 0 ? slot_s : pick_time_s(execution, "claimed_at"));
	if (outcome[0] == '\0')
		outcome = strcmp(state, "claimed") == 0 ? "waiting" : state;
	say(text, "%s of %s, %s %s, execution %.*s: %s",
	    pick_text(execution, "strategy"),
	    pick_text(execution, "connection"),
	    slot_s != 0 ? "due" : "asked for", at, ID_SHOWN,
	    pick_text(execution, "execution"), outcome);
}

static void
say_times(struct text *text, const struct console *console,
    const json_t *execution)
{
	int64_t started_s = pick_time_s(execution, "started_at");
	int64_t finished_s = pick_time_s(execution, "finished_at");
	int64_t late_s = pick_number(execution, "late_s");
	char at[CALENDAR_TEXT_MAX], late[CONSOLE_SPAN_MAX];
	char took[CONSOLE_SPAN_MAX];

	if (started_s == 0)
		return;
	console_format_time(console, at, started_s);
	console_format_span(late, late_s);
	console_format_span(took,
	    (finished_s == 0 ? console->now_s : finished_s) - started_s);
	say(text, "It began at %s%s%s%s and %s %s.", at,
	    late_s < SECONDS_PER_MINUTE ? "" : ", ",
	    late_s < SECONDS_PER_MINUTE ? "" : late,
	    late_s < SECONDS_PER_MINUTE ? "" : " late,",
	    finished_s == 0 ? "has run for" : "took", took);
}

/* What is still to come of one that lives. */
static void
say_living(struct text *text, const json_t *execution, const json_t *strategy)
{
	const char *waits_for = pick_text(strategy, "waits_for");
	const char *name = pick_text(execution, "strategy");

	if (strcmp(pick_text(execution, "state"), "claimed") != 0) {
		say(text,
		    "Next: 'backupexec log %s --follow' shows what RMAN "
		    "says; 'backupexec cancel %s' ends it.",
		    name, name);
		return;
	}
	if (waits_for[0] != '\0')
		say(text, "It waits for %s.", waits_for);
	say(text,
	    "Next: nothing, it begins by itself; 'backupexec cancel %s' "
	    "takes it back.",
	    name);
}

/* What of a reason is known to call for what. */
static const struct advice {
	enum outcome outcome;
	const char *part; /* of the reason; "" any */
	const char *next; /* %s is the strategy */
} advices[] = {
	{ OUTCOME_SUCCESS, "", "Next: nothing." },
	{ OUTCOME_MISSED, "catch_up",
	    "No daemon ran at its minute, and not soon enough after it. Next: "
	    "'backupexec run %s' makes up for it; a longer catch_up lets the "
	    "daemon do that by itself." },
	{ OUTCOME_MISSED, "start_within",
	    "Others were in its way. Next: 'backupexec run %s' makes up for "
	    "it; 'backupexec next' shows what waits for what, another time, a "
	    "higher priority or max_running makes room." },
	{ OUTCOME_MISSED, "",
	    "Next: 'backupexec run %s' makes up for the last of them." },
	{ OUTCOME_SKIPPED, "paused",
	    "Next: 'backupexec resume' ends a pause; what it skipped is made "
	    "up for by 'backupexec run %s'." },
	{ OUTCOME_SKIPPED, "superseded",
	    "A later slot of the same strategy had come before its turn did, "
	    "and runs instead. Next: nothing; 'backupexec next' shows what "
	    "it waits for." },
	{ OUTCOME_SKIPPED, "has no lines",
	    "Next: 'backupexec strategy edit %s' gives it a script." },
	{ OUTCOME_SKIPPED, "alive",
	    "Next: nothing, if that is meant so; else 'backupexec strategy set "
	    "%s alive=yes', or its connection." },
	{ OUTCOME_SKIPPED, "", "Next: 'backupexec strategy show %s'." },
	{ OUTCOME_TIMEOUT, "",
	    "It was ended since it ran longer than its timeout. Next: what it "
	    "hung on stands at the end of 'backupexec log %s'; where it only "
	    "needs more time, set a longer timeout." },
	{ OUTCOME_INTERRUPTED, "",
	    "Nobody saw its end, so it counts as none. Next: look at the "
	    "machine at that time, then 'backupexec run %s'." },
	{ OUTCOME_CANCELLED, "",
	    "Next: 'backupexec run %s' when it is wanted after all." },
	{ OUTCOME_WARNING, "",
	    "Next: 'backupexec log %s' has the lines that RMAN warned of." },
	{ OUTCOME_FAILURE, "",
	    "Next: 'backupexec log %s' has all that RMAN said; when its cause "
	    "is gone, 'backupexec run' runs it again." },
};

static void
say_advice(struct text *text, enum outcome outcome, const char *reason,
    const char *strategy)
{
	for (size_t i = 0; i < COUNT_OF(advices); i++) {
		const struct advice *advice = &advices[i];
		const char *at = strstr(advice->next, "%s");

		if (advice->outcome != outcome ||
		    strstr(reason, advice->part) == NULL)
			continue;
		if (at == NULL)
			say(text, "%s", advice->next);
		else
			say(text, "%.*s%s%s", (int)(at - advice->next),
			    advice->next, strategy, at + 2);
		return;
	}
}

/* Is it worth to be tried again, does it protect? */
static void
say_worth(struct text *text, enum outcome outcome, const json_t *execution)
{
	const char *retry = pick_text(execution, "retry");

	if (outcome == OUTCOME_WARNING)
		say(text, "It %s as a good backup.",
		    pick_flag(execution, "good") ? "counts" : "does not count");
	if (outcome == OUTCOME_FAILURE && retry[0] != '\0')
		say(text,
		    "The error is of a kind that passes (%s): 'retries' lets "
		    "the daemon try again by itself.",
		    retry);
}

char *
why_text(const struct console *console, const json_t *execution,
    const json_t *strategy)
{
	struct text text = { .lines = mem_text("") };
	const char *name = pick_text(execution, "strategy");
	char *reason = pick_reason(execution);
	enum outcome outcome;
	struct fault ignored;

	say_head(&text, console, execution);
	if (reason[0] != '\0')
		say(&text, "The reason: %s.", reason);
	say_times(&text, console, execution);
	if (!outcome_read(pick_text(execution, "outcome"), &outcome,
		&ignored) ||
	    outcome == OUTCOME_NONE) {
		say_living(&text, execution, strategy);
	} else {
		say_worth(&text, outcome, execution);
		say_advice(&text, outcome, pick_text(execution, "reason"),
		    name);
	}
	free(reason);
	return text.lines;
}
