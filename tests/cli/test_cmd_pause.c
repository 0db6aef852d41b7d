#include "config.h"

#include "cli/cmd.h"

#include "cli/exit.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/unit.h"

static void
expect_asked(struct backend *backend, const char *words)
{
	char *asked = backend_asked(backend);

	ck_assert_ptr_nonnull(asked);
	ck_assert_msg(strncmp(asked, words, strlen(words)) == 0, "%s", asked);
	free(asked);
}

START_TEST(a_strategy_a_connection_or_all_are_paused_and_resumed)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "pause", "nightly", "--until",
			     "2h", "--reason", "new disks", NULL),
	    EXIT_DONE);
	ck_assert_str_eq(person.err, "");
	expect_asked(backend, "edit 6 nightly 2 0 0 by ");
	ck_assert_int_eq(person_types(&person, "pause", "--connection", "local",
			     NULL),
	    EXIT_DONE);
	expect_asked(backend, "edit 6 local 0 0 0 by ");
	ck_assert_int_eq(person_types(&person, "pause", "--all", NULL),
	    EXIT_DONE);
	expect_asked(backend, "edit 6 all 0 0 0 by ");
	ck_assert_int_eq(person_types(&person, "resume", "nightly", NULL),
	    EXIT_DONE);
	expect_asked(backend, "edit 7 nightly 0 0 0 by ");
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(one_of_the_three_must_be_said)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "pause", NULL), EXIT_USAGE);
	ck_assert_str_eq(person.err,
	    "backupexec: say which: a strategy, --connection C or --all\n");
	ck_assert_int_eq(person_types(&person, "resume", "nightly", "--all",
			     NULL),
	    EXIT_USAGE);
	ck_assert_str_eq(person.err,
	    "backupexec: say which: a strategy, --connection C or --all, one "
	    "of them\n");
	ck_assert_int_eq(person_types(&person, "pause", "nightly", "--reason",
			     "a\nb", NULL),
	    EXIT_USAGE);
	ck_assert_str_eq(person.err,
	    "backupexec: reason holds a control character\n");
	ck_assert_ptr_null(backend_asked(backend));
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

UNIT_MAIN("cli/cmd_pause",
    a_strategy_a_connection_or_all_are_paused_and_resumed,
    one_of_the_three_must_be_said)
