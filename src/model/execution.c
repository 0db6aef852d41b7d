#include "config.h"

#include "model/execution.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const state_names[EXECUTION_STATES] = {
	[EXECUTION_CLAIMED] = "claimed",
	[EXECUTION_STARTING] = "starting",
	[EXECUTION_RUNNING] = "running",
	[EXECUTION_ENDED] = "ended",
};
static const char *const outcome_names[OUTCOMES] = {
	[OUTCOME_NONE] = "",
	[OUTCOME_SUCCESS] = "success",
	[OUTCOME_WARNING] = "warning",
	[OUTCOME_FAILURE] = "failure",
	[OUTCOME_TIMEOUT] = "timeout",
	[OUTCOME_INTERRUPTED] = "interrupted",
	[OUTCOME_CANCELLED] = "cancelled",
	[OUTCOME_MISSED] = "missed",
	[OUTCOME_SKIPPED] = "skipped",
};

static const char *const retry_names[RETRY_CLASSES] = {
	[RETRY_NONE] = "",
	[RETRY_SOON] = "soon",
	[RETRY_LATER] = "later",
	[RETRY_NEVER] = "never",
};

const char *
execution_state_name(enum execution_state state)
{
	assert(state < EXECUTION_STATES);
	return state_names[state];
}

const char *
outcome_name(enum outcome outcome)
{
	assert(outcome < OUTCOMES);
	return outcome_names[outcome];
}

const char *
retry_class_name(enum retry_class retry)
{
	assert(retry < RETRY_CLASSES);
	return retry_names[retry];
}

bool
execution_state_read(const char *text, enum execution_state *out_state,
    struct fault *fault)
{
	for (enum execution_state i = 0; i < EXECUTION_STATES; i++) {
		if (strcmp(text, state_names[i]) == 0) {
			*out_state = i;
			return true;
		}
	}
	return fault_set(fault, FAULT_FORMAT,
	    "state '%.40s' is not claimed, starting, running or ended", text);
}

bool
outcome_read(const char *text, enum outcome *out_outcome, struct fault *fault)
{
	for (enum outcome i = 0; i < OUTCOMES; i++) {
		if (strcmp(text, outcome_names[i]) == 0) {
			*out_outcome = i;
			return true;
		}
	}
	return fault_set(fault, FAULT_FORMAT,
	    "outcome '%.40s' is not success, warning, failure, timeout, "
	    "interrupted, cancelled, missed or skipped",
	    text);
}

bool
outcome_is_bad(enum outcome outcome)
{
	return outcome == OUTCOME_FAILURE || outcome == OUTCOME_TIMEOUT ||
	    outcome == OUTCOME_INTERRUPTED || outcome == OUTCOME_MISSED;
}

void
execution_claim_key(char room[CLAIM_KEY_MAX], const struct execution *execution)
{
	if (execution->slot == EXECUTION_BY_HAND)
		(void)snprintf(room, CLAIM_KEY_MAX, "%s", execution->id);
	else
		(void)snprintf(room, CLAIM_KEY_MAX, "%s/%" PRId64 "/%d",
		    execution->strategy, execution->slot, execution->attempt);
}

int64_t
execution_late_s(const struct execution *execution)
{
	int64_t late_ms = execution->started_ms - execution->slot * 60000;

	if (execution->started_ms == 0)
		return -1;
	if (execution->slot == EXECUTION_BY_HAND || late_ms < 0)
		return 0;
	return late_ms / 1000;
}
