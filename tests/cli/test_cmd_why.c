#include "config.h"

#include "cli/cmd.h"

#include "cli/exit.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(it_explains_the_one_that_is_named_or_the_last_bad_one)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "why", BACKEND_BAD, NULL),
	    EXIT_DONE);
	ck_assert_ptr_nonnull(strstr(person.out,
	    "execution 33333333: failure\n"
	    "The reason: ORA-19809: the recovery area is full.\n"));
	ck_assert_ptr_nonnull(strstr(person.out, "\nNext: "));
	ck_assert_int_eq(person_types(&person, "why", NULL), EXIT_DONE);
	ck_assert_ptr_nonnull(
	    strstr(person.out, "execution 33333333: failure\n"));
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(where_nothing_ever_ran_it_exits_3)
{
	char *folder = scratch_new();
	struct person person = person_new(folder);

	ck_assert_int_eq(person_types(&person, "why", NULL), EXIT_UNREACHABLE);
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/cmd_why", it_explains_the_one_that_is_named_or_the_last_bad_one,
    where_nothing_ever_ran_it_exits_3)
