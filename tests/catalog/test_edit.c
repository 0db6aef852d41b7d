#include "config.h"

#include "catalog/edit.h"

#include "base/mem.h"
#include "stream/memory.h"
#include "tests/unit.h"

static struct edit *
make(void)
{
	const struct frequency sunday = { .day = 0, .hour = 2, .minute = 30 };
	const struct frequency hourly = { .day = -1, .hour = -1, .minute = 0 };
	struct edit *edit = edit_new(EDIT_STRATEGY_ADD);

	edit->id = mem_text("nightly");
	edit_add_value(edit, "connection", "C_1");
	edit_add_value(edit, "timeout", NULL);
	edit_add_line(edit, "backup database;");
	edit_add_line(edit, "");
	edit_add_frequency(edit, &sunday);
	edit_add_frequency(edit, &hourly);
	return edit;
}

static void
write(const struct edit *edit, struct buf *out)
{
	struct memory_sink sink;
	struct fault fault;

	buf_init(out, 100000);
	memory_sink_init(&sink, out);
	edit_write(edit, &sink.sink);
	ck_assert_msg(sink_finish(&sink.sink, &fault), "%s", fault.text);
}

START_TEST(what_was_written_is_read)
{
	struct edit *edit = make(), *read;
	struct memory_source source;
	struct buf bytes;
	struct fault fault;

	write(edit, &bytes);
	memory_source_init(&source, bytes.bytes, bytes.size);
	read = edit_read(&source.source, &fault);
	ck_assert_msg(read != NULL, "%s", fault.text);
	ck_assert(source_finish(&source.source, &fault));
	ck_assert_int_eq(read->kind, EDIT_STRATEGY_ADD);
	ck_assert_str_eq(read->id, "nightly");
	ck_assert(read->name == NULL);
	ck_assert_uint_eq(read->value_count, 2);
	ck_assert_str_eq(read->values[0].value, "C_1");
	ck_assert_str_eq(read->values[1].name, "timeout");
	ck_assert(read->values[1].value == NULL);
	ck_assert(read->has_lines && read->has_frequencies);
	ck_assert_uint_eq(read->line_count, 2);
	ck_assert_str_eq(read->lines[1], "");
	ck_assert_uint_eq(read->frequency_count, 2);
	ck_assert_int_eq(read->frequencies[1].day, -1);
	ck_assert_int_eq(read->frequencies[0].minute, 30);
	edit_free(read);
	edit_free(edit);
	buf_clear(&bytes);
}
END_TEST

START_TEST(no_lines_is_another_thing_than_nothing_about_lines)
{
	struct edit *edit = edit_new(EDIT_STRATEGY_SET), *read;
	struct memory_source source;
	struct buf bytes;
	struct fault fault;

	edit->id = mem_text("nightly");
	edit->has_lines = true;
	write(edit, &bytes);
	memory_source_init(&source, bytes.bytes, bytes.size);
	read = edit_read(&source.source, &fault);
	ck_assert_msg(read != NULL, "%s", fault.text);
	ck_assert(read->has_lines && !read->has_frequencies);
	edit_free(read);
	edit_free(edit);
	buf_clear(&bytes);
}
END_TEST

START_TEST(every_cut_is_a_fault)
{
	struct edit *edit = make();
	struct buf bytes;

	write(edit, &bytes);
	for (size_t size = 0; size < bytes.size; size++) {
		struct memory_source source;
		struct fault fault;

		memory_source_init(&source, bytes.bytes, size);
		ck_assert_msg(edit_read(&source.source, &fault) == NULL,
		    "cut at %zu", size);
	}
	edit_free(edit);
	buf_clear(&bytes);
}
END_TEST

START_TEST(what_does_not_pass_the_check_is_not_read)
{
	struct edit *edit = make();
	struct memory_source source;
	struct buf bytes;
	struct fault fault;

	edit_add_line(edit, "connect target sys/tiger@db");
	write(edit, &bytes);
	memory_source_init(&source, bytes.bytes, bytes.size);
	ck_assert(edit_read(&source.source, &fault) == NULL);
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	edit_free(edit);
	buf_clear(&bytes);
}
END_TEST

UNIT_MAIN("catalog/edit", what_was_written_is_read,
    no_lines_is_another_thing_than_nothing_about_lines, every_cut_is_a_fault,
    what_does_not_pass_the_check_is_not_read)
