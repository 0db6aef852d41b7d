#include "config.h"

#include "tests/support/daemons.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/answer.h"
#include "daemon/plan.h"
#include "daemon/recorder.h"
#include "platform/file.h"
#include "platform/now.h"
#include "snapshot/snapshot.h"
#include "stream/memory.h"
#include "tests/support/scratch.h"

static struct memdb *rows;
static struct fault fault;

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

void
daemons_open(struct daemon *daemon)
{
	static const struct journal_events journal_events = { on_broken };
	static const struct catalog_client_events catalog_events = { on_state };
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
	zone_clear(&daemon->zone);
	config_free(daemon->config);
	memdb_release(rows);
	rows = NULL;
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
		.connection = "C_1",
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
daemons_option(const char *strategy, const char *name, const char *value)
{
	const struct option option = { OPTION_STRATEGY, strategy, name, value };

	ck_assert_msg(memdb_add_option(rows, &option, &fault), "%s",
	    fault.text);
}

void
daemons_plan(struct daemon *daemon, const char *ip)
{
	const struct connection connection = { .id = "C_1",
		.name = "local",
		.instance = "XE",
		.ip = ip,
		.port = "1521",
		.is_alive = true };
	const struct memdb_info info = {
		.catalog = "00000000-0000-4000-8000-000000000000",
		.owner = "db01",
		.plan_version = 1,
		.schema_version = 1
	};

	ck_assert_msg(memdb_set_info(rows, &info, &fault), "%s", fault.text);
	ck_assert_msg(memdb_add_connection(rows, &connection, &fault), "%s",
	    fault.text);
	ck_assert_msg(memdb_seal(rows, &fault), "%s", fault.text);
	daemon->plan.memdb = rows;
	daemon->plan.from = PLAN_CATALOG;
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
