#include "config.h"

#include "schedule/protection.h"

enum { MS_PER_S = 1000 };
#define AHEAD_MS INT64_C(3600000) /* a clock is never that wrong by itself */

const char *
protection_name(enum protection protection)
{
	static const char *const names[PROTECTIONS] = {
		[PROTECTION_NEVER] = "never",
		[PROTECTION_LATE] = "late",
		[PROTECTION_NONE] = "none",
		[PROTECTION_GOOD] = "protected",
		[PROTECTION_IGNORED] = "ignored",
	};

	return names[protection];
}

bool
protection_is_bad(enum protection protection)
{
	return protection < PROTECTION_GOOD;
}

unsigned
protection_renewed(unsigned kinds)
{
	return (kinds & KIND_FULL) != 0 ? kinds | KIND_INCREMENTAL : kinds;
}

/* When a kind was last renewed, by itself or by a better one. */
static int64_t
last_good_of(const struct protection_question *question, unsigned kind)
{
	int64_t last_ms = 0;

	for (unsigned by = 0; by < KINDS; by++)
		if ((protection_renewed(1U << by) & 1U << kind) != 0 &&
		    question->last_good_ms[by] > last_ms)
			last_ms = question->last_good_ms[by];
	return last_ms;
}

static enum protection
judge(const struct protection_kind *kind, int64_t now_ms)
{
	int64_t age_ms = now_ms - kind->last_good_ms;

	if (kind->last_good_ms == 0)
		return PROTECTION_NEVER;
	if (age_ms < -AHEAD_MS || age_ms > kind->max_age_s * MS_PER_S)
		return PROTECTION_LATE;
	return PROTECTION_GOOD;
}

/* How much of its max_age is over; a share that is the same for all kinds. */
static double
share(const struct protection_kind *kind, int64_t now_ms)
{
	return (double)(now_ms - kind->last_good_ms) / (double)kind->max_age_s;
}

static bool
is_worse(const struct protection_kind *a, const struct protection_kind *b,
    int64_t now_ms)
{
	if (a->protection != b->protection)
		return a->protection < b->protection;
	if (a->protection == PROTECTION_NEVER)
		return false;
	return share(a, now_ms) > share(b, now_ms);
}

struct protection_answer
protection_of(const struct protection_question *question)
{
	struct protection_answer answer = { .protection = PROTECTION_IGNORED,
		.worst = -1 };

	for (unsigned i = 0; i < KINDS; i++) {
		struct protection_kind *kind = &answer.kinds[i];

		kind->protection = PROTECTION_IGNORED;
		if (question->max_age_s[i] == 0)
			continue;
		if (answer.expected == 0)
			answer.protection = PROTECTION_NONE;
		if ((question->made & 1U << i) == 0)
			continue;
		answer.expected |= 1U << i;
		kind->max_age_s = question->max_age_s[i];
		kind->last_good_ms = last_good_of(question, i);
		kind->protection = judge(kind, question->now_ms);
		if (answer.worst < 0 ||
		    is_worse(kind, &answer.kinds[answer.worst],
			question->now_ms))
			answer.worst = (int)i;
		answer.protection = answer.kinds[answer.worst].protection;
	}
	return answer;
}
