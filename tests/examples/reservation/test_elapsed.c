#include "config.h"

#include "examples/reservation/elapsed.h"

#include "tests/unit.h"

START_TEST(time_goes_on_and_the_longest_is_kept)
{
	_Atomic int64_t longest_ns = 0;
	int64_t before_ns = elapsed_ns();

	ck_assert_int_ge(elapsed_ns(), before_ns);
	elapsed_keep(&longest_ns, 5);
	elapsed_keep(&longest_ns, 3);
	ck_assert_int_eq(longest_ns, 5);
	elapsed_keep(&longest_ns, 8);
	ck_assert_int_eq(longest_ns, 8);
}
END_TEST

UNIT_MAIN("examples/reservation/elapsed", time_goes_on_and_the_longest_is_kept)
