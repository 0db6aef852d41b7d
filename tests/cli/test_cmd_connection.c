#include "config.h"

#include "cli/cmd.h"

#include "cli/exit.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/unit.h"

START_TEST(they_are_listed_and_shown)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "connection", "list", NULL), 0);
	ck_assert_str_eq(person.out,
	    "CONNECTION  INSTANCE  ADDRESS         STRATEGIES  ALIVE  RUNNER\n"
	    "local       XE        127.0.0.1:1521  1           yes\n"
	    "far         ORCL      10.0.0.9:1521   1           yes    db09\n");
	ck_assert_int_eq(person_types(&person, "connection", "show", "far",
			     NULL),
	    0);
	ck_assert_ptr_nonnull(
	    strstr(person.out, "connection   far\nid           C_2\n"));
	ck_assert_ptr_nonnull(
	    strstr(person.out, "not ours     it runs on db09\n"));
	ck_assert_ptr_nonnull(strstr(person.out, "SETTING"));
	ck_assert_int_eq(person_types(&person, "connection", "show", "C_1",
			     "--json", NULL),
	    0);
	ck_assert_ptr_nonnull(strstr(person.out, "\"settings\": ["));
	ck_assert_int_eq(person_types(&person, "connection", "show", "gone",
			     NULL),
	    EXIT_BAD);
	ck_assert_str_eq(person.err,
	    "backupexec: there is no connection 'gone'\n");
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(changes_reach_the_daemon)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);
	char *asked;

	ck_assert_int_eq(person_types(&person, "connection", "add", "new",
			     "--instance", "XE", "--runner", "any", NULL),
	    0);
	asked = backend_asked(backend);
	ck_assert_int_eq(strncmp(asked, "edit 0 new 4 0 0 by ", 20), 0);
	free(asked);
	ck_assert_int_eq(person_types(&person, "connection", "set", "new",
			     "alive=no", NULL),
	    0);
	asked = backend_asked(backend);
	ck_assert_int_eq(strncmp(asked, "edit 1 new 1 0 0 by ", 20), 0);
	free(asked);
	ck_assert_int_eq(person_types(&person, "connection", "remove", "new",
			     NULL),
	    0);
	asked = backend_asked(backend);
	ck_assert_int_eq(strncmp(asked, "edit 2 new 0 0 0 by ", 20), 0);
	free(asked);
	ck_assert_int_eq(person_types(&person, "connection", "add", "new",
			     NULL),
	    EXIT_USAGE);
	ck_assert_ptr_null(backend_asked(backend));
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

UNIT_MAIN("cli/cmd_connection", they_are_listed_and_shown,
    changes_reach_the_daemon)
