#include "config.h"

#include "worker/stack.h"

#include <string.h>

#include "base/defs.h"
#include "tests/unit.h"

static void
fill(struct stack *stack, const char *const *lines)
{
	stack_begin(stack, 10, 20, true);
	for (; *lines != NULL; lines++) {
		struct code code;

		if (code_read(*lines, strlen(*lines), &code))
			stack_add_code(stack, &code, *lines, strlen(*lines),
			    30);
		else
			stack_add_text(stack, *lines, strlen(*lines), 30);
	}
}

START_TEST(the_first_code_that_wraps_no_other_counts)
{
	static const struct {
		const char *lines[6], *code, *cause;
	} cases[] = {
		{ { NULL }, "", "" },
		{ { "RMAN-03002: a", "ORA-19809: b", "ORA-19804: c" },
		    "ORA-19809", "ORA-19809: b" },
		{ { "RMAN-03002: a", "RMAN-03014: b" }, "RMAN-03002",
		    "RMAN-03002: a" },
		{ { "RMAN-06004: a: RMAN-20001: b" }, "RMAN-20001",
		    "RMAN-20001: b" },
		{ { "RMAN-10032: a: ORA-06512: at", "RMAN-20001: b" },
		    "RMAN-20001", "RMAN-20001: b" },
		{ { "RMAN-03002: x 'ORA-00600: y'", "text", "ORA-12541: z" },
		    "ORA-12541", "ORA-12541: z" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct stack stack;

		fill(&stack, cases[i].lines);
		ck_assert_str_eq(stack_code(&stack), cases[i].code);
		ck_assert_uint_eq(stack.cause_size, strlen(cases[i].cause));
		ck_assert_mem_eq(stack.cause, cases[i].cause, stack.cause_size);
	}
}
END_TEST

START_TEST(the_whole_stack_says_when_to_try_again)
{
	static const struct {
		const char *lines[6];
		enum retry_class retry;
	} cases[] = {
		{ { "ORA-00230: x" }, RETRY_SOON },
		{ { "ORA-19502: x" }, RETRY_NONE },
		{ { "ORA-19502: x", "ORA-27072: y" }, RETRY_LATER },
		{ { "ORA-19502: x", "ORA-27063: y" }, RETRY_LATER },
		{ { "ORA-19502: x", "ORA-27061: y" }, RETRY_LATER },
		{ { "ORA-19502: x", "ORA-19511: y" }, RETRY_SOON },
		{ { "ORA-19504: x" }, RETRY_NONE },
		{ { "ORA-19504: x", "ORA-27040: y" }, RETRY_NEVER },
		{ { "ORA-19504: x", "ORA-15041: y" }, RETRY_LATER },
		{ { "ORA-19506: x", "ORA-19511: y" }, RETRY_SOON },
		{ { "ORA-19506: x", "ORA-19511: y", "Not Authorized" },
		    RETRY_NEVER },
		{ { "ORA-19511: x, piece already exists" }, RETRY_NEVER },
		{ { "ORA-12541: x", "access denied" }, RETRY_SOON },
		{ { "RMAN-00558: x" }, RETRY_NEVER },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct stack stack;

		fill(&stack, cases[i].lines);
		ck_assert_msg(stack_retry(&stack) == cases[i].retry, "%zu: %d",
		    i, (int)stack_retry(&stack));
	}
}
END_TEST

START_TEST(a_stack_is_cut_at_its_limit)
{
	struct stack stack;

	stack_begin(&stack, 0, 1, false);
	for (int i = 0; i < 1000; i++)
		stack_add_text(&stack, "0123456789", 10, (uint64_t)i + 2);
	ck_assert_uint_eq(stack.size, LIMIT_STACK);
	ck_assert_uint_eq(stack.end, 1001);
}
END_TEST

UNIT_MAIN("worker/stack", the_first_code_that_wraps_no_other_counts,
    the_whole_stack_says_when_to_try_again, a_stack_is_cut_at_its_limit)
