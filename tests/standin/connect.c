#include "config.h"

#include "tests/standin/connect.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/standin/knobs.h"
#include "tests/standin/output.h"
#include "tests/standin/pause.h"
#include "tests/standin/stack.h"
#include "tests/standin/trace.h"

/*
 * Hold stdout and stderr until `ms` after the end of the parent, which `alive`
 * shows by reading the end of the file. `ready` tells the parent to go on.
 */
static _Noreturn void
serve(int64_t ms, bool in_own_session, int alive, int ready)
{
	char byte;

	trace_close();
	output_abandon();
	(void)close(STDIN_FILENO);
	for (int number = 1; number < NSIG; number++)
		if (signal_name(number) != NULL)
			(void)signal(number, SIG_DFL);
	if (in_own_session)
		(void)setsid();
	(void)close(ready);
	while (read(alive, &byte, 1) < 0 && errno == EINTR)
		continue;
	pause_ms(ms);
	_exit(0);
}

static void
start_child(void)
{
	const char *value = knob_value(KNOB_CHILD);
	int alive[2], ready[2];
	pid_t child;
	char byte;

	if (value == NULL || pipe2(alive, O_CLOEXEC) != 0)
		return;
	if (pipe2(ready, O_CLOEXEC) != 0)
		return;
	output_flush();
	child = fork();
	if (child == 0) {
		(void)close(alive[1]);
		(void)close(ready[0]);
		serve(strtoll(value, NULL, 10),
		    strstr(value, ":setsid") != NULL, alive[0], ready[1]);
	}
	(void)close(alive[0]);
	(void)close(ready[1]);
	while (read(ready[0], &byte, 1) < 0 && errno == EINTR)
		continue;
	(void)close(ready[0]);
	trace_put("child", "%jd", (intmax_t)child);
	trace_put("child.pgid", "%jd", (intmax_t)getpgid(child));
}

static void
name_database(struct session *session, const char *connect)
{
	const char *alias = strrchr(connect, '@');
	const char *name = alias != NULL ? alias + 1 : getenv("ORACLE_SID");
	size_t size;
	uint32_t hash = 2166136261U;

	if (alias != NULL && strrchr(name, '/') != NULL)
		name = strrchr(name, '/') + 1;
	size = name != NULL ? strcspn(name, "'\" .:") : 0;
	if (size >= sizeof(session->database))
		size = sizeof(session->database) - 1;
	for (size_t i = 0; i < size; i++) {
		session->database[i] = (char)toupper((unsigned char)name[i]);
		hash = (hash ^ (uint8_t)session->database[i]) * 16777619U;
	}
	session->database[size] = '\0';
	session->dbid = 1000000000U + hash % 3000000000U;
}

static void
say_connected(const struct session *session)
{
	if (knob_is(KNOB_STATE, "down"))
		output_line("connected to target database (not started)");
	else if (knob_is(KNOB_STATE, "nomount"))
		output_line("connected to target database: %s (not mounted)",
		    session->database);
	else
		output_line("connected to target database: %s (DBID=%" PRIu32
			    "%s)",
		    session->database, session->dbid,
		    knob_is(KNOB_STATE, "mounted") ? ", not open" : "");
}

/* Whether the password in a connect string is the one that is expected. */
static bool
is_password_good(const char *connect)
{
	const char *expected = knob_value(KNOB_PASSWORD);
	const char *slash = strchr(connect, '/');
	const char *end = strrchr(connect, '@');
	size_t size;

	if (expected == NULL || !secret_in(connect))
		return true;
	size = end != NULL && end > slash ? (size_t)(end - slash) - 1 :
					    strlen(slash + 1);
	slash++;
	if (size >= 2 && slash[0] == '"' && slash[size - 1] == '"') {
		slash++;
		size -= 2;
	}
	return strlen(expected) == size && memcmp(expected, slash, size) == 0;
}

bool
connect_to(struct session *session, const char *role, const char *connect,
    bool at_start)
{
	const char *refusal = NULL;

	if (knob_is_on(KNOB_ECHO_SECRET))
		output_line("connect %s %s", role, connect);
	if (strcmp(role, "catalog") == 0 && session->fails)
		refusal = knob_value(KNOB_CATALOG_FAIL);
	if (refusal != NULL && strcmp(refusal, "hang") == 0) {
		trace_put("hang", "catalog");
		pause_for_ever();
		return false;
	}
	if (refusal != NULL) {
		stack_catalog(&session->stack, refusal, at_start);
		return false;
	}
	if (strcmp(role, "target") != 0) {
		session->has_catalog = session->has_catalog ||
		    strcmp(role, "catalog") == 0;
		output_line("connected to %s database",
		    strcmp(role, "catalog") == 0 ? "recovery catalog" :
						   "auxiliary");
		return true;
	}
	if (session->fails)
		refusal = knob_value(KNOB_CONNECT_FAIL);
	if (knob_has(KNOB_HANG, "connect") ||
	    (refusal != NULL && strcmp(refusal, "hang") == 0)) {
		trace_put("hang", "connect");
		pause_for_ever();
		return false;
	}
	if (getenv("ORACLE_SID") == NULL && strchr(connect, '@') == NULL)
		refusal = "ORA-12162";
	if (refusal == NULL && !is_password_good(connect))
		refusal = "ORA-01017";
	if (refusal != NULL) {
		stack_connect(&session->stack, refusal, at_start);
		return false;
	}
	name_database(session, connect);
	say_connected(session);
	session->is_connected = true;
	start_child();
	return true;
}
