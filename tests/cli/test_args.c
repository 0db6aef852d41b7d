#include "config.h"

#include "cli/args.h"

#include "tests/unit.h"

static const struct args_option options[] = {
	{ "--json", NULL, false, "" },
	{ "--since", "T", false, "" },
	{ "--at", "T", true, "" },
	{ NULL, NULL, false, NULL },
};

static bool
read_words(struct args *args, int count, const char *const *words,
    struct fault *fault)
{
	char *texts[8];

	memcpy(texts, words, (size_t)count * sizeof(texts[0]));
	return args_read(args, options, count, texts, fault);
}

START_TEST(options_and_operands_may_be_mixed)
{
	const char *const words[] = { "one", "--at=sun 02:30", "-", "--json",
		"--at", "--x", "--", "--since" };
	struct fault fault;
	struct args args;

	ck_assert(read_words(&args, 8, words, &fault));
	ck_assert_uint_eq(args.operand_count, 3);
	ck_assert_str_eq(args_operand(&args, 0), "one");
	ck_assert_str_eq(args_operand(&args, 1), "-");
	ck_assert_str_eq(args_operand(&args, 2), "--since");
	ck_assert_ptr_null(args_operand(&args, 3));
	ck_assert(args_has(&args, "--json"));
	ck_assert(!args_has(&args, "--since"));
	ck_assert_str_eq(args_value(&args, "--at", 0), "sun 02:30");
	ck_assert_str_eq(args_value(&args, "--at", 1), "--x");
	ck_assert_ptr_null(args_value(&args, "--at", 2));
	ck_assert_ptr_null(args_value(&args, "--json", 0));
	args_clear(&args);
}
END_TEST

START_TEST(nothing_is_nothing)
{
	struct fault fault;
	struct args args;

	ck_assert(args_read(&args, options, 0, NULL, &fault));
	ck_assert_uint_eq(args.operand_count + args.given_count, 0);
	args_clear(&args);
}
END_TEST

START_TEST(mistakes_are_named)
{
	const struct {
		int count;
		const char *words[3];
		const char *sentence;
	} cases[] = {
		{ 1, { "--jsn" },
		    "there is no option --jsn; did you mean --json?" },
		{ 1, { "-x" }, "there is no option -x" },
		{ 1, { "--since" }, "--since needs a value: T" },
		{ 1, { "--json=1" }, "--json takes no value" },
		{ 2, { "--json", "--json" }, "--json is given twice" },
		{ 3, { "--since", "a", "--since=b" },
		    "--since is given twice" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fault fault;
		struct args args;

		ck_assert(
		    !read_words(&args, cases[i].count, cases[i].words, &fault));
		ck_assert_int_eq(fault.kind, FAULT_USAGE);
		ck_assert_str_eq(fault.text, cases[i].sentence);
		args_clear(&args);
	}
}
END_TEST

START_TEST(there_is_a_limit)
{
	static char *texts[ARGS_MOST + 1];
	static char word[] = "x";
	struct fault fault;
	struct args args;

	for (int i = 0; i <= ARGS_MOST; i++)
		texts[i] = word;
	ck_assert(args_read(&args, options, ARGS_MOST, texts, &fault));
	args_clear(&args);
	ck_assert(!args_read(&args, options, ARGS_MOST + 1, texts, &fault));
	ck_assert_str_eq(fault.text, "more than 4096 words are too many");
	args_clear(&args);
}
END_TEST

UNIT_MAIN("cli/args", options_and_operands_may_be_mixed, nothing_is_nothing,
    mistakes_are_named, there_is_a_limit)
