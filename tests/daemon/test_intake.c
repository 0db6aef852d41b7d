#include "config.h"

#include "daemon/intake.h"

#include "base/mem.h"
#include "base/text.h"
#include "daemon/keeping.h"
#include "platform/file.h"
#include "platform/now.h"
#include "tests/support/daemons.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"
#include "worker/folder.h"

#define LIVES "11111111-1111-4111-8111-111111111111"
#define ENDED "22222222-2222-4222-8222-222222222222"
#define UNBEGUN "33333333-3333-4333-8333-333333333333"
#define OLD "44444444-4444-4444-8444-444444444444"
#define STRANGE "55555555-5555-4555-8555-555555555555"

static struct daemon daemon_;
static struct fault fault;
static int locked[REQUEST_DESCRIPTORS];

/* A folder as a keeper left it; `lock` NULL: nobody holds it any more. */
static void
leave(const char *id, bool has_claim, bool has_begun, int64_t ended_ms,
    bool is_held)
{
	char *folder = mem_format("%s/executions/%s",
	    daemon_.config->daemon.state_dir, id);
	struct execution claim = { .slot = 7, .attempt = 1, .claimed_ms = 9 };
	struct record_start begun = { .at_ms = 1234 };
	struct record_end end = { .began_ms = 1234, .at_ms = ended_ms };
	int files[REQUEST_DESCRIPTORS];
	char line[RECORD_MAX];
	size_t size;

	(void)text_copy(claim.strategy, sizeof(claim.strategy), id);
	(void)text_copy(claim.connection, sizeof(claim.connection), "C_1");
	ck_assert_msg(folder_make(folder, files, &fault), "%s", fault.text);
	if (has_claim)
		ck_assert(folder_write_claim(folder, &claim, &fault));
	if (has_begun) {
		size = record_write_begun(line, &begun);
		ck_assert(
		    file_write_all(files[REQUEST_BEGUN], line, size, &fault));
	}
	if (ended_ms != 0) {
		size = record_write_end(line, &end);
		ck_assert(
		    file_write_at(files[REQUEST_END], 0, line, size, &fault));
	}
	if (is_held)
		memcpy(locked, files, sizeof(locked));
	else
		folder_close(files);
	free(folder);
}

static void
leave_all(void)
{
	int64_t now_ms = now_wall_ms();

	leave(LIVES, true, true, 0, true);
	leave(ENDED, true, true, now_ms, false);
	leave(UNBEGUN, true, false, 0, false);
	leave(OLD, true, true, now_ms - INT64_C(3) * 24 * 3600 * 1000, false);
	leave(STRANGE, false, true, now_ms, false);
}

/* What the journal says after an intake; "" for nothing. */
static enum execution_state
state_of(const char *id)
{
	size_t count;
	struct execution *all = daemons_journal(&daemon_, &count);
	enum execution_state state = EXECUTION_STATES;

	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].id, id) == 0)
			state = all[i].state;
	free(all);
	return state;
}

static void
check_taken(void)
{
	ck_assert_int_eq(state_of(LIVES), EXECUTION_RUNNING);
	ck_assert_int_eq(state_of(ENDED), EXECUTION_RUNNING);
	ck_assert_int_eq(state_of(UNBEGUN), EXECUTION_STARTING);
	ck_assert_int_eq(state_of(OLD), EXECUTION_STATES);
	ck_assert_int_eq(state_of(STRANGE), EXECUTION_STATES);
}

START_TEST(a_lost_journal_takes_in_what_lies_on_the_disk)
{
	daemons_open(&daemon_);
	leave_all();
	intake_start(&daemon_);
	daemons_settle(&daemon_);
	check_taken();
	ck_assert_ptr_null(intake_damage(&daemon_)); /* no file to look at */
	folder_close(locked);
	intake_clear(&daemon_);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_damaged_journal_is_set_aside_and_said)
{
	static const struct journal_events events = { NULL, NULL };
	char *path, *aside;
	char **names;
	size_t count, found = 0;

	daemons_open(&daemon_);
	leave_all();
	journal_stop(daemon_.journal);
	path = daemon_path(&daemon_, "journal.db");
	ck_assert(file_remove(path, &fault));
	free(scratch_file(daemon_.config->daemon.state_dir, "journal.db",
	    "this was a journal before the controller failed"));
	daemon_.journal = journal_start(daemon_.loop,
	    daemon_.config->daemon.state_dir, &events, &daemon_, &fault);
	ck_assert_msg(daemon_.journal != NULL, "%s", fault.text);
	intake_start(&daemon_);
	daemons_settle(&daemon_);
	check_taken();
	ck_assert_ptr_nonnull(strstr(intake_damage(&daemon_),
	    "(3 executions were taken in, 1 old and 1 unknown ones not)"));
	ck_assert(file_list(daemon_.config->daemon.state_dir, &names, &count,
	    &fault));
	for (size_t i = 0; i < count; i++) {
		if (text_begins(names[i], "journal.db.damaged-")) {
			found++;
			aside = daemon_path(&daemon_, names[i]);
			ck_assert(file_remove(aside, &fault));
			free(aside);
		}
		free(names[i]);
	}
	free(names);
	ck_assert_uint_eq(found, 1);
	/* Who removed the file has seen it. */
	ck_assert_ptr_null(intake_damage(&daemon_));
	folder_close(locked);
	free(path);
	intake_clear(&daemon_);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_first_journal_is_no_alert)
{
	daemons_open(&daemon_);
	intake_start(&daemon_);
	daemons_settle(&daemon_);
	ck_assert_ptr_null(intake_damage(&daemon_));
	intake_clear(&daemon_);
	daemons_close(&daemon_);
}
END_TEST

UNIT_MAIN("daemon/intake", a_lost_journal_takes_in_what_lies_on_the_disk,
    a_damaged_journal_is_set_aside_and_said, a_first_journal_is_no_alert)
