#include "config.h"

#include "worker/oratab.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "tests/support/scratch.h"
#include "tests/unit.h"

static const char text[] = "# all of them\n"
			   "XE:/u01/xe:Y\n"
			   "  PROD:/u01/prod:N # the large one\r\n"
			   "XE:/u01/other:N\n"
			   "+ASM:/u01/grid:N\n"
			   "*:/u01/any:N\n"
			   "EMPTY::N\n"
			   "BAD:relative:N\n"
			   ":/u01/none:N\n"
			   "no line at all\n"
			   "LAST:/u01/last";

START_TEST(each_line_is_a_database_and_its_home)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "oratab", text);
	struct oratab oratab;
	struct fault fault;

	ck_assert(oratab_read(path, &oratab, &fault));
	ck_assert_uint_eq(oratab.count, 5);
	ck_assert_str_eq(oratab.entries[0].sid, "XE");
	ck_assert_str_eq(oratab_home(&oratab, "XE"), "/u01/xe");
	ck_assert_str_eq(oratab_home(&oratab, "PROD"), "/u01/prod");
	ck_assert_str_eq(oratab_home(&oratab, "LAST"), "/u01/last");
	ck_assert_ptr_null(oratab_home(&oratab, "BAD"));
	ck_assert_ptr_null(oratab_home(&oratab, "X"));
	ck_assert(oratab.entries[1].is_database);
	ck_assert(!oratab.entries[2].is_database);
	ck_assert(!oratab.entries[3].is_database);
	oratab_clear(&oratab);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(one_that_everybody_may_write_is_not_trusted)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "oratab", text);
	struct oratab oratab;
	struct fault fault;

	ck_assert_int_eq(chmod(path, 0666), 0);
	ck_assert(!oratab_read(path, &oratab, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert(!oratab_read("/nonexistent/oratab", &oratab, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_place_that_is_set_goes_first)
{
	ck_assert_str_eq(oratab_path("/x/oratab"), "/x/oratab");
	ck_assert_ptr_nonnull(strstr(oratab_path(""), "oratab"));
}
END_TEST

UNIT_MAIN("worker/oratab", each_line_is_a_database_and_its_home,
    one_that_everybody_may_write_is_not_trusted, a_place_that_is_set_goes_first)
