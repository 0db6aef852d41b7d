#include "config.h"

#include "platform/process.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

/* Runs `script` in a shell and returns what it printed. */
static void
run_shell(const char *script, const char *const *environment,
    struct process_end *out_end, char *room, size_t size)
{
	const char *const arguments[] = { "sh", "-c", script, NULL };
	struct process_start start = { .program = "/bin/sh",
		.arguments = arguments,
		.environment = environment,
		.input = -1,
		.error = -1 };
	struct fault fault;
	int ends[2];
	int64_t pid;
	size_t used = 0, got;

	ck_assert(file_pipe(ends, &fault));
	start.output = ends[1];
	ck_assert_msg(process_spawn(&start, &pid, &fault), "%s", fault.text);
	file_close(ends[1]);
	do {
		ck_assert(file_read_some(ends[0], room + used, size - 1 - used,
		    &got, &fault));
		used += got;
	} while (got != 0);
	room[used] = '\0';
	file_close(ends[0]);
	ck_assert(process_wait(pid, out_end, &fault));
	ck_assert_int_eq(process_reap(pid, out_end), -1);
}

START_TEST(a_child_has_three_descriptors_and_the_given_environment)
{
	const char *const environment[] = { "COLOUR=blue", NULL };
	struct process_end end = { 0 };
	char room[512];
	int leak = dup(1); /* not close-on-exec, as a library would do */

	file_close(leak);
	run_shell("set -- /proc/self/fd/*; echo $# $COLOUR; exit 7",
	    environment, &end, room, sizeof(room));
	/* The shell's own: the descriptor of the glob is closed by then. */
	ck_assert_ptr_nonnull(strstr(room, "blue"));
	ck_assert_int_le((int)strtol(room, NULL, 10), 4);
	ck_assert_int_eq(end.exit_status, 7);
	ck_assert_int_eq(end.signal, 0);
}
END_TEST

START_TEST(a_child_has_a_clean_signal_mask)
{
	struct process_end end = { 0 };
	char room[512];
	const char *ignored;
	sigset_t all;

	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	run_shell("grep -E 'Sig(Blk|Ign)' /proc/self/status", NULL, &end, room,
	    sizeof(room));
	ck_assert_ptr_nonnull(strstr(room, "SigBlk:\t0000000000000000"));
	/* The C library keeps 32 and 33 ignored for its own use. */
	ignored = strstr(room, "SigIgn:");
	ck_assert_ptr_nonnull(ignored);
	ck_assert_uint_eq(strtoull(ignored + 7, NULL, 16) & 0x7fffffff, 0);
}
END_TEST

START_TEST(a_child_in_the_foreground_stays_in_our_group)
{
	const char *const arguments[] = { "sh", "-c",
		"test \"$(ps -o pgid= -p $$)\" -eq \"$1\"", "sh", NULL, NULL };
	struct process_start start = { .program = "/bin/sh",
		.arguments = arguments,
		.input = -1,
		.output = -1,
		.error = -1,
		.in_foreground = true };
	const char *group[COUNT_OF(arguments)];
	struct process_end end;
	struct fault fault;
	char text[16];
	int64_t pid;

	(void)snprintf(text, sizeof(text), "%d", (int)getpgrp());
	memcpy(group, arguments, sizeof(group));
	group[4] = text;
	start.arguments = group;
	ck_assert(process_spawn(&start, &pid, &fault));
	ck_assert(process_wait(pid, &end, &fault));
	ck_assert_int_eq(end.exit_status, 0);
	start.in_foreground = false;
	ck_assert(process_spawn(&start, &pid, &fault));
	ck_assert(process_wait(pid, &end, &fault));
	ck_assert_int_eq(end.exit_status, 1);
}
END_TEST

START_TEST(a_signal_reaches_the_whole_group)
{
	const char *const arguments[] = { "sh", "-c", "sleep 100 & wait",
		NULL };
	struct process_start start = { .program = "/bin/sh",
		.arguments = arguments,
		.input = -1,
		.output = -1,
		.error = -1 };
	struct process_identity identity;
	struct process_end end = { 0 };
	struct fault fault;
	char name[16];
	int64_t pid;

	ck_assert(process_spawn(&start, &pid, &fault));
	ck_assert_int_ge(process_descriptor(pid), 0);
	ck_assert(process_identify(pid, &identity, &fault));
	ck_assert(process_lives(&identity));
	ck_assert_uint_gt(process_memory(pid), 0);
	ck_assert(process_signal_group(pid, PROCESS_KILL, &fault));
	ck_assert(process_wait(pid, &end, &fault));
	ck_assert_int_eq(end.exit_status, -1);
	process_signal_name(end.signal, name);
	ck_assert_str_eq(name, "KILL");
	ck_assert(!process_lives(&identity));
	ck_assert(process_signal(pid, PROCESS_TERMINATE, &fault));
	ck_assert(!process_identify(pid, &identity, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
}
END_TEST

START_TEST(another_start_time_is_another_process)
{
	struct process_identity identity;
	struct fault fault;

	ck_assert(process_identify(process_self(), &identity, &fault));
	ck_assert(process_lives(&identity));
	identity.start_ticks++;
	ck_assert(!process_lives(&identity));
	identity.start_ticks--;
	identity.boot[0] = 'x';
	ck_assert(!process_lives(&identity));
}
END_TEST

START_TEST(what_cannot_be_started_says_why)
{
	const char *const arguments[] = { "x", NULL };
	struct process_start start = { .program = "/nonexistent/rman",
		.arguments = arguments,
		.input = -1,
		.output = -1,
		.error = -1 };
	struct fault fault;
	int before = scratch_descriptors();
	int64_t pid;

	ck_assert(!process_spawn(&start, &pid, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert_str_eq(fault.text,
	    "starting /nonexistent/rman: No such file or directory");
	ck_assert_int_eq(scratch_descriptors(), before);
}
END_TEST

START_TEST(a_sibling_is_beside_us_or_installed)
{
	char *path = process_sibling("no-such-program");

	ck_assert_str_eq(path, PKGLIBEXECDIR "/no-such-program");
	free(path);
	path = process_data("no-such-folder");
	ck_assert_str_eq(path, PKGDATADIR "/no-such-folder");
	free(path);
	path = process_sibling("test_process");
	ck_assert_ptr_nonnull(strstr(path, "tests/platform/test_process"));
	free(path);
}
END_TEST

START_TEST(hardening_takes_core_and_tracing_away)
{
	struct process_end end = { 0 };
	char room[512];

	process_harden();
	process_ignore_stops();
	ck_assert_int_eq(raise(SIGTERM), 0); /* we are still there */
	run_shell("umask; ulimit -c", NULL, &end, room, sizeof(room));
	ck_assert_str_eq(room, "0077\n0\n");
	process_relax();
	run_shell("umask; [ $(ulimit -c) = $(ulimit -H -c) ] && echo all", NULL,
	    &end, room, sizeof(room));
	ck_assert_str_eq(room, "0022\nall\n");
	ck_assert(!process_has_terminal(-1));
	ck_assert_ptr_null(process_variable("NO_SUCH_VARIABLE_HERE"));
}
END_TEST

UNIT_MAIN("platform/process",
    a_child_has_three_descriptors_and_the_given_environment,
    a_child_has_a_clean_signal_mask,
    a_child_in_the_foreground_stays_in_our_group,
    a_signal_reaches_the_whole_group, another_start_time_is_another_process,
    what_cannot_be_started_says_why, a_sibling_is_beside_us_or_installed,
    hardening_takes_core_and_tracing_away)
