#include "config.h"

#include "daemon/recorder.h"

#include "tests/support/daemons.h"
#include "tests/unit.h"

static void
on_answer(void *arg, const struct fault *fault)
{
	struct daemon *daemon = arg;

	(void)fault;
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

UNIT_MAIN("daemon/recorder", while_the_catalog_is_away_nothing_is_passed_over)
