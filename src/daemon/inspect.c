#include "config.h"

#include "daemon/inspect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/order.h"
#include "daemon/plan.h"
#include "daemon/session.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/process.h"
#include "worker/oratab.h"

#define PMON "_pmon_"

enum { FIRST_MS = 500, TURN_MS = 20, TURN = 20 /* connections */ };

/* Looks at everything when the daemon starts. */
struct inspection {
	struct loop_timer *timer;
	size_t at; /* the next connection */
	char tested[LIMIT_NAME + 1];
};

static const char *
keep(struct inspect *inspect, char *take_text)
{
	if (inspect->text_count == inspect->text_room) {
		inspect->text_room = inspect->text_room == 0 ?
		    64 :
		    2 * inspect->text_room;
		inspect->texts = mem_grow(inspect->texts, inspect->text_room,
		    sizeof(*inspect->texts));
	}
	inspect->texts[inspect->text_count++] = take_text;
	return take_text;
}

static void
add(struct inspect *inspect, const char *subject, const char *what,
    enum api_grade grade, const char *text, const char *advice)
{
	if (inspect->count == inspect->room) {
		inspect->room = inspect->room == 0 ? 16 : 2 * inspect->room;
		inspect->findings = mem_grow(inspect->findings, inspect->room,
		    sizeof(*inspect->findings));
	}
	inspect->findings[inspect->count++] = (struct api_finding){
		.subject = keep(inspect, mem_text(subject)),
		.what = what,
		.grade = grade,
		.text = keep(inspect, mem_text(text)),
		.advice = advice,
	};
}

void
inspect_clear(struct inspect *inspect)
{
	for (size_t i = 0; i < inspect->text_count; i++)
		free(inspect->texts[i]);
	for (size_t i = 0; i < inspect->running_count; i++)
		free(inspect->running[i]);
	free(inspect->texts);
	free(inspect->running);
	free(inspect->findings);
	free(inspect->databases);
	*inspect = (struct inspect){ 0 };
}

/* Every instance has a process ora_pmon_SID, asm_pmon_, xe_pmon_. */
static bool
is_running(struct inspect *inspect, const char *sid)
{
	if (inspect->running == NULL)
		process_list(PMON, &inspect->running, &inspect->running_count);
	for (size_t i = 0; i < inspect->running_count; i++) {
		const char *name = strstr(inspect->running[i], PMON);

		if (name != NULL && strcmp(name + strlen(PMON), sid) == 0)
			return true;
	}
	return false;
}

static const char *
sid_of(const struct memdb *memdb, const struct connection *connection)
{
	const char *sid = memdb_option(memdb, OPTION_CONNECTION, connection->id,
	    "oracle_sid");

	return sid != NULL && sid[0] != '\0' ? sid : connection->instance;
}

static const char *
connection_of(const struct memdb *memdb, const char *sid)
{
	const struct connection *connections;
	size_t count = memdb == NULL ? 0 :
				       memdb_connections(memdb, &connections);

	for (size_t i = 0; i < count; i++)
		if (connections[i].is_alive &&
		    strcmp(sid_of(memdb, &connections[i]), sid) == 0)
			return connections[i].name;
	return NULL;
}

bool
inspect_databases(struct daemon *daemon, struct inspect *inspect,
    struct fault *fault)
{
	const struct memdb *memdb = daemon->plan.memdb;
	struct oratab oratab;

	if (!oratab_read(oratab_path(daemon->config->rman.oratab), &oratab,
		fault))
		return false;
	inspect->databases = mem_new(oratab.count, sizeof(struct api_database));
	for (size_t i = 0; i < oratab.count; i++) {
		const struct oratab_entry *entry = &oratab.entries[i];
		const char *owner = connection_of(memdb, entry->sid);

		if (!entry->is_database)
			continue;
		inspect->databases[inspect->database_count++] =
		    (struct api_database){
			    .sid = keep(inspect, mem_text(entry->sid)),
			    .oracle_home = keep(inspect, mem_text(entry->home)),
			    .connection = owner == NULL ?
				NULL :
				keep(inspect, mem_text(owner)),
			    .is_running = is_running(inspect, entry->sid),
		    };
	}
	oratab_clear(&oratab);
	return true;
}

static void
look_at_oratab(struct daemon *daemon, struct inspect *inspect)
{
	struct fault fault;
	char *text;

	if (!inspect_databases(daemon, inspect, &fault)) {
		add(inspect, "daemon", "oratab", API_UNKNOWN, fault.text,
		    "name it in [rman] oratab, or set oracle_home for each "
		    "connection");
		return;
	}
	text = mem_format("%zu databases", inspect->database_count);
	add(inspect, "daemon", "oratab", API_GOOD, text, NULL);
	free(text);
	for (size_t i = 0; i < inspect->database_count; i++)
		if (inspect->databases[i].connection == NULL)
			add(inspect, inspect->databases[i].sid, "backup",
			    API_WARNING, "nobody backs it up",
			    "backupexec connection discover --add");
}

static void
look_at_daemon(struct daemon *daemon, struct inspect *inspect)
{
	const char *socket = daemon->config->worker.socket;

	if (socket[0] == '\0')
		add(inspect, "daemon", "keepers", API_GOOD,
		    "the daemon starts them, as its own user", NULL);
	else if (file_kind(socket) != FILE_OTHER)
		add(inspect, "daemon", "keepers", API_ERROR,
		    "the socket of [worker] socket is not there",
		    "systemctl start backupexec-worker.socket");
	else
		add(inspect, "daemon", "keepers", API_GOOD, socket, NULL);
	if (daemon->plan.away_ms != 0)
		add(inspect, "daemon", "catalog", API_ERROR,
		    daemon->plan.away.text, "backupexec catalog check");
	else
		add(inspect, "daemon", "catalog", API_GOOD, "it answers", NULL);
	look_at_oratab(daemon, inspect);
}

/* Behind [worker] socket another user may see what we do not. */
static enum api_grade
unseen(const struct daemon *daemon)
{
	return daemon->config->worker.socket[0] == '\0' ? API_ERROR :
							  API_UNKNOWN;
}

static void
look_at_program(const struct daemon *daemon, struct inspect *inspect,
    const char *name, const struct order *order)
{
	char *text;

	if (file_kind(order->oracle_home) == FILE_NONE) {
		text = mem_format("%s is not there", order->oracle_home);
		add(inspect, name, "oracle home", unseen(daemon), text,
		    "correct oracle_home, or the line in oratab");
		free(text);
		return;
	}
	add(inspect, name, "oracle home", API_GOOD, order->oracle_home, NULL);
	if (file_is_program(order->program)) {
		add(inspect, name, "rman", API_GOOD, order->program, NULL);
		return;
	}
	text = mem_format("%s is no program that may be started",
	    order->program);
	add(inspect, name, "rman", unseen(daemon), text,
	    "install RMAN there, or correct oracle_home and [rman] command");
	free(text);
}

/* Of an instance that is reached by a name nothing need run here. */
static void
look_at_instance(const struct daemon *daemon, struct inspect *inspect,
    const struct connection *connection, const struct order *order)
{
	const char *sid = sid_of(daemon->plan.memdb, connection);
	bool is_remote = order->address != NULL;
	char *text;

	for (size_t i = 0; order->arguments[i] != NULL; i++)
		is_remote = is_remote ||
		    strchr(order->arguments[i], '@') != NULL;
	if (is_remote)
		return;
	if (is_running(inspect, sid)) {
		text = mem_format("%s runs", sid);
		add(inspect, connection->name, "instance", API_GOOD, text,
		    NULL);
	} else {
		text = mem_format("no process pmon of %s is seen", sid);
		add(inspect, connection->name, "instance", API_WARNING, text,
		    "start it, or correct oracle_sid");
	}
	free(text);
}

static bool
has_strategy(const struct memdb *memdb, const struct connection *connection)
{
	const struct strategy *strategies;
	size_t count = memdb_strategies(memdb, &strategies);

	for (size_t i = 0; i < count; i++)
		if (strategies[i].is_alive &&
		    strcmp(strategies[i].connection, connection->id) == 0)
			return true;
	return false;
}

static void
look_at_connection(struct daemon *daemon, struct inspect *inspect,
    const struct connection *connection)
{
	static const char *const lines[] = { "show all;" };
	const struct memdb *memdb = daemon->plan.memdb;
	char sentence[LIMIT_REASON + 1];
	enum whose whose = plan_whose(daemon, connection, sentence);
	struct order order;
	struct fault fault;

	if (!connection->is_alive)
		return;
	if (whose != WHOSE_OURS) {
		add(inspect, connection->name, "runner",
		    whose == WHOSE_NOBODYS ? API_ERROR : API_UNKNOWN, sentence,
		    whose == WHOSE_NOBODYS ? "set its runner" : NULL);
		return;
	}
	if (!order_make_session(daemon->config, memdb, connection, lines, 1,
		&order, &fault)) {
		add(inspect, connection->name, "oracle home", API_ERROR,
		    fault.text, "set oracle_home or oracle_sid");
	} else {
		look_at_program(daemon, inspect, connection->name, &order);
		look_at_instance(daemon, inspect, connection, &order);
		order_clear(&order);
	}
	if (!has_strategy(memdb, connection))
		add(inspect, connection->name, "strategies", API_WARNING,
		    "it has none that is alive, so nobody backs it up",
		    "backupexec strategy add");
}

bool
inspect_host(struct daemon *daemon, const char *name, struct inspect *inspect,
    struct fault *fault)
{
	const struct memdb *memdb = daemon->plan.memdb;
	const struct connection *connections;
	size_t count;

	if (memdb == NULL)
		return fault_set(fault, FAULT_RETRY, "there is no plan yet");
	if (name != NULL) {
		const struct connection *one = memdb_connection(memdb, name);

		if (one == NULL)
			return fault_set(fault, FAULT_ABSENT,
			    "there is no connection '%.70s'", name);
		look_at_connection(daemon, inspect, one);
		return true;
	}
	look_at_daemon(daemon, inspect);
	count = memdb_connections(memdb, &connections);
	for (size_t i = 0; i < count; i++)
		look_at_connection(daemon, inspect, &connections[i]);
	return true;
}

static void
log_findings(const struct inspect *inspect)
{
	for (size_t i = 0; i < inspect->count; i++) {
		const struct api_finding *finding = &inspect->findings[i];

		if (finding->grade < API_WARNING)
			continue;
		log_warning("found at the start: of=%s what=%s found=%s do=%s",
		    log_quoted(finding->subject), log_quoted(finding->what),
		    log_quoted(finding->text),
		    log_quoted(finding->advice == NULL ? "" : finding->advice));
	}
}

static void next_test(struct daemon *daemon);

static void
on_test(void *arg, const struct api_test *test, const struct fault *fault)
{
	struct daemon *daemon = arg;

	if (daemon->inspection == NULL || daemon->phase == DAEMON_STOPPING)
		return;
	if (fault != NULL)
		log_warning("found at the start: of=%s what=session found=%s",
		    log_quoted(daemon->inspection->tested),
		    log_quoted(fault->text));
	else if (test->is_good)
		log_info("found at the start: of=%s what=session found=good "
			 "database=%s",
		    log_quoted(test->connection),
		    log_quoted(test->database == NULL ? "" : test->database));
	else
		log_warning("found at the start: of=%s what=session found=%s "
			    "do=%s",
		    log_quoted(test->connection), log_quoted(test->reason),
		    log_quoted(test->advice == NULL ? "" : test->advice));
	next_test(daemon);
}

/* One of the connections, as the plan has them by now; NULL: no more. */
static const struct connection *
next_connection(struct daemon *daemon)
{
	const struct connection *connections;
	size_t count = daemon->plan.memdb == NULL ?
	    0 :
	    memdb_connections(daemon->plan.memdb, &connections);

	return daemon->inspection->at < count ?
	    &connections[daemon->inspection->at++] :
	    NULL;
}

static void
next_test(struct daemon *daemon)
{
	const struct connection *connection;
	char sentence[LIMIT_REASON + 1];

	while ((connection = next_connection(daemon)) != NULL) {
		if (!connection->is_alive ||
		    plan_whose(daemon, connection, sentence) != WHOSE_OURS)
			continue;
		(void)text_copy(daemon->inspection->tested,
		    sizeof(daemon->inspection->tested), connection->name);
		session_test(daemon, connection->name, on_test, daemon);
		return;
	}
	inspect_stop(daemon);
}

static void
on_turn(void *arg)
{
	struct daemon *daemon = arg;
	struct inspection *inspection = daemon->inspection;
	const struct connection *connection = NULL;
	struct inspect inspect = { 0 };

	if (daemon->phase != DAEMON_RUNNING)
		return;
	if (inspection->at == 0)
		look_at_daemon(daemon, &inspect);
	for (int i = 0; i < TURN; i++) {
		connection = next_connection(daemon);
		if (connection == NULL)
			break;
		look_at_connection(daemon, &inspect, connection);
	}
	log_findings(&inspect);
	inspect_clear(&inspect);
	if (connection != NULL) {
		loop_timer_set(inspection->timer, TURN_MS);
	} else if (daemon->config->rman.test_at_start) {
		inspection->at = 0;
		next_test(daemon);
	} else {
		inspect_stop(daemon);
	}
}

void
inspect_start(struct daemon *daemon)
{
	daemon->inspection = mem_new(1, sizeof(*daemon->inspection));
	daemon->inspection->timer = loop_timer_new(daemon->loop, on_turn,
	    daemon);
	loop_timer_set(daemon->inspection->timer, FIRST_MS);
}

void
inspect_stop(struct daemon *daemon)
{
	if (daemon->inspection == NULL)
		return;
	loop_timer_free(daemon->inspection->timer);
	free(daemon->inspection);
	daemon->inspection = NULL;
}
