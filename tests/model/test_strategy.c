#include "config.h"

#include "model/strategy.h"

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "tests/unit.h"

static const char *const sample_lines[] = {
	"crosscheck archivelog all;",
	"run{",
	"SQL \"alter system switch logfile\";",
	"backup tablespace users;",
	"}",
};
static const struct frequency monday = { .day = 1, .hour = 12, .minute = 35 };
static const struct strategy sample = {
	.id = "EST_1509986176",
	.connection = "C_1509986176",
	.priority = PRIORITY_MEDIUM,
	.is_alive = true,
	.line_count = COUNT_OF(sample_lines),
	.lines = sample_lines,
	.frequency_count = 1,
	.frequencies = &monday,
};

START_TEST(priorities_are_read_in_any_case)
{
	const struct {
		const char *text;
		enum priority priority;
	} cases[] = {
		{ "HIGH", PRIORITY_HIGH },
		{ "medium", PRIORITY_MEDIUM },
		{ "Low", PRIORITY_LOW },
		{ "", PRIORITY_MEDIUM },
		{ NULL, PRIORITY_MEDIUM },
	};
	enum priority priority = PRIORITY_LOW;
	struct fault fault;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		ck_assert(priority_read(cases[i].text, &priority, &fault));
		ck_assert_int_eq(priority, cases[i].priority);
	}
	for (enum priority i = 0; i < PRIORITIES; i++) {
		ck_assert(priority_read(priority_name(i), &priority, &fault));
		ck_assert_int_eq(priority, i);
	}
	ck_assert(!priority_read("urgent", &priority, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_str_eq(fault.text,
	    "priority 'urgent' is not high, medium or low");
}
END_TEST

START_TEST(the_samples_pass)
{
	struct strategy strategy = sample;
	struct fault fault;

	ck_assert(strategy_check(&strategy, &fault));
	strategy.line_count = 0;
	strategy.lines = NULL;
	strategy.frequency_count = 0;
	strategy.frequencies = NULL;
	ck_assert(strategy_check(&strategy, &fault));
}
END_TEST

START_TEST(ids_and_frequencies_have_their_bounds)
{
	const struct frequency bad = { .day = 1, .hour = 24, .minute = 0 };
	struct strategy strategy = sample;
	struct fault fault;

	strategy.id = "";
	ck_assert(!strategy_check(&strategy, &fault));
	ck_assert_str_eq(fault.text, "strategy_id is missing");
	strategy.id = "12345678901234567890123456";
	ck_assert(!strategy_check(&strategy, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	strategy = sample;
	strategy.connection = NULL;
	ck_assert(!strategy_check(&strategy, &fault));
	ck_assert_str_eq(fault.text,
	    "strategy EST_1509986176: connection is missing");
	strategy = sample;
	strategy.frequencies = &bad;
	ck_assert(!strategy_check(&strategy, &fault));
	ck_assert_str_eq(fault.text,
	    "strategy EST_1509986176: hour 24 is not -1 to 23");
}
END_TEST

START_TEST(a_script_has_at_most_so_many_lines)
{
	const char **lines = mem_new(LIMIT_LINES + 1, sizeof(*lines));
	struct strategy strategy = sample;
	struct fault fault;

	for (size_t i = 0; i <= LIMIT_LINES; i++)
		lines[i] = "";
	strategy.lines = lines;
	strategy.line_count = LIMIT_LINES;
	ck_assert(strategy_check(&strategy, &fault));
	strategy.line_count++;
	ck_assert(!strategy_check(&strategy, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text,
	    "strategy EST_1509986176: 10001 lines, at most 10000 are allowed");
	lines[1] = "a\nb";
	strategy.line_count = 2;
	ck_assert(!strategy_check(&strategy, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_str_eq(fault.text,
	    "strategy EST_1509986176: line 2 holds a line end");
	free(lines);
}
END_TEST

START_TEST(a_password_is_refused_and_not_repeated)
{
	static const char *const lines[] = {
		"run {",
		"connect target sys/swordfish@db01;",
	};
	struct strategy strategy = sample;
	struct fault fault;

	strategy.lines = lines;
	strategy.line_count = COUNT_OF(lines);
	ck_assert(!strategy_check(&strategy, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_str_eq(fault.text,
	    "strategy EST_1509986176: line 2 holds a password; use / or "
	    "/@alias with a wallet, or the connection's password_file");
	ck_assert(strategy_check_form(&strategy, &fault));
}
END_TEST

UNIT_MAIN("model/strategy", priorities_are_read_in_any_case, the_samples_pass,
    ids_and_frequencies_have_their_bounds, a_script_has_at_most_so_many_lines,
    a_password_is_refused_and_not_repeated)
