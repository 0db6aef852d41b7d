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

UNIT_MAIN("platform/account", root_is_who_it_is, membership_is_by_name)
