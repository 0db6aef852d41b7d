#include "config.h"

#include "examples/reservation/sorted.h"

#include "tests/unit.h"

enum { MANY = 1000 };

static int
compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void
is_in_order(const struct sorted *sorted)
{
	for (size_t i = 1; i < sorted->count; i++)
		ck_assert_int_le(*(int *)sorted->items[i - 1],
		    *(int *)sorted->items[i]);
}

/* Numbers in no order: 0, 7, 14, … modulo a prime. */
static int numbers[MANY];

static void
fill(struct sorted *sorted, void (*put)(struct sorted *sorted, void *item))
{
	sorted_init(sorted, compare);
	for (int i = 0; i < MANY; i++) {
		numbers[i] = i * 7 % 1009;
		put(sorted, &numbers[i]);
	}
}

START_TEST(what_was_put_is_in_order_and_found)
{
	struct sorted sorted;
	int absent = 1008 * 7 % 1009;

	fill(&sorted, sorted_put);
	is_in_order(&sorted);
	for (int i = 0; i < MANY; i++)
		ck_assert_ptr_eq(sorted_find(&sorted, &numbers[i]),
		    &numbers[i]);
	ck_assert_ptr_null(sorted_find(&sorted, &absent));
	absent = 2000;
	ck_assert_ptr_null(sorted_find(&sorted, &absent));
	ck_assert_uint_eq(sorted_first(&sorted, &absent), MANY);
	sorted_clear(&sorted);
	ck_assert_ptr_null(sorted_find(&sorted, &absent));
}
END_TEST

START_TEST(settling_puts_any_number_in_order)
{
	for (size_t count = 0; count < 40; count++) {
		struct sorted sorted;

		fill(&sorted, sorted_add);
		sorted.count = count;
		sorted_settle(&sorted);
		ck_assert_uint_eq(sorted.count, count);
		is_in_order(&sorted);
		sorted_add(&sorted, &numbers[999]);
		ck_assert_ptr_eq(sorted.items[count], &numbers[999]);
		sorted_clear(&sorted);
	}
}
END_TEST

START_TEST(of_equals_just_the_one_is_taken)
{
	int equals[] = { 5, 5, 5, 6 };
	struct sorted sorted;

	sorted_init(&sorted, compare);
	for (size_t i = 0; i < 4; i++)
		sorted_put(&sorted, &equals[i]);
	sorted_take(&sorted, &equals[1]);
	ck_assert_uint_eq(sorted.count, 3);
	ck_assert_ptr_eq(sorted.items[0], &equals[0]);
	ck_assert_ptr_eq(sorted.items[1], &equals[2]);
	sorted_take(&sorted, &equals[1]);
	ck_assert_uint_eq(sorted.count, 3);
	ck_assert_uint_eq(sorted_first(&sorted, &equals[3]), 2);
	sorted_clear(&sorted);
}
END_TEST

UNIT_MAIN("examples/reservation/sorted", what_was_put_is_in_order_and_found,
    settling_puts_any_number_in_order, of_equals_just_the_one_is_taken)
