/*
 * rman - a program that behaves like Oracle's Recovery Manager, for tests.
 *
 * README.md beside this file says what it can do. It is never installed.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/standin/args.h"
#include "tests/standin/knobs.h"
#include "tests/standin/output.h"
#include "tests/standin/pause.h"
#include "tests/standin/session.h"
#include "tests/standin/stack.h"
#include "tests/standin/text.h"
#include "tests/standin/trace.h"

/* What no log or documentation told: to compare where there is a real rman. */
static const char *const assumptions[] = {
	"exit status is 1 when any command failed, unless FAKERMAN_EXIT says "
	"else",
	"after INT: an empty line, `user interrupt received`, a stack with "
	"RMAN-03099, status 1",
	"TERM and HUP end the process as they end any",
	"stdout is buffered as a pipe's is; prompts are flushed",
	"a blank line at the prompt gets the prompt `RMAN> ` again",
	"after a syntax error the rest of that line is not looked at",
	"text without its end at the end of the input is a syntax error that "
	"found \"end-of-file\"",
	"a cmdfile with a syntax error is shown up to the wrong line, and none "
	"of its commands runs",
	"wrong command line: the banner, a stack with RMAN-00552, 00556 or "
	"00557, status 1, no end line",
	"no ORACLE_SID and no alias: ORA-12162 below RMAN-00554 and RMAN-04005",
	"a refused connection of the command line ends without the end line",
	"a DELETE that asks reads its answer from stdin; the end of the input "
	"means no",
	"SET ECHO ON does not show what comes on stdin",
	"commands that print nothing known print `executing command: NAME`",
	"SQL without the word SQL is taken from 12.1 on",
	"the server process holds stdout and stderr of the client",
};

/* Whether $ORACLE_HOME/bin/rman is this program. */
static bool
is_our_home(const char *home)
{
	struct stat there, here;
	struct text path = { 0 };
	char self[4096];
	ssize_t size = readlink("/proc/self/exe", self, sizeof(self) - 1);
	bool found;

	text_addf(&path, "%s/bin/rman", home);
	found = stat(path.bytes, &there) == 0;
	text_clear(&path);
	self[size > 0 ? size : 0] = '\0';
	if (!found || stat(self, &here) != 0)
		return found; /* a system that does not tell */
	return there.st_dev == here.st_dev && there.st_ino == here.st_ino;
}

static bool
print_and_end(const char *argument)
{
	if (strcmp(argument, "--self-test") == 0)
		exit(stack_self_test() ? 0 : 1);
	if (strcmp(argument, "--knobs") == 0) {
		knobs_print();
		return true;
	}
	if (strcmp(argument, "--assumptions") != 0)
		return false;
	for (size_t i = 0; i < COUNT_OF(assumptions); i++)
		(void)puts(assumptions[i]);
	return true;
}

int
main(int argc, char **argv)
{
	const char *home = getenv("ORACLE_HOME");
	static struct session session;

	if (argc == 2 && print_and_end(argv[1]))
		return 0;
	knobs_load();
	trace_start(argc, argv);
	pause_start();
	if (args_leak(argc, argv) && !knob_is_on(KNOB_ALLOW_ARGV_PASSWORD)) {
		output_error("standin: password in argv");
		trace_put("exit", "%d", EXIT_LEAK);
		return EXIT_LEAK;
	}
	if (home == NULL || !is_our_home(home)) {
		output_error("standin: ORACLE_HOME is not where this rman is");
		trace_put("exit", "1");
		return 1;
	}
	args_read(&session.args, argc, argv);
	if (!output_start(session.args.log, session.args.append))
		session_refuse_argument(&session, "RMAN-00557",
		    session.args.log);
	if (knob_value(KNOB_REPLAY) != NULL)
		session_replay(&session);
	session_run(&session);
}
