#include "config.h"

#include "cli/cmd.h"

#include "cli/exit.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(a_catalog_is_made_and_checked_and_filled)
{
	char *folder = scratch_new();
	struct person person = person_new(folder);

	ck_assert_msg(person_types(&person, "catalog", "init", NULL) ==
		EXIT_DONE,
	    "%s", person.err);
	ck_assert_ptr_nonnull(strstr(person.out, "schema 1, "));
	ck_assert_ptr_nonnull(strstr(person.out, "owner db01\n"));
	ck_assert_int_eq(person_types(&person, "catalog", "init", NULL), 0);
	person.input = "backup database;\n";
	ck_assert_int_eq(person_types(&person, "connection", "add", "local",
			     "--instance", "XE", NULL),
	    0);
	ck_assert_int_eq(person_types(&person, "strategy", "add", "nightly",
			     "--connection", "local", "--script", "-", "--at",
			     "sun 02:30", NULL),
	    0);
	ck_assert_int_eq(person_types(&person, "catalog", "check", NULL), 0);
	ck_assert_ptr_nonnull(
	    strstr(person.out, "1 connections, 1 strategies\n"));
	ck_assert_int_eq(person_types(&person, "strategy", "list", NULL), 0);
	ck_assert_ptr_nonnull(strstr(person.out, "nightly   local"));
	ck_assert_int_eq(person_types(&person, "connection", "remove", "local",
			     NULL),
	    EXIT_REFUSED);
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/cmd_catalog", a_catalog_is_made_and_checked_and_filled)
