#include "config.h"

#include "catalog/backoff.h"

#include <stdbool.h>

#include "tests/unit.h"

START_TEST(the_wait_doubles_from_one_second_to_a_minute)
{
	static const struct {
		unsigned failures;
		int64_t ms;
	} cases[] = {
		{ 1, 1000 },
		{ 2, 2000 },
		{ 3, 4000 },
		{ 6, 32000 },
		{ 7, 60000 },
		{ 8, 60000 },
		{ 4000000000U, 60000 },
		{ 0, 1000 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_int_eq(backoff_ms(cases[i].failures, 0), cases[i].ms);
}
END_TEST

START_TEST(chance_adds_at_most_a_quarter)
{
	bool differs = false;

	for (unsigned failures = 1; failures < 10; failures++) {
		int64_t least = backoff_ms(failures, 0);

		for (uint32_t random = 1; random < 100000; random += 37) {
			int64_t wait = backoff_ms(failures, random);

			ck_assert_int_ge(wait, least);
			ck_assert_int_le(wait, least + least / 4);
			differs = differs || wait != least;
		}
	}
	ck_assert(differs);
}
END_TEST

UNIT_MAIN("catalog/backoff", the_wait_doubles_from_one_second_to_a_minute,
    chance_adds_at_most_a_quarter)
