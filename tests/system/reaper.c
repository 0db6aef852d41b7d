/*
 * reaper - run a test, and let nothing that it started outlive it.
 *
 *	reaper SECONDS COMMAND [ARGUMENT...]
 *
 * Keepers leave their parents on purpose. As a subreaper this program inherits
 * them, and when the command has ended it kills what is left. After SECONDS
 * the command gets SIGTERM, so that it can tell how far it came; ten seconds
 * later it is killed.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_BROKEN = 99, EXIT_SIGNAL = 128, LAST_WORDS_S = 10 };

static volatile sig_atomic_t child;
static volatile sig_atomic_t alarms;

/* The first time ask, the second time do not. */
static void
on_signal(int number)
{
	if (number == SIGALRM && alarms == 0) {
		static const char text[] = "reaper: it took too long\n";

		(void)!write(STDERR_FILENO, text, sizeof(text) - 1);
	}
	if (child > 0)
		(void)kill((pid_t)child, alarms == 0 ? SIGTERM : SIGKILL);
	alarms = 1;
	(void)alarm(LAST_WORDS_S);
}

/* The parent of a process, 0 when it is gone. */
static long
parent_of(const char *pid)
{
	char path[64], text[512];
	const char *at;
	FILE *file;
	size_t size;

	(void)snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
	file = fopen(path, "r");
	if (file == NULL)
		return 0;
	size = fread(text, 1, sizeof(text) - 1, file);
	(void)fclose(file);
	text[size] = '\0';
	/* The name in parentheses may hold anything. */
	at = strrchr(text, ')');
	if (at == NULL || strlen(at) < 4)
		return 0;
	return strtol(at + 4, NULL, 10);
}

static void
kill_children(void)
{
	DIR *folder = opendir("/proc");
	const struct dirent *entry;

	if (folder == NULL)
		return;
	while ((entry = readdir(folder)) != NULL) {
		long pid = strtol(entry->d_name, NULL, 10);

		if (pid > 0 && parent_of(entry->d_name) == getpid())
			(void)kill((pid_t)pid, SIGKILL);
	}
	(void)closedir(folder);
}

static int
wait_for_child(void)
{
	int status = 0;
	pid_t pid;

	do {
		pid = wait(&status);
	} while ((pid < 0 && errno == EINTR) || (pid >= 0 && pid != child));
	if (WIFSIGNALED(status))
		return EXIT_SIGNAL + WTERMSIG(status);
	return WEXITSTATUS(status);
}

/* Each that dies may leave us another. */
static void
end_the_rest(void)
{
	do {
		kill_children();
	} while (wait(NULL) > 0 || errno == EINTR);
}

int
main(int count, char *arguments[])
{
	const int signals[] = { SIGALRM, SIGHUP, SIGINT, SIGTERM };
	struct sigaction action = { .sa_handler = on_signal };
	int status;
	pid_t pid;

	if (count < 3 || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) {
		(void)fprintf(stderr, "usage: reaper SECONDS COMMAND...\n");
		return EXIT_BROKEN;
	}
	pid = fork();
	if (pid == 0) {
		(void)execvp(arguments[2], arguments + 2);
		perror(arguments[2]);
		_exit(EXIT_BROKEN);
	}
	if (pid < 0) {
		perror("fork");
		return EXIT_BROKEN;
	}
	child = pid;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		(void)sigaction(signals[i], &action, NULL);
	(void)alarm((unsigned)strtoul(arguments[1], NULL, 10));
	status = wait_for_child();
	child = 0;
	(void)alarm(0);
	end_the_rest();
	return status;
}
