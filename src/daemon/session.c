#include "config.h"

#include "daemon/session.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/uuid.h"
#include "daemon/order.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/host.h"
#include "platform/now.h"
#include "worker/advice.h"
#include "worker/greeting.h"

#define FOLDER "sessions"

enum { OUTPUT_MOST = 1 << 20 };

struct session {
	struct session *next;
	struct daemon *daemon;
	struct run *run;
	char *folder, *connection;
	bool is_test; /* else of a syntax */
	int64_t began_ms;
	api_test_fn done;
	void *arg;
};

void
session_start(struct daemon *daemon)
{
	char *path = daemon_path(daemon, FOLDER);
	struct fault fault;

	if (!file_remove(path, &fault))
		log_warning("what earlier sessions left stays: reason=%s",
		    log_quoted(fault.text));
	free(path);
}

static void
leave(struct session *session)
{
	struct session **place = &session->daemon->sessions;

	while (*place != session)
		place = &(*place)->next;
	*place = session->next;
}

static void
session_free(struct session *session)
{
	struct fault fault;

	run_free(session->run);
	if (!file_remove(session->folder, &fault))
		log_warning("a session's folder is left behind: reason=%s",
		    log_quoted(fault.text));
	free(session->folder);
	free(session->connection);
	free(session);
}

static void
on_begun(void *arg, const struct run_begun *begun)
{
	(void)arg;
	(void)begun;
}

static void
on_grew(void *arg, uint64_t log_bytes)
{
	(void)arg;
	(void)log_bytes;
}

static void
read_greeting(const struct session *session, struct greeting *out_greeting)
{
	char *path = file_join(session->folder, "output");
	struct fault fault;
	struct buf text;

	buf_init(&text, OUTPUT_MOST);
	if (!file_read_whole(path, &text, &fault))
		log_warning("what a session printed cannot be read: reason=%s",
		    log_quoted(fault.text));
	greeting_read(buf_text(&text), text.size, out_greeting);
	buf_clear(&text);
	free(path);
}

static const char *
or_null(const char *text)
{
	return text[0] == '\0' ? NULL : text;
}

/* Old releases do not know the question: connected is all they can say. */
static bool
is_good(const struct session *session, const struct scan_verdict *verdict,
    const struct greeting *greeting)
{
	if (verdict->outcome == OUTCOME_SUCCESS ||
	    verdict->outcome == OUTCOME_WARNING)
		return !session->is_test || greeting->dbid[0] != '\0';
	return session->is_test && greeting->dbid[0] != '\0' &&
	    verdict->outcome == OUTCOME_FAILURE &&
	    !greeting_has_query(greeting);
}

static void
tell(struct session *session, const struct scan_verdict *verdict)
{
	struct greeting greeting = { 0 };
	struct api_test test = { .connection = session->connection,
		.took_ms = now_mono().ms - session->began_ms };

	if (session->is_test)
		read_greeting(session, &greeting);
	test.is_good = is_good(session, verdict, &greeting);
	if (!test.is_good) {
		test.code = or_null(verdict->code);
		test.reason = verdict->reason[0] != '\0' ?
		    verdict->reason :
		    "it ended without a connection";
		test.detail = or_null(verdict->stack);
		test.advice = advice_for(verdict->code);
	}
	test.release = or_null(greeting.release);
	test.version = or_null(greeting.version);
	test.database = or_null(greeting.database);
	test.dbid = or_null(greeting.dbid);
	test.role = or_null(greeting.role);
	test.open_mode = or_null(greeting.open_mode);
	test.log_mode = or_null(greeting.log_mode);
	session->done(session->arg, &test, NULL);
}

static void
on_ended(void *arg, const struct run_ended *ended)
{
	struct session *session = arg;

	leave(session);
	tell(session, ended->verdict);
	session_free(session);
}

static void
on_failed(void *arg, const struct fault *fault)
{
	struct session *session = arg;

	leave(session);
	session->done(session->arg, NULL, fault);
	session_free(session);
}

static const struct run_events session_events = {
	.begun = on_begun,
	.grew = on_grew,
	.ended = on_ended,
	.failed = on_failed,
};

/* A fault before anything was started, told later. */
struct refusal {
	api_test_fn done;
	void *arg;
	struct fault fault;
};

static void
tell_refusal(void *arg)
{
	struct refusal *refusal = arg;

	refusal->done(refusal->arg, NULL, &refusal->fault);
	free(refusal);
}

static void
refuse(struct daemon *daemon, api_test_fn done, void *arg,
    const struct fault *fault)
{
	const struct refusal refusal = { done, arg, *fault };

	loop_post(daemon->loop, tell_refusal,
	    mem_copy(&refusal, sizeof(refusal)));
}

static void
start(struct daemon *daemon, const char *connection, bool is_test,
    const struct order *order, api_test_fn done, void *arg)
{
	struct session *session = mem_new(1, sizeof(*session));
	const char *socket = daemon->config->worker.socket;
	unsigned char random[UUID_BYTES];
	char id[UUID_TEXT_MAX];
	struct fault fault;

	if (!host_random(random, sizeof(random), &fault))
		assert(false /* the system gives random bytes */);
	uuid_format(id, random);
	session->daemon = daemon;
	session->connection = mem_text(connection);
	session->is_test = is_test;
	session->folder = mem_format("%s/%s/%s",
	    daemon->config->daemon.state_dir, FOLDER, id);
	session->began_ms = now_mono().ms;
	session->done = done;
	session->arg = arg;
	session->next = daemon->sessions;
	daemon->sessions = session;
	session->run = run_start(daemon->loop, session->folder,
	    socket[0] == '\0' ? NULL : socket, &order->run, &session_events,
	    session);
}

/* NULL: it may not start now. */
static const struct connection *
find(const struct daemon *daemon, const char *name, struct fault *fault)
{
	const struct connection *connection = NULL;
	size_t count = 0;

	for (const struct session *one = daemon->sessions; one != NULL;
	     one = one->next)
		count++;
	if (daemon->phase == DAEMON_STOPPING)
		(void)fault_set(fault, FAULT_REFUSED, "the daemon is stopping");
	else if (daemon->plan.memdb == NULL)
		(void)fault_set(fault, FAULT_RETRY, "there is no plan yet");
	else if (count >= SESSION_MOST)
		(void)fault_set(fault, FAULT_REFUSED,
		    "%zu tests run already: try again in a moment", count);
	else if ((connection = memdb_connection(daemon->plan.memdb, name)) ==
	    NULL)
		(void)fault_set(fault, FAULT_ABSENT,
		    "there is no connection '%.70s'", name);
	return connection;
}

void
session_test(struct daemon *daemon, const char *name, api_test_fn done,
    void *arg)
{
	static const char *const lines[] = { GREETING_QUERY };
	const struct connection *connection;
	struct order order;
	struct fault fault;

	connection = find(daemon, name, &fault);
	if (connection == NULL ||
	    !order_make_session(daemon->config, daemon->plan.memdb, connection,
		lines, COUNT_OF(lines), &order, &fault)) {
		refuse(daemon, done, arg, &fault);
		return;
	}
	order.run.timeout_s = SESSION_TIMEOUT_S;
	start(daemon, connection->name, true, &order, done, arg);
	order_clear(&order);
}

/* The lines of a strategy that is named, else those that came along. */
static const struct connection *
take_script(const struct daemon *daemon, struct api_script *script,
    struct fault *fault)
{
	const struct strategy *strategy = NULL;
	const char *name = script->connection;

	if (daemon->plan.memdb != NULL && script->strategy != NULL) {
		strategy = memdb_strategy(daemon->plan.memdb, script->strategy);
		if (strategy == NULL) {
			(void)fault_set(fault, FAULT_ABSENT,
			    "no strategy is called '%.40s'", script->strategy);
			return NULL;
		}
		name = strategy->connection;
		script->lines = strategy->lines;
		script->line_count = strategy->line_count;
	}
	return find(daemon, name == NULL ? "" : name, fault);
}

void
session_syntax(struct daemon *daemon, const struct api_script *asked,
    api_test_fn done, void *arg)
{
	struct api_script script = *asked;
	const struct connection *connection;
	struct order order;
	struct fault fault;

	connection = take_script(daemon, &script, &fault);
	if (connection == NULL ||
	    !order_make_syntax(daemon->config, daemon->plan.memdb, connection,
		script.lines, script.line_count, &order, &fault)) {
		refuse(daemon, done, arg, &fault);
		return;
	}
	order.run.timeout_s = SESSION_TIMEOUT_S;
	start(daemon, connection->name, false, &order, done, arg);
	order_clear(&order);
}

void
session_stop(struct daemon *daemon)
{
	struct fault fault;

	(void)fault_set(&fault, FAULT_CLOSED, "the daemon stops");
	while (daemon->sessions != NULL) {
		struct session *session = daemon->sessions;

		daemon->sessions = session->next;
		session->done(session->arg, NULL, &fault);
		run_free(session->run);
		free(session->folder); /* its keeper still writes there */
		free(session->connection);
		free(session);
	}
}
