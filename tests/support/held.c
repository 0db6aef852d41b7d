#include "config.h"

#include "tests/support/held.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/mem.h"
#include "platform/file.h"
#include "platform/process.h"
#include "platform/socket.h"
#include "tests/support/scratch.h"

static char **
texts(const char *first, const char *second)
{
	char **made = mem_new(3, sizeof(*made));

	made[0] = mem_text(first);
	made[1] = second == NULL ? NULL : mem_text(second);
	return made;
}

char *
held_program(const char *folder, const char *script)
{
	char *text = mem_format("#!/bin/sh\n%s\n", script);
	char *path = scratch_file(folder, "rman", text);

	ck_assert_int_eq(chmod(path, 0700), 0);
	free(text);
	return path;
}

void
held_init(struct held *held, enum scan_feed feed, const char *script)
{
	static const char *const names[REQUEST_DESCRIPTORS] = { "lock",
		"output", "begun", "end", "control" };
	struct fault fault;

	*held = (struct held){ .folder = scratch_new() };
	held->files_in = file_join(held->folder, "execution");
	ck_assert(file_make_folder(held->files_in, false, &fault));
	for (size_t i = 0; i < REQUEST_DESCRIPTORS; i++) {
		char *path = file_join(held->files_in, names[i]);

		held->files[i] = file_open(path,
		    i == REQUEST_OUTPUT ? FILE_APPEND : FILE_FRESH, &fault);
		ck_assert_int_ge(held->files[i], 0);
		free(path);
	}
	ck_assert(file_lock(held->files[REQUEST_LOCK], &fault));
	held->request = (struct request){
		.program = held_program(held->folder, script),
		.arguments = texts("target", "/"),
		.environment = texts("PATH=/usr/bin:/bin", NULL),
		.feed = feed,
		.script = mem_text("backup database;\n"),
		.user = mem_text(""),
		.password_file = mem_text(""),
		.address = mem_text(""),
		.catalog = mem_text(""),
		.stop_wait_s = 1,
		.log_limit = UINT64_C(1) << 40,
		.work = file_join(held->files_in, "work"),
	};
}

int
held_spawn(int64_t *out_pid)
{
	static const char *const arguments[] = { "backupexec-worker", NULL };
	char *program = process_sibling("backupexec-worker");
	struct process_start start = { .program = program,
		.arguments = arguments,
		.output = -1,
		.error = -1,
		.new_session = true };
	struct fault fault;
	int ends[2];

	ck_assert(socket_pair(ends, &fault));
	start.input = ends[1];
	ck_assert_msg(process_spawn(&start, out_pid, &fault), "%s", fault.text);
	file_close(ends[1]);
	free(program);
	return ends[0];
}

void
held_start(struct held *held)
{
	int socket = held_spawn(&held->pid);
	struct fault fault;
	struct buf rest;

	buf_init(&rest, LIMIT_REQUEST);
	ck_assert(
	    request_send(socket, &held->request, held->files, &rest, &fault));
	ck_assert(file_write_all(socket, rest.bytes, rest.size, &fault));
	file_close(socket);
	buf_clear(&rest);
	for (size_t i = 0; i < REQUEST_DESCRIPTORS; i++) {
		file_close(held->files[i]);
		held->files[i] = -1;
	}
}

void
held_nap(void)
{
	const struct timespec moment = { .tv_nsec = 5000000 };

	(void)nanosleep(&moment, NULL);
}

char *
held_path(const struct held *held, const char *name)
{
	return file_join(held->files_in, name);
}

static void
read_file(const struct held *held, const char *name, struct buf *out)
{
	char *path = held_path(held, name);
	struct fault fault;

	buf_clear(out);
	buf_init(out, 64 << 20);
	ck_assert_msg(file_read_whole(path, out, &fault), "%s", fault.text);
	free(path);
}

void
held_await(struct held *held, const char *text)
{
	for (;;) {
		read_file(held, "output", &held->output);
		if (strstr(buf_text(&held->output), text) != NULL)
			return;
		held_nap();
	}
}

void
held_wait(struct held *held)
{
	struct process_end end;
	struct fault fault;
	struct buf text = { 0 };

	ck_assert(process_wait(held->pid, &end, &fault));
	ck_assert_int_eq(end.exit_status, 0);
	read_file(held, "end", &text);
	ck_assert_msg(record_read_end(buf_text(&text), &held->end), "'%s'",
	    buf_text(&text));
	buf_clear(&text);
	read_file(held, "output", &held->output);
	ck_assert_uint_eq(held->output.size, held->end.bytes);
}

void
held_clear(struct held *held)
{
	for (size_t i = 0; i < REQUEST_DESCRIPTORS; i++)
		file_close(held->files[i]);
	request_clear(&held->request);
	buf_clear(&held->output);
	free(held->files_in);
	scratch_free(held->folder);
}
