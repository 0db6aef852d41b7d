#include "config.h"

#include "daemon/keeping.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/planner.h"
#include "platform/file.h"
#include "platform/now.h"
#include "tests/support/daemons.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

#define ID "12345678-1234-4234-8234-123456789012"

static struct daemon daemon_;
static struct fault fault;

START_TEST(a_folder_is_where_its_keeper_works)
{
	char *runtime = scratch_new();
	char *refuge = file_join(runtime, "executions");
	char *folder, *own, *there;

	ck_assert_int_eq(setenv("RUNTIME_DIRECTORY", runtime, 1), 0);
	daemons_open(&daemon_);
	own = mem_format("%s/executions/" ID, daemon_.config->daemon.state_dir);
	folder = keeping_folder(&daemon_, ID);
	ck_assert_str_eq(folder, own);
	free(folder);
	there = keeping_refuge(&daemon_, ID, &fault);
	ck_assert_msg(there != NULL, "%s", fault.text);
	ck_assert(file_make_folder(there, false, &fault));
	folder = keeping_folder(&daemon_, ID);
	ck_assert_str_eq(folder, there);
	free(folder);

	/* One that others may change is none. */
	ck_assert_int_eq(chmod(refuge, 0777), 0);
	folder = keeping_folder(&daemon_, ID);
	ck_assert_str_eq(folder, own);
	ck_assert_ptr_null(keeping_refuge(&daemon_, ID, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	free(folder);
	free(own);
	free(there);
	free(refuge);
	daemons_close(&daemon_);
	scratch_free(runtime);
}
END_TEST

START_TEST(without_a_runtime_directory_it_is_named_after_state_dir)
{
	char *folder;

	ck_assert_int_eq(unsetenv("RUNTIME_DIRECTORY"), 0);
	daemons_open(&daemon_);
	folder = keeping_refuge(&daemon_, ID, &fault);
	ck_assert_msg(folder != NULL, "%s", fault.text);
	ck_assert_int_eq(strncmp(folder, "/tmp/backupexec-", 16), 0);
	*strrchr(folder, '/') = '\0';
	ck_assert_int_eq(rmdir(folder), 0);
	free(folder);
	daemons_close(&daemon_);
}
END_TEST

static bool
is_unkept(void *arg)
{
	(void)arg;
	return daemon_.keeping.state == JOURNAL_UNKEPT;
}

static bool
is_whole(void *arg)
{
	(void)arg;
	return daemon_.keeping.state == JOURNAL_WHOLE;
}

/* So much that the limit does not stop what check itself writes. */
enum { LIMIT = 256 << 10 };

static bool
write_much(struct store *store, void *arg, struct fault *fault_)
{
	static char text[LIMIT + 1];

	(void)arg;
	memset(text, 'x', LIMIT);
	return store_set_note(store, "much", text, fault_);
}

static void
limit_files(rlim_t most)
{
	const struct rlimit limit = { most, RLIM_INFINITY };

	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

START_TEST(a_slot_is_claimed_while_the_journal_takes_nothing)
{
	int64_t slot = floor_div(now_wall().utc_s, 60);
	struct execution found;

	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup database;", NULL);
	daemons_plan(&daemon_, "127.0.0.1");
	keeping_start(&daemon_);
	journal_submit(daemon_.journal, NULL, write_much, NULL, NULL);
	daemons_settle(&daemon_);
	ck_assert_str_eq(keeping_state(&daemon_), "whole");
	ck_assert_ptr_null(keeping_reason(&daemon_));
	limit_files(LIMIT);
	(void)daemons_claim(&daemon_, "nightly", slot);
	daemons_await(&daemon_, is_unkept, NULL);
	ck_assert_str_eq(keeping_state(&daemon_), "unkept");
	ck_assert_ptr_nonnull(keeping_reason(&daemon_));
	limit_files(RLIM_INFINITY);
	daemons_await(&daemon_, is_whole, NULL); /* by its own timer */
	found = daemons_only(&daemon_, "nightly");
	ck_assert_int_eq(found.slot, slot);
	keeping_stop(&daemon_);
	daemons_close(&daemon_);
}
END_TEST

UNIT_MAIN("daemon/keeping", a_folder_is_where_its_keeper_works,
    without_a_runtime_directory_it_is_named_after_state_dir,
    a_slot_is_claimed_while_the_journal_takes_nothing)
