#include "config.h"

#include "config/reference.h"

#include "base/defs.h"
#include "base/mem.h"
#include "config/load.h"
#include "config/setting.h"
#include "tests/support/memory_files.h"
#include "tests/unit.h"

enum { TEXT_LIMIT = 1 << 20 };

typedef bool reference_fn(struct buf *out, struct fault *fault);

static struct config *
load(const char *text, struct mistakes *mistakes)
{
	const struct memory_file file = { "f", text, 0 };
	struct memory_files files = { &file, 1 };

	return config_load_with("f", memory_files_read, &files, mistakes);
}

static void
count_row(void *arg, const struct config_row *row)
{
	size_t *counts = arg;

	ck_assert_str_eq(row->value, row->setting->standard);
	counts[strcmp(row->origin, "default") == 0 ? 0 : 1]++;
}

START_TEST(the_example_changes_nothing_commented_or_not)
{
	struct mistakes mistakes = { 0 };
	size_t counts[2] = { 0 };
	struct config *config;
	struct fault fault;
	struct buf out;

	buf_init(&out, TEXT_LIMIT);
	ck_assert(reference_example(&out, &fault));
	config = load(buf_text(&out), &mistakes);
	ck_assert_ptr_nonnull(config);
	config_show(config, count_row, counts);
	ck_assert_uint_ne(counts[0], 0);
	ck_assert_uint_eq(counts[1], 0);
	config_free(config);

	for (char *at = out.bytes; (at = strstr(at, "\n;")) != NULL;)
		at[1] = ' ';
	config = load(buf_text(&out), &mistakes);
	ck_assert_msg(config != NULL, "%s",
	    mistakes.count == 0 ? "" : mistakes.list[0].text);
	config_show(config, count_row, counts);
	ck_assert_uint_eq(counts[0], counts[1]);
	config_free(config);
	buf_clear(&out);
}
END_TEST

/* Two sections may have a key of one name, with different scopes. */
static bool
has_key(const char *key, unsigned scope)
{
	for (size_t i = 0; i < setting_count; i++)
		if ((setting_table[i].scope & scope) != 0 &&
		    strcmp(setting_table[i].key, key) == 0)
			return true;
	return false;
}

START_TEST(each_text_names_each_of_its_rows)
{
	const struct {
		reference_fn *print;
		unsigned scope;
		const char *before, *after;
	} cases[] = {
		{ reference_example, SETTING_FILE, "\n;", " =" },
		{ reference_settings, SETTING_FILE, "\n.It Ic ", "\n" },
		{ reference_options, SETTING_CONNECTION | SETTING_STRATEGY,
		    "\n.It Ic ", "\n" },
	};
	struct fault fault;
	struct buf out;

	buf_init(&out, TEXT_LIMIT);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		ck_assert(cases[i].print(&out, &fault));
		for (size_t j = 0; j < setting_count; j++) {
			const struct setting *row = &setting_table[j];
			bool is_due = has_key(row->key, cases[i].scope);
			char *item = mem_format("%s%s%s", cases[i].before,
			    row->key, cases[i].after);
			bool is_there = strstr(buf_text(&out), item) != NULL;

			ck_assert_msg(is_there == is_due, "%zu: %s", i,
			    row->key);
			free(item);
		}
		buf_clear(&out);
	}
}
END_TEST

START_TEST(lines_of_the_example_fit_a_terminal)
{
	struct fault fault;
	struct buf out;
	size_t column = 0;

	buf_init(&out, TEXT_LIMIT);
	ck_assert(reference_example(&out, &fault));
	for (size_t i = 0; i < out.size; i++) {
		column = out.bytes[i] == '\n' ? 0 : column + 1;
		ck_assert_uint_le(column, 79);
	}
	ck_assert_int_eq(out.bytes[out.size - 1], '\n');
	ck_assert_int_ne(out.bytes[out.size - 2], '\n');
	buf_clear(&out);
}
END_TEST

START_TEST(a_buffer_that_is_too_small_is_a_fault_at_every_size)
{
	reference_fn *const print[] = { reference_example, reference_settings,
		reference_options };
	struct fault fault;
	struct buf out;

	for (size_t i = 0; i < COUNT_OF(print); i++) {
		size_t size;

		buf_init(&out, TEXT_LIMIT);
		ck_assert(print[i](&out, &fault));
		size = out.size + (i == 0 ? 1 : 0);
		buf_clear(&out);
		for (size_t limit = 0; limit < size; limit += 97) {
			buf_init(&out, limit);
			ck_assert(!print[i](&out, &fault));
			ck_assert_int_eq(fault.kind, FAULT_LIMIT);
			buf_clear(&out);
		}
	}
}
END_TEST

UNIT_MAIN("config/reference", the_example_changes_nothing_commented_or_not,
    each_text_names_each_of_its_rows, lines_of_the_example_fit_a_terminal,
    a_buffer_that_is_too_small_is_a_fault_at_every_size)
