#include "config.h"

#include "memdb/arena.h"

#include "base/mem.h"
#include "tests/unit.h"

enum { MANY = 200000, LONG = 3 << 20 };

START_TEST(texts_stay_where_they_are)
{
	const char **texts = mem_new(MANY, sizeof(*texts));
	struct arena arena = { 0 };

	for (int i = 0; i < MANY; i++) {
		char *text = mem_format("text %d", i);

		texts[i] = arena_text(&arena, text);
		free(text);
	}
	for (int i = 0; i < MANY; i++) {
		char *text = mem_format("text %d", i);

		if (strcmp(texts[i], text) != 0)
			ck_abort_msg("%s is %s", text, texts[i]);
		free(text);
	}
	free(texts);
	arena_clear(&arena);
}
END_TEST

START_TEST(a_text_may_be_longer_than_any_chunk)
{
	struct arena arena = { 0 };
	char *text = mem_new(LONG + 1, 1);
	const char *empty = arena_text(&arena, "");
	const char *copy;

	memset(text, 'x', LONG);
	copy = arena_text(&arena, text);
	ck_assert_ptr_ne(copy, text);
	ck_assert_str_eq(copy, text);
	ck_assert_str_eq(arena_text(&arena, "after"), "after");
	ck_assert_str_eq(empty, "");
	free(text);
	arena_clear(&arena);
}
END_TEST

START_TEST(null_stays_null_and_a_cleared_arena_is_empty)
{
	struct arena arena = { 0 };

	ck_assert_ptr_null(arena_text(&arena, NULL));
	ck_assert_str_eq(arena_text(&arena, "x"), "x");
	arena_clear(&arena);
	ck_assert_ptr_null(arena.chunks);
	ck_assert_str_eq(arena_text(&arena, "y"), "y");
	arena_clear(&arena);
	arena_clear(&arena);
}
END_TEST

UNIT_MAIN("memdb/arena", texts_stay_where_they_are,
    a_text_may_be_longer_than_any_chunk,
    null_stays_null_and_a_cleared_arena_is_empty)
