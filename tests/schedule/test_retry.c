#include "config.h"

#include "schedule/retry.h"

#include "base/defs.h"
#include "tests/unit.h"

enum { SLOT = 1000, SLOT_MS = SLOT * 60000 };

static const struct retry_rules rules = {
	.retries = 2,
	.delay_s = 600,
	.start_within_s = 6 * 3600,
};

/* A failure of the slot, over a minute after it. */
static struct execution
failure(int attempt, enum retry_class retry)
{
	return (struct execution){ .slot = SLOT,
		.attempt = attempt,
		.outcome = OUTCOME_FAILURE,
		.retry = retry,
		.finished_ms = SLOT_MS + 60000 };
}

START_TEST(the_wait_doubles_and_is_longer_for_what_takes_longer)
{
	ck_assert_int_eq(retry_wait_s(RETRY_SOON, 1, 600), 600);
	ck_assert_int_eq(retry_wait_s(RETRY_SOON, 2, 600), 1200);
	ck_assert_int_eq(retry_wait_s(RETRY_SOON, 4, 600), 4800);
	ck_assert_int_eq(retry_wait_s(RETRY_LATER, 1, 600), 3600);
	ck_assert_int_eq(retry_wait_s(RETRY_LATER, 2, 600), 7200);
	ck_assert_int_eq(retry_wait_s(RETRY_SOON, 100, 600), 31 * 86400);
	ck_assert_int_eq(retry_wait_s(RETRY_LATER, 100, 31 * 86400),
	    31 * 86400);
}
END_TEST

START_TEST(an_error_that_passes_is_tried_again)
{
	struct execution one = failure(1, RETRY_SOON);
	char room[LIMIT_REASON + 1];
	int64_t at_ms = 0;

	ck_assert(retry_follows(&one, &rules, &at_ms, room));
	ck_assert_int_eq(at_ms, SLOT_MS + 60000 + 600000);
	ck_assert_str_eq(room,
	    "attempt 2 of 3 follows at 1970-01-01T16:51:00Z");
	one.attempt = 2;
	ck_assert(retry_follows(&one, &rules, &at_ms, room));
	ck_assert_int_eq(at_ms, SLOT_MS + 60000 + 1200000);
	one.attempt = 3;
	ck_assert(!retry_follows(&one, &rules, &at_ms, room));
	ck_assert_str_eq(room, "attempt 3 was the last");
}
END_TEST

START_TEST(nothing_else_is)
{
	struct retry_rules none = rules;
	char room[LIMIT_REASON + 1];
	int64_t at_ms;

	none.retries = 0;
	for (enum outcome i = OUTCOME_NONE; i < OUTCOMES; i++) {
		for (enum retry_class k = 0; k < RETRY_CLASSES; k++) {
			struct execution one = failure(1, k);
			bool passes = i == OUTCOME_FAILURE &&
			    (k == RETRY_SOON || k == RETRY_LATER);

			one.outcome = i;
			ck_assert(!retry_follows(&one, &none, &at_ms, room));
			ck_assert_str_eq(room, "");
			ck_assert_int_eq(retry_follows(&one, &rules, &at_ms,
					     room),
			    passes);
			one.slot = EXECUTION_BY_HAND;
			ck_assert(!retry_follows(&one, &rules, &at_ms, room));
			ck_assert_str_eq(room, "");
		}
	}
}
END_TEST

START_TEST(it_must_start_within_start_within)
{
	struct execution one = failure(1, RETRY_SOON);
	char room[LIMIT_REASON + 1];
	int64_t at_ms;

	one.finished_ms = SLOT_MS + (6 * 3600 - 600) * INT64_C(1000);
	ck_assert(retry_follows(&one, &rules, &at_ms, room));
	one.finished_ms++;
	ck_assert(!retry_follows(&one, &rules, &at_ms, room));
	ck_assert_str_eq(room, "not tried again: start_within is 6h");
}
END_TEST

UNIT_MAIN("schedule/retry",
    the_wait_doubles_and_is_longer_for_what_takes_longer,
    an_error_that_passes_is_tried_again, nothing_else_is,
    it_must_start_within_start_within)
