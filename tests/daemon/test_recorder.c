#include "config.h"

#include "daemon/recorder.h"

#include <sqlite3.h>
#include <stdio.h>

#include "base/text.h"
#include "platform/now.h"
#include "platform/process.h"
#include "tests/support/catalogs.h"
#include "tests/support/daemons.h"
#include "tests/unit.h"

enum { ENDS = 25 };

static struct daemon daemon_;
static struct catalogs catalogs;
static struct fault fault;

static void
on_answer(void *arg, const struct fault *answer)
{
	struct daemon *daemon = arg;

	(void)answer;
	loop_stop(daemon->loop);
}

START_TEST(while_the_catalog_is_away_nothing_is_passed_over)
{
	struct daemon daemon;

	daemons_open(&daemon);
	recorder_start(&daemon, 3, 2);
	/* Until the client knows that its helper cannot be started. */
	catalog_client_note(daemon.catalog, "olga", "run", "nightly", on_answer,
	    &daemon);
	loop_run(daemon.loop);
	recorder_ended(&daemon);
	daemons_settle(&daemon);
	ck_assert(!daemon.recorder.is_busy);
	ck_assert_int_eq(daemon.recorder.position, 3);
	ck_assert_int_eq(daemon.recorder.waiting, 3);
	recorder_stop(&daemon);
	recorder_look(&daemon);
	ck_assert(!daemon.recorder.is_busy);
	daemons_close(&daemon);
}
END_TEST

static bool
add_run(struct store *store, void *arg, struct fault *failed)
{
	return store_add(store, arg, failed);
}

/* One that ended; and one that has only begun, which is passed over. */
static void
add(int number, const char *strategy)
{
	struct execution execution = { .slot = 1000 + number,
		.attempt = 1,
		.state = EXECUTION_ENDED,
		.outcome = OUTCOME_FAILURE,
		.claimed_ms = now_wall_ms(),
		.started_ms = now_wall_ms(),
		.finished_ms = now_wall_ms(),
		.slots = 1,
		.last_slot = 1000 + number };

	(void)snprintf(execution.id, sizeof(execution.id),
	    "%08d-0000-4000-8000-000000000000", number);
	(void)text_copy(execution.strategy, sizeof(execution.strategy),
	    strategy);
	(void)text_copy(execution.connection, sizeof(execution.connection),
	    "C_1509986176");
	(void)text_copy(execution.reason, sizeof(execution.reason), "x");
	journal_submit(daemon_.journal, NULL, add_run, NULL, &execution);
	daemons_settle(&daemon_);
	execution.id[0] = 'f';
	execution.slot += 100000;
	execution.state = EXECUTION_RUNNING;
	journal_submit(daemon_.journal, NULL, add_run, NULL, &execution);
	daemons_settle(&daemon_);
}

static void
set_up(void)
{
	catalogs = catalogs_new();
	catalogs_sample(&catalogs);
	daemons_open(&daemon_);
}

static void
tear_down(void)
{
	daemons_close(&daemon_);
	catalogs_free(&catalogs);
}

static bool
is_done(void *arg)
{
	(void)arg;
	return daemon_.recorder.waiting == 0 && !daemon_.recorder.is_busy;
}

static bool
is_refused(void *arg)
{
	(void)arg;
	return daemon_.recorder.refusal[0] != '\0';
}

START_TEST(what_ended_goes_into_the_catalog)
{
	int64_t position;
	char *path;
	struct store *store;

	set_up();
	for (int i = 0; i < ENDS; i++)
		add(i, "EST_1509986176");
	recorder_start(&daemon_, 0, ENDS);
	daemons_catalog(&daemon_, &catalogs);
	daemons_await(&daemon_, is_done, NULL);
	ck_assert_int_eq(catalogs_number(&catalogs,
			     "select count(*) from execution"),
	    ENDS);
	path = daemon_path(&daemon_, "journal.db");
	store = store_open_reading(path, &fault);
	ck_assert(store_position(store, "catalog", &position, &fault));
	ck_assert_int_eq(position, 2 * ENDS);
	store_close(store);
	free(path);
	/* What ends from now on, too, and from where it stands. */
	add(ENDS, "EST_1509986176");
	recorder_ended(&daemon_);
	ck_assert_int_eq(daemon_.recorder.waiting, 1);
	daemons_await(&daemon_, is_done, NULL);
	ck_assert_int_eq(catalogs_number(&catalogs,
			     "select count(*) from execution"),
	    ENDS + 1);
	tear_down();
}
END_TEST

START_TEST(what_the_catalog_never_takes_is_set_aside)
{
	set_up();
	add(1, "EST_1509986176");
	add(2, "deleted");
	add(3, "EST_1509986176");
	recorder_start(&daemon_, 0, 3);
	daemons_catalog(&daemon_, &catalogs);
	daemons_await(&daemon_, is_done, NULL);
	ck_assert_int_eq(catalogs_number(&catalogs,
			     "select count(*) from execution"),
	    2);
	tear_down();
}
END_TEST

START_TEST(a_catalog_that_takes_nothing_is_named_and_waited_for)
{
	set_up();
	catalogs_run(&catalogs, "alter table execution rename to elsewhere");
	add(1, "EST_1509986176");
	recorder_start(&daemon_, 0, 1);
	daemons_catalog(&daemon_, &catalogs);
	daemons_await(&daemon_, is_refused, NULL);
	ck_assert_int_eq(daemon_.recorder.waiting, 1);
	ck_assert_int_eq(daemon_.recorder.position, 0);
	catalogs_run(&catalogs, "alter table elsewhere rename to execution");
	recorder_look(&daemon_); /* before the pause is over */
	daemons_await(&daemon_, is_done, NULL);
	ck_assert(!is_refused(NULL));
	ck_assert_int_eq(catalogs_number(&catalogs,
			     "select count(*) from execution"),
	    1);
	tear_down();
}
END_TEST

START_TEST(a_helper_that_dies_costs_no_record_and_doubles_none)
{
	set_up();
	for (int i = 0; i < ENDS; i++)
		add(i, "EST_1509986176");
	recorder_start(&daemon_, 0, ENDS);
	daemons_catalog(&daemon_, &catalogs);
	while (daemon_.recorder.waiting > ENDS / 2) {
		/* One turn after the other. */
		journal_submit(daemon_.journal, NULL, NULL, on_answer,
		    &daemon_);
		loop_run(daemon_.loop);
	}
	ck_assert(process_signal(catalog_client_pid(daemon_.catalog),
	    PROCESS_KILL, &fault));
	daemons_await(&daemon_, is_done, NULL);
	ck_assert_int_eq(catalogs_number(&catalogs,
			     "select count(*) from execution"),
	    ENDS);
	ck_assert_int_eq(catalogs_number(&catalogs,
			     "select count(*) from error"),
	    ENDS);
	tear_down();
}
END_TEST

START_TEST(a_row_that_somebody_deleted_holds_up_nothing)
{
	char *path;
	sqlite3 *db;

	set_up();
	for (int i = 0; i < 3; i++)
		add(i, "EST_1509986176");
	path = daemon_path(&daemon_, "journal.db");
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db,
			     "delete from execution where slot = 1001", NULL,
			     NULL, NULL),
	    SQLITE_OK);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
	free(path);
	recorder_start(&daemon_, 0, 3);
	daemons_catalog(&daemon_, &catalogs);
	daemons_await(&daemon_, is_done, NULL);
	ck_assert_int_eq(catalogs_number(&catalogs,
			     "select count(*) from execution"),
	    2);
	tear_down();
}
END_TEST

UNIT_MAIN("daemon/recorder", while_the_catalog_is_away_nothing_is_passed_over,
    what_ended_goes_into_the_catalog, what_the_catalog_never_takes_is_set_aside,
    a_catalog_that_takes_nothing_is_named_and_waited_for,
    a_helper_that_dies_costs_no_record_and_doubles_none,
    a_row_that_somebody_deleted_holds_up_nothing)
