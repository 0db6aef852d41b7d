#include "config.h"

#include "daemon/plan.h"

#include "base/mem.h"
#include "platform/file.h"
#include "tests/support/catalogs.h"
#include "tests/support/daemons.h"
#include "tests/unit.h"

static const struct frequency sunday = { 0, 2, 30 };

/* Leave a plan on disk as a life before would have. */
static char *
leave_plan(struct daemon *daemon)
{
	char *path = daemon_path(daemon, "plan.snapshot");

	daemons_strategy("nightly", "backup database;", &sunday);
	daemons_plan(daemon, "127.0.0.1");
	daemons_keep_plan(daemon);
	plan_clear(daemon);
	daemon->plan.from = PLAN_NONE;
	return path;
}

START_TEST(the_last_plan_is_taken_from_disk)
{
	struct daemon daemon;
	char *path;

	daemons_open(&daemon);
	path = leave_plan(&daemon);
	plan_start(&daemon);
	ck_assert_int_eq(daemon.plan.from, PLAN_DISK);
	ck_assert_str_eq(daemon.plan.file, "plan.snapshot");
	ck_assert_ptr_nonnull(memdb_strategy(daemon.plan.memdb, "nightly"));
	free(path);
	daemons_close(&daemon);
}
END_TEST

START_TEST(a_damaged_plan_is_no_plan)
{
	struct daemon daemon;
	struct fault fault;
	struct buf buf;
	char *path;

	daemons_open(&daemon);
	path = leave_plan(&daemon);
	buf_init(&buf, 1 << 20);
	ck_assert(file_read_whole(path, &buf, &fault));
	buf.bytes[buf.size / 2] ^= 1;
	ck_assert(file_replace(path, buf.bytes, buf.size, &fault));
	buf_clear(&buf);
	plan_start(&daemon);
	ck_assert_int_eq(daemon.plan.from, PLAN_NONE);
	ck_assert_ptr_null(daemon.plan.memdb);
	free(path);
	daemons_close(&daemon);
}
END_TEST

static void
on_answer(void *arg, const struct fault *fault)
{
	struct daemon *daemon = arg;

	ck_assert_ptr_nonnull(fault);
	loop_stop(daemon->loop);
}

START_TEST(without_a_catalog_the_plan_stays_and_it_is_said)
{
	struct daemon daemon;
	char *path;

	daemons_open(&daemon);
	path = leave_plan(&daemon);
	plan_start(&daemon);
	plan_after_load(&daemon, on_answer, &daemon);
	loop_run(daemon.loop);
	ck_assert_int_eq(daemon.plan.from, PLAN_DISK);
	ck_assert_int_ne(daemon.plan.away_ms, 0);
	free(path);
	daemons_close(&daemon);
}
END_TEST

struct waiter {
	struct daemon *daemon;
	int told, answers; /* the how many-th answer came when told */
	bool asks_again;
};

static int answers;

static void
on_told(void *arg, const struct fault *fault)
{
	struct waiter *waiter = arg;

	ck_assert_ptr_nonnull(fault);
	waiter->told++;
	waiter->answers = ++answers;
	if (waiter->asks_again) {
		waiter->asks_again = false;
		plan_after_load(waiter->daemon, on_told, waiter);
	}
}

static bool
was_told_twice(void *arg)
{
	const struct waiter *waiter = arg;

	return waiter->told == 2;
}

START_TEST(who_waits_is_told_by_a_load_of_his_own)
{
	struct daemon daemon;
	struct waiter first = { .daemon = &daemon, .asks_again = true };
	struct waiter second = { .daemon = &daemon };

	daemons_open(&daemon);
	plan_after_load(&daemon, on_told, &first);
	plan_after_load(&daemon, on_told, &second); /* during that load */
	daemons_await(&daemon, was_told_twice, &first);
	ck_assert_int_eq(second.told, 1);
	ck_assert_int_gt(first.answers, second.answers);
	daemons_close(&daemon);
}
END_TEST

START_TEST(who_waits_is_told_when_the_daemon_stops)
{
	struct daemon daemon;
	struct waiter first = { .daemon = &daemon };
	struct waiter second = { .daemon = &daemon };

	daemons_open(&daemon);
	plan_after_load(&daemon, on_told, &first);
	plan_after_load(&daemon, on_told, &second);
	daemons_close(&daemon);
	ck_assert_int_eq(first.told, 1);
	ck_assert_int_eq(second.told, 1);
}
END_TEST

START_TEST(only_what_lives_and_is_ours_runs_here)
{
	struct daemon daemon;
	struct strategy strategy;

	daemons_open(&daemon);
	daemons_strategy("nightly", "backup database;", &sunday);
	daemons_plan(&daemon, "127.0.0.1");
	strategy = *memdb_strategy(daemon.plan.memdb, "nightly");
	ck_assert(plan_runs_here(&daemon, &strategy));
	strategy.is_alive = false;
	ck_assert(!plan_runs_here(&daemon, &strategy));
	strategy.is_alive = true;
	(void)memcpy(daemon.name, "db02", 5);
	ck_assert(!plan_runs_here(&daemon, &strategy));
	daemons_close(&daemon);
}
END_TEST

static struct daemon daemon_;

static bool
is_from_catalog(void *arg)
{
	(void)arg;
	return daemon_.plan.from == PLAN_CATALOG;
}

static bool
is_kept(void *arg)
{
	return daemon_.plan.generation != 0 &&
	    journal_pending(daemon_.journal) == 0 &&
	    daemon_.plan.is_unkept != *(const bool *)arg;
}

static bool
has_six(void *arg)
{
	const struct strategy *strategies;

	(void)arg;
	return memdb_strategies(daemon_.plan.memdb, &strategies) == 6;
}

/* How many versions have a snapshot. */
static size_t
count_kept(struct daemon *daemon)
{
	char *path = daemon_path(daemon, "snapshots"), **names;
	struct fault fault;
	size_t count;

	ck_assert_msg(file_list(path, &names, &count, &fault), "%s",
	    fault.text);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	free(path);
	return count;
}

START_TEST(what_changed_in_the_catalog_is_loaded_and_kept)
{
	static bool good = true;
	struct catalogs catalogs = catalogs_new();
	char *path;

	catalogs_sample(&catalogs);
	daemons_open(&daemon_);
	daemons_catalog(&daemon_, &catalogs);
	daemons_await(&daemon_, is_from_catalog, NULL);
	daemons_await(&daemon_, is_kept, &good);
	path = daemon_path(&daemon_, "plan.snapshot");
	ck_assert_int_eq(file_kind(path), FILE_REGULAR);
	ck_assert_int_eq(daemon_.plan.away_ms, 0);
	ck_assert_ptr_null(daemon_.plan.file);
	ck_assert_uint_eq(count_kept(&daemon_), 1);
	catalogs_run(&catalogs,
	    "insert into strategy(strategy_id, connection, priority) "
	    "values ('EST_6', 'C_1509986176', 'HIGH')");
	plan_probe(&daemon_);
	daemons_await(&daemon_, has_six, NULL);
	daemons_settle(&daemon_);
	ck_assert_uint_eq(count_kept(&daemon_), 2);
	free(path);
	daemons_close(&daemon_);
	catalogs_free(&catalogs);
}
END_TEST

START_TEST(an_older_plan_is_used_where_the_newest_is_damaged)
{
	struct daemon daemon;
	struct fault fault;
	struct buf buf;
	char *path, *folder, *older;

	daemons_open(&daemon);
	path = leave_plan(&daemon);
	folder = daemon_path(&daemon, "snapshots");
	older = file_join(folder, "00000004-3f2b8c1e-7.snapshot");
	ck_assert(file_make_folder(folder, false, &fault));
	buf_init(&buf, 1 << 20);
	ck_assert(file_read_whole(path, &buf, &fault));
	ck_assert(file_replace(older, buf.bytes, buf.size, &fault));
	buf.bytes[buf.size / 2] ^= 1;
	ck_assert(file_replace(path, buf.bytes, buf.size, &fault));
	buf_clear(&buf);
	plan_start(&daemon);
	ck_assert_int_eq(daemon.plan.from, PLAN_DISK);
	ck_assert_str_eq(daemon.plan.file,
	    "snapshots/00000004-3f2b8c1e-7.snapshot");
	ck_assert_ptr_nonnull(memdb_strategy(daemon.plan.memdb, "nightly"));
	free(older);
	free(folder);
	free(path);
	daemons_close(&daemon);
}
END_TEST

START_TEST(a_plan_that_was_not_kept_is_kept_at_the_next_probe)
{
	static bool good = true, bad = false;
	struct catalogs catalogs = catalogs_new();
	char *in_the_way, *path;
	struct fault fault;

	catalogs_sample(&catalogs);
	daemons_open(&daemon_);
	path = daemon_path(&daemon_, "plan.snapshot");
	in_the_way = daemon_path(&daemon_, "plan.snapshot.new/x");
	ck_assert(file_make_folder(in_the_way, false, &fault));
	daemons_catalog(&daemon_, &catalogs);
	daemons_await(&daemon_, is_from_catalog, NULL);
	daemons_await(&daemon_, is_kept, &bad);
	ck_assert_int_eq(file_kind(path), FILE_NONE);
	in_the_way[strlen(in_the_way) - 2] = '\0';
	ck_assert(file_remove(in_the_way, &fault));
	plan_probe(&daemon_);
	daemons_await(&daemon_, is_kept, &good);
	ck_assert_int_eq(file_kind(path), FILE_REGULAR);
	free(in_the_way);
	free(path);
	daemons_close(&daemon_);
	catalogs_free(&catalogs);
}
END_TEST

UNIT_MAIN("daemon/plan", the_last_plan_is_taken_from_disk,
    a_damaged_plan_is_no_plan,
    an_older_plan_is_used_where_the_newest_is_damaged,
    without_a_catalog_the_plan_stays_and_it_is_said,
    who_waits_is_told_by_a_load_of_his_own,
    who_waits_is_told_when_the_daemon_stops,
    only_what_lives_and_is_ours_runs_here,
    what_changed_in_the_catalog_is_loaded_and_kept,
    a_plan_that_was_not_kept_is_kept_at_the_next_probe)
