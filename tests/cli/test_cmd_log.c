#include "config.h"

#include "cli/cmd.h"

#include "cli/exit.h"
#include "tests/support/backend.h"
#include "tests/support/journal.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(without_a_name_executions_are_listed)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "log", NULL), 0);
	ck_assert_str_eq(person.out,
	    "EXECUTION  WHEN              TOOK  STRATEGY  OUTCOME  WHY\n"
	    "11111111   1970-01-01 00:00  1 s   nightly   success\n"
	    "22222222   1970-01-01 00:00  -     nightly   running\n"
	    "33333333   1970-01-01 00:00  1 s   nightly   failure  "
	    "ORA-19809\n");
	ck_assert_int_eq(person_types(&person, "log", "--failed", "--since",
			     "2026-01-01", "--json", NULL),
	    0);
	ck_assert_ptr_nonnull(strstr(person.out, BACKEND_BAD));
	ck_assert_ptr_null(strstr(person.out, BACKEND_GOOD));
	ck_assert_int_eq(person_types(&person, "log", "gone", "--failed", NULL),
	    EXIT_BAD);
	ck_assert_str_eq(person.err,
	    "backupexec: there is no strategy 'gone'\n");
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(with_a_name_its_output_comes)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	backend_grow(backend, "RMAN> \033[1m\n");
	ck_assert_int_eq(person_types(&person, "log", "2222", NULL), 0);
	ck_assert_str_eq(person.out, "RMAN> \033[1m\n");
	person.has_terminal = true;
	ck_assert_int_eq(person_types(&person, "log", "2222", NULL), 0);
	ck_assert_str_eq(person.out, "RMAN> \\x1b[1m\n");
	ck_assert_int_eq(person_types(&person, "log", "3333", "--json", NULL),
	    0);
	ck_assert_ptr_nonnull(strstr(person.out, "\"detail\": \"RMAN-00571\""));
	ck_assert_int_eq(person_types(&person, "log", "9999", NULL), EXIT_BAD);
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(follow_ends_with_the_execution)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	backend_grow(backend, "one\n");
	backend_end(backend, OUTCOME_SUCCESS);
	ck_assert_int_eq(person_types(&person, "log", "2222", "--follow", NULL),
	    0);
	ck_assert_str_eq(person.out, "one\n");
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(mistakes_exit_2)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "log", "--follow", NULL),
	    EXIT_USAGE);
	ck_assert_int_eq(person_types(&person, "log", "x", "--follow",
			     "--failed", NULL),
	    EXIT_USAGE);
	ck_assert_int_eq(person_types(&person, "log", "--since", "soon", NULL),
	    EXIT_USAGE);
	ck_assert_ptr_nonnull(strstr(person.err, "--since: 'soon' is not"));
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(without_a_daemon_the_journal_is_read)
{
	char *folder = scratch_new();
	struct person person = person_new(folder);

	journal_leave(folder);
	ck_assert_int_eq(person_types(&person, "log", NULL), 0);
	ck_assert_ptr_nonnull(strstr(person.err, "no daemon is running"));
	ck_assert_ptr_nonnull(strstr(person.out,
	    "33333333   1970-01-01 02:00"
	    "  2 min  nightly   failure"));
	ck_assert_int_eq(person_types(&person, "log", "nightly", NULL), 0);
	ck_assert_str_eq(person.out, JOURNAL_OUTPUT);
	ck_assert_int_eq(person_types(&person, "log", "--since", "2030-01-01",
			     NULL),
	    0);
	ck_assert_str_eq(person.out, "");
	ck_assert_int_eq(person_types(&person, "log", "--since", "x", NULL),
	    EXIT_USAGE);
	ck_assert_int_eq(person_types(&person, "log", "gone", NULL), EXIT_BAD);
	ck_assert_int_eq(person_types(&person, "status", NULL),
	    EXIT_UNREACHABLE);
	ck_assert_ptr_nonnull(strstr(person.out,
	    "db01: no daemon is running; the last sign of life is from "));
	ck_assert_ptr_nonnull(strstr(person.out, "failure: nightly of C_1"));
	ck_assert_int_eq(person_types(&person, "status", "--check", NULL),
	    EXIT_UNREACHABLE);
	ck_assert_int_eq(strncmp(person.out, "DEAD: ", 6), 0);
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/cmd_log", without_a_name_executions_are_listed,
    with_a_name_its_output_comes, follow_ends_with_the_execution,
    mistakes_exit_2, without_a_daemon_the_journal_is_read)
