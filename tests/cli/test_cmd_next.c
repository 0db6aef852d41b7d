#include "config.h"

#include "cli/cmd.h"

#include "cli/exit.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(slots_are_listed_with_their_offsets)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "next", NULL), 0);
	ck_assert_str_eq(person.out,
	    "DUE                        STRATEGY  CONNECTION  WHAT\n"
	    "1970-01-01T01:00:00Z       nightly   local       success, took "
	    "1 s\n"
	    "2026-10-25T02:30:00+01:00  nightly   local       takes 60 s\n");
	ck_assert_str_eq(person.err, "remark: it cannot work\n");
	ck_assert_int_eq(person_types(&person, "next", "--json", "--from",
			     "1970-01-01T03:00:00+02:00", "--hours=168", NULL),
	    0);
	ck_assert_ptr_nonnull(
	    strstr(person.out, "\"due_at\": \"1970-01-01T01:00:00Z\""));
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(a_week_is_a_grid_of_eight_lines_of_80)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);
	size_t lines = 0;

	ck_assert_int_eq(person_types(&person, "next", "--heatmap", NULL), 0);
	for (const char *at = person.out; *at != '\0'; lines++) {
		ck_assert_uint_le(strcspn(at, "\n"), 80);
		at += strcspn(at, "\n") + 1;
	}
	ck_assert_uint_eq(lines, 8);
	ck_assert_int_eq(person_types(&person, "next", "--heatmap", "--json",
			     "--from", "2026-10-25", NULL),
	    0);
	ck_assert_ptr_nonnull(strstr(person.out, "\"most_at_once\": 0"));
	ck_assert_int_eq(person_types(&person, "next", "--heatmap", "--hours",
			     "24", NULL),
	    EXIT_USAGE);
	ck_assert_int_eq(person_types(&person, "next", "--heatmap", "--from",
			     "soon", NULL),
	    EXIT_USAGE);
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(mistakes_exit_2)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "next", "--hours", "0", NULL),
	    EXIT_USAGE);
	ck_assert_str_eq(person.err,
	    "backupexec: --hours: '0' is not a number from 1 to 8784\n");
	ck_assert_int_eq(person_types(&person, "next", "--hours", "8785", NULL),
	    EXIT_USAGE);
	ck_assert_int_eq(person_types(&person, "next", "--from", "soon", NULL),
	    EXIT_USAGE);
	ck_assert_ptr_nonnull(strstr(person.err, "--from: 'soon' is not"));
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(without_a_daemon_it_exits_3)
{
	char *folder = scratch_new();
	struct person person = person_new(folder);

	ck_assert_int_eq(person_types(&person, "next", NULL), EXIT_UNREACHABLE);
	ck_assert_ptr_nonnull(strstr(person.err, "no daemon listens at "));
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/cmd_next", slots_are_listed_with_their_offsets,
    a_week_is_a_grid_of_eight_lines_of_80, mistakes_exit_2,
    without_a_daemon_it_exits_3)
