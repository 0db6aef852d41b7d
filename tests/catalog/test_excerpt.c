#include "config.h"

#include "catalog/excerpt.h"

#include "tests/unit.h"

/* The laws that hold whatever is asked. */
static void
check(uint64_t size, uint64_t stack_begin, uint64_t stack_end, uint64_t limit)
{
	struct excerpt excerpt = excerpt_of(size, stack_begin, stack_end,
	    limit);
	uint64_t at = 0, kept = 0, marks = 0;

	if (limit < EXCERPT_LEAST)
		limit = EXCERPT_LEAST;
	for (size_t i = 0; i < excerpt.count; i++) {
		const struct excerpt_piece *piece = &excerpt.pieces[i];

		ck_assert_uint_eq(piece->begin, at);
		ck_assert_uint_gt(piece->end, piece->begin);
		at = piece->end;
		if (piece->is_left_out)
			marks++;
		else
			kept += piece->end - piece->begin;
		ck_assert(i == 0 ||
		    piece->is_left_out != excerpt.pieces[i - 1].is_left_out);
	}
	ck_assert_uint_eq(at, size);
	ck_assert_uint_le(kept + marks * EXCERPT_MARK_MAX, limit);
	if (size == 0)
		return;
	ck_assert(!excerpt.pieces[0].is_left_out);
	ck_assert(!excerpt.pieces[excerpt.count - 1].is_left_out);
	if (size <= limit)
		ck_assert_uint_eq(excerpt.count, 1);
}

START_TEST(the_pieces_cover_the_log_and_stay_within_the_limit)
{
	static const uint64_t sizes[] = { 0, 1, 4095, 4096, 4097, 4200, 5000,
		10000, 1 << 20, 1 << 24, UINT64_C(1) << 40 };
	static const uint64_t limits[] = { 0, 1, 4096, 5000, 1 << 16, 1 << 24 };
	static const uint64_t stacks[] = { 0, 1, 100, 4000, 4096, 5000, 9999,
		10000, 60000, UINT64_MAX };

	for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++)
		for (size_t l = 0; l < sizeof(limits) / sizeof(limits[0]); l++)
			for (size_t b = 0; b < 10; b++)
				for (size_t e = 0; e < 10; e++)
					check(sizes[s], stacks[b], stacks[e],
					    limits[l]);
}
END_TEST

START_TEST(head_stack_and_tail_are_kept)
{
	struct excerpt excerpt = excerpt_of(1000000, 500000, 502000, 10000);

	ck_assert_uint_eq(excerpt.count, 5);
	ck_assert(excerpt.pieces[1].is_left_out);
	ck_assert_uint_eq(excerpt.pieces[2].begin, 500000);
	ck_assert_uint_eq(excerpt.pieces[2].end, 502000);
	ck_assert(excerpt.pieces[3].is_left_out);
	ck_assert_uint_gt(excerpt.pieces[0].end, 1000);
	ck_assert_uint_lt(excerpt.pieces[4].begin, 995000);
}
END_TEST

START_TEST(a_stack_within_head_or_tail_makes_no_third_piece)
{
	ck_assert_uint_eq(excerpt_of(1000000, 10, 100, 10000).count, 3);
	ck_assert_uint_eq(excerpt_of(1000000, 999000, 999900, 10000).count, 3);
	ck_assert_uint_eq(excerpt_of(1000000, 0, 0, 10000).count, 3);
}
END_TEST

START_TEST(a_stack_too_long_keeps_its_begin)
{
	struct excerpt excerpt = excerpt_of(1000000, 100000, 900000, 10000);

	ck_assert_uint_eq(excerpt.count, 5);
	ck_assert_uint_eq(excerpt.pieces[2].begin, 100000);
	ck_assert_uint_gt(excerpt.pieces[2].end, 103000);
}
END_TEST

START_TEST(a_mark_says_how_many)
{
	char room[EXCERPT_MARK_MAX];

	excerpt_mark(room, 12345);
	ck_assert_str_eq(room,
	    "\n[backupexec: 12345 bytes are left out here]\n");
	excerpt_mark(room, UINT64_MAX);
	ck_assert_uint_lt(strlen(room), EXCERPT_MARK_MAX - 1);
}
END_TEST

UNIT_MAIN("catalog/excerpt", the_pieces_cover_the_log_and_stay_within_the_limit,
    head_stack_and_tail_are_kept,
    a_stack_within_head_or_tail_makes_no_third_piece,
    a_stack_too_long_keeps_its_begin, a_mark_says_how_many)
