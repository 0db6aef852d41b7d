#include "config.h"

#include "cli/compose.h"

#include "base/mem.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static const struct args_option options[] = {
	{ "--instance", "SID", false, "" },
	{ "--ip", "A", false, "" },
	{ "--connection", "C", false, "" },
	{ "--priority", "P", false, "" },
	{ "--script", "FILE", false, "" },
	{ "--at", "T", true, "" },
	{ NULL, NULL, false, NULL },
};

/* Words up to NULL, and what standard input has. */
static struct edit *
compose(enum edit_kind kind, const char *const *words, const char *input,
    struct fault *fault)
{
	char *texts[16];
	struct edit *edit;
	struct args args;
	FILE *in = tmpfile();
	int count = 0;

	(void)fputs(input, in);
	rewind(in);
	while (words[count] != NULL)
		count++;
	memcpy(texts, words, (size_t)count * sizeof(texts[0]));
	ck_assert(args_read(&args, options, count, texts, fault));
	edit = compose_edit(kind, &args, in, fault);
	args_clear(&args);
	(void)fclose(in);
	return edit;
}

START_TEST(a_connection_is_composed_with_its_defaults)
{
	const char *const words[] = { "local", "--instance", "XE", "alive=yes",
		NULL };
	struct fault fault;
	struct edit *edit = compose(EDIT_CONNECTION_ADD, words, "", &fault);

	ck_assert_msg(edit != NULL, "%s", fault.text);
	ck_assert_str_eq(edit->name, "local");
	ck_assert_ptr_null(edit->id);
	ck_assert_str_eq(edit_value(edit, "instance"), "XE");
	ck_assert_str_eq(edit_value(edit, "alive"), "1");
	ck_assert_str_eq(edit_value(edit, "ip"), "127.0.0.1");
	ck_assert_str_eq(edit_value(edit, "port"), "1521");
	edit_free(edit);
}
END_TEST

START_TEST(a_strategy_is_composed_of_script_times_and_settings)
{
	const char *const words[] = { "nightly", "--connection", "local",
		"--script", "-", "--at", "sun 02:30", "--at", "daily *:15",
		"--priority=high", "timeout=2h", NULL };
	struct fault fault;
	struct edit *edit = compose(EDIT_STRATEGY_ADD, words,
	    "run {\r\n\nbackup database;\n}", &fault);

	ck_assert_msg(edit != NULL, "%s", fault.text);
	ck_assert_str_eq(edit->id, "nightly");
	ck_assert_str_eq(edit_value(edit, "connection"), "local");
	ck_assert_str_eq(edit_value(edit, "priority"), "high");
	ck_assert_str_eq(edit_value(edit, "timeout"), "2h");
	ck_assert_uint_eq(edit->line_count, 4);
	ck_assert_str_eq(edit->lines[0], "run {");
	ck_assert_str_eq(edit->lines[1], "");
	ck_assert_str_eq(edit->lines[3], "}");
	ck_assert_uint_eq(edit->frequency_count, 2);
	ck_assert_int_eq(edit->frequencies[0].hour, 2);
	ck_assert_int_eq(edit->frequencies[1].hour, -1);
	edit_free(edit);
}
END_TEST

START_TEST(an_empty_value_takes_a_setting_back)
{
	const char *const words[] = { "nightly", "timeout=", NULL };
	struct fault fault;
	struct edit *edit = compose(EDIT_STRATEGY_SET, words, "", &fault);

	ck_assert_msg(edit != NULL, "%s", fault.text);
	ck_assert_uint_eq(edit->value_count, 1);
	ck_assert_str_eq(edit->values[0].name, "timeout");
	ck_assert_ptr_null(edit->values[0].value);
	ck_assert(!edit->has_lines && !edit->has_frequencies);
	edit_free(edit);
}
END_TEST

START_TEST(a_script_comes_from_a_file)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "a.rman", "backup database;\n");
	const char *words[] = { "nightly", "--script", path, NULL };
	struct fault fault;
	struct edit *edit = compose(EDIT_STRATEGY_SET, words, "", &fault);

	ck_assert_msg(edit != NULL, "%s", fault.text);
	ck_assert_uint_eq(edit->line_count, 1);
	edit_free(edit);
	words[2] = "/nonexistent";
	ck_assert_ptr_null(compose(EDIT_STRATEGY_SET, words, "", &fault));
	ck_assert_str_eq(fault.text,
	    "script /nonexistent: No such file or directory");
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(mistakes_are_named)
{
	const struct {
		enum edit_kind kind;
		const char *words[6];
		enum fault_kind fault;
		const char *sentence;
	} cases[] = {
		{ EDIT_CONNECTION_ADD, { "local" }, FAULT_USAGE,
		    "connection local needs an instance (SID or service)" },
		{ EDIT_CONNECTION_SET, { "local", "nonsense" }, FAULT_USAGE,
		    "'nonsense' is not KEY=VALUE" },
		{ EDIT_CONNECTION_SET, { "local", "=x" }, FAULT_USAGE,
		    "'=x' is not KEY=VALUE" },
		{ EDIT_CONNECTION_SET, { "local", "--ip", "::1", "ip=::2" },
		    FAULT_USAGE, "ip is given twice" },
		{ EDIT_CONNECTION_ADD, { "local", "instance=" }, FAULT_USAGE,
		    "instance is given no value" },
		{ EDIT_CONNECTION_SET, { "local", "alive=maybe" }, FAULT_USAGE,
		    "alive: 'maybe' is not 0 or 1" },
		{ EDIT_STRATEGY_SET, { "nightly", "--at", "someday" },
		    FAULT_USAGE, NULL },
		{ EDIT_STRATEGY_SET, { "nightly", "timeout=soon" }, FAULT_USAGE,
		    NULL },
		{ EDIT_STRATEGY_SET, { "nightly", "timeut=2h" }, FAULT_USAGE,
		    NULL },
		{ EDIT_CONNECTION_SET, { "local", "instanc=XE" }, FAULT_USAGE,
		    "there is no 'instanc' here; did you mean 'instance'?" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fault fault;

		ck_assert_ptr_null(
		    compose(cases[i].kind, cases[i].words, "", &fault));
		ck_assert_int_eq(fault.kind, cases[i].fault);
		if (cases[i].sentence != NULL)
			ck_assert_str_eq(fault.text, cases[i].sentence);
	}
}
END_TEST

START_TEST(a_script_with_a_password_is_refused)
{
	const char *const words[] = { "nightly", "--script", "-", NULL };
	struct fault fault;

	ck_assert_ptr_null(compose(EDIT_STRATEGY_SET, words,
	    "connect target sys/secret@db01\n", &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_ptr_null(strstr(fault.text, "secret"));
}
END_TEST

START_TEST(a_script_has_limits)
{
	struct edit *edit = edit_new(EDIT_STRATEGY_SET);
	char *text = mem_new(20001, 1);
	struct fault fault;

	ck_assert(!compose_lines(edit, "a\0b", 3, &fault));
	ck_assert_str_eq(fault.text, "the script holds a NUL byte");
	edit_free(edit);
	memset(text, '\n', 20000);
	edit = edit_new(EDIT_STRATEGY_SET);
	text[10000] = '\0';
	ck_assert(compose_lines(edit, text, 10000, &fault));
	ck_assert_uint_eq(edit->line_count, 10000);
	edit_free(edit);
	edit = edit_new(EDIT_STRATEGY_SET);
	text[10000] = '\n';
	text[10001] = '\0';
	ck_assert(!compose_lines(edit, text, 10001, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	edit_free(edit);
	free(text);
}
END_TEST

UNIT_MAIN("cli/compose", a_connection_is_composed_with_its_defaults,
    a_strategy_is_composed_of_script_times_and_settings,
    an_empty_value_takes_a_setting_back, a_script_comes_from_a_file,
    mistakes_are_named, a_script_with_a_password_is_refused,
    a_script_has_limits)
