#include "config.h"

#include "examples/reservation/fault.h"

#include "tests/unit.h"

START_TEST(a_fault_is_a_sentence_and_false)
{
	struct fault fault;

	ck_assert(!fault_set(&fault, "there is no city '%s'", "Atlantis"));
	ck_assert_str_eq(fault.text, "there is no city 'Atlantis'");
	ck_assert(!fault_set(&fault, "%0600d", 1));
	ck_assert_uint_eq(strlen(fault.text), sizeof(fault.text) - 1);
}
END_TEST

UNIT_MAIN("examples/reservation/fault", a_fault_is_a_sentence_and_false)
