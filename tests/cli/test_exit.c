#include "config.h"

#include "cli/exit.h"

#include "tests/unit.h"

START_TEST(each_kind_of_fault_has_its_status)
{
	const int wanted[FAULT_KINDS] = {
		[FAULT_USAGE] = 2,
		[FAULT_CONFIG] = 4,
		[FAULT_SYSTEM] = 1,
		[FAULT_TIMEOUT] = 3,
		[FAULT_CLOSED] = 3,
		[FAULT_FORMAT] = 1,
		[FAULT_LIMIT] = 1,
		[FAULT_REFUSED] = 5,
		[FAULT_ABSENT] = 1,
		[FAULT_DUPLICATE] = 1,
		[FAULT_RETRY] = 1,
		[FAULT_FULL] = 1,
	};

	for (int i = 0; i < FAULT_KINDS; i++)
		ck_assert_int_eq(exit_of_fault((enum fault_kind)i), wanted[i]);
}
END_TEST

START_TEST(a_warning_is_a_failure_only_when_strict)
{
	for (int i = 0; i < OUTCOMES; i++) {
		enum outcome outcome = (enum outcome)i;
		bool is_success = outcome == OUTCOME_SUCCESS;
		bool is_warning = outcome == OUTCOME_WARNING;

		ck_assert_int_eq(exit_of_outcome(outcome, true),
		    is_success ? 0 : 1);
		ck_assert_int_eq(exit_of_outcome(outcome, false),
		    is_success || is_warning ? 0 : 1);
	}
}
END_TEST

UNIT_MAIN("cli/exit", each_kind_of_fault_has_its_status,
    a_warning_is_a_failure_only_when_strict)
