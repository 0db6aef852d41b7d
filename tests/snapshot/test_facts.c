#include "config.h"

#include "snapshot/facts.h"

#include <stdio.h>

#include "base/limits.h"
#include "tests/unit.h"

#define RUN "3f2b8c1e-9d4a-4e6b-8f70-1c2d3e4f5a6b"

static bool
add_good(struct facts *facts, const char *connection, unsigned kind,
    const char *execution, struct fault *fault)
{
	const struct facts_good good = { connection, kind, execution, 7 };

	return facts_add_good(facts, &good, fault);
}

START_TEST(facts_are_found_by_their_keys_in_whatever_order_they_came)
{
	struct facts *facts = facts_new();
	const struct facts_counter *counters;
	const struct facts_good *goods;
	struct fault fault;

	ck_assert(facts_add_counter(facts,
	    &(struct facts_counter){ "warnings", 3 }, &fault));
	ck_assert(facts_add_counter(facts,
	    &(struct facts_counter){ "executions", UINT64_MAX }, &fault));
	ck_assert(add_good(facts, "TEST", 0, RUN, &fault));
	ck_assert(add_good(facts, "PROD", 7, RUN, &fault));
	ck_assert(add_good(facts, "PROD", 2, RUN, &fault));
	ck_assert_msg(facts_seal(facts, &fault), "%s", fault.text);
	ck_assert_uint_eq(facts_counters(facts, &counters), 2);
	ck_assert_str_eq(counters[0].name, "executions");
	ck_assert_uint_eq(facts_goods(facts, &goods), 3);
	ck_assert_str_eq(goods[0].connection, "PROD");
	ck_assert_uint_eq(goods[0].kind, 2);
	ck_assert_str_eq(goods[2].connection, "TEST");
	ck_assert_uint_eq(facts_counter(facts, "warnings")->value, 3);
	ck_assert_ptr_null(facts_counter(facts, "errors"));
	ck_assert_int_eq(facts_good(facts, "PROD", 7)->finished_ms, 7);
	ck_assert_ptr_null(facts_good(facts, "PROD", 0));
	facts_free(facts);
}
END_TEST

START_TEST(nothing_is_twice)
{
	struct facts *facts = facts_new();
	struct fault fault;

	ck_assert(facts_add_counter(facts, &(struct facts_counter){ "a", 1 },
	    &fault));
	ck_assert(facts_add_counter(facts, &(struct facts_counter){ "a", 2 },
	    &fault));
	ck_assert(!facts_seal(facts, &fault));
	ck_assert_int_eq(fault.kind, FAULT_DUPLICATE);
	ck_assert_str_eq(fault.text, "counter a is there twice");
	facts_free(facts);
	facts = facts_new();
	ck_assert(add_good(facts, "PROD", 1, RUN, &fault));
	ck_assert(add_good(facts, "PROD", 1, RUN, &fault));
	ck_assert(!facts_seal(facts, &fault));
	ck_assert_str_eq(fault.text, "connection PROD: kind 1 is there twice");
	facts_free(facts);
	facts_free(NULL);
}
END_TEST

START_TEST(what_is_none_is_refused)
{
	struct facts *facts = facts_new();
	const struct facts_good *goods;
	struct fault fault;

	ck_assert(!add_good(facts, "PROD", 8, RUN, &fault));
	ck_assert_str_eq(fault.text, "connection PROD: there is no kind 8");
	ck_assert(!add_good(facts, "PROD", 0, "x", &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert(!add_good(facts, NULL, 0, RUN, &fault));
	ck_assert(
	    !add_good(facts, "A LONG ID OF 26 CHARACTERS", 0, RUN, &fault));
	ck_assert(!facts_add_counter(facts, &(struct facts_counter){ "", 1 },
	    &fault));
	ck_assert(facts_seal(facts, &fault));
	ck_assert_uint_eq(facts_goods(facts, &goods), 0);
	ck_assert_ptr_null(facts_good(facts, "PROD", 0));
	facts_free(facts);
	ck_assert_uint_eq(facts_goods(NULL, &goods), 0);
}
END_TEST

START_TEST(there_are_not_more_than_the_limits)
{
	struct facts *facts = facts_new();
	struct fault fault;
	char name[32];

	for (unsigned i = 0; i < LIMIT_COUNTERS; i++) {
		(void)snprintf(name, sizeof(name), "c%u", i);
		ck_assert(facts_add_counter(facts,
		    &(struct facts_counter){ name, i }, &fault));
	}
	ck_assert(!facts_add_counter(facts, &(struct facts_counter){ "x", 1 },
	    &fault));
	ck_assert_str_eq(fault.text, "a snapshot has at most 1000 counters");
	for (unsigned i = 0; i < LIMIT_GOODS; i++) {
		(void)snprintf(name, sizeof(name), "C%u", i / FACTS_KINDS);
		ck_assert(add_good(facts, name, i % FACTS_KINDS, RUN, &fault));
	}
	ck_assert(!add_good(facts, "X", 0, RUN, &fault));
	ck_assert_str_eq(fault.text,
	    "a snapshot has at most 80000 last good executions");
	ck_assert(facts_seal(facts, &fault));
	facts_free(facts);
}
END_TEST

UNIT_MAIN("snapshot/facts",
    facts_are_found_by_their_keys_in_whatever_order_they_came, nothing_is_twice,
    what_is_none_is_refused, there_are_not_more_than_the_limits)
