#include "config.h"

#include "cli/editor.h"

#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(what_was_written_comes_back_and_the_file_goes)
{
	char *folder = scratch_new();
	struct editor editor;
	struct fault fault;
	char **names;
	size_t count;

	(void)setenv("TMPDIR", folder, 1);
	(void)setenv("VISUAL", "sed -i s/one/two/", 1);
	ck_assert_msg(editor_run(&editor, "one line\n", &fault), "%s",
	    fault.text);
	ck_assert_str_eq(buf_text(&editor.text), "two line\n");
	editor_end(&editor, false);
	ck_assert(file_list(folder, &names, &count, &fault));
	ck_assert_uint_eq(count, 0);
	free(names);
	scratch_free(folder);
}
END_TEST

START_TEST(it_may_be_kept)
{
	char *folder = scratch_new(), *path;
	struct editor editor;
	struct fault fault;

	(void)setenv("TMPDIR", folder, 1);
	(void)unsetenv("VISUAL");
	(void)setenv("EDITOR", "true", 1);
	ck_assert(editor_run(&editor, "", &fault));
	ck_assert_str_eq(buf_text(&editor.text), "");
	path = strdup(editor.path);
	editor_end(&editor, true);
	ck_assert_int_eq(file_kind(path), FILE_REGULAR);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(an_editor_that_fails_is_a_fault)
{
	char *folder = scratch_new();
	struct editor editor;
	struct fault fault;

	(void)setenv("TMPDIR", folder, 1);
	(void)setenv("VISUAL", "false", 1);
	ck_assert(!editor_run(&editor, "x", &fault));
	ck_assert_str_eq(fault.text, "the editor 'false' failed with status 1");
	editor_end(&editor, false);
	(void)setenv("TMPDIR", "/nonexistent", 1);
	ck_assert(!editor_run(&editor, "x", &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "/nonexistent/backupexec-"));
	editor_end(&editor, false);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/editor", what_was_written_comes_back_and_the_file_goes,
    it_may_be_kept, an_editor_that_fails_is_a_fault)
