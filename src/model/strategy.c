#include "config.h"

#include "model/strategy.h"

#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "model/field.h"
#include "model/password.h"

static const char *const priority_names[PRIORITIES] = {
	[PRIORITY_HIGH] = "high",
	[PRIORITY_MEDIUM] = "medium",
	[PRIORITY_LOW] = "low",
};

const char *
priority_name(enum priority priority)
{
	assert(priority < PRIORITIES);
	return priority_names[priority];
}

bool
priority_read(const char *text, enum priority *out_priority,
    struct fault *fault)
{
	if (text == NULL || text[0] == '\0') {
		*out_priority = PRIORITY_MEDIUM;
		return true;
	}
	for (enum priority i = 0; i < PRIORITIES; i++) {
		if (text_equal_fold(text, priority_names[i])) {
			*out_priority = i;
			return true;
		}
	}
	return fault_set(fault, FAULT_FORMAT,
	    "priority '%.40s' is not high, medium or low", text);
}

static bool
check_lines(const struct strategy *strategy, struct fault *fault)
{
	if (strategy->line_count > LIMIT_LINES)
		return fault_set(fault, FAULT_LIMIT,
		    "%zu lines, at most %d are allowed", strategy->line_count,
		    LIMIT_LINES);
	for (size_t i = 0; i < strategy->line_count; i++)
		if (!field_check_line(i + 1, strategy->lines[i], fault))
			return false;
	return true;
}

static bool
check_frequencies(const struct strategy *strategy, struct fault *fault)
{
	for (size_t i = 0; i < strategy->frequency_count; i++) {
		struct frequency frequency = strategy->frequencies[i];

		if (!frequency_read(frequency.day, frequency.hour,
			frequency.minute, &frequency, fault))
			return false;
	}
	return true;
}

bool
strategy_check_form(const struct strategy *strategy, struct fault *fault)
{
	if (!field_check("strategy_id", strategy->id, LIMIT_ID, fault))
		return false;
	if (field_check("connection", strategy->connection, LIMIT_ID, fault) &&
	    check_frequencies(strategy, fault) && check_lines(strategy, fault))
		return true;
	return fault_wrap(fault, "strategy %s", strategy->id);
}

bool
strategy_check(const struct strategy *strategy, struct fault *fault)
{
	size_t number;

	if (!strategy_check_form(strategy, fault))
		return false;
	number = password_find(strategy->lines, strategy->line_count);
	if (number == 0)
		return true;
	/* The line itself must not get into a log: only where it stands. */
	return fault_set(fault, FAULT_REFUSED,
	    "strategy %s: line %zu holds a password; use / or /@alias with a "
	    "wallet, or the connection's password_file",
	    strategy->id, number);
}
