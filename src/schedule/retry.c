#include "config.h"

#include "schedule/retry.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/calendar.h"
#include "base/text.h"

enum { LATER_TIMES = 6, LONGEST_S = 31 * 86400, MS_PER_S = 1000 };

int64_t
retry_wait_s(enum retry_class retry, int attempt, int64_t delay_s)
{
	int64_t wait_s = delay_s;

	if (retry == RETRY_LATER)
		wait_s *= LATER_TIMES;
	for (int i = 1; i < attempt && wait_s < LONGEST_S; i++)
		wait_s *= 2;
	return wait_s < LONGEST_S ? wait_s : LONGEST_S;
}

/* An error that passes, of a slot: one that may be tried again at all. */
static bool
may_pass(const struct execution *ended)
{
	return ended->outcome == OUTCOME_FAILURE &&
	    ended->slot != EXECUTION_BY_HAND && ended->attempt > 0 &&
	    (ended->retry == RETRY_SOON || ended->retry == RETRY_LATER);
}

bool
retry_follows(const struct execution *ended, const struct retry_rules *rules,
    int64_t *out_at_ms, char room[LIMIT_REASON + 1])
{
	int64_t end_ms = ended->slot * SECONDS_PER_MINUTE * MS_PER_S +
	    rules->start_within_s * MS_PER_S;
	char bound[TEXT_AMOUNT_MAX], moment[CALENDAR_TEXT_MAX];
	int64_t at_ms;

	room[0] = '\0';
	if (!may_pass(ended) || rules->retries == 0)
		return false;
	if (ended->attempt > rules->retries) {
		(void)snprintf(room, LIMIT_REASON + 1,
		    "attempt %d was the last", ended->attempt);
		return false;
	}
	at_ms = ended->finished_ms +
	    MS_PER_S *
		retry_wait_s(ended->retry, ended->attempt, rules->delay_s);
	if (at_ms > end_ms) {
		text_format_duration(bound, rules->start_within_s);
		(void)snprintf(room, LIMIT_REASON + 1,
		    "not tried again: start_within is %s", bound);
		return false;
	}
	calendar_format_utc(moment, at_ms);
	(void)snprintf(room, LIMIT_REASON + 1,
	    "attempt %d of %" PRId64 " follows at %s", ended->attempt + 1,
	    rules->retries + 1, moment);
	*out_at_ms = at_ms;
	return true;
}
