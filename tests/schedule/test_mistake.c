#include "config.h"

#include "schedule/mistake.h"

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "schedule/at.h"
#include "tests/unit.h"

enum { HOUR = 3600, DAY = 86400, MOST = 4 };

/* Strategies as "KIND: TIME; TIME", named a, b, c. */
struct plan {
	struct mistake_strategy strategies[MOST];
	struct strategy rows[MOST];
	struct frequency frequencies[MOST][AT_MOST];
	size_t count;
};

static void
add(struct plan *plan, unsigned kinds, const char *times)
{
	static const char *const ids[MOST] = { "a", "b", "c", "d" };
	size_t i = plan->count++, frequencies = 0;
	struct fault fault;

	if (times != NULL)
		ck_assert_msg(at_read(times, plan->frequencies[i], &frequencies,
				  &fault),
		    "%s", fault.text);
	plan->rows[i] = (struct strategy){ .id = ids[i],
		.frequency_count = frequencies,
		.frequencies = plan->frequencies[i] };
	plan->strategies[i] = (struct mistake_strategy){ &plan->rows[i],
		kinds };
}

START_TEST(the_longest_gap_goes_over_the_end_of_the_week)
{
	const struct {
		const char *times;
		int64_t gap_s;
	} cases[] = {
		{ "sun 02:30", 7 * DAY },
		{ "daily 00:00", DAY },
		{ "daily *:15", HOUR },
		{ "daily *:15,*:30", 45 * 60 },
		{ "mon,wed 06:00", 5 * DAY },
		{ "sat 23:59", 7 * DAY },
		{ "sun 00:00,23:59", 6 * DAY + 60 },
		{ "mon-fri 22:00", 3 * DAY },
		{ NULL, 0 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct plan *plan = mem_new(1, sizeof(*plan));

		add(plan, KIND_INCREMENTAL, cases[i].times);
		ck_assert_int_eq(mistake_longest_gap_s(plan->strategies, 1, 1),
		    cases[i].gap_s);
		ck_assert_int_eq(mistake_longest_gap_s(plan->strategies, 1, 0),
		    0);
		free(plan);
	}
}
END_TEST

static void
gather(void *arg, const char *sentence)
{
	char **text = arg;
	char *longer = mem_format("%s%s\n", *text, sentence);

	free(*text);
	*text = longer;
}

static void
expect(const struct plan *plan, const int64_t *max_age_s, bool is_own,
    const char *sentences)
{
	struct mistake_connection connection = { .name = "PROD1",
		.strategies = plan->strategies,
		.count = plan->count,
		.is_own = is_own };
	char *text = mem_text("");

	memcpy(connection.max_age_s, max_age_s, sizeof(connection.max_age_s));
	mistake_find(&connection, gather, &text);
	ck_assert_str_eq(text, sentences);
	free(text);
}

START_TEST(what_cannot_work_is_said)
{
	static const int64_t ages[KINDS] = { 8 * DAY, 26 * HOUR, HOUR };
	static const int64_t young[KINDS] = { 26 * HOUR };
	static const int64_t week[KINDS] = { 7 * DAY };
	static const int64_t none[KINDS] = { 0 };
	struct plan *plan = mem_new(1, sizeof(*plan));

	expect(plan, ages, false,
	    "connection PROD1 is alive and has no living strategy: nobody "
	    "backs it up\n");
	add(plan, KIND_FULL, "sun 02:30");
	expect(plan, ages, false, "");
	expect(plan, young, false,
	    "full of PROD1 every 1w, max_age 26h: that cannot be kept\n");
	/* Just as often as it may be old is too seldom: a run takes time. */
	expect(plan, week, false,
	    "full of PROD1 every 1w, max_age 1w: that cannot be kept\n");
	expect(plan, ages, true,
	    "max_age of PROD1 names incremental, which none of its living "
	    "strategies makes\n"
	    "max_age of PROD1 names archivelog, which none of its living "
	    "strategies makes\n");
	expect(plan, none, false, "");
	add(plan, KIND_INCREMENTAL, "mon-sat 02:30");
	expect(plan, ages, false, ""); /* the full one stands in on Sunday */
	add(plan, KIND_ARCHIVELOG, "daily *:15");
	expect(plan, ages, false,
	    "archivelog of PROD1 every 1h, max_age 1h: that cannot be "
	    "kept\n");
	add(plan, KIND_ARCHIVELOG, NULL);
	expect(plan, ages, false,
	    "strategy d is alive and never due: give it a time, or alive=no "
	    "if it is run by hand\n"
	    "archivelog of PROD1 every 1h, max_age 1h: that cannot be "
	    "kept\n");
	free(plan);
}
END_TEST

START_TEST(what_is_run_by_hand_alone_cannot_be_too_seldom)
{
	static const int64_t ages[KINDS] = { 8 * DAY };
	struct plan *plan = mem_new(1, sizeof(*plan));

	add(plan, KIND_FULL, NULL);
	expect(plan, ages, false,
	    "strategy a is alive and never due: give it a time, or alive=no "
	    "if it is run by hand\n");
	free(plan);
}
END_TEST

UNIT_MAIN("schedule/mistake", the_longest_gap_goes_over_the_end_of_the_week,
    what_cannot_work_is_said, what_is_run_by_hand_alone_cannot_be_too_seldom)
