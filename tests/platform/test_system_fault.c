#include "config.h"

#include "platform/system_fault.h"

#include <errno.h>

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(the_kind_follows_the_reason)
{
	const struct {
		int error;
		enum fault_kind kind;
	} cases[] = { { ENOENT, FAULT_ABSENT }, { EACCES, FAULT_REFUSED },
		{ EPIPE, FAULT_CLOSED }, { ENOTCONN, FAULT_CLOSED },
		{ EIO, FAULT_SYSTEM }, { ENOSPC, FAULT_FULL } };
	struct fault fault;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		errno = cases[i].error;
		ck_assert(!fault_from_errno(&fault, "opening %s", "/x"));
		ck_assert_int_eq(fault.kind, cases[i].kind);
	}
	ck_assert_str_eq(fault.text, "opening /x: No space left on device");
}
END_TEST

UNIT_MAIN("platform/system_fault", the_kind_follows_the_reason)
