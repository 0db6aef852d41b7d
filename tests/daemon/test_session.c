#include "config.h"

#include "daemon/session.h"

#include <stdio.h>

#include "base/text.h"
#include "platform/file.h"
#include "tests/support/daemons.h"
#include "tests/unit.h"

#define GREETING                                                               \
	"echo 'Recovery Manager: Release 19.0.0.0.0 - Production'\n"           \
	"echo 'connected to target database: XE (DBID=7)'\n"

/* What was told of the last sessions. */
static struct told {
	int count;
	bool is_good;
	char database[40], log_mode[40], code[40], advice[80];
	struct fault fault;
} told;

static struct daemon daemon_;

static void
copy(char *room, size_t size, const char *text)
{
	(void)text_copy(room, size, text == NULL ? "" : text);
}

static void
on_told(void *arg, const struct api_test *test, const struct fault *fault)
{
	(void)arg;
	told.count++;
	if (fault != NULL) {
		told.fault = *fault;
		return;
	}
	told.is_good = test->is_good;
	copy(told.database, sizeof(told.database), test->database);
	copy(told.log_mode, sizeof(told.log_mode), test->log_mode);
	copy(told.code, sizeof(told.code), test->code);
	copy(told.advice, sizeof(told.advice), test->advice);
}

static bool
is_told(void *arg)
{
	return told.count == *(int *)arg;
}

static void
wait_for(int count)
{
	daemons_await(&daemon_, is_told, &count);
}

static void
set_up(const char *script)
{
	told = (struct told){ 0 };
	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup database;", NULL);
	daemons_plan(&daemon_, "127.0.0.1");
	if (script != NULL)
		daemons_rman(&daemon_, script);
}

static void
tear_down(void)
{
	char *path = daemon_path(&daemon_, "sessions");
	char **names;
	struct fault fault;
	size_t count;

	ck_assert_ptr_null(daemon_.sessions);
	if (file_list(path, &names, &count, &fault)) {
		ck_assert_uint_eq(count, 0);
		free(names);
	}
	free(path);
	daemons_close(&daemon_);
}

START_TEST(a_connection_says_who_it_is)
{
	set_up(GREETING "read line; echo 'BX|PRIMARY|READ WRITE|ARCHIVELOG|'");
	session_test(&daemon_, "C_1", on_told, NULL);
	ck_assert_int_eq(told.count, 0);
	wait_for(1);
	ck_assert(told.is_good);
	ck_assert_str_eq(told.database, "XE");
	ck_assert_str_eq(told.log_mode, "ARCHIVELOG");
	tear_down();
}
END_TEST

START_TEST(one_that_fails_says_what_to_do)
{
	set_up("echo 'RMAN-00571: ==='; echo 'RMAN-00569: === ERROR'; "
	       "echo 'RMAN-00571: ==='; echo 'RMAN-00554: no'; "
	       "echo 'ORA-12541: TNS:no listener'; exit 1");
	session_test(&daemon_, "C_1", on_told, NULL);
	wait_for(1);
	ck_assert(!told.is_good);
	ck_assert_str_eq(told.code, "ORA-12541");
	ck_assert_str_eq(told.advice,
	    "start the listener, or correct its address and port");
	tear_down();
}
END_TEST

START_TEST(an_old_release_need_not_know_the_question)
{
	set_up("echo 'Recovery Manager: Release 11.2.0.4.0 - Production'\n"
	       "echo 'connected to target database: XE (DBID=7)'\n"
	       "echo 'RMAN-00571: ==='; echo 'RMAN-00569: === ERROR'; "
	       "echo 'RMAN-00571: ==='; echo 'RMAN-00558: no'; exit 1");
	session_test(&daemon_, "C_1", on_told, NULL);
	wait_for(1);
	ck_assert(told.is_good);
	ck_assert_str_eq(told.log_mode, "");
	tear_down();
}
END_TEST

START_TEST(a_script_is_only_looked_at)
{
	const struct api_script script = { .strategy = "nightly" };
	const struct api_script absent = { .strategy = "gone" };

	set_up("[ \"$*\" = 'checksyntax cmdfile=lines.rman' ] && "
	       "grep -q 'backup database;' lines.rman && "
	       "echo The cmdfile has no syntax errors");
	session_syntax(&daemon_, &script, on_told, NULL);
	wait_for(1);
	ck_assert(told.is_good);
	session_syntax(&daemon_, &absent, on_told, NULL);
	wait_for(2);
	ck_assert_int_eq(told.fault.kind, FAULT_ABSENT);
	tear_down();
}
END_TEST

START_TEST(more_than_a_few_at_once_are_refused)
{
	set_up(GREETING "sleep 0.3");
	for (int i = 0; i < SESSION_MOST; i++)
		session_test(&daemon_, "C_1", on_told, NULL);
	session_test(&daemon_, "C_1", on_told, NULL);
	wait_for(1);
	ck_assert_int_eq(told.fault.kind, FAULT_REFUSED);
	wait_for(SESSION_MOST + 1);
	session_test(&daemon_, "gone", on_told, NULL);
	wait_for(SESSION_MOST + 2);
	ck_assert_int_eq(told.fault.kind, FAULT_ABSENT);
	tear_down();
}
END_TEST

START_TEST(who_asked_a_daemon_that_stops_is_told)
{
	set_up(GREETING "sleep 0.3");
	session_test(&daemon_, "C_1", on_told, NULL);
	session_stop(&daemon_);
	ck_assert_int_eq(told.count, 1);
	ck_assert_int_eq(told.fault.kind, FAULT_CLOSED);
	daemon_.phase = DAEMON_STOPPING;
	session_test(&daemon_, "C_1", on_told, NULL);
	wait_for(2);
	ck_assert_int_eq(told.fault.kind, FAULT_REFUSED);
	/* What a keeper left is cleared by the next life. */
	session_start(&daemon_);
	daemons_close(&daemon_);
}
END_TEST

UNIT_MAIN("daemon/session", a_connection_says_who_it_is,
    one_that_fails_says_what_to_do, an_old_release_need_not_know_the_question,
    a_script_is_only_looked_at, more_than_a_few_at_once_are_refused,
    who_asked_a_daemon_that_stops_is_told)
