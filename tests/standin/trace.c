#include "config.h"

#include "tests/standin/trace.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tests/standin/knobs.h"
#include "tests/standin/text.h"

static int trace_fd = -1;

static const struct {
	int number;
	const char *name;
} signals[] = {
	{ SIGHUP, "HUP" },
	{ SIGINT, "INT" },
	{ SIGQUIT, "QUIT" },
	{ SIGILL, "ILL" },
	{ SIGABRT, "ABRT" },
	{ SIGBUS, "BUS" },
	{ SIGFPE, "FPE" },
	{ SIGKILL, "KILL" },
	{ SIGUSR1, "USR1" },
	{ SIGSEGV, "SEGV" },
	{ SIGUSR2, "USR2" },
	{ SIGPIPE, "PIPE" },
	{ SIGALRM, "ALRM" },
	{ SIGTERM, "TERM" },
	{ SIGCHLD, "CHLD" },
	{ SIGCONT, "CONT" },
	{ SIGTSTP, "TSTP" },
	{ SIGTTIN, "TTIN" },
	{ SIGTTOU, "TTOU" },
};

const char *
signal_name(int number)
{
	for (size_t i = 0; i < COUNT_OF(signals); i++)
		if (signals[i].number == number)
			return signals[i].name;
	return NULL;
}

int
signal_number(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(signals); i++)
		if (strcmp(signals[i].name, name) == 0)
			return signals[i].number;
	return 0;
}

/* Everything down to trace_stamp() is also called by a signal handler. */
static size_t
put_digits(char *out, intmax_t number, int digits)
{
	char reversed[24];
	size_t count = 0, size = 0;

	do {
		reversed[count++] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0 || count < (size_t)digits);
	while (count > 0)
		out[size++] = reversed[--count];
	return size;
}

static size_t
put_clock(char *out, clockid_t clock)
{
	struct timespec now = { 0 };
	size_t size;

	(void)clock_gettime(clock, &now);
	out[0] = '\t';
	size = 1 + put_digits(out + 1, (intmax_t)now.tv_sec, 1);
	out[size++] = '.';
	return size + put_digits(out + size, (intmax_t)now.tv_nsec / 1000, 6);
}

enum { STAMP_MAX = 80 };

static size_t
trace_stamp(char *out)
{
	size_t size = put_clock(out, CLOCK_MONOTONIC);

	size += put_clock(out + size, CLOCK_REALTIME);
	out[size++] = '\n';
	return size;
}

static void
trace_write(const char *bytes, size_t size)
{
	/* A trace that cannot be written shows as a line that is missing. */
	if (write(trace_fd, bytes, size) < 0)
		return;
}

void
trace_signal(int number)
{
	const char *name = signal_name(number);
	char line[STAMP_MAX + 32] = "signal\t";
	size_t size = strlen(line);

	if (trace_fd < 0)
		return;
	if (name != NULL) {
		memcpy(line + size, name, strlen(name));
		size += strlen(name);
	} else {
		size += put_digits(line + size, number, 1);
	}
	size += trace_stamp(line + size);
	trace_write(line, size);
}

void
trace_put(const char *key, const char *format, ...)
{
	struct text value = { 0 }, line = { 0 };
	char stamp[STAMP_MAX];
	char *raw = NULL;
	va_list args;
	int size;

	if (trace_fd < 0)
		return;
	va_start(args, format);
	size = vasprintf(&raw, format, args);
	va_end(args);
	for (int i = 0; i < size; i++) {
		unsigned char c = (unsigned char)raw[i];

		if (c < ' ' || c >= 0x7f || c == '\\')
			text_addf(&value, "\\x%02x", (unsigned int)c);
		else
			text_add(&value, &c, 1);
	}
	text_addf(&line, "%s\t%s", key, text_string(&value));
	text_add(&line, stamp, trace_stamp(stamp));
	trace_write(line.bytes, line.size);
	text_clear(&line);
	text_clear(&value);
	free(raw);
}

static const char *
kind_of(const struct stat *status)
{
	if (S_ISFIFO(status->st_mode))
		return "pipe";
	if (S_ISREG(status->st_mode))
		return "file";
	if (S_ISDIR(status->st_mode))
		return "folder";
	if (S_ISCHR(status->st_mode))
		return "device";
	return S_ISSOCK(status->st_mode) ? "socket" : "other";
}

/* Write down the open descriptors, as `fd.N`, into `found`. */
static void
find_descriptors(struct text *found)
{
	struct rlimit limit = { 0 };
	int end;

	(void)getrlimit(RLIMIT_NOFILE, &limit);
	end = limit.rlim_cur < 65536 ? (int)limit.rlim_cur : 65536;
	for (int fd = 0; fd < end; fd++) {
		char name[64], target[256] = "";
		struct stat status;

		if (fstat(fd, &status) != 0)
			continue;
		(void)snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
		if (readlink(name, target, sizeof(target) - 1) < 0)
			target[0] = '\0';
		text_addf(found, "%d %s %s\n", fd, kind_of(&status), target);
	}
}

static void
put_descriptors(char *found)
{
	char *rest = NULL;

	for (char *line = strtok_r(found, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		char key[32];
		size_t digits = strcspn(line, " ");

		(void)snprintf(key, sizeof(key), "fd.%ld",
		    strtol(line, NULL, 10));
		trace_put(key, "%s", line + digits + 1);
	}
}

static void
put_environment(void)
{
	for (char **entry = environ; *entry != NULL; entry++) {
		size_t size = strcspn(*entry, "=");
		struct text key = { 0 };

		text_addf(&key, "env.%.*s", (int)size, *entry);
		trace_put(key.bytes, "%s",
		    word_in(key.bytes, "pass") ? "***" :
			(*entry)[size] == '='  ? *entry + size + 1 :
						 "");
		text_clear(&key);
	}
}

static void
put_signals(void)
{
	struct text blocked = { 0 }, ignored = { 0 };
	sigset_t mask;

	(void)sigemptyset(&mask);
	(void)sigprocmask(SIG_BLOCK, NULL, &mask);
	for (int number = 1; number < NSIG; number++) {
		const char *name = signal_name(number);
		struct sigaction action = { 0 };
		char digits[16];

		(void)snprintf(digits, sizeof(digits), "%d", number);
		if (name == NULL)
			name = digits;
		if (sigismember(&mask, number) == 1)
			text_addf(&blocked, "%s ", name);
		if (sigaction(number, NULL, &action) == 0 &&
		    action.sa_handler == SIG_IGN)
			text_addf(&ignored, "%s ", name);
	}
	trace_put("signals.blocked", "%s", text_string(&blocked));
	trace_put("signals.ignored", "%s", text_string(&ignored));
	text_clear(&blocked);
	text_clear(&ignored);
}

static void
put_limit(const char *key, rlim_t limit)
{
	if (limit == RLIM_INFINITY)
		trace_put(key, "unlimited");
	else
		trace_put(key, "%" PRIuMAX, (uintmax_t)limit);
}

static void
put_limits(void)
{
	struct rlimit limit = { 0 };

	(void)getrlimit(RLIMIT_CORE, &limit);
	put_limit("limit.core", limit.rlim_cur);
	(void)getrlimit(RLIMIT_NOFILE, &limit);
	put_limit("limit.nofile", limit.rlim_cur);
}

static void
put_process(void)
{
	struct stat input;
	char cwd[4096];
	mode_t mask = umask(0);
	int tty;

	(void)umask(mask);
	if (getcwd(cwd, sizeof(cwd)) == NULL)
		cwd[0] = '\0';
	trace_put("cwd", "%s", cwd);
	trace_put("umask", "%04o", (unsigned int)mask);
	trace_put("uid", "%ju", (uintmax_t)getuid());
	trace_put("gid", "%ju", (uintmax_t)getgid());
	trace_put("pid", "%jd", (intmax_t)getpid());
	trace_put("ppid", "%jd", (intmax_t)getppid());
	trace_put("pgid", "%jd", (intmax_t)getpgrp());
	trace_put("sid", "%jd", (intmax_t)getsid(0));
	trace_put("nice", "%d", getpriority(PRIO_PROCESS, 0));
	put_limits();
	put_signals();
	tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	trace_put("tty", "%s", tty >= 0 ? "yes" : "no");
	if (tty >= 0)
		(void)close(tty);
	trace_put("stdin", "%s",
	    fstat(STDIN_FILENO, &input) == 0 ? kind_of(&input) : "closed");
}

void
trace_start(int argc, char **argv)
{
	const char *folder = knob_path(KNOB_TRACE);
	struct text found = { 0 }, path = { 0 };

	if (folder == NULL)
		return;
	find_descriptors(&found);
	text_addf(&path, "%s/%jd.trace", folder, (intmax_t)getpid());
	trace_fd = open(path.bytes, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
	    0600);
	if (trace_fd < 0) {
		(void)fprintf(stderr, "standin: cannot write %s\n", path.bytes);
		exit(EXIT_KNOB);
	}
	text_clear(&path);
	for (int i = 0; i < argc; i++) {
		char *hidden = i > 0 ? secret_hidden(argv[i]) : NULL;
		char key[32];

		(void)snprintf(key, sizeof(key), "argv.%d", i);
		trace_put(key, "%s", hidden != NULL ? hidden : argv[i]);
		free(hidden);
	}
	put_environment();
	put_process();
	if (found.bytes != NULL)
		put_descriptors(found.bytes);
	text_clear(&found);
}

void
trace_close(void)
{
	if (trace_fd >= 0)
		(void)close(trace_fd);
	trace_fd = -1;
}
