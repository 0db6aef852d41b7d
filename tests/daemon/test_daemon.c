#include "config.h"

#include "daemon/daemon.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static struct config *
make_config(const char *state_dir)
{
	struct config *config = config_default();

	(void)signal(SIGPIPE, SIG_IGN); /* as the program does */
	free(config->daemon.state_dir);
	config->daemon.state_dir = mem_text(state_dir);
	return config;
}

/* A daemon of its own process; answers when its socket is there. */
static pid_t
start(const char *state_dir)
{
	char *control = file_join(state_dir, "control");
	struct fault fault;
	pid_t pid;

	/* What a killed one left is no sign of life. */
	ck_assert(file_remove(control, &fault));
	pid = fork();
	if (pid == 0)
		_exit(daemon_run(make_config(state_dir), "/nonexistent"));
	while (file_kind(control) != FILE_OTHER)
		ck_assert_int_eq(waitpid(pid, NULL, WNOHANG), 0);
	free(control);
	return pid;
}

static int
status_of(pid_t pid)
{
	int status;

	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

START_TEST(it_runs_until_it_is_told_to_stop)
{
	char *folder = scratch_new();
	pid_t pid = start(folder);

	ck_assert_int_eq(kill(pid, SIGHUP), 0);
	ck_assert_int_eq(kill(pid, SIGTERM), 0);
	ck_assert_int_eq(status_of(pid), 0);
	scratch_free(folder);
}
END_TEST

START_TEST(one_state_dir_has_one_daemon)
{
	char *folder = scratch_new();
	pid_t pid = start(folder);

	ck_assert_int_eq(daemon_run(make_config(folder), "/nonexistent"), 5);
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	pid = start(folder); /* the lock went with it */
	ck_assert_int_eq(kill(pid, SIGTERM), 0);
	ck_assert_int_eq(status_of(pid), 0);
	scratch_free(folder);
}
END_TEST

START_TEST(a_state_dir_that_cannot_be_made_ends_it)
{
	char *folder = scratch_new();
	char *file = scratch_file(folder, "file", "");
	char *below = file_join(file, "state");

	ck_assert_int_eq(daemon_run(make_config(below), "/nonexistent"), 1);
	free(below);
	free(file);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("daemon/daemon", it_runs_until_it_is_told_to_stop,
    one_state_dir_has_one_daemon, a_state_dir_that_cannot_be_made_ends_it)
