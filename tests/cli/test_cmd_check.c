#include "config.h"

#include "cli/cmd.h"

#include <stdlib.h>

#include "cli/exit.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/unit.h"

static struct backend *backend;
static struct person person;

static void
set_up(void)
{
	backend = backend_start();
	person = person_new(backend->folder);
}

static void
tear_down(void)
{
	person_clear(&person);
	backend_stop(backend);
}

START_TEST(a_connection_is_tested)
{
	set_up();
	ck_assert_int_eq(person_types(&person, "connection", "test", "local",
			     NULL),
	    0);
	ck_assert_ptr_nonnull(strstr(person.out, "dbid         7\n"));
	ck_assert_ptr_nonnull(strstr(person.out, "open mode    READ WRITE\n"));
	ck_assert_int_eq(person_types(&person, "connection", "test", "other",
			     NULL),
	    EXIT_BAD);
	ck_assert_ptr_nonnull(
	    strstr(person.out, "failed       ORA-12541: no listener\n"));
	ck_assert_ptr_nonnull(strstr(person.out, "do           start it\n"));
	ck_assert_int_eq(person_types(&person, "connection", "test", "other",
			     "--json", NULL),
	    EXIT_BAD);
	ck_assert_ptr_nonnull(strstr(person.out, "\"good\": false"));
	tear_down();
}
END_TEST

START_TEST(what_is_wrong_is_listed_with_what_to_do)
{
	set_up();
	ck_assert_int_eq(person_types(&person, "check", "--local", NULL),
	    EXIT_BAD);
	ck_assert_ptr_nonnull(strstr(person.out,
	    "warning  OTHER  backup  nobody backs it up: discover it\n"));
	ck_assert_int_eq(person_types(&person, "check", "local", "--local",
			     NULL),
	    0);
	ck_assert_int_eq(person_types(&person, "check", "gone", NULL),
	    EXIT_BAD);
	ck_assert_int_eq(person_types(&person, "check", "local", NULL), 0);
	ck_assert_ptr_nonnull(strstr(person.out,
	    "19.0.0.0.0, XE (DBID 7), PRIMARY, READ WRITE, ARCHIVELOG\n"));
	tear_down();
}
END_TEST

START_TEST(databases_are_discovered_and_added)
{
	char *asked;

	set_up();
	ck_assert_int_eq(person_types(&person, "connection", "discover", NULL),
	    0);
	ck_assert_ptr_nonnull(strstr(person.out, "XE   yes   local"));
	ck_assert_ptr_nonnull(strstr(person.out, "NEW  no    none"));
	ck_assert_int_eq(person_types(&person, "connection", "discover",
			     "--add", "--json", NULL),
	    0);
	ck_assert_str_eq(person.err, "added: connection NEW\n");
	asked = backend_asked(backend);
	ck_assert_ptr_nonnull(asked);
	free(asked);
	tear_down();
}
END_TEST

UNIT_MAIN("cli/cmd_check", a_connection_is_tested,
    what_is_wrong_is_listed_with_what_to_do, databases_are_discovered_and_added)
