#include "config.h"

#include "tests/standin/pause.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/defs.h"
#include "tests/standin/knobs.h"
#include "tests/standin/trace.h"

static volatile sig_atomic_t stopped;
static volatile sig_atomic_t deaf;

enum rule { RULE_DIE, RULE_STOP, RULE_IGNORE };

static struct {
	int number;
	enum rule rule;
} caught[] = {
	{ SIGHUP, RULE_DIE },
	{ SIGINT, RULE_STOP },
	{ SIGPIPE, RULE_DIE },
	{ SIGQUIT, RULE_DIE },
	{ SIGTERM, RULE_DIE },
};

static void
on_signal(int number)
{
	enum rule rule = RULE_DIE;
	int error = errno;

	trace_signal(number);
	for (size_t i = 0; i < COUNT_OF(caught); i++)
		if (caught[i].number == number)
			rule = caught[i].rule;
	if (deaf)
		rule = RULE_IGNORE;
	if (rule == RULE_STOP) {
		stopped = 1;
	} else if (rule == RULE_DIE) {
		/* It is blocked until the handler returns, and then kills. */
		(void)signal(number, SIG_DFL);
		(void)raise(number);
	}
	errno = error;
}

void
pause_start(void)
{
	if (knob_value(KNOB_TERM_MS) != NULL)
		caught[COUNT_OF(caught) - 1].rule = RULE_STOP;
	for (size_t i = 0; i < COUNT_OF(caught); i++) {
		struct sigaction action = { 0 };

		if (knob_has(KNOB_IGNORE, signal_name(caught[i].number)))
			caught[i].rule = RULE_IGNORE;
		action.sa_handler = on_signal;
		if (caught[i].rule != RULE_STOP)
			action.sa_flags = SA_RESTART;
		(void)sigemptyset(&action.sa_mask);
		(void)sigaction(caught[i].number, &action, NULL);
	}
}

bool
pause_was_stopped(void)
{
	return stopped != 0 && deaf == 0;
}

static int64_t
now_ms(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/*
 * Wait for `fd` or for `ms`; negative is for ever in both. The signals are
 * blocked between looking at the flag and waiting, so that none is missed.
 */
static bool
wait_for(int fd, int64_t ms)
{
	int64_t until = now_ms() + ms;
	bool readable = false;
	sigset_t block, before;

	(void)sigemptyset(&block);
	for (size_t i = 0; i < COUNT_OF(caught); i++)
		(void)sigaddset(&block, caught[i].number);
	(void)sigprocmask(SIG_BLOCK, &block, &before);
	while (!pause_was_stopped() && !readable) {
		struct pollfd poll = { .fd = fd, .events = POLLIN };
		int64_t left = until - now_ms();
		struct timespec timeout;

		if (ms >= 0 && left <= 0)
			break;
		timeout.tv_sec = (time_t)(left / 1000);
		timeout.tv_nsec = (long)(left % 1000) * 1000000;
		readable = ppoll(&poll, 1, ms < 0 ? NULL : &timeout, &before) >
		    0;
	}
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	return readable;
}

void
pause_ms(int64_t ms)
{
	if (ms > 0)
		(void)wait_for(-1, ms);
}

void
pause_for_ever(void)
{
	(void)wait_for(-1, -1);
}

bool
pause_until_readable(int fd)
{
	return wait_for(fd, -1);
}

void
pause_no_more_signals(void)
{
	deaf = 1;
}

void
die_by(int number)
{
	struct rlimit none = { 0 };
	sigset_t open;

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)signal(number, SIG_DFL);
	(void)sigemptyset(&open);
	(void)sigaddset(&open, number);
	(void)sigprocmask(SIG_UNBLOCK, &open, NULL);
	(void)raise(number);
	_exit(EXIT_KNOB);
}
