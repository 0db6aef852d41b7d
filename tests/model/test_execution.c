#include "config.h"

#include "model/execution.h"

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(names_are_read_as_they_are_written)
{
	struct fault fault;

	for (enum execution_state i = 0; i < EXECUTION_STATES; i++) {
		enum execution_state state = EXECUTION_STATES;

		ck_assert(execution_state_read(execution_state_name(i), &state,
		    &fault));
		ck_assert_int_eq(state, i);
	}
	for (enum outcome i = 0; i < OUTCOMES; i++) {
		enum outcome outcome = OUTCOMES;

		ck_assert(outcome_read(outcome_name(i), &outcome, &fault));
		ck_assert_int_eq(outcome, i);
	}
	ck_assert_str_eq(outcome_name(OUTCOME_NONE), "");
	ck_assert_str_eq(retry_class_name(RETRY_NONE), "");
	ck_assert_str_eq(retry_class_name(RETRY_LATER), "later");
}
END_TEST

START_TEST(unknown_names_are_refused)
{
	enum execution_state state = EXECUTION_RUNNING;
	enum outcome outcome = OUTCOME_WARNING;
	struct fault fault;

	ck_assert(!execution_state_read("done", &state, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_str_eq(fault.text,
	    "state 'done' is not claimed, starting, running or ended");
	ck_assert(!execution_state_read("", &state, &fault));
	ck_assert_int_eq(state, EXECUTION_RUNNING);
	ck_assert(!outcome_read("Success", &outcome, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_str_eq(fault.text,
	    "outcome 'Success' is not success, warning, failure, timeout, "
	    "interrupted, cancelled, missed or skipped");
	ck_assert_int_eq(outcome, OUTCOME_WARNING);
}
END_TEST

START_TEST(a_person_looks_at_four_outcomes)
{
	const bool is_bad[OUTCOMES] = {
		[OUTCOME_FAILURE] = true,
		[OUTCOME_TIMEOUT] = true,
		[OUTCOME_INTERRUPTED] = true,
		[OUTCOME_MISSED] = true,
	};

	for (enum outcome i = 0; i < OUTCOMES; i++)
		ck_assert_int_eq(outcome_is_bad(i), is_bad[i]);
}
END_TEST

START_TEST(a_claim_is_one_for_each_attempt_at_a_slot)
{
	struct execution execution = {
		.id = "0b0dd6c2-6d2b-4c2f-9f0e-6a6f4a0c4b11",
		.strategy = "EST_1509986176",
		.slot = 29881530,
		.attempt = 1,
	};
	char room[CLAIM_KEY_MAX];

	execution_claim_key(room, &execution);
	ck_assert_str_eq(room, "EST_1509986176/29881530/1");
	execution.attempt = 0;
	execution_claim_key(room, &execution);
	ck_assert_str_eq(room, "EST_1509986176/29881530/0");
	execution.slot = EXECUTION_BY_HAND;
	execution_claim_key(room, &execution);
	ck_assert_str_eq(room, execution.id);
	memset(execution.strategy, 'x', LIMIT_ID);
	execution.slot = INT64_MIN;
	execution.attempt = INT32_MIN;
	execution_claim_key(room, &execution);
	ck_assert_str_eq(room,
	    "xxxxxxxxxxxxxxxxxxxxxxxxx/-9223372036854775808/-2147483648");
}
END_TEST

START_TEST(late_is_what_began_after_its_minute)
{
	struct execution execution = { .slot = 2 };

	ck_assert_int_eq(execution_late_s(&execution), -1);
	execution.started_ms = 2 * 60000 + 23 * 60000 + 999;
	ck_assert_int_eq(execution_late_s(&execution), 23 * 60);
	execution.started_ms = 1;
	ck_assert_int_eq(execution_late_s(&execution), 0);
	execution.slot = EXECUTION_BY_HAND;
	execution.started_ms = 600000;
	ck_assert_int_eq(execution_late_s(&execution), 0);
}
END_TEST

UNIT_MAIN("model/execution", late_is_what_began_after_its_minute,
    names_are_read_as_they_are_written, unknown_names_are_refused,
    a_person_looks_at_four_outcomes, a_claim_is_one_for_each_attempt_at_a_slot)
