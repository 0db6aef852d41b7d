#include "config.h"

#include "cli/cmd.h"

#include "cli/exit.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(a_script_of_the_plan_is_looked_at)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "strategy", "check", "nightly",
			     NULL),
	    0);
	ck_assert_str_eq(person.out, "");
	ck_assert_str_eq(person.err, "1 script, nothing found\n");
	person.input = "backup spfile;\n";
	ck_assert_int_eq(person_types(&person, "strategy", "check", "--file",
			     "-", "--connection", "local", NULL),
	    EXIT_BAD);
	ck_assert_str_eq(person.out, "-: line 2: error: rman: found ;\n");
	ck_assert_int_eq(person_types(&person, "strategy", "check", "gone",
			     NULL),
	    EXIT_BAD);
	ck_assert_int_eq(person_types(&person, "strategy", "check", "nightly",
			     "--json", NULL),
	    0);
	ck_assert_str_eq(person.out, "[]\n");
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(lines_of_a_file_need_no_daemon)
{
	char *folder = scratch_new();
	struct person person = person_new(folder);

	person.input = "backup database;\nhost 'ls';\ndelete obsolete;\n";
	ck_assert_int_eq(person_types(&person, "strategy", "check", "--file",
			     "-", NULL),
	    EXIT_BAD);
	ck_assert_ptr_nonnull(
	    strstr(person.out, "-: line 2: error: HOST runs any program"));
	ck_assert_ptr_nonnull(
	    strstr(person.out, "-: line 3: warning: delete without NOPROMPT"));
	person.input = "delete obsolete;\n";
	ck_assert_int_eq(person_types(&person, "strategy", "check", "--file",
			     "-", "--json", NULL),
	    0);
	ck_assert_ptr_nonnull(strstr(person.out, "\"line\": 1"));
	ck_assert_ptr_nonnull(strstr(person.out, "\"severity\": \"warning\""));
	ck_assert_int_eq(person_types(&person, "strategy", "check", "--file",
			     "/nonexistent", NULL),
	    EXIT_BAD);
	ck_assert_int_eq(person_types(&person, "strategy", "check", "x",
			     "--file", "-", NULL),
	    EXIT_USAGE);
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/cmd_strategy_check", a_script_of_the_plan_is_looked_at,
    lines_of_a_file_need_no_daemon)
