#include "config.h"

#include "platform/process.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "platform/file.h"
#include "platform/system_fault.h"

/*
 * The child's descriptors 0 to 2. They are first moved above 2, so that one
 * does not overwrite another. What a library or our parent left open without
 * close-on-exec is closed.
 */
static bool
add_descriptors(posix_spawn_file_actions_t *actions, const int given[3])
{
	for (int i = 0; i < 3; i++) {
		int error = given[i] < 0 ?
		    posix_spawn_file_actions_addopen(actions, i, "/dev/null",
			i == 0 ? O_RDONLY : O_WRONLY, 0) :
		    posix_spawn_file_actions_adddup2(actions, given[i], i);

		if (error != 0)
			return false;
	}
	return posix_spawn_file_actions_addclosefrom_np(actions, 3) == 0;
}

static bool
set_attributes(posix_spawnattr_t *attributes, const struct process_start *start)
{
	int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
	sigset_t all, none;

	if (start->new_session)
		flags |= POSIX_SPAWN_SETSID;
	else if (!start->in_foreground)
		flags |= POSIX_SPAWN_SETPGROUP;
	(void)sigfillset(&all);
	(void)sigemptyset(&none);
	return posix_spawnattr_setflags(attributes, (short)flags) == 0 &&
	    posix_spawnattr_setpgroup(attributes, 0) == 0 &&
	    posix_spawnattr_setsigdefault(attributes, &all) == 0 &&
	    posix_spawnattr_setsigmask(attributes, &none) == 0;
}

/* argv and envp are not changed by spawn; its prototype is older than const. */
static char *const *
without_const(const char *const *texts)
{
	char *const *result;

	memcpy(&result, &texts, sizeof(result));
	return result;
}

static int
spawn(const struct process_start *start, const int descriptors[3],
    pid_t *out_pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	const char *const *environment = start->environment;
	int error = ENOMEM;

	if (posix_spawn_file_actions_init(&actions) != 0)
		return ENOMEM;
	if (posix_spawnattr_init(&attributes) != 0)
		goto out;
	if (environment == NULL)
		environment = (const char *const *)environ;
	if (add_descriptors(&actions, descriptors) &&
	    (start->folder == NULL ||
		posix_spawn_file_actions_addchdir_np(&actions, start->folder) ==
		    0) &&
	    set_attributes(&attributes, start))
		error = posix_spawn(out_pid, start->program, &actions,
		    &attributes, without_const(start->arguments),
		    without_const(environment));
	(void)posix_spawnattr_destroy(&attributes);
out:
	(void)posix_spawn_file_actions_destroy(&actions);
	return error;
}

bool
process_spawn(const struct process_start *start, int64_t *out_pid,
    struct fault *fault)
{
	const int given[3] = { start->input, start->output, start->error };
	int high[3] = { -1, -1, -1 };
	pid_t pid = -1;
	int error = 0;

	for (int i = 0; i < 3 && error == 0; i++) {
		if (given[i] < 0)
			continue;
		high[i] = fcntl(given[i], F_DUPFD_CLOEXEC, 3);
		if (high[i] < 0)
			error = errno;
	}
	if (error == 0)
		error = spawn(start, high, &pid);
	for (int i = 0; i < 3; i++)
		file_close(high[i]);
	if (error != 0) {
		errno = error;
		return fault_from_errno(fault, "starting %s", start->program);
	}
	*out_pid = pid;
	return true;
}

static void
fill_end(int status, struct process_end *out_end)
{
	if (WIFSIGNALED(status))
		*out_end = (struct process_end){ .exit_status = -1,
			.signal = WTERMSIG(status) };
	else
		*out_end = (struct process_end){ .exit_status = WEXITSTATUS(
						     status) };
}

static int
reap(int64_t pid, int options, struct process_end *out_end)
{
	int status;
	pid_t got;

	do
		got = waitpid((pid_t)pid, &status, options);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return (int)got;
	fill_end(status, out_end);
	return 1;
}

int
process_reap(int64_t pid, struct process_end *out_end)
{
	return reap(pid, WNOHANG, out_end);
}

bool
process_wait(int64_t pid, struct process_end *out_end, struct fault *fault)
{
	if (reap(pid, 0, out_end) == 1)
		return true;
	return fault_from_errno(fault, "waiting for process %" PRId64, pid);
}

int
process_descriptor(int64_t pid)
{
#ifdef SYS_pidfd_open
	/* Close-on-exec by itself. */
	return (int)syscall(SYS_pidfd_open, (pid_t)pid, 0);
#else
	(void)pid;
	return -1;
#endif
}

static int
number_of(enum process_signal signal)
{
	switch (signal) {
	case PROCESS_INTERRUPT:
		return SIGINT;
	case PROCESS_TERMINATE:
		return SIGTERM;
	case PROCESS_KILL:
		return SIGKILL;
	}
	return SIGKILL;
}

static bool
send_signal(pid_t target, enum process_signal signal, struct fault *fault)
{
	if (kill(target, number_of(signal)) == 0 || errno == ESRCH)
		return true;
	return fault_from_errno(fault, "signalling process %" PRId64,
	    (int64_t)target);
}

bool
process_signal_group(int64_t pid, enum process_signal signal,
    struct fault *fault)
{
	return send_signal((pid_t)-pid, signal, fault);
}

bool
process_signal(int64_t pid, enum process_signal signal, struct fault *fault)
{
	return send_signal((pid_t)pid, signal, fault);
}

/* A small file of /proc; false when it cannot be read. */
static bool
read_small(const char *path, char *room, size_t size)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t done;

	if (descriptor < 0)
		return false;
	do
		done = read(descriptor, room, size - 1);
	while (done < 0 && errno == EINTR);
	(void)close(descriptor);
	if (done < 0)
		return false;
	room[done] = '\0';
	return true;
}

/*
 * State and start time from /proc/PID/stat (proc(5)): the name in field 2 may
 * hold anything, so count from its last parenthesis; the start is field 22.
 */
static bool
read_stat(int64_t pid, char *out_state, uint64_t *out_start)
{
	char path[64], text[1024];
	const char *at;

	(void)snprintf(path, sizeof(path), "/proc/%" PRId64 "/stat", pid);
	if (!read_small(path, text, sizeof(text)))
		return false;
	at = strrchr(text, ')');
	if (at == NULL || at[1] == '\0')
		return false;
	*out_state = at[2];
	for (int field = 2; field < 22; field++) {
		at = strchr(at + 1, ' ');
		if (at == NULL)
			return false;
	}
	*out_start = strtoull(at + 1, NULL, 10);
	return true;
}

static void
read_boot(char room[PROCESS_BOOT_MAX])
{
	if (!read_small("/proc/sys/kernel/random/boot_id", room,
		PROCESS_BOOT_MAX))
		room[0] = '\0';
	room[strcspn(room, "\n")] = '\0';
}

bool
process_identify(int64_t pid, struct process_identity *out_identity,
    struct fault *fault)
{
	struct process_identity identity = { .pid = pid };
	char state;

	if (!read_stat(pid, &state, &identity.start_ticks))
		return fault_set(fault, FAULT_ABSENT,
		    "there is no process %" PRId64, pid);
	read_boot(identity.boot);
	*out_identity = identity;
	return true;
}

bool
process_lives(const struct process_identity *identity)
{
	char boot[PROCESS_BOOT_MAX];
	uint64_t start;
	char state;

	read_boot(boot);
	return strcmp(boot, identity->boot) == 0 &&
	    read_stat(identity->pid, &state, &start) &&
	    start == identity->start_ticks && state != 'Z' && state != 'X';
}

void
process_list(const char *part, char ***out_names, size_t *out_count)
{
	char **folders, **names = mem_new(1, sizeof(*names));
	size_t folder_count = 0, count = 0;
	struct fault fault;

	if (!file_list("/proc", &folders, &folder_count, &fault)) {
		folders = NULL;
		folder_count = 0;
	}
	for (size_t i = 0; i < folder_count; i++) {
		char path[64], text[256];

		(void)snprintf(path, sizeof(path), "/proc/%.20s/cmdline",
		    folders[i]);
		if (folders[i][0] >= '0' && folders[i][0] <= '9' &&
		    read_small(path, text, sizeof(text)) &&
		    strstr(text, part) != NULL) {
			names = mem_grow(names, count + 1, sizeof(*names));
			names[count++] = mem_text(text);
		}
		free(folders[i]);
	}
	free(folders);
	*out_names = names;
	*out_count = count;
}

int64_t
process_self(void)
{
	return getpid();
}

void
process_signal_name(int signal, char room[16])
{
	const char *name = sigabbrev_np(signal);

	if (name == NULL)
		(void)snprintf(room, 16, "%d", signal);
	else
		(void)snprintf(room, 16, "%s", name);
}

/* A path beside the running program; NULL when that cannot be told. */
static char *
path_beside(const char *name)
{
	char path[4096];
	ssize_t size = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (size <= 0)
		return NULL;
	path[size] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	return file_join(path, name);
}

static char *
beside_or_in(const char *folder, const char *name)
{
	char *beside = path_beside(name);

	if (beside != NULL && file_is_program(beside))
		return beside;
	free(beside);
	return file_join(folder, name);
}

char *
process_sibling(const char *name)
{
	return beside_or_in(PKGLIBEXECDIR, name);
}

char *
process_command(const char *name)
{
	return beside_or_in(BINDIR, name);
}

char *
process_data(const char *name)
{
	char *beside = path_beside(name);
	struct stat status;

	/* In a build tree it is a link to the sources. */
	if (beside != NULL && stat(beside, &status) == 0 &&
	    S_ISDIR(status.st_mode))
		return beside;
	free(beside);
	return file_join(PKGDATADIR, name);
}

/* The soft limit only, so that process_relax can undo it. */
static void
set_cores(bool are_allowed)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_CORE, &limit) != 0)
		return;
	limit.rlim_cur = are_allowed ? limit.rlim_max : 0;
	(void)setrlimit(RLIMIT_CORE, &limit);
}

void
process_harden(void)
{
	(void)umask(077);
	(void)signal(SIGPIPE, SIG_IGN);
	set_cores(false);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void
process_relax(void)
{
	(void)umask(022);
	set_cores(true);
}

void
process_ignore_stops(void)
{
	(void)signal(SIGHUP, SIG_IGN);
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGTERM, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
}

uint64_t
process_memory(int64_t pid)
{
	char path[64], text[256];
	const char *at;

	(void)snprintf(path, sizeof(path), "/proc/%" PRId64 "/statm", pid);
	if (!read_small(path, text, sizeof(text)))
		return 0;
	at = strchr(text, ' ');
	if (at == NULL)
		return 0;
	return strtoull(at + 1, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

const char *
process_variable(const char *name)
{
	return getenv(name);
}

bool
process_has_terminal(int descriptor)
{
	return isatty(descriptor) == 1;
}
