#include "config.h"

#include "schedule/fate.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/calendar.h"
#include "base/text.h"

static void
format_minutes(char room[TEXT_AMOUNT_MAX], int64_t minutes)
{
	text_format_duration(room, minutes * SECONDS_PER_MINUTE);
}

enum fate
fate_of(const struct fate_question *question, char room[LIMIT_REASON + 1])
{
	int64_t late = question->now - question->slot;
	char amount[TEXT_AMOUNT_MAX], bound[TEXT_AMOUNT_MAX];
	char moment[CALENDAR_TEXT_MAX];

	room[0] = '\0';
	if (!question->is_alive) {
		(void)snprintf(room, LIMIT_REASON + 1,
		    "its strategy or connection is no longer alive");
		return FATE_DEAD;
	}
	if (question->slot_pause != NULL) {
		pause_say(room, question->slot_pause);
		return FATE_PAUSED;
	}
	if (question->is_new && late > question->catch_up) {
		format_minutes(amount, late);
		format_minutes(bound, question->catch_up);
		(void)snprintf(room, LIMIT_REASON + 1,
		    "nobody was there to start it until %s later, catch_up "
		    "is %s",
		    amount, bound);
		return FATE_MISSED;
	}
	if (late > question->start_within) {
		format_minutes(bound, question->start_within);
		(void)snprintf(room, LIMIT_REASON + 1,
		    "it could not start within %s (start_within)", bound);
		return FATE_MISSED;
	}
	if (question->now_pause != NULL) {
		pause_say(room, question->now_pause);
		return FATE_PAUSED;
	}
	if (question->latest > question->slot) {
		calendar_format_utc(moment,
		    question->latest * SECONDS_PER_MINUTE * 1000);
		(void)snprintf(room, LIMIT_REASON + 1, "superseded by %s",
		    moment);
		return FATE_SUPERSEDED;
	}
	return FATE_WAIT;
}
