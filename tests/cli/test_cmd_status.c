#include "config.h"

#include "cli/cmd.h"

#include "cli/exit.h"
#include "cli/table.h"
#include "platform/file.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(it_says_all_in_one_screen_and_exits_1_when_something_is_bad)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "status", NULL), EXIT_BAD);
	ck_assert_str_eq(person.err, "");
	ck_assert_ptr_nonnull(strstr(person.out,
	    "db01: master 0.1.0, running since 1970-01-01 00:00"));
	ck_assert_ptr_nonnull(strstr(person.out,
	    "plan from the catalog, loaded 1970-01-01 00:00, version 7\n"));
	ck_assert_ptr_nonnull(strstr(person.out, "remark: nobody runs far\n"));
	ck_assert_ptr_nonnull(strstr(person.out,
	    "\n1 of 1 protected, 0 late, 0 never\n"
	    "CONNECTION  PROTECTION  LAST GOOD         NEXT DUE          "
	    "STATE\n"
	    "local       protected   1970-01-01 00:00  1970-01-01 01:00  "
	    "1 of 1 bad\n"
	    "far         -           -                 -                 "
	    "it runs on db09\n"));
	ck_assert_ptr_nonnull(
	    strstr(person.out, "running: nightly of local since "));
	ck_assert_ptr_nonnull(strstr(person.out,
	    "failure: nightly of local 1970-01-01 00:00, execution 33333333\n"
	    "    ORA-19809: the recovery area is full\n"));
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(strategies_check_and_json_are_other_views)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "status", "--strategies", NULL),
	    EXIT_BAD);
	ck_assert_ptr_nonnull(strstr(person.out,
	    "nightly   local       1970-01-01 00:00  1970-01-01 01:00  "
	    "running\n"));
	ck_assert_int_eq(person_types(&person, "status", "--check", NULL),
	    EXIT_BAD);
	ck_assert_str_eq(person.out,
	    "BAD: 1 of 1 protected, 0 late, 0 never; nightly failure "
	    "ORA-19809\n");
	ck_assert_int_eq(person_types(&person, "status", "--json", NULL),
	    EXIT_BAD);
	ck_assert_ptr_nonnull(strstr(person.out, "\"state\": \"running\""));
	ck_assert_int_eq(person_types(&person, "status", "--json", "--check",
			     NULL),
	    EXIT_USAGE);
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(when_all_is_well_it_exits_0)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	backend->executions[2].outcome = OUTCOME_WARNING;
	ck_assert_int_eq(person_types(&person, "status", "--check", NULL), 0);
	ck_assert_str_eq(person.out,
	    "GOOD: 1 of 1 protected, 0 late, 0 never\n");
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(colours_are_for_terminals)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "status", NULL), EXIT_BAD);
	ck_assert_ptr_null(strchr(person.out, '\033'));
	person.has_terminal = true;
	ck_assert_int_eq(person_types(&person, "status", NULL), EXIT_BAD);
	ck_assert_ptr_nonnull(strstr(person.out, "\033[31m1 of 1 bad\033[0m"));
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(no_line_is_wider_than_a_terminal)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	backend->executions[1].state = EXECUTION_STARTING;
	ck_assert_int_eq(person_types(&person, "status", NULL), EXIT_BAD);
	ck_assert_ptr_nonnull(
	    strstr(person.out, " ago),\n    execution 22222222\n"));
	for (const char *line = person.out; *line != '\0';) {
		size_t width = strcspn(line, "\n");

		ck_assert_uint_le(width, TABLE_WIDTH);
		line += width + (line[width] == '\n');
	}
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(where_nothing_ever_ran_it_exits_3)
{
	char *folder = scratch_new();
	struct person person = person_new(folder);

	ck_assert_int_eq(person_types(&person, "status", NULL),
	    EXIT_UNREACHABLE);
	ck_assert_ptr_nonnull(
	    strstr(person.err, "no daemon has ever run here"));
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/cmd_status",
    it_says_all_in_one_screen_and_exits_1_when_something_is_bad,
    strategies_check_and_json_are_other_views, when_all_is_well_it_exits_0,
    colours_are_for_terminals, no_line_is_wider_than_a_terminal,
    where_nothing_ever_ran_it_exits_3)
