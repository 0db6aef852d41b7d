#include "config.h"

#include "memdb/generation.h"

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(names_are_compared_in_any_case)
{
	ck_assert_int_eq(generation_compare_fold("", ""), 0);
	ck_assert_int_eq(generation_compare_fold("Sales", "sALES"), 0);
	ck_assert_int_lt(generation_compare_fold("Sales", "sales2"), 0);
	ck_assert_int_gt(generation_compare_fold("sales2", "SALES"), 0);
	ck_assert_int_lt(generation_compare_fold("a", "B"), 0);
	ck_assert_int_gt(generation_compare_fold("\xc5\x99", "z"), 0);
}
END_TEST

START_TEST(options_are_in_order_of_scope_owner_name)
{
	const struct option ordered[] = {
		{ OPTION_CONNECTION, "a", "timeout", "1" },
		{ OPTION_CONNECTION, "b", "connect", "2" },
		{ OPTION_CONNECTION, "b", "feed", "3" },
		{ OPTION_STRATEGY, "a", "feed", "4" },
	};

	for (size_t i = 0; i < COUNT_OF(ordered); i++) {
		for (size_t j = 0; j < COUNT_OF(ordered); j++) {
			int order = generation_compare_options(&ordered[i],
			    &ordered[j]);

			ck_assert_int_eq(order < 0, i < j);
			ck_assert_int_eq(order > 0, i > j);
		}
	}
}
END_TEST

START_TEST(rows_are_found_by_id_and_by_their_only_name)
{
	struct connection connections[] = {
		{ .id = "C1", .name = "sales" },
		{ .id = "C2", .name = "Stock" },
		{ .id = "C3", .name = "STOCK" },
		{ .id = "C4", .name = "zulu" },
	};
	const struct connection *by_name[] = { &connections[0], &connections[1],
		&connections[2], &connections[3] };
	struct strategy strategies[] = { { .id = "a" }, { .id = "b" } };
	struct memdb memdb = {
		.connections = { connections, COUNT_OF(connections), 0 },
		.by_name = by_name,
		.strategies = strategies,
		.strategy_count = COUNT_OF(strategies),
	};
	const struct memdb empty = { .is_sealed = true };

	ck_assert_ptr_eq(generation_connection(&memdb, "C3"), &connections[2]);
	ck_assert_ptr_null(generation_connection(&memdb, "c3"));
	ck_assert_ptr_eq(generation_connection_of_name(&memdb, "SALES"),
	    &connections[0]);
	ck_assert_ptr_eq(generation_connection_of_name(&memdb, "zulu"),
	    &connections[3]);
	ck_assert_ptr_null(generation_connection_of_name(&memdb, "stock"));
	ck_assert_ptr_null(generation_connection_of_name(&memdb, "sale"));
	ck_assert_ptr_null(generation_connection_of_name(&memdb, "zz"));
	ck_assert_ptr_eq(generation_strategy(&memdb, "b"), &strategies[1]);
	ck_assert_ptr_null(generation_strategy(&memdb, "B"));
	ck_assert_ptr_null(generation_connection(&empty, "C1"));
	ck_assert_ptr_null(generation_connection_of_name(&empty, "sales"));
	ck_assert_ptr_null(generation_strategy(&empty, "a"));
}
END_TEST

START_TEST(an_option_has_its_place_even_when_absent)
{
	struct option rows[] = {
		{ OPTION_CONNECTION, "b", "feed", "x" },
		{ OPTION_STRATEGY, "b", "feed", "x" },
		{ OPTION_STRATEGY, "b", "timeout", "x" },
	};
	const struct memdb memdb = { .options = { rows, COUNT_OF(rows), 0 } };
	const struct {
		struct option option;
		size_t place;
	} cases[] = {
		{ { OPTION_CONNECTION, "a", "", NULL }, 0 },
		{ { OPTION_CONNECTION, "b", "feed", NULL }, 0 },
		{ { OPTION_CONNECTION, "b", "feee", NULL }, 1 },
		{ { OPTION_STRATEGY, "b", "", NULL }, 1 },
		{ { OPTION_STRATEGY, "b", "timeout", NULL }, 2 },
		{ { OPTION_STRATEGY, "c", "", NULL }, 3 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_uint_eq(generation_option_place(&memdb,
				      &cases[i].option),
		    cases[i].place);
}
END_TEST

START_TEST(filling_is_cleared_twice_without_harm)
{
	struct filling filling = { .remarks_left_out = 3 };

	filling_clear(&filling);
	filling_clear(&filling);
	ck_assert_uint_eq(filling.remarks_left_out, 0);
}
END_TEST

UNIT_MAIN("memdb/generation", names_are_compared_in_any_case,
    options_are_in_order_of_scope_owner_name,
    rows_are_found_by_id_and_by_their_only_name,
    an_option_has_its_place_even_when_absent,
    filling_is_cleared_twice_without_harm)
