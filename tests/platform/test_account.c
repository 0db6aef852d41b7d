#include "config.h"

#include "platform/account.h"

#include "tests/unit.h"

START_TEST(root_is_who_it_is)
{
	char name[64];

	ck_assert(account_is_root(0));
	ck_assert(!account_is_root(1));
	account_name(0, name);
	ck_assert_str_eq(name, "root");
	account_name(3999999999, name);
	ck_assert_str_eq(name, "3999999999");
	ck_assert_int_eq(account_owner("/"), 0);
	ck_assert_int_eq(account_owner("/nonexistent"), -1);
	ck_assert_int_ge(account_self(), 0);
}
END_TEST

START_TEST(membership_is_by_name)
{
	ck_assert(account_in_group(0, 0, "root"));
	ck_assert(!account_in_group(3999999999, 3999999999, "root"));
	ck_assert(!account_in_group(0, 0, ""));
	ck_assert(!account_in_group(0, 0, NULL));
	ck_assert(!account_in_group(0, 0, "no-such-group-here"));
}
END_TEST

START_TEST(only_root_becomes_somebody_else_and_then_for_good)
{
	struct fault fault;
	char name[64];

	ck_assert(account_become(account_self(), &fault));
	if (account_is_root(account_self())) {
		ck_assert(!account_become(3999999999, &fault));
		ck_assert_str_eq(fault.text, "there is no user 3999999999");
		ck_assert(account_become(1, &fault));
		ck_assert_int_eq(account_self(), 1);
	}
	account_name(account_self(), name);
	ck_assert_str_ne(name, "root");
	ck_assert(!account_become(0, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
}
END_TEST

UNIT_MAIN("platform/account", root_is_who_it_is, membership_is_by_name,
    only_root_becomes_somebody_else_and_then_for_good)
