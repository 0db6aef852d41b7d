#include "config.h"

#include "tests/support/daemons.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/answer.h"
#include "daemon/keeping.h"
#include "daemon/plan.h"
#include "daemon/planner.h"
#include "daemon/recorder.h"
#include "daemon/starter.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/thread.h"
#include "snapshot/snapshot.h"
#include "stream/memory.h"
#include "tests/support/catalogs.h"
#include "tests/support/scratch.h"

static struct memdb *rows;
static char connection_id[LIMIT_ID + 1];
static struct fault fault;
static struct mutex *mutex;
static struct condition *condition;
static bool is_held, is_busy;

static void
on_broken(void *arg, const struct fault *broken)
{
	(void)arg;
	ck_abort_msg("journal: %s", broken->text);
}

static void
on_state(void *arg, const struct fault *state)
{
	plan_on_catalog(arg, state);
}

static const struct catalog_client_events catalog_events = { on_state };

void
daemons_open(struct daemon *daemon)
{
	static const struct journal_events journal_events = { .broken =
								  on_broken,
		.state = keeping_on_state };
	static const char *const connections[] = { "DRIVER=/nonexistent" };
	const struct catalog_client_config client = {
		.connections = connections,
		.connection_count = 1,
		.runner = "db01",
		.sql_folder = "/nonexistent",
		.program = "/nonexistent/backupexec-catalog",
	};

	/* As process_harden does: a helper that dies is no end of ours. */
	(void)signal(SIGPIPE, SIG_IGN);
	*daemon = (struct daemon){ .lock = -1,
		.phase = DAEMON_RUNNING,
		.started_ms = now_wall_ms(),
		.planner = { .cursor = -1 } };
	daemon->config = config_default();
	free(daemon->config->daemon.state_dir);
	daemon->config->daemon.state_dir = scratch_new();
	(void)text_copy(daemon->name, sizeof(daemon->name), "db01");
	daemon->loop = loop_new();
	daemon->journal = journal_start(daemon->loop,
	    daemon->config->daemon.state_dir, &journal_events, daemon, &fault);
	ck_assert_msg(daemon->journal != NULL, "%s", fault.text);
	daemon->catalog = catalog_client_new(daemon->loop, &client,
	    &catalog_events, daemon);
	rows = memdb_new();
	daemons_of("C_1");
	mutex = mutex_new();
	condition = condition_new();
	is_held = is_busy = false;
}

void
daemons_catalog(struct daemon *daemon, const struct catalogs *catalogs)
{
	const char *builds = getenv("top_builddir");
	char *program = file_join(builds == NULL ? "." : builds,
	    "backupexec-catalog");
	const struct catalog_client_config client = {
		.runner = "db01",
		.embedded = catalogs->path,
		.sql_folder = catalogs->sql,
		.program = program,
	};

	(void)signal(SIGPIPE, SIG_IGN); /* as process_harden has it */
	catalog_client_free(daemon->catalog);
	daemon->catalog = catalog_client_new(daemon->loop, &client,
	    &catalog_events, daemon);
	free(program);
}

char *
daemons_leave(struct daemon *daemon)
{
	char *state_dir = mem_text(daemon->config->daemon.state_dir);

	daemon->phase = DAEMON_STOPPING;
	recorder_stop(daemon);
	catalog_client_free(daemon->catalog);
	journal_stop(daemon->journal);
	board_clear(&daemon->board);
	plan_clear(daemon);
	answer_clear(daemon);
	loop_free(daemon->loop);
	zones_clear(&daemon->zones);
	config_free(daemon->config);
	memdb_release(rows);
	rows = NULL;
	condition_free(condition);
	mutex_free(mutex);
	return state_dir;
}

void
daemons_close(struct daemon *daemon)
{
	scratch_free(daemons_leave(daemon));
}

void
daemons_strategy(const char *id, const char *line,
    const struct frequency *frequency)
{
	const struct strategy strategy = { .id = id,
		.connection = connection_id,
		.priority = PRIORITY_MEDIUM,
		.is_alive = true,
		.line_count = line != NULL,
		.lines = &line,
		.frequency_count = frequency != NULL,
		.frequencies = frequency };

	ck_assert_msg(memdb_add_strategy(rows, &strategy, &fault), "%s",
	    fault.text);
}

void
daemons_strategy_of(const char *id, const struct frequency *frequencies,
    size_t count)
{
	const struct strategy strategy = { .id = id,
		.connection = connection_id,
		.priority = PRIORITY_MEDIUM,
		.is_alive = true,
		.frequency_count = count,
		.frequencies = frequencies };

	ck_assert_msg(memdb_add_strategy(rows, &strategy, &fault), "%s",
	    fault.text);
}

void
daemons_option(const char *strategy, const char *name, const char *value)
{
	const struct option option = { OPTION_STRATEGY, strategy, name, value };

	ck_assert_msg(memdb_add_option(rows, &option, &fault), "%s",
	    fault.text);
}

void
daemons_connection_option(const char *connection, const char *name,
    const char *value)
{
	const struct option option = { OPTION_CONNECTION, connection, name,
		value };

	ck_assert_msg(memdb_add_option(rows, &option, &fault), "%s",
	    fault.text);
}

static void
add_connection(const char *id, const char *ip)
{
	const struct connection connection = { .id = id,
		.name = id,
		.instance = "XE",
		.ip = ip,
		.port = "1521",
		.is_alive = true };

	ck_assert_msg(memdb_add_connection(rows, &connection, &fault), "%s",
	    fault.text);
}

void
daemons_of(const char *connection)
{
	(void)text_copy(connection_id, sizeof(connection_id), connection);
}

void
daemons_connection(const char *id)
{
	add_connection(id, "127.0.0.1");
	daemons_of(id);
}

void
daemons_plan(struct daemon *daemon, const char *ip)
{
	const struct memdb_info info = {
		.catalog = "00000000-0000-4000-8000-000000000000",
		.owner = "db01",
		.plan_version = 1,
		.schema_version = 1
	};

	ck_assert_msg(memdb_set_info(rows, &info, &fault), "%s", fault.text);
	add_connection("C_1", ip);
	ck_assert_msg(memdb_seal(rows, &fault), "%s", fault.text);
	daemon->plan.memdb = rows;
	daemon->plan.from = PLAN_CATALOG;
	plan_changed(daemon);
	rows = NULL;
}

void
daemons_keep_plan(struct daemon *daemon)
{
	char *path = daemon_path(daemon, "plan.snapshot");
	struct memory_sink sink;
	struct buf buf;

	buf_init(&buf, 1 << 24);
	memory_sink_init(&sink, &buf);
	ck_assert(snapshot_save(daemon->plan.memdb, &sink.sink, &fault));
	ck_assert(file_replace(path, buf.bytes, buf.size, &fault));
	buf_clear(&buf);
	free(path);
}

void
daemons_rman(struct daemon *daemon, const char *script)
{
	char *folder = daemon_path(daemon, "home/bin");
	char *text = mem_format("#!/bin/sh\n%s\n", script);
	char *path;

	ck_assert(file_make_folder(folder, false, &fault));
	path = scratch_file(folder, "rman", text);
	ck_assert_int_eq(chmod(path, 0700), 0);
	free(daemon->config->rman.command);
	daemon->config->rman.command = path;
	free(text);
	free(folder);
}

static bool
add_run(struct store *store, void *arg, struct fault *failed)
{
	return store_add(store, arg, failed);
}

struct task *
daemons_claim(struct daemon *daemon, const char *strategy, int64_t slot)
{
	struct execution execution = planner_execution(daemon,
	    memdb_strategy(daemon->plan.memdb, strategy), slot);

	journal_submit(daemon->journal, NULL, add_run, NULL, &execution);
	daemons_settle(daemon);
	return starter_add(daemon, &execution);
}

static bool
hold_run(struct store *store, void *arg, struct fault *failed)
{
	(void)store;
	(void)arg;
	(void)failed;
	mutex_lock(mutex);
	is_busy = true;
	condition_signal(condition);
	while (is_held)
		condition_wait(condition, mutex);
	is_busy = false;
	mutex_unlock(mutex);
	return true;
}

void
daemons_hold(struct daemon *daemon)
{
	is_held = true;
	journal_submit(daemon->journal, NULL, hold_run, NULL, NULL);
	mutex_lock(mutex);
	while (!is_busy)
		condition_wait(condition, mutex);
	mutex_unlock(mutex);
}

void
daemons_let_go(struct daemon *daemon)
{
	(void)daemon;
	mutex_lock(mutex);
	is_held = false;
	condition_signal(condition);
	mutex_unlock(mutex);
}

static void
on_look(void *arg)
{
	struct daemon *daemon = arg;

	loop_stop(daemon->loop);
}

void
daemons_await(struct daemon *daemon, bool (*is_so)(void *arg), void *arg)
{
	struct loop_timer *timer = loop_timer_new(daemon->loop, on_look,
	    daemon);

	while (!is_so(arg)) {
		loop_timer_set(timer, 5);
		loop_run(daemon->loop);
	}
	loop_timer_free(timer);
}

static void
on_settled(void *arg, const struct fault *failed)
{
	struct daemon *daemon = arg;

	ck_assert_ptr_null(failed);
	loop_stop(daemon->loop);
}

void
daemons_settle(struct daemon *daemon)
{
	do {
		journal_submit(daemon->journal, NULL, NULL, on_settled, daemon);
		loop_run(daemon->loop);
	} while (journal_pending(daemon->journal) != 0);
}

struct execution
daemons_only(struct daemon *daemon, const char *strategy)
{
	struct execution only = { 0 };
	struct execution *all;
	size_t count, found = 0;

	all = daemons_journal(daemon, &count);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(all[i].strategy, strategy) != 0)
			continue;
		only = all[i];
		found++;
	}
	free(all);
	ck_assert_uint_eq(found, 1);
	return only;
}

struct execution *
daemons_journal(struct daemon *daemon, size_t *out_count)
{
	const struct store_filter filter = { .want = STORE_NEWEST };
	char *path = daemon_path(daemon, "journal.db");
	struct store *store = store_open_reading(path, &fault);
	struct execution *executions;

	ck_assert_msg(store != NULL, "%s", fault.text);
	ck_assert(store_list(store, &filter, &executions, out_count, &fault));
	store_close(store);
	free(path);
	return executions;
}
