#include "config.h"

#include "platform/file.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/defs.h"
#include "platform/socket.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(what_was_written_is_read_back)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "a");
	int before = scratch_descriptors();
	struct fault fault;
	struct buf buf;
	char room[4];
	size_t size;
	uint64_t total;
	int descriptor;

	descriptor = file_open(path, FILE_FRESH, &fault);
	ck_assert_int_ge(descriptor, 0);
	ck_assert(file_write_all(descriptor, "abcdef", 6, &fault));
	ck_assert(file_sync(descriptor, &fault));
	ck_assert(file_size(descriptor, &total, &fault));
	ck_assert_uint_eq(total, 6);
	ck_assert(file_read_at(descriptor, 4, room, 4, &size, &fault));
	ck_assert_uint_eq(size, 2);
	ck_assert_mem_eq(room, "ef", 2);
	file_close(descriptor);
	ck_assert_int_eq(file_open(path, FILE_FRESH, &fault), -1);
	buf_init(&buf, 6);
	ck_assert(file_read_whole(path, &buf, &fault));
	ck_assert_str_eq(buf_text(&buf), "abcdef");
	buf_clear(&buf);
	buf_init(&buf, 5);
	ck_assert(!file_read_whole(path, &buf, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	buf_clear(&buf);
	ck_assert_int_eq(scratch_descriptors(), before);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(what_is_no_regular_file_is_refused)
{
	char *folder = scratch_new();
	char *file = scratch_file(folder, "file", "x");
	char *symbolic = file_join(folder, "symbolic");
	char *fifo = file_join(folder, "fifo");
	char *absent = file_join(folder, "absent");
	struct fault fault;

	ck_assert_int_eq(symlink(file, symbolic), 0);
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	ck_assert_int_eq(file_open(symbolic, FILE_READ, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_int_eq(file_open(fifo, FILE_READ, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_int_eq(file_open(folder, FILE_READ, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_int_eq(file_open(absent, FILE_READ, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert_int_eq(file_kind(fifo), FILE_OTHER);
	ck_assert_int_eq(file_kind(absent), FILE_NONE);
	free(file);
	free(symbolic);
	free(fifo);
	free(absent);
	scratch_free(folder);
}
END_TEST

START_TEST(what_others_may_touch_is_not_trusted)
{
	const struct {
		mode_t mode;
		bool is_config, is_secret;
	} cases[] = { { 0600, true, true }, { 0640, true, true },
		{ 0644, true, false }, { 0666, false, false } };
	char *folder = scratch_new();
	char *path = scratch_file(folder, "secret", "tiger");
	struct fault fault;
	struct buf buf;

	buf_init(&buf, 100);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		ck_assert_int_eq(chmod(path, cases[i].mode), 0);
		ck_assert_msg(file_read_config(path, 10, &buf, &fault) ==
			cases[i].is_config,
		    "%zu", i);
		ck_assert_msg(file_read_secret(path, 10, &buf, &fault) ==
			cases[i].is_secret,
		    "%zu", i);
	}
	ck_assert_int_eq(chmod(path, 0600), 0);
	ck_assert(!file_read_secret(path, 4, &buf, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	buf_clear(&buf);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_file_is_replaced_whole)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "plan", "one");
	struct fault fault;
	struct buf buf;
	char **names;
	size_t count;

	ck_assert(file_replace(path, "second", 6, &fault));
	buf_init(&buf, 100);
	ck_assert(file_read_whole(path, &buf, &fault));
	ck_assert_str_eq(buf_text(&buf), "second");
	buf_clear(&buf);
	ck_assert(file_list(folder, &names, &count, &fault));
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(names[0], "plan");
	free(names[0]);
	free(names);
	ck_assert(!file_replace("/nonexistent/x", "", 0, &fault));
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(folders_are_made_with_their_parents)
{
	char *folder = scratch_new();
	char *deep = file_join(folder, "a/b/c");
	char *middle = file_join(folder, "a/b");
	struct stat status;
	struct fault fault;

	ck_assert(file_make_folder(deep, false, &fault));
	ck_assert(file_make_folder(deep, false, &fault));
	ck_assert_int_eq(stat(deep, &status), 0);
	ck_assert_int_eq((int)(status.st_mode & 07777), 0700);
	ck_assert_int_eq(stat(middle, &status), 0);
	ck_assert_int_eq((int)(status.st_mode & 07777), 0711);
	ck_assert(file_sync_folder(deep, &fault));
	ck_assert_uint_gt(file_space(deep), 0);
	ck_assert(file_remove(middle, &fault));
	ck_assert(file_remove(middle, &fault));
	ck_assert_int_eq(file_kind(middle), FILE_NONE);
	free(deep);
	free(middle);
	scratch_free(folder);
}
END_TEST

START_TEST(a_lock_lives_as_long_as_its_last_copy)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "lock", "");
	struct fault fault;
	int first = file_open(path, FILE_WRITE, &fault);
	int second = file_open(path, FILE_WRITE, &fault);
	int copy = dup(first);

	ck_assert(!file_is_locked(path));
	ck_assert(file_lock(first, &fault));
	ck_assert(file_is_locked(path));
	ck_assert(!file_lock(second, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	file_close(first);
	ck_assert(file_is_locked(path));
	file_close(copy);
	ck_assert(!file_is_locked(path));
	ck_assert(file_lock(second, &fault));
	file_close(second);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(who_asks_for_a_lock_keeps_nobody_off)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "lock", "");
	struct fault fault;
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			(void)file_is_locked(path);
	for (int i = 0; i < 5000; i++) {
		int descriptor = file_open(path, FILE_WRITE, &fault);

		ck_assert_int_ge(descriptor, 0);
		ck_assert_msg(file_lock(descriptor, &fault), "turn %d: %s", i,
		    fault.text);
		file_close(descriptor);
	}
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_program_is_a_file_that_may_be_executed)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "program", "");

	ck_assert(!file_is_program(path));
	ck_assert_int_eq(chmod(path, 0700), 0);
	ck_assert(file_is_program(path));
	ck_assert(!file_is_program(folder));
	ck_assert(!file_is_program("/nonexistent"));
	ck_assert_int_gt(file_changed_ms(path), 0);
	ck_assert_int_eq(file_changed_ms("/nonexistent"), 0);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_full_pipe_takes_what_fits)
{
	static char room[1 << 20];
	struct fault fault;
	size_t size, more;
	int ends[2];

	(void)signal(SIGPIPE, SIG_IGN);
	ck_assert(file_pipe(ends, &fault));
	ck_assert(socket_set_blocking(ends[1], false, &fault));
	ck_assert(file_write_some(ends[1], room, sizeof(room), &size, &fault));
	ck_assert_uint_gt(size, 0);
	ck_assert_uint_lt(size, sizeof(room));
	ck_assert(file_write_some(ends[1], room, 1, &more, &fault));
	ck_assert_uint_eq(more, 0);
	file_close(ends[0]);
	ck_assert(!file_write_some(ends[1], room, 1, &more, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	file_close(ends[1]);
}
END_TEST

START_TEST(bytes_are_put_where_they_belong)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "file", "abcdef");
	struct fault fault;
	struct buf text;
	int descriptor = file_open(path, FILE_WRITE, &fault);

	buf_init(&text, 100);
	ck_assert_int_ge(descriptor, 0);
	ck_assert(file_write_at(descriptor, 2, "XY", 2, &fault));
	ck_assert(file_write_all(descriptor, "0", 1, &fault));
	file_close(descriptor);
	ck_assert(!file_write_at(-1, 2, "XY", 2, &fault));
	ck_assert(file_read_whole(path, &text, &fault));
	ck_assert_str_eq(buf_text(&text), "0bXYef");
	buf_clear(&text);
	free(path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("platform/file", what_was_written_is_read_back,
    what_is_no_regular_file_is_refused, what_others_may_touch_is_not_trusted,
    a_file_is_replaced_whole, folders_are_made_with_their_parents,
    a_lock_lives_as_long_as_its_last_copy, who_asks_for_a_lock_keeps_nobody_off,
    a_program_is_a_file_that_may_be_executed, a_full_pipe_takes_what_fits,
    bytes_are_put_where_they_belong)
