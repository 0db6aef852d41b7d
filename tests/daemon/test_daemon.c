#include "config.h"

#include "daemon/daemon.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "platform/file.h"
#include "platform/now.h"
#include "tests/support/daemons.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static struct config *
make_config(const char *state_dir)
{
	struct config *config = config_default();

	(void)signal(SIGPIPE, SIG_IGN); /* as the program does */
	free(config->daemon.state_dir);
	config->daemon.state_dir = mem_text(state_dir);
	free(config->daemon.name);
	config->daemon.name = mem_text("db01");
	return config;
}

static const char *config_path = "/nonexistent";

/* A daemon of its own process, and what it logs. */
struct life {
	pid_t pid;
	int go;
	FILE *log;
};

static void
live(const char *state_dir, int go, int log)
{
	char word;

	/* Not those that check has set for its own. */
	(void)signal(SIGTERM, SIG_DFL);
	(void)dup2(log, STDERR_FILENO);
	if (read(go, &word, 1) != 1)
		_exit(99);
	/* Not _exit: what it leaked and what it ran is told at its end. */
	exit(daemon_run(make_config(state_dir), config_path));
}

/* It waits: SQLite is not to be open here when its process is made. */
static struct life
conceive(const char *state_dir)
{
	struct life life;
	int go[2], log[2];

	ck_assert_int_eq(pipe(go), 0);
	ck_assert_int_eq(pipe(log), 0);
	(void)fflush(NULL);
	life.pid = fork();
	if (life.pid == 0) {
		(void)close(go[1]);
		(void)close(log[0]);
		live(state_dir, go[0], log[1]);
	}
	(void)close(go[0]);
	(void)close(log[1]);
	life.go = go[1];
	life.log = fdopen(log[0], "r");
	return life;
}

static void
begin(const struct life *life)
{
	ck_assert_int_eq(write(life->go, "g", 1), 1);
}

static struct life
start(const char *state_dir)
{
	struct life life = conceive(state_dir);

	begin(&life);
	return life;
}

/* Until it has logged this. */
static void
await(const struct life *life, const char *text)
{
	char line[4096];

	do
		ck_assert_msg(fgets(line, sizeof(line), life->log) != NULL,
		    "it never said '%s'", text);
	while (strstr(line, text) == NULL);
}

/* The exit status, once it has ended. */
static int
end(struct life *life)
{
	char line[4096];
	int status;

	/* A pipe that is full would hold it up. */
	while (fgets(line, sizeof(line), life->log) != NULL)
		continue;
	(void)fclose(life->log);
	(void)close(life->go);
	ck_assert_int_eq(waitpid(life->pid, &status, 0), life->pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int
stop(struct life *life)
{
	ck_assert_int_eq(kill(life->pid, SIGTERM), 0);
	return end(life);
}

START_TEST(it_runs_until_it_is_told_to_stop)
{
	char *folder = scratch_new();
	struct life life = start(folder);

	await(&life, "daemon started");
	ck_assert_int_eq(kill(life.pid, SIGHUP), 0);
	await(&life, "the configuration is wrong");
	ck_assert_int_eq(stop(&life), 0);
	scratch_free(folder);
}
END_TEST

START_TEST(one_state_dir_has_one_daemon)
{
	char *folder = scratch_new();
	struct life life = start(folder);

	await(&life, "daemon started");
	ck_assert_int_eq(daemon_run(make_config(folder), "/nonexistent"), 5);
	ck_assert_int_eq(kill(life.pid, SIGKILL), 0);
	ck_assert_int_eq(waitpid(life.pid, NULL, 0), life.pid);
	(void)fclose(life.log);
	life = start(folder); /* the lock went with it */
	await(&life, "daemon started");
	ck_assert_int_eq(stop(&life), 0);
	scratch_free(folder);
}
END_TEST

START_TEST(what_a_reload_may_change_it_changes)
{
	char *folder = scratch_new();
	char *text = mem_format("[daemon]\nstate_dir = %s\nname = db02\n"
				"[catalog]\nconnection = \"DRIVER=/none\"\n",
	    folder);
	char *path = scratch_file(folder, "conf", text);
	struct life life;

	config_path = path;
	life = start(folder);
	await(&life, "going on with none");
	ck_assert_int_eq(kill(life.pid, SIGHUP), 0);
	await(&life, "needs a restart: setting=[daemon]name");
	await(&life, "configuration loaded");
	/* The other catalog is asked, as long as it takes. */
	await(&life, "the plan could not be loaded");
	ck_assert_int_eq(stop(&life), 0);
	config_path = "/nonexistent";
	free(path);
	free(text);
	scratch_free(folder);
}
END_TEST

START_TEST(a_socket_that_cannot_be_made_ends_it)
{
	char *folder = scratch_new();
	char *file = scratch_file(folder, "control", "");
	struct life life = start(folder);

	await(&life, "control is not a socket");
	ck_assert_int_eq(end(&life), 1);
	free(file);
	scratch_free(folder);
}
END_TEST

START_TEST(a_state_dir_that_cannot_be_made_ends_it)
{
	char *folder = scratch_new();
	char *file = scratch_file(folder, "file", "");
	char *below = file_join(file, "state");

	ck_assert_int_eq(daemon_run(make_config(below), "/nonexistent"), 1);
	free(below);
	free(file);
	scratch_free(folder);
}
END_TEST

static bool
set_cursor(struct store *store, void *arg, struct fault *fault)
{
	const int64_t *cursor = arg;

	return store_set_cursor(store, *cursor, fault);
}

/* A life that ended half an hour ago, with a slot in each minute. */
static char *
leave_a_life(int64_t cursor)
{
	struct daemon daemon;

	daemons_open(&daemon);
	for (int8_t minute = 0; minute < 60; minute++) {
		const struct frequency frequency = { -1, -1, minute };
		char id[8] = { 'm', (char)('0' + minute / 10),
			(char)('0' + minute % 10), '\0' };

		daemons_strategy(id, NULL, &frequency);
	}
	daemons_plan(&daemon, "127.0.0.1");
	daemons_keep_plan(&daemon);
	journal_submit(daemon.journal, NULL, set_cursor, NULL, &cursor);
	daemons_settle(&daemon);
	return daemons_leave(&daemon);
}

/* Somebody who keeps the journal from answering. */
static struct store *
hold_journal(const char *folder)
{
	char *path = file_join(folder, "journal.db");
	struct fault fault;
	struct store *person = store_open(path, &fault);

	ck_assert_msg(person != NULL, "%s", fault.text);
	ck_assert(store_begin(person, &fault));
	free(path);
	return person;
}

START_TEST(a_plan_that_comes_before_the_cursor_skips_nothing)
{
	const struct store_filter filter = { .want = STORE_NEWEST };
	int64_t now = floor_div(now_wall().utc_s, 60);
	char *folder = leave_a_life(now - 30);
	struct life life = conceive(folder);
	struct store *person = hold_journal(folder);
	struct execution *executions;
	struct fault fault;
	size_t count;

	begin(&life);
	await(&life, "the plan could not be loaded");
	store_rollback(person);
	await(&life, "going on with the last one");
	for (int i = 0; i < 30; i++)
		await(&life, "strategy=m");
	ck_assert_int_eq(stop(&life), 0);
	ck_assert(store_list(person, &filter, &executions, &count, &fault));
	ck_assert_uint_ge(count, 30);
	free(executions);
	store_close(person);
	scratch_free(folder);
}
END_TEST

START_TEST(it_may_be_stopped_before_it_remembers)
{
	char *folder = leave_a_life(1000);
	struct life life = conceive(folder);
	struct store *person = hold_journal(folder);

	begin(&life);
	await(&life, "the plan could not be loaded");
	ck_assert_int_eq(kill(life.pid, SIGTERM), 0);
	await(&life, "stopping");
	store_rollback(person);
	ck_assert_int_eq(end(&life), 0);
	store_close(person);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("daemon/daemon", it_runs_until_it_is_told_to_stop,
    one_state_dir_has_one_daemon, what_a_reload_may_change_it_changes,
    a_socket_that_cannot_be_made_ends_it,
    a_state_dir_that_cannot_be_made_ends_it,
    a_plan_that_comes_before_the_cursor_skips_nothing,
    it_may_be_stopped_before_it_remembers)
