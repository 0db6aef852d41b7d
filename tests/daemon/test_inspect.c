#include "config.h"

#include "daemon/inspect.h"

#include "platform/file.h"
#include "tests/support/daemons.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static struct daemon daemon_;
static struct inspect inspect;
static struct fault fault;

static void
set_up(const char *oratab)
{
	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup database;", NULL);
	daemons_plan(&daemon_, "127.0.0.1");
	daemons_rman(&daemon_, "exit 0");
	free(daemon_.config->rman.oratab);
	daemon_.config->rman.oratab = daemon_path(&daemon_, "oratab");
	if (oratab != NULL)
		free(scratch_file(daemon_.config->daemon.state_dir, "oratab",
		    oratab));
}

static void
tear_down(void)
{
	inspect_clear(&inspect);
	daemons_close(&daemon_);
}

static const struct api_finding *
finding(const char *subject, const char *what)
{
	for (size_t i = 0; i < inspect.count; i++)
		if (strcmp(inspect.findings[i].subject, subject) == 0 &&
		    strcmp(inspect.findings[i].what, what) == 0)
			return &inspect.findings[i];
	return NULL;
}

START_TEST(what_is_there_is_good)
{
	const struct connection *connection;

	set_up("XE:/nowhere:N\nNEW:/nowhere:N\n+ASM:/grid:N\n");
	(void)memdb_connections(daemon_.plan.memdb, &connection);
	ck_assert(inspect_host(&daemon_, NULL, &inspect, &fault));
	ck_assert_int_eq(finding("daemon", "keepers")->grade, API_GOOD);
	ck_assert_str_eq(finding("daemon", "oratab")->text, "2 databases");
	ck_assert_int_eq(finding(connection->name, "rman")->grade, API_GOOD);
	ck_assert_int_eq(finding(connection->name, "oracle home")->grade,
	    API_GOOD);
	ck_assert_int_eq(finding(connection->name, "instance")->grade,
	    API_WARNING);
	ck_assert_ptr_null(finding(connection->name, "strategies"));
	ck_assert_int_eq(finding("NEW", "backup")->grade, API_WARNING);
	ck_assert_ptr_null(finding("+ASM", "backup"));
	tear_down();
}
END_TEST

START_TEST(what_is_not_there_says_what_to_do)
{
	const struct connection *connection;

	set_up(NULL);
	(void)memdb_connections(daemon_.plan.memdb, &connection);
	free(daemon_.config->rman.command);
	daemon_.config->rman.command = strdup("/nonexistent/bin/rman");
	free(daemon_.config->worker.socket);
	daemon_.config->worker.socket = strdup("/nonexistent/socket");
	ck_assert(inspect_host(&daemon_, NULL, &inspect, &fault));
	ck_assert_int_eq(finding("daemon", "keepers")->grade, API_ERROR);
	ck_assert_int_eq(finding("daemon", "oratab")->grade, API_UNKNOWN);
	/* Another user starts rman, and may see more than we do. */
	ck_assert_int_eq(finding(connection->name, "oracle home")->grade,
	    API_UNKNOWN);
	inspect_clear(&inspect);
	daemon_.config->worker.socket[0] = '\0';
	ck_assert(inspect_host(&daemon_, connection->name, &inspect, &fault));
	ck_assert_ptr_null(finding("daemon", "keepers"));
	ck_assert_int_eq(finding(connection->name, "oracle home")->grade,
	    API_ERROR);
	ck_assert_ptr_nonnull(finding(connection->name, "oracle home")->advice);
	ck_assert(!inspect_host(&daemon_, "gone", &inspect, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert(!inspect_databases(&daemon_, &inspect, &fault));
	tear_down();
}
END_TEST

START_TEST(databases_know_who_backs_them_up)
{
	const struct connection *connection;

	set_up("XE:/o/xe:N\nNEW:/o/new:N\n*:/o:N\n");
	(void)memdb_connections(daemon_.plan.memdb, &connection);
	ck_assert(inspect_databases(&daemon_, &inspect, &fault));
	ck_assert_uint_eq(inspect.database_count, 2);
	ck_assert_str_eq(inspect.databases[0].sid, "XE");
	ck_assert_str_eq(inspect.databases[0].connection, connection->name);
	ck_assert_str_eq(inspect.databases[1].oracle_home, "/o/new");
	ck_assert_ptr_null(inspect.databases[1].connection);
	ck_assert(!inspect.databases[1].is_running);
	tear_down();
}
END_TEST

static bool
is_over(void *arg)
{
	(void)arg;
	return daemon_.inspection == NULL;
}

START_TEST(a_start_looks_once)
{
	set_up(NULL);
	daemon_.config->rman.test_at_start = true;
	inspect_start(&daemon_);
	daemons_await(&daemon_, is_over, NULL);
	inspect_start(&daemon_);
	inspect_stop(&daemon_);
	inspect_stop(&daemon_);
	tear_down();
}
END_TEST

UNIT_MAIN("daemon/inspect", what_is_there_is_good,
    what_is_not_there_says_what_to_do, databases_know_who_backs_them_up,
    a_start_looks_once)
