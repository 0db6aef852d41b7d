#include "config.h"

#include "schedule/protection.h"

#include "base/defs.h"
#include "tests/unit.h"

enum { FULL, INCREMENTAL, ARCHIVELOG, CONTROLFILE };

#define NOW INT64_C(1795852800000)
#define HOURS(n) (INT64_C(n) * 3600)
#define AGO(hours) (NOW - HOURS(hours) * 1000)

static const int64_t max_age_s[KINDS] = { HOURS(192), HOURS(26), HOURS(1) };

START_TEST(what_is_made_and_named_is_expected)
{
	const struct {
		const char *what;
		unsigned made;
		int64_t last_good_ms[KINDS];
		enum protection protection;
		unsigned expected;
		int worst;
	} cases[] = {
		{ "nothing is made", 0, { AGO(1) }, PROTECTION_NONE, 0, -1 },
		{ "only what is not named is made", KIND_CONTROLFILE, { 0 },
		    PROTECTION_NONE, 0, -1 },
		{ "never, from the first minute", KIND_FULL, { 0 },
		    PROTECTION_NEVER, KIND_FULL, FULL },
		{ "a week old", KIND_FULL, { AGO(168) }, PROTECTION_GOOD,
		    KIND_FULL, FULL },
		{ "just as old as it may be", KIND_FULL, { AGO(192) },
		    PROTECTION_GOOD, KIND_FULL, FULL },
		{ "older", KIND_FULL, { AGO(192) - 1 }, PROTECTION_LATE,
		    KIND_FULL, FULL },
		{ "what is not made is not expected", KIND_FULL | KIND_OTHER,
		    { AGO(1) }, PROTECTION_GOOD, KIND_FULL, FULL },
		{ "a full one renews incremental", KIND_FULL | KIND_INCREMENTAL,
		    { AGO(2), AGO(30) }, PROTECTION_GOOD,
		    KIND_FULL | KIND_INCREMENTAL, INCREMENTAL },
		{ "an incremental one renews no full one",
		    KIND_FULL | KIND_INCREMENTAL, { AGO(200), AGO(1) },
		    PROTECTION_LATE, KIND_FULL | KIND_INCREMENTAL, FULL },
		{ "a full one renews no archived logs",
		    KIND_FULL | KIND_ARCHIVELOG, { AGO(2), 0, AGO(2) },
		    PROTECTION_LATE, KIND_FULL | KIND_ARCHIVELOG, ARCHIVELOG },
		{ "never comes before late",
		    KIND_FULL | KIND_INCREMENTAL | KIND_ARCHIVELOG,
		    { 0, 0, AGO(2) }, PROTECTION_NEVER,
		    KIND_FULL | KIND_INCREMENTAL | KIND_ARCHIVELOG, FULL },
		{ "the latest in proportion is the worst",
		    KIND_INCREMENTAL | KIND_ARCHIVELOG, { 0, AGO(52), AGO(3) },
		    PROTECTION_LATE, KIND_INCREMENTAL | KIND_ARCHIVELOG,
		    ARCHIVELOG },
		{ "a clock a little ahead", KIND_FULL, { AGO(-1) },
		    PROTECTION_GOOD, KIND_FULL, FULL },
		{ "a clock that was far ahead", KIND_FULL, { AGO(-2) },
		    PROTECTION_LATE, KIND_FULL, FULL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct protection_question question = { .made = cases[i].made,
			.now_ms = NOW };
		struct protection_answer answer;

		memcpy(question.max_age_s, max_age_s, sizeof(max_age_s));
		memcpy(question.last_good_ms, cases[i].last_good_ms,
		    sizeof(question.last_good_ms));
		answer = protection_of(&question);
		ck_assert_msg(answer.protection == cases[i].protection,
		    "%s: %s", cases[i].what,
		    protection_name(answer.protection));
		ck_assert_msg(answer.expected == cases[i].expected, "%s",
		    cases[i].what);
		ck_assert_msg(answer.worst == cases[i].worst, "%s: %d",
		    cases[i].what, answer.worst);
		for (unsigned kind = 0; kind < KINDS; kind++)
			ck_assert_int_eq(answer.kinds[kind].protection ==
				PROTECTION_IGNORED,
			    (answer.expected & 1U << kind) == 0);
	}
}
END_TEST

START_TEST(where_nothing_is_named_nothing_is_watched)
{
	const struct protection_question question = { .made = KIND_FULL,
		.now_ms = NOW };
	struct protection_answer answer = protection_of(&question);

	ck_assert_int_eq(answer.protection, PROTECTION_IGNORED);
	ck_assert_uint_eq(answer.expected, 0);
	ck_assert_int_eq(answer.worst, -1);
}
END_TEST

START_TEST(each_kind_has_its_own_answer)
{
	struct protection_question question = { .made = KIND_FULL |
		    KIND_INCREMENTAL | KIND_ARCHIVELOG,
		.last_good_ms = { AGO(2), AGO(30), AGO(5) },
		.now_ms = NOW };
	struct protection_answer answer;

	memcpy(question.max_age_s, max_age_s, sizeof(max_age_s));
	answer = protection_of(&question);
	ck_assert_int_eq(answer.kinds[FULL].protection, PROTECTION_GOOD);
	ck_assert_int_eq(answer.kinds[INCREMENTAL].protection, PROTECTION_GOOD);
	ck_assert_int_eq(answer.kinds[INCREMENTAL].last_good_ms, AGO(2));
	ck_assert_int_eq(answer.kinds[INCREMENTAL].max_age_s, HOURS(26));
	ck_assert_int_eq(answer.kinds[ARCHIVELOG].protection, PROTECTION_LATE);
	ck_assert_int_eq(answer.kinds[CONTROLFILE].protection,
	    PROTECTION_IGNORED);
	ck_assert_int_eq(answer.protection, PROTECTION_LATE);
}
END_TEST

START_TEST(bad_is_what_somebody_should_look_at)
{
	ck_assert(protection_is_bad(PROTECTION_NEVER));
	ck_assert(protection_is_bad(PROTECTION_LATE));
	ck_assert(protection_is_bad(PROTECTION_NONE));
	ck_assert(!protection_is_bad(PROTECTION_GOOD));
	ck_assert(!protection_is_bad(PROTECTION_IGNORED));
	ck_assert_uint_eq(protection_renewed(KIND_FULL | KIND_OTHER),
	    KIND_FULL | KIND_INCREMENTAL | KIND_OTHER);
	ck_assert_uint_eq(protection_renewed(KIND_INCREMENTAL),
	    KIND_INCREMENTAL);
}
END_TEST

UNIT_MAIN("schedule/protection", what_is_made_and_named_is_expected,
    where_nothing_is_named_nothing_is_watched, each_kind_has_its_own_answer,
    bad_is_what_somebody_should_look_at)
