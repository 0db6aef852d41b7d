#include "config.h"

#include "cli/cmd.h"

#include "cli/exit.h"
#include "platform/file.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(they_are_listed_and_shown)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "strategy", "list", NULL), 0);
	ck_assert_ptr_nonnull(strstr(person.out,
	    "nightly   local       high      yes    full  sun 02:30, ...\n"));
	ck_assert_int_eq(person_types(&person, "strategy", "show", "nightly",
			     NULL),
	    0);
	ck_assert_ptr_nonnull(strstr(person.out,
	    "due          sun 02:30\n             daily *:15\n"));
	ck_assert_ptr_nonnull(
	    strstr(person.out, "SCRIPT\nrun {\nbackup database;\n}\n"));
	ck_assert_ptr_nonnull(strstr(person.out, "strategy  2h\n"));
	ck_assert_int_eq(person_types(&person, "strategy", "show", "gone",
			     NULL),
	    EXIT_BAD);
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(changes_reach_the_daemon)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);
	char *asked;

	person.input = "backup database;\n";
	ck_assert_int_eq(person_types(&person, "strategy", "add", "new",
			     "--connection", "local", "--script", "-", "--at",
			     "sun 02:30", "--at", "daily *:15", "--priority",
			     "high", "timeout=2h", NULL),
	    0);
	asked = backend_asked(backend);
	ck_assert_int_eq(strncmp(asked, "edit 3 new 3 1 2 by ", 20), 0);
	free(asked);
	ck_assert_int_eq(person_types(&person, "strategy", "set", "new",
			     "alive=no", NULL),
	    0);
	asked = backend_asked(backend);
	ck_assert_int_eq(strncmp(asked, "edit 4 new 1 0 0 by ", 20), 0);
	free(asked);
	ck_assert_int_eq(person_types(&person, "strategy", "remove", "new",
			     NULL),
	    0);
	asked = backend_asked(backend);
	ck_assert_int_eq(strncmp(asked, "edit 5 new 0 0 0 by ", 20), 0);
	free(asked);
	ck_assert_int_eq(person_types(&person, "strategy", "set", "new", "--at",
			     "someday", NULL),
	    EXIT_USAGE);
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

/* No daemon: the catalog's own, with one strategy. */
static struct person
with_nightly(char *folder)
{
	struct person person = person_new(folder);

	(void)setenv("TMPDIR", folder, 1);
	ck_assert_int_eq(person_types(&person, "connection", "add", "local",
			     "--instance", "XE", NULL),
	    0);
	person.input = "run {\nbackup database;\n}\n";
	ck_assert_int_eq(person_types(&person, "strategy", "add", "nightly",
			     "--connection", "local", "--script", "-", NULL),
	    0);
	return person;
}

START_TEST(a_script_is_edited_in_place)
{
	char *folder = scratch_new();
	struct person person = with_nightly(folder);

	(void)setenv("VISUAL", "sed -i s/database/tablespace/", 1);
	ck_assert_int_eq(person_types(&person, "strategy", "edit", "nightly",
			     NULL),
	    0);
	ck_assert_int_eq(person_types(&person, "strategy", "show", "nightly",
			     NULL),
	    0);
	ck_assert_ptr_nonnull(
	    strstr(person.out, "SCRIPT\nrun {\nbackup tablespace;\n}\n"));
	(void)setenv("VISUAL", "true", 1);
	ck_assert_int_eq(person_types(&person, "strategy", "edit", "nightly",
			     NULL),
	    0);
	ck_assert_str_eq(person.err, "nothing has changed\n");
	(void)setenv("VISUAL", "false", 1);
	ck_assert_int_eq(person_types(&person, "strategy", "edit", "nightly",
			     NULL),
	    EXIT_BAD);
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

START_TEST(what_was_written_is_not_lost_when_it_is_refused)
{
	char *folder = scratch_new(), *path;
	struct person person = with_nightly(folder);

	(void)setenv("VISUAL", "sed -i 's,run.*,connect target sys/x@y,'", 1);
	ck_assert_int_eq(person_types(&person, "strategy", "edit", "nightly",
			     NULL),
	    EXIT_REFUSED);
	path = strstr(person.err, "what you wrote is in ");
	ck_assert_ptr_nonnull(path);
	path += strlen("what you wrote is in ");
	path[strcspn(path, "\n")] = '\0';
	ck_assert_int_eq(file_kind(path), FILE_REGULAR);
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/cmd_strategy", they_are_listed_and_shown,
    changes_reach_the_daemon, a_script_is_edited_in_place,
    what_was_written_is_not_lost_when_it_is_refused)
