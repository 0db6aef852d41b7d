#include "config.h"

#include "tests/standin/session.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/standin/command.h"
#include "tests/standin/connect.h"
#include "tests/standin/feed.h"
#include "tests/standin/input.h"
#include "tests/standin/knobs.h"
#include "tests/standin/output.h"
#include "tests/standin/parse.h"
#include "tests/standin/pause.h"
#include "tests/standin/stack.h"
#include "tests/standin/trace.h"

static const struct release {
	const char
	    *version; /* of FAKERMAN_VERSION; the first is the standard */
	unsigned int number;
	const char *line;
	const char *second; /* the line Version, from 18 on */
	const char *year;
} releases[] = {
	{ "19", 1903, "19.0.0.0.0", "19.3.0.0.0", "2019" },
	{ "10.2", 1020, "10.2.0.4.0", NULL, "2007" },
	{ "11.2", 1120, "11.2.0.4.0", NULL, "2011" },
	{ "12.1", 1210, "12.1.0.2.0", NULL, "2014" },
	{ "12.2", 1220, "12.2.0.1.0", NULL, "2017" },
	{ "21", 2103, "21.0.0.0.0", "21.3.0.0.0", "2021" },
	{ "23", 2304, "23.0.0.0.0", "23.4.0.24.05", "2024" },
};

static const struct release *
release_of_knob(void)
{
	for (size_t i = 0; i < COUNT_OF(releases); i++)
		if (knob_is(KNOB_VERSION, releases[i].version))
			return &releases[i];
	return &releases[0];
}

/* Count this run in FAKERMAN_COUNTER; whether it is one of those that fail. */
static bool
run_fails(void)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	const char *path = knob_path(KNOB_COUNTER);
	char digits[32] = "";
	int64_t before;
	int fd;

	if (path == NULL && knob_value(KNOB_FAIL_TIMES) == NULL)
		return true;
	fd = path == NULL ? -1 : open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		output_error("standin: FAIL_TIMES needs a COUNTER file");
		exit(EXIT_KNOB);
	}
	while (fcntl(fd, F_SETLKW, &lock) != 0 && errno == EINTR)
		continue;
	if (read(fd, digits, sizeof(digits) - 1) < 0)
		digits[0] = '\0';
	before = strtoll(digits, NULL, 10);
	(void)snprintf(digits, sizeof(digits), "%" PRId64 "\n", before + 1);
	if (pwrite(fd, digits, strlen(digits), 0) < 0)
		output_error("standin: cannot count this run");
	(void)close(fd);
	return before < knob_number(KNOB_FAIL_TIMES, INT64_MAX);
}

static int
exit_status(const struct session *session)
{
	const char *policy = knob_value(KNOB_EXIT);

	if (policy == NULL || strcmp(policy, "any") == 0)
		return session->failed_any ? 1 : 0;
	if (strcmp(policy, "last") == 0)
		return session->failed_last ? 1 : 0;
	if (strcmp(policy, "zero") == 0)
		return 0;
	return (int)knob_number(KNOB_EXIT, 0);
}

void
session_exit(int status)
{
	const char *policy = knob_value(KNOB_EXIT);

	output_flush();
	if (knob_has(KNOB_HANG, "exit")) {
		trace_put("hang", "exit");
		pause_for_ever();
	}
	pause_ms(knob_number(KNOB_EXIT_MS, 0));
	output_end();
	if (policy != NULL && strncmp(policy, "signal:", 7) == 0) {
		trace_put("exit", "%s", policy);
		die_by(signal_number(policy + 7));
	}
	trace_put("exit", "%d", status);
	exit(status);
}

void
session_say_stack(struct session *session)
{
	session->failed_any = true;
	session->failed_last = true;
	output_bytes(text_string(&session->stack), session->stack.size);
	text_clear(&session->stack);
}

void
session_end_interrupted(struct session *session)
{
	struct text stack = { 0 };
	int64_t left = knob_number(KNOB_TERM_MS, 0);

	output_line("%s", "");
	output_line("user interrupt received");
	if (left > 0)
		pause_no_more_signals();
	for (; left > 0; left -= 50) {
		output_line("released channel: %s", command_channel(session));
		output_flush();
		pause_ms(left < 50 ? left : 50);
	}
	stack_code(&stack, "backup", "RMAN-03099");
	output_bytes(stack.bytes, stack.size);
	text_clear(&stack);
	session->failed_any = true;
	session->failed_last = true;
	trace_put("interrupted", "yes");
	session_exit(exit_status(session));
}

static _Noreturn void
end_session(struct session *session)
{
	static const char sentence[] = "Recovery Manager complete.";

	output_line("%s", "");
	if (!knob_is_on(KNOB_NO_END)) {
		if (knob_has(KNOB_GARBAGE, "nonl"))
			output_bytes(sentence, sizeof(sentence) - 1);
		else
			output_line("%s", sentence);
	}
	session_exit(exit_status(session));
}

static void
say_banner(const struct release *release)
{
	char date[DATE_MAX];

	if (knob_has(KNOB_GARBAGE, "bom"))
		output_bytes("\xef\xbb\xbf", 3);
	output_line("%s", "");
	output_line("Recovery Manager: Release %s - Production on %s",
	    release->line, date_as(date, "a b e H:M:S Y"));
	if (release->second != NULL)
		output_line("Version %s", release->second);
	output_line("%s", "");
	output_line("Copyright (c) 1982, %s, Oracle%s.  All rights reserved.",
	    release->year,
	    release->number < 1100 ? "" : " and/or its affiliates");
	output_line("%s", "");
	if (knob_is_on(KNOB_COMMAND_ID))
		output_line("RMAN Command Id : %s",
		    date_as(date, "Y-m-dTH:M:S"));
}

static void
hang_at(struct session *session, const char *where)
{
	if (!knob_has(KNOB_HANG, where))
		return;
	output_flush();
	trace_put("hang", "%s", where);
	pause_for_ever();
	session_end_interrupted(session);
}

static void
connect_all(struct session *session)
{
	const struct args *args = &session->args;
	bool good = true;

	if (args->target != NULL)
		good = connect_to(session, "target", args->target, true);
	if (pause_was_stopped())
		session_end_interrupted(session);
	if (good && args->catalog != NULL)
		good = connect_to(session, "catalog", args->catalog, true);
	if (good && args->auxiliary != NULL)
		good = connect_to(session, "auxiliary", args->auxiliary, true);
	if (!good) {
		session_say_stack(session);
		session_exit(exit_status(session));
	}
}

/* Do not read at all, as FAKERMAN_STDIN=ignore or close wants. */
static bool
reads_nothing(void)
{
	return knob_is(KNOB_STDIN, "ignore") || knob_is(KNOB_STDIN, "close");
}

/* The writer loses its reader; the descriptor stays taken. */
static void
close_stdin(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)dup2(fd, STDIN_FILENO);
	(void)close(fd);
}

void
session_refuse_argument(struct session *session, const char *code,
    const char *word)
{
	stack_argument(&session->stack, code, word);
	session_say_stack(session);
	session_exit(1);
}

void
session_run(struct session *session)
{
	const struct release *release = release_of_knob();
	const char *text = knob_value(KNOB_STDERR);

	session->release = release->number;
	session->fails = run_fails();
	if (knob_is(KNOB_STDIN, "close"))
		close_stdin();
	hang_at(session, "start");
	pause_ms(knob_number(KNOB_START_MS, 0));
	say_banner(release);
	if (session->args.unknown != NULL)
		session_refuse_argument(session, "RMAN-00552",
		    session->args.unknown);
	if (!session->args.checks_syntax)
		connect_all(session);
	if (text != NULL && !knob_is_on(KNOB_STDERR_INTERLEAVE))
		output_error("%s", text);
	output_line("%s", "");
	if (session->args.cmdfile != NULL) {
		feed_cmdfile(session);
	} else if (reads_nothing()) {
		output_prompt("RMAN> ");
		pause_ms(knob_number(KNOB_CMD_MS, 0));
		output_line("%s", "");
	} else {
		hang_at(session, "read");
		feed_stdin(session);
	}
	if (pause_was_stopped())
		session_end_interrupted(session);
	end_session(session);
}

void
session_replay(struct session *session)
{
	const char *path = knob_path(KNOB_REPLAY);
	int64_t line_ms = knob_number(KNOB_REPLAY_MS, 0);
	struct text text = { 0 };

	if (!reads_nothing())
		input_drain();
	if (!input_file(path, &text)) {
		output_error("standin: cannot read %s", path);
		exit(EXIT_KNOB);
	}
	for (size_t at = 0; at < text.size && !pause_was_stopped();) {
		const char *end = memchr(text.bytes + at, '\n', text.size - at);
		size_t size = end != NULL && line_ms > 0 ?
		    (size_t)(end - text.bytes) + 1 - at :
		    text.size - at;

		output_bytes(text.bytes + at, size);
		at += size;
		if (line_ms > 0) {
			output_flush();
			pause_ms(line_ms);
		}
	}
	text_clear(&text);
	session_exit(exit_status(session));
}
