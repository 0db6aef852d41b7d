#include "config.h"

#include "worker/table.h"

#include <string.h>

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(rows_say_how_a_file_is)
{
	static const struct {
		const char *row;
		bool is_validate;
		enum table_row what;
	} cases[] = {
		{ "1    OK     0 12849 88320 1139183", false, TABLE_OTHER },
		{ "5    FAILED 0 2 2561 1139184", false, TABLE_FAILED },
		{ "5    FAILED 0 2 2561 1139184 more", false, TABLE_OTHER },
		{ "5    FAILED 28-NOV-26", false, TABLE_OTHER },
		{ "1    OK     3 12849 88320 1139183", false, TABLE_MARKED },
		{ "1    OK     000 1 2 3", false, TABLE_OTHER },
		{ "5    FEHLER 0 2 2561 1139184", false, TABLE_OTHER },
		{ "5    FEHLER 0 2 2561 1139184", true, TABLE_FAILED },
		{ "         5 ONLINE 0 2 2561 1139184", true, TABLE_OTHER },
		{ "1    71  FAILED 3 98 /arch/1_71.arc", false, TABLE_FAILED },
		{ "1    71  OK     0 98 /arch/1_71.arc", true, TABLE_OTHER },
		{ "Control File FAILED 1 614", false, TABLE_FAILED },
		{ "SPFILE       FAILED 1 2", false, TABLE_FAILED },
		{ "SPFILE       OK     0 2", false, TABLE_OTHER },
		{ "DB-FULL FAILED 1 2", false, TABLE_OTHER },
		{ "101 CRITICAL OPEN 28-NOV-26 x", false, TABLE_CRITICAL },
		{ "101 CRITICAL CLOSED 28-NOV-26 x", false, TABLE_OTHER },
		{ "101 HIGH OPEN 28-NOV-26 x", false, TABLE_OTHER },
		{ "FAILED", false, TABLE_OTHER },
		{ "", true, TABLE_OTHER },
		{ "1 2 3 4 5 6 7 8 9 10 11 12", true, TABLE_OTHER },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_msg(table_row(cases[i].row, strlen(cases[i].row),
				  cases[i].is_validate) == cases[i].what,
		    "%s", cases[i].row);
}
END_TEST

START_TEST(the_ruler_of_validate_has_six_columns)
{
	static const char good[] =
	    "---- ------ -------------- ------------ --------------- ---------";
	static const char *const others[] = { "---- ------ ------", "",
		"---------- ------ - - - -", "---- ------ = - - -" };

	ck_assert(table_is_validate(good, strlen(good)));
	for (size_t i = 0; i < COUNT_OF(others); i++)
		ck_assert_msg(!table_is_validate(others[i], strlen(others[i])),
		    "%s", others[i]);
}
END_TEST

UNIT_MAIN("worker/table", rows_say_how_a_file_is,
    the_ruler_of_validate_has_six_columns)
