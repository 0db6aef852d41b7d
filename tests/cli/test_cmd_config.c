#include "config.h"

#include "cli/cmd.h"

#include "base/mem.h"
#include "cli/exit.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(every_setting_is_shown_with_its_source)
{
	char *folder = scratch_new();
	struct person person = person_new(folder);
	char *line = mem_format("state_dir = %s", folder);

	ck_assert_int_eq(person_types(&person, "config", "show", NULL), 0);
	ck_assert_ptr_nonnull(strstr(person.out, line));
	ck_assert_ptr_nonnull(strstr(person.out, "backupexec.conf:3"));
	ck_assert_int_eq(person_types(&person, "config", "show", "--json",
			     NULL),
	    0);
	ck_assert_ptr_nonnull(strstr(person.out, "\"key\": \"state_dir\""));
	ck_assert_ptr_nonnull(strstr(person.out, "\"source\": \"default\""));
	free(line);
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

START_TEST(a_file_that_is_not_there_exits_4)
{
	struct person person = { .config = mem_text("/nonexistent") };

	ck_assert_int_eq(person_types(&person, "config", "show", NULL),
	    EXIT_CONFIG);
	ck_assert_ptr_nonnull(strstr(person.err, "/nonexistent"));
	person_clear(&person);
}
END_TEST

UNIT_MAIN("cli/cmd_config", every_setting_is_shown_with_its_source,
    a_file_that_is_not_there_exits_4)
