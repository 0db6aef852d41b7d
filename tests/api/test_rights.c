#include "config.h"

#include "api/rights.h"

#include "tests/unit.h"

START_TEST(each_right_has_its_owners)
{
	const struct {
		struct rights_peer peer;
		bool reads, changes;
	} cases[] = {
		{ { .name = "root", .is_root = true }, true, true },
		{ { .name = "backupexec", .is_daemon = true }, true, true },
		{ { .name = "ann", .is_in_read_group = true }, true, false },
		{ { .name = "dba", .is_in_change_group = true }, true, true },
		{ { .name = "eve" }, false, false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fault fault;

		ck_assert_int_eq(rights_check(&cases[i].peer, RIGHT_READ,
				     &fault),
		    cases[i].reads);
		ck_assert_int_eq(rights_check(&cases[i].peer, RIGHT_CHANGE,
				     &fault),
		    cases[i].changes);
	}
}
END_TEST

START_TEST(a_refusal_says_who_may)
{
	const struct rights_peer eve = { .name = "eve" };
	struct fault fault;

	ck_assert(!rights_check(&eve, RIGHT_READ, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_str_eq(fault.text,
	    "eve may not read this: only root, the daemon's user and members "
	    "of [api] group or [daemon] admin_group may");
	ck_assert(!rights_check(&eve, RIGHT_CHANGE, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_str_eq(fault.text,
	    "eve may not change anything here: only root, the daemon's user "
	    "and members of [daemon] admin_group may");
}
END_TEST

UNIT_MAIN("api/rights", each_right_has_its_owners, a_refusal_says_who_may)
