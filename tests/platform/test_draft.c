#include "config.h"

#include "platform/draft.h"

#include <stdio.h>
#include <unistd.h>

#include "base/mem.h"
#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static void
expect_content(const char *path, const char *content)
{
	struct buf buf;
	struct fault fault;

	buf_init(&buf, 1000);
	ck_assert_msg(file_read_whole(path, &buf, &fault), "%s", fault.text);
	ck_assert_str_eq(buf_text(&buf), content);
	buf_clear(&buf);
}

static void
write_text(const struct draft *draft, const char *text)
{
	struct fault fault;

	ck_assert(
	    file_write_all(draft->descriptor, text, strlen(text), &fault));
}

START_TEST(the_old_file_stays_until_the_new_one_is_whole)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "file", "old");
	char *new_path = mem_format("%s.new", path);
	int before = scratch_descriptors();
	struct draft draft;
	struct fault fault;

	ck_assert_msg(draft_open(&draft, path, &fault), "%s", fault.text);
	write_text(&draft, "new");
	expect_content(path, "old");
	ck_assert_msg(draft_commit(&draft, &fault), "%s", fault.text);
	expect_content(path, "new");
	ck_assert_int_eq(file_kind(new_path), FILE_NONE);
	draft_drop(&draft); /* does nothing */
	expect_content(path, "new");
	ck_assert_int_eq(scratch_descriptors(), before);
	free(new_path);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_draft_that_is_dropped_never_was)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "file", "old");
	char *new_path = mem_format("%s.new", path);
	struct draft draft;
	struct fault fault;

	ck_assert(draft_open(&draft, path, &fault));
	write_text(&draft, "new");
	draft_drop(&draft);
	expect_content(path, "old");
	ck_assert_int_eq(file_kind(new_path), FILE_NONE);
	free(new_path);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(what_a_crash_left_is_overwritten)
{
	char *folder = scratch_new();
	char *left = scratch_file(folder, "file.new", "half of something long");
	char *path = file_join(folder, "file");
	struct draft draft;
	struct fault fault;

	ck_assert(draft_open(&draft, path, &fault));
	write_text(&draft, "new");
	ck_assert(draft_commit(&draft, &fault));
	expect_content(path, "new");
	free(left);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_file_that_has_another_name_is_not_written_to)
{
	char *folder = scratch_new();
	char *other = scratch_file(folder, "other", "precious");
	char *path = file_join(folder, "file");
	char *new_path = file_join(folder, "file.new");
	struct draft draft;
	struct fault fault;

	ck_assert_int_eq(link(other, new_path), 0);
	ck_assert_msg(draft_open(&draft, path, &fault), "%s", fault.text);
	write_text(&draft, "new");
	ck_assert(draft_commit(&draft, &fault));
	expect_content(path, "new");
	expect_content(other, "precious");
	free(other);
	free(path);
	free(new_path);
	scratch_free(folder);
}
END_TEST

START_TEST(two_writers_of_one_file_do_not_meet)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "file");
	struct draft first, second;
	struct fault fault;

	ck_assert(draft_open(&first, path, &fault));
	write_text(&first, "first");
	ck_assert(!draft_open(&second, path, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert(strstr(fault.text, "another process holds it") != NULL);
	ck_assert(draft_commit(&first, &fault));
	expect_content(path, "first");
	ck_assert(draft_open(&second, path, &fault));
	draft_drop(&second);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(only_a_regular_file_is_replaced)
{
	char *folder = scratch_new();
	char *sentence;
	struct draft draft;
	struct fault fault;

	ck_assert(!draft_open(&draft, "/dev/null", &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_str_eq(fault.text,
	    "/dev/null is not a regular file and is not replaced");
	ck_assert(!draft_open(&draft, folder, &fault));
	sentence = mem_format("%s is not a regular file and is not replaced",
	    folder);
	ck_assert_str_eq(fault.text, sentence);
	ck_assert(!draft_open(&draft, "/nonexistent/file", &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	draft_drop(&draft);
	free(sentence);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("platform/draft", the_old_file_stays_until_the_new_one_is_whole,
    a_draft_that_is_dropped_never_was, what_a_crash_left_is_overwritten,
    a_file_that_has_another_name_is_not_written_to,
    two_writers_of_one_file_do_not_meet, only_a_regular_file_is_replaced)
