#include "config.h"

#include "schedule/span.h"

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(every_minute_since_the_cursor_is_evaluated)
{
	const struct {
		const char *what;
		int64_t cursor, now, horizon;
		struct span span;
	} cases[] = {
		{ "first start", -1, 1000, 60, { 1000, 1000, 0, -1, false } },
		{ "the next minute", 999, 1000, 60,
		    { 1000, 1000, 0, -1, false } },
		{ "the same minute again", 1000, 1000, 60,
		    { 1001, 1000, 0, -1, false } },
		{ "a late wake-up", 990, 1000, 60,
		    { 991, 1000, 0, -1, false } },
		{ "an absence of just the horizon", 940, 1000, 60,
		    { 941, 1000, 0, -1, false } },
		{ "a minute more", 939, 1000, 60,
		    { 941, 1000, 940, 940, false } },
		{ "a long absence", 100, 1000, 60,
		    { 941, 1000, 101, 940, false } },
		{ "cursor 0 is one", 0, 10, 60, { 1, 10, 0, -1, false } },
		{ "a step back of a minute", 1001, 1000, 60,
		    { 1000, 1000, 0, -1, true } },
		{ "a step back of years", 9000000, 1000, 60,
		    { 1000, 1000, 0, -1, true } },
		{ "the shortest horizon", 990, 1000, 1,
		    { 1000, 1000, 991, 999, false } },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct span *expected = &cases[i].span;
		struct span span = span_of(cases[i].cursor, cases[i].now,
		    cases[i].horizon);

		ck_assert_msg(span.first == expected->first &&
			span.last == expected->last,
		    "%s", cases[i].what);
		ck_assert_msg(span.absent_first == expected->absent_first &&
			span.absent_last == expected->absent_last,
		    "%s", cases[i].what);
		ck_assert_msg(span.stepped_back == expected->stepped_back, "%s",
		    cases[i].what);
	}
}
END_TEST

START_TEST(nothing_is_left_out_and_nothing_evaluated_twice)
{
	for (int64_t cursor = 0; cursor <= 50; cursor++) {
		for (int64_t now = cursor; now <= 50; now++) {
			struct span span = span_of(cursor, now, 7);
			int64_t next = cursor + 1;

			if (span.absent_first <= span.absent_last) {
				ck_assert_int_eq(span.absent_first, next);
				next = span.absent_last + 1;
				ck_assert_int_eq(span.last - span.first, 6);
			}
			ck_assert_int_eq(span.first, next);
			ck_assert_int_eq(span.last, now);
		}
	}
}
END_TEST

UNIT_MAIN("schedule/span", every_minute_since_the_cursor_is_evaluated,
    nothing_is_left_out_and_nothing_evaluated_twice)
