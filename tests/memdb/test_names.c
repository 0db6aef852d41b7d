#include "config.h"

#include "memdb/names.h"

#include "base/mem.h"
#include "tests/unit.h"

enum { MANY = 100000 };

START_TEST(each_text_has_one_number)
{
	struct arena arena = { 0 };
	struct names names = { 0 };

	ck_assert_uint_eq(names_find(&names, "a"), NAMES_ABSENT);
	ck_assert_uint_eq(names_put(&names, &arena, "a"), 0);
	ck_assert_uint_eq(names_put(&names, &arena, "b"), 1);
	ck_assert_uint_eq(names_put(&names, &arena, "a"), 0);
	ck_assert_uint_eq(names_put(&names, &arena, "A"), 2);
	ck_assert_uint_eq(names_put(&names, &arena, ""), 3);
	ck_assert_uint_eq(names_find(&names, "b"), 1);
	ck_assert_uint_eq(names_find(&names, "c"), NAMES_ABSENT);
	ck_assert_uint_eq(names.count, 4);
	ck_assert_str_eq(names.texts[1], "b");
	names_clear(&names);
	ck_assert_uint_eq(names_find(&names, "a"), NAMES_ABSENT);
	arena_clear(&arena);
}
END_TEST

START_TEST(many_texts_are_found_again)
{
	struct arena arena = { 0 };
	struct names names = { 0 };

	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < MANY; i++) {
			char *text = mem_format("EST_%u", 1509986176 + i);

			if (names_put(&names, &arena, text) != i)
				ck_abort_msg("%s", text);
			free(text);
		}
	}
	ck_assert_uint_eq(names.count, MANY);
	names_clear(&names);
	arena_clear(&arena);
}
END_TEST

UNIT_MAIN("memdb/names", each_text_has_one_number, many_texts_are_found_again)
