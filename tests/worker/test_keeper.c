#include "config.h"

#include "worker/keeper.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/defs.h"
#include "base/mem.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/process.h"
#include "platform/socket.h"
#include "tests/support/held.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static bool
has_output(const struct held *held, const char *text)
{
	return strstr(buf_text(&held->output), text) != NULL;
}

static void
set_script(struct held *held, char *take_script)
{
	free(held->request.script);
	held->request.script = take_script;
}

/* Until the rman that a dead keeper left has ended: its folder goes. */
static void
wait_for_program(const char *begun)
{
	struct record_start program;

	if (!record_read_program(begun, &program))
		return;
	while (process_lives(&program.identity))
		held_nap();
}

START_TEST(lines_go_in_and_output_comes_out)
{
	struct held held;
	char *work;

	held_init(&held, SCAN_STDIN, "echo begin; cat; echo end >&2; exit 3");
	held_start(&held);
	held_wait(&held);
	ck_assert_str_eq(buf_text(&held.output),
	    "begin\nbackup database;\nEXIT\nend\n");
	ck_assert_int_eq(held.end.stop, SCAN_BY_ITSELF);
	ck_assert_int_eq(held.end.step, RECORD_NO_STEP);
	ck_assert_int_eq(held.end.exit_status, 3);
	ck_assert_int_eq(held.end.signal, 0);
	ck_assert(!held.end.input_cut);
	ck_assert(!held.end.output_cut);
	ck_assert_uint_eq(held.end.dropped, 0);
	ck_assert_str_eq(held.end.why, "");
	ck_assert_int_gt(held.end.began_ms, 0);
	ck_assert_int_ge(held.end.at_ms, held.end.began_ms);
	work = held_path(&held, "work");
	ck_assert_int_eq(file_kind(work), FILE_NONE);
	free(work);
	held_clear(&held);
}
END_TEST

START_TEST(commands_go_in_step_by_step)
{
	struct held held;

	/* It answers each line, and fails the second command. */
	held_init(&held, SCAN_STEP,
	    "while read line; do echo \"got $line\"; case $line in SET*) "
	    "echo echo set off;; b*) echo 'RMAN-00569: no';; EXIT) exit 1;; "
	    "esac; done");
	set_script(&held, mem_text("a;\nb;\nc;\n"));
	held_start(&held);
	held_wait(&held);
	ck_assert_str_eq(buf_text(&held.output),
	    "got a;\ngot SET ECHO OFF;\necho set off\ngot b;\n"
	    "RMAN-00569: no\ngot SET ECHO OFF;\necho set off\ngot EXIT\n");
	ck_assert(held.end.input_cut);
	ck_assert_int_eq(held.end.exit_status, 1);
	held_clear(&held);
}
END_TEST

START_TEST(host_is_not_started)
{
	struct held held;

	held_init(&held, SCAN_CMDFILE, "echo started");
	set_script(&held, mem_text("backup spfile;\nrun { host 'ls'; }\n"));
	held_start(&held);
	held_wait(&held);
	ck_assert_str_eq(buf_text(&held.output), "");
	ck_assert_int_eq(held.end.stop, SCAN_NOT_STARTED);
	ck_assert_str_eq(held.end.why,
	    "line 2 is a HOST command, which [rman] allow_host = no refuses");
	held_clear(&held);
	held_init(&held, SCAN_CMDFILE, "echo started");
	set_script(&held, mem_text("host 'ls';\n"));
	held.request.allows_host = true;
	held_start(&held);
	held_wait(&held);
	ck_assert_str_eq(buf_text(&held.output), "started\n");
	held_clear(&held);
}
END_TEST

static void
set_login(struct held *held, const char *password)
{
	struct request *request = &held->request;

	free(request->user);
	free(request->password_file);
	free(request->address);
	request->user = mem_text("sys");
	request->password_file = scratch_file(held->folder, "pass", password);
	request->address = mem_text("stby");
	ck_assert_int_eq(chmod(request->password_file, 0600), 0);
}

START_TEST(a_password_is_told_and_not_shown)
{
	struct held held;

	held_init(&held, SCAN_STEP,
	    "read line; echo $line; case $line in *tiger*) echo known;; esac; "
	    "read line; echo echo set off; cat; printf tig");
	set_login(&held, "tiger\n");
	set_script(&held, mem_text(""));
	held_start(&held);
	held_wait(&held);
	ck_assert_str_eq(buf_text(&held.output),
	    "CONNECT TARGET \"sys/***@stby\";\nknown\necho set off\nEXIT\n"
	    "tig");
	ck_assert(!held.end.input_cut);
	held_clear(&held);
}
END_TEST

START_TEST(a_password_that_cannot_be_used_starts_nothing)
{
	struct held held;

	held_init(&held, SCAN_STEP, "echo started");
	set_login(&held, "ti'ger\n");
	held_start(&held);
	held_wait(&held);
	ck_assert_int_eq(held.end.stop, SCAN_NOT_STARTED);
	ck_assert_ptr_null(strstr(held.end.why, "ger"));
	held_clear(&held);
	held_init(&held, SCAN_STDIN, "echo started");
	set_login(&held, "tiger\n");
	held_start(&held);
	held_wait(&held);
	ck_assert_int_eq(held.end.stop, SCAN_NOT_STARTED);
	ck_assert_str_eq(held.end.why,
	    "a password goes in by feed = step only");
	held_clear(&held);
}
END_TEST

START_TEST(a_cmdfile_lies_in_a_private_folder)
{
	struct held held;

	held_init(&held, SCAN_CMDFILE,
	    "echo \"$@\"; cat lines.rman; stat -c %a . lines.rman; cat; "
	    "basename $PWD");
	set_script(&held, mem_text("run\n{ x; }\n"));
	held_start(&held);
	held_wait(&held);
	ck_assert_str_eq(buf_text(&held.output),
	    "target / cmdfile=lines.rman\nrun\n{ x; }\n700\n600\nwork\n");
	ck_assert(!held.end.input_cut);
	held_clear(&held);
}
END_TEST

START_TEST(a_keeper_of_another_user_makes_its_own_folder)
{
	struct held held;

	held_init(&held, SCAN_CMDFILE,
	    "echo $HOME; stat -c %a .; cp lines.rman \"${0%/*}/copy\"; "
	    "pwd > \"${0%/*}/pwd\"");
	free(held.request.work);
	held.request.work = mem_text("");
	(void)setenv("RUNTIME_DIRECTORY", held.folder, 1);
	(void)setenv("HOME", "/home/of/the/keeper", 1);
	held_start(&held);
	held_wait(&held);
	ck_assert_str_eq(buf_text(&held.output), "/home/of/the/keeper\n700\n");
	ck_assert_int_eq(held.end.exit_status, 0);
	held_clear(&held);
}
END_TEST

START_TEST(its_surroundings_are_exactly_as_given)
{
	struct held held;

	held_init(&held, SCAN_STDIN, "");
	free(held.request.program);
	held.request.program = mem_text("/usr/bin/env");
	free(held.request.arguments[0]);
	free(held.request.arguments[1]);
	held.request.arguments[0] = NULL;
	held.request.environment[1] = mem_text("ORACLE_SID=XE");
	(void)setenv("CANARY", "must not be seen", 1);
	held_start(&held);
	held_wait(&held);
	ck_assert_str_eq(buf_text(&held.output),
	    "PATH=/usr/bin:/bin\nORACLE_SID=XE\n");
	held_clear(&held);
}
END_TEST

START_TEST(it_has_three_descriptors)
{
	struct held held;

	held_init(&held, SCAN_STDIN, "");
	free(held.request.program);
	held.request.program = mem_text("/bin/ls");
	free(held.request.arguments[0]);
	free(held.request.arguments[1]);
	held.request.arguments[0] = mem_text("/proc/self/fd");
	held.request.arguments[1] = NULL;
	held_start(&held);
	held_wait(&held);
	/* 3 is the listing's own. */
	ck_assert_str_eq(buf_text(&held.output), "0\n1\n2\n3\n");
	held_clear(&held);
}
END_TEST

START_TEST(it_has_its_own_group_and_plain_signals)
{
	struct held held;

	held_init(&held, SCAN_CMDFILE,
	    "umask; grep -E 'Sig(Blk|Ign)' /proc/self/status; "
	    "[ $(ulimit -c) = $(ulimit -H -c) ] && echo cores; "
	    "[ $(ps -o pgid= -p $$) = $$ ] && echo group");
	held_start(&held);
	held_wait(&held);
	ck_assert(has_output(&held, "0022\n"));
	ck_assert(has_output(&held, "SigBlk:\t0000000000000000"));
	ck_assert(has_output(&held, "SigIgn:\t"));
	/* None of HUP, INT, PIPE, TERM, which the keeper ignores. */
	ck_assert_uint_eq(strtoull(strstr(buf_text(&held.output), "SigIgn:") +
				  7,
			      NULL, 16) &
		0x5003,
	    0);
	ck_assert(has_output(&held, "cores\ngroup\n"));
	held_clear(&held);
}
END_TEST

START_TEST(what_cannot_be_started_says_why)
{
	const struct {
		const char *program, *why;
	} cases[] = {
		{ "/nonexistent/rman",
		    "starting /nonexistent/rman: No such file or directory" },
		{ "/etc/passwd", "starting /etc/passwd: Permission denied" },
		{ "/etc", "starting /etc: Permission denied" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct held held;
		struct record_start begun;
		struct buf text;
		struct fault fault;
		char *path;

		held_init(&held, SCAN_STDIN, "");
		free(held.request.program);
		held.request.program = mem_text(cases[i].program);
		held_start(&held);
		held_wait(&held);
		ck_assert_int_eq(held.end.stop, SCAN_NOT_STARTED);
		ck_assert_int_eq(held.end.exit_status, -1);
		ck_assert_int_eq(held.end.signal, 0);
		ck_assert_str_eq(held.end.why, cases[i].why);
		path = held_path(&held, "begun");
		buf_init(&text, 4096);
		ck_assert(file_read_whole(path, &text, &fault));
		ck_assert(record_read_begun(buf_text(&text), &begun));
		ck_assert(!record_read_program(buf_text(&text), &begun));
		buf_clear(&text);
		free(path);
		held_clear(&held);
	}
}
END_TEST

START_TEST(a_signal_of_its_own_is_recorded)
{
	struct held held;

	held_init(&held, SCAN_CMDFILE, "kill -SEGV $$");
	held_start(&held);
	held_wait(&held);
	ck_assert_int_eq(held.end.stop, SCAN_BY_ITSELF);
	ck_assert_int_eq(held.end.exit_status, -1);
	ck_assert_int_eq(held.end.signal, SIGSEGV);
	held_clear(&held);
}
END_TEST

START_TEST(a_word_in_control_cancels)
{
	struct held held;
	struct fault fault;
	char *path;
	int control;

	held_init(&held, SCAN_STDIN, "echo ready; exec sleep 60");
	held_start(&held);
	held_await(&held, "ready");
	path = held_path(&held, "control");
	control = file_open(path, FILE_APPEND, &fault);
	ck_assert(file_write_all(control, "cancel\n", 7, &fault));
	file_close(control);
	held_wait(&held);
	ck_assert_int_eq(held.end.stop, SCAN_CANCELLED);
	ck_assert_int_eq(held.end.step, RECORD_INTERRUPT);
	ck_assert_str_eq(held.end.why, "cancelled (ended by SIGINT)");
	free(path);
	held_clear(&held);
}
END_TEST

START_TEST(what_is_cancelled_before_its_start_is_not_started)
{
	struct held held;
	struct fault fault;

	held_init(&held, SCAN_STDIN, "echo started");
	ck_assert(file_write_all(held.files[REQUEST_CONTROL], "x", 1, &fault));
	held_start(&held);
	held_wait(&held);
	ck_assert_str_eq(buf_text(&held.output), "");
	ck_assert_int_eq(held.end.stop, SCAN_CANCELLED);
	ck_assert_int_eq(held.end.exit_status, -1);
	ck_assert_str_eq(held.end.why, "cancelled before rman was started");
	held_clear(&held);
}
END_TEST

START_TEST(nobodys_signal_ends_a_keeper)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGTERM, SIGPIPE };
	struct held held;

	held_init(&held, SCAN_STDIN,
	    "echo ready; read line; while [ ! -e \"${0%/*}/go\" ]; do "
	    "sleep 0.05; done");
	held_start(&held);
	held_await(&held, "ready");
	for (size_t i = 0; i < COUNT_OF(signals); i++)
		ck_assert_int_eq(kill((pid_t)held.pid, signals[i]), 0);
	free(scratch_file(held.folder, "go", ""));
	held_wait(&held);
	ck_assert_int_eq(held.end.stop, SCAN_BY_ITSELF);
	ck_assert_int_eq(held.end.exit_status, 0);
	held_clear(&held);
}
END_TEST

static char *
long_script(void)
{
	char *script = mem_new((1 << 20) + 1, 1);

	memset(script, 'x', 1 << 20);
	for (size_t i = 99; i < 1 << 20; i += 100)
		script[i] = '\n';
	return script;
}

START_TEST(a_reader_that_closes_its_input_is_recorded)
{
	struct held held;

	held_init(&held, SCAN_STDIN, "exec <&-; echo closed; sleep 0.2");
	set_script(&held, long_script());
	held_start(&held);
	held_wait(&held);
	ck_assert_str_eq(buf_text(&held.output), "closed\n");
	ck_assert(held.end.input_cut);
	ck_assert_int_eq(held.end.exit_status, 0);
	held_clear(&held);
}
END_TEST

START_TEST(input_that_is_never_read_does_not_block)
{
	struct held held;

	held_init(&held, SCAN_STDIN,
	    "head -c 1000000 /dev/zero; echo; echo end");
	set_script(&held, long_script());
	held_start(&held);
	held_wait(&held);
	ck_assert_uint_eq(held.output.size, 1000005);
	ck_assert(held.end.input_cut);
	held_clear(&held);
}
END_TEST

START_TEST(a_long_script_arrives_whole)
{
	struct held held;

	/* Much output first: feeding must not wait for reading. */
	held_init(&held, SCAN_STDIN,
	    "head -c 1000000 /dev/zero; cksum; echo end");
	set_script(&held, long_script());
	held_start(&held);
	held_wait(&held);
	ck_assert(!held.end.input_cut);
	ck_assert_str_eq(held.output.bytes + held.output.size - 4, "end\n");
	ck_assert_ptr_nonnull(strstr(held.output.bytes + 1000000, " 1048582"));
	held_clear(&held);
}
END_TEST

START_TEST(a_line_of_16_mib_is_stored)
{
	struct held held;

	held_init(&held, SCAN_CMDFILE, "head -c 16777216 /dev/zero; echo");
	held_start(&held);
	held_wait(&held);
	ck_assert_uint_eq(held.output.size, 16777217);
	held_clear(&held);
}
END_TEST

START_TEST(memory_does_not_grow_with_the_output)
{
	struct held held;
	const char *peak;

	held_init(&held, SCAN_CMDFILE,
	    "yes 'a line of output' | head -c 268435456; echo\n"
	    "echo 'RMAN-03009: failure of backup command'\n"
	    "yes 'more of it' | head -c 1000000; echo\n"
	    "grep VmHWM /proc/$PPID/status");
	held.request.log_limit = 1 << 20;
	held_start(&held);
	held_wait(&held);
	ck_assert(held.end.output_cut);
	ck_assert_uint_gt(held.end.dropped, 260000000);
	ck_assert_str_eq(held.end.lost, "RMAN-03009");
	ck_assert_uint_le(held.output.size, (1 << 20) + 200 + (64 << 10));
	ck_assert(has_output(&held,
	    " bytes of output are not shown here: log_limit is reached]\n"));
	peak = strstr(buf_text(&held.output), "VmHWM:");
	ck_assert_ptr_nonnull(peak);
	ck_assert_int_lt(strtoll(peak + 6, NULL, 10), 64 << 10);
	held_clear(&held);
}
END_TEST

START_TEST(a_request_that_never_comes_starts_nothing)
{
	static const struct {
		const char *bytes;
		size_t size;
	} cases[] = {
		{ "", 0 },
		{ "\x01", 1 },
		{ "\xff\xff\xff\xff", 4 },
		{ "\x10\x00\x00\x00 less than 16", 16 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct process_end end;
		struct fault fault;
		int64_t pid;
		int socket = held_spawn(&pid);

		ck_assert(file_write_all(socket, cases[i].bytes, cases[i].size,
		    &fault));
		file_close(socket);
		ck_assert(process_wait(pid, &end, &fault));
		ck_assert_int_eq(end.exit_status, 1);
	}
}
END_TEST

START_TEST(a_request_cut_by_a_dying_daemon_starts_nothing)
{
	struct held held;
	struct process_end end;
	struct fault fault;
	struct buf rest;
	uint64_t size;
	int socket;

	held_init(&held, SCAN_STDIN, "touch \"${0%/*}/started\"");
	buf_init(&rest, LIMIT_REQUEST);
	socket = held_spawn(&held.pid);
	ck_assert(
	    request_send(socket, &held.request, held.files, &rest, &fault));
	ck_assert(file_write_all(socket, rest.bytes, rest.size - 1, &fault));
	file_close(socket);
	buf_clear(&rest);
	ck_assert(process_wait(held.pid, &end, &fault));
	ck_assert_int_eq(end.exit_status, 1);
	ck_assert(file_size(held.files[REQUEST_BEGUN], &size, &fault));
	ck_assert_uint_eq(size, 0);
	held_clear(&held);
}
END_TEST

START_TEST(too_few_descriptors_are_refused)
{
	struct held held;
	struct process_end end;
	struct fault fault;
	int socket;

	held_init(&held, SCAN_STDIN, "");
	socket = held_spawn(&held.pid);
	ck_assert(socket_send(socket, "\0\0\0\0", 4, held.files,
	    REQUEST_DESCRIPTORS - 1, &fault));
	ck_assert(process_wait(held.pid, &end, &fault));
	ck_assert_int_eq(end.exit_status, 1);
	file_close(socket);
	held_clear(&held);
}
END_TEST

START_TEST(the_lock_is_free_when_the_keeper_has_ended)
{
	struct held held;
	char *path;

	held_init(&held, SCAN_STDIN,
	    "echo ready; while [ ! -e \"${0%/*}/go\" ]; do sleep 0.05; done");
	path = held_path(&held, "lock");
	held_start(&held); /* closes ours */
	held_await(&held, "ready");
	ck_assert(file_is_locked(path));
	free(scratch_file(held.folder, "go", ""));
	held_wait(&held);
	ck_assert(!file_is_locked(path));
	free(path);
	held_clear(&held);
}
END_TEST

/* Wherever it dies: what was started has a whole `begun`. */
START_TEST(a_keeper_killed_at_any_moment_has_begun_what_it_started)
{
	for (int i = 0; i < 60; i++) {
		const struct timespec moment = { .tv_nsec = i * 100000 };
		struct held held;
		struct process_end end;
		struct record_start begun;
		struct fault fault;
		struct buf text;
		char *started, *path;

		held_init(&held, SCAN_STDIN, ": > \"${0%/*}/started\"");
		started = file_join(held.folder, "started");
		path = held_path(&held, "begun");
		held_start(&held);
		(void)nanosleep(&moment, NULL);
		ck_assert(process_signal(held.pid, PROCESS_KILL, &fault));
		ck_assert(process_wait(held.pid, &end, &fault));
		buf_init(&text, 4096);
		ck_assert(file_read_whole(path, &text, &fault));
		if (record_read_begun(buf_text(&text), &begun))
			wait_for_program(buf_text(&text));
		else
			ck_assert_int_eq(file_kind(started), FILE_NONE);
		buf_clear(&text);
		free(started);
		free(path);
		held_clear(&held);
	}
}
END_TEST

UNIT_MAIN("worker/keeper", commands_go_in_step_by_step, host_is_not_started,
    a_password_is_told_and_not_shown,
    a_password_that_cannot_be_used_starts_nothing,
    lines_go_in_and_output_comes_out, a_cmdfile_lies_in_a_private_folder,
    a_keeper_of_another_user_makes_its_own_folder,
    its_surroundings_are_exactly_as_given, it_has_three_descriptors,
    it_has_its_own_group_and_plain_signals, what_cannot_be_started_says_why,
    a_signal_of_its_own_is_recorded, a_word_in_control_cancels,
    what_is_cancelled_before_its_start_is_not_started,
    nobodys_signal_ends_a_keeper, a_reader_that_closes_its_input_is_recorded,
    input_that_is_never_read_does_not_block, a_long_script_arrives_whole,
    a_line_of_16_mib_is_stored, memory_does_not_grow_with_the_output,
    a_request_that_never_comes_starts_nothing,
    a_request_cut_by_a_dying_daemon_starts_nothing,
    too_few_descriptors_are_refused, the_lock_is_free_when_the_keeper_has_ended,
    a_keeper_killed_at_any_moment_has_begun_what_it_started)
