#include "config.h"

#include "cli/cmd.h"

#include "cli/exit.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(it_reaches_the_daemon)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);
	char *asked;

	ck_assert_int_eq(person_types(&person, "cancel", "a b/..", NULL), 0);
	ck_assert_str_eq(person.err, "a b/.. is told to end\n");
	asked = backend_asked(backend);
	ck_assert_int_eq(strncmp(asked, "cancel a b/.. by ", 17), 0);
	free(asked);
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(without_a_daemon_it_exits_3)
{
	char *folder = scratch_new();
	struct person person = person_new(folder);

	ck_assert_int_eq(person_types(&person, "cancel", "x", NULL),
	    EXIT_UNREACHABLE);
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/cmd_cancel", it_reaches_the_daemon, without_a_daemon_it_exits_3)
