#include "config.h"

#include "worker/advice.h"

#include "tests/unit.h"

START_TEST(what_is_known_has_advice)
{
	ck_assert_str_eq(advice_for("ORA-12541"),
	    "start the listener, or correct its address and port");
	ck_assert_ptr_null(advice_for("ORA-00001"));
	ck_assert_ptr_null(advice_for(""));
}
END_TEST

UNIT_MAIN("worker/advice", what_is_known_has_advice)
