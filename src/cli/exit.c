#include "config.h"

#include "cli/exit.h"

int
exit_of_fault(enum fault_kind kind)
{
	static const int statuses[FAULT_KINDS] = {
		[FAULT_USAGE] = EXIT_USAGE,
		[FAULT_CONFIG] = EXIT_CONFIG,
		[FAULT_SYSTEM] = EXIT_BAD,
		[FAULT_TIMEOUT] = EXIT_UNREACHABLE,
		[FAULT_CLOSED] = EXIT_UNREACHABLE,
		[FAULT_FORMAT] = EXIT_BAD,
		[FAULT_LIMIT] = EXIT_BAD,
		[FAULT_REFUSED] = EXIT_REFUSED,
		[FAULT_ABSENT] = EXIT_BAD,
		[FAULT_DUPLICATE] = EXIT_BAD,
		[FAULT_RETRY] = EXIT_BAD,
		[FAULT_FULL] = EXIT_BAD,
	};

	return statuses[kind];
}

int
exit_of_outcome(enum outcome outcome, bool is_strict)
{
	if (outcome == OUTCOME_SUCCESS ||
	    (outcome == OUTCOME_WARNING && !is_strict))
		return EXIT_DONE;
	return EXIT_BAD;
}
