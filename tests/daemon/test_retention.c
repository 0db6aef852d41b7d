#include "config.h"

#include "daemon/retention.h"

#include <stdio.h>
#include <time.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/recorder.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/thread.h"
#include "tests/support/daemons.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { KIB = 1 << 10, EACH = 100 * KIB };

static struct daemon daemon_;
static struct fault fault;
static struct execution rows[2000];
static int row_count, added;
static int64_t read_upto;

static void
plan_row(const char *strategy, enum outcome outcome, int64_t ended_ms)
{
	struct execution *row = &rows[row_count++];

	*row = (struct execution){ .slot = row_count,
		.attempt = 1,
		.state = EXECUTION_ENDED,
		.outcome = outcome,
		.claimed_ms = ended_ms,
		.started_ms = ended_ms,
		.finished_ms = ended_ms,
		.log_bytes = EACH,
		.slots = 1,
		.last_slot = row_count };
	(void)snprintf(row->id, sizeof(row->id),
	    "00000000-0000-4000-8000-%012d", row_count);
	(void)text_copy(row->strategy, sizeof(row->strategy), strategy);
	(void)text_copy(row->connection, sizeof(row->connection), "C_1");
}

static char *
folder_of(int row)
{
	return daemon_folder(&daemon_, rows[row].id);
}

static void
leave_files(int row, size_t size)
{
	char *folder = folder_of(row), *path = file_join(folder, "output");
	char *bytes = mem_new(1 << 20, 1);
	int descriptor;

	ck_assert(file_make_folder(folder, false, &fault));
	descriptor = file_open(path, FILE_FRESH, &fault);
	for (size_t left = size; left != 0;) {
		size_t part = left < 1 << 20 ? left : 1 << 20;

		ck_assert(file_write_all(descriptor, bytes, part, &fault));
		left -= part;
	}
	file_close(descriptor);
	free(bytes);
	free(path);
	free(folder);
}

static bool
is_there(int row)
{
	char *folder = folder_of(row);
	bool is = file_kind(folder) == FILE_FOLDER;

	free(folder);
	return is;
}

static bool
add_run(struct store *store, void *arg, struct fault *out)
{
	(void)arg;
	for (; added < row_count; added++)
		if (!store_add(store, &rows[added], out))
			return false;
	return store_set_position(store, "catalog", read_upto, out);
}

/* All rows with their files; the catalog has those up to a fact. */
static void
begin(int64_t upto)
{
	read_upto = upto;
	for (int i = 0; i < row_count; i++)
		leave_files(i, EACH);
	journal_submit(daemon_.journal, NULL, add_run, NULL, NULL);
	daemons_settle(&daemon_);
	ck_assert_int_eq(added, row_count);
}

static void
open_daemon(int64_t limit, int64_t keep_s)
{
	daemons_open(&daemon_);
	daemon_.config->journal.limit_bytes = limit;
	daemon_.config->journal.keep_s = keep_s;
	row_count = added = 0;
}

static bool
is_idle(void *arg)
{
	(void)arg;
	return !daemon_.retention.is_busy;
}

static void
prune(void)
{
	retention_start(&daemon_);
	daemons_await(&daemon_, is_idle, NULL);
}

static void
close_daemon(void)
{
	retention_stop(&daemon_);
	daemons_close(&daemon_);
}

START_TEST(at_the_limit_the_oldest_that_was_read_goes)
{
	size_t count;

	open_daemon(5 * (EACH + 24 * KIB), 86400);
	for (int i = 0; i < 10; i++)
		plan_row("s", OUTCOME_SUCCESS, now_wall_ms());
	begin(8);
	prune();
	for (int i = 0; i < 10; i++)
		ck_assert_int_eq(is_there(i), i >= 5);
	ck_assert_int_le(retention_bytes(&daemon_), 5 * (EACH + 24 * KIB));
	/* What happened stays. */
	free(daemons_journal(&daemon_, &count));
	ck_assert_uint_eq(count, 10);
	close_daemon();
}
END_TEST

START_TEST(then_successes_that_nobody_read_and_then_the_others)
{
	open_daemon(3 * (EACH + 24 * KIB), 86400);
	plan_row("s", OUTCOME_SUCCESS, now_wall_ms()); /* read */
	plan_row("s", OUTCOME_FAILURE, now_wall_ms());
	plan_row("s", OUTCOME_SUCCESS, now_wall_ms());
	plan_row("s", OUTCOME_FAILURE, now_wall_ms());
	plan_row("s", OUTCOME_WARNING, now_wall_ms());
	plan_row("s", OUTCOME_SUCCESS, now_wall_ms());
	begin(1);
	prune();
	ck_assert(!is_there(0) && !is_there(2) && !is_there(5));
	ck_assert(is_there(1) && is_there(3) && is_there(4));
	daemon_.config->journal.limit_bytes = EACH + 24 * KIB;
	retention_stop(&daemon_);
	prune();
	ck_assert(!is_there(1) && !is_there(3) && is_there(4));
	close_daemon();
}
END_TEST

START_TEST(what_is_old_and_read_goes_with_its_facts)
{
	int64_t old_ms = now_wall_ms() - INT64_C(3) * 86400 * 1000;
	struct execution *left;
	size_t count;

	open_daemon(INT64_C(1) << 40, 86400);
	for (int i = 0; i < 100; i++)
		plan_row("s", i == 50 ? OUTCOME_WARNING : OUTCOME_FAILURE,
		    old_ms + i);
	plan_row("other", OUTCOME_SUCCESS, old_ms); /* the newest of its own */
	plan_row("s", OUTCOME_SUCCESS, old_ms);     /* not read */
	begin(101);
	prune();
	left = daemons_journal(&daemon_, &count);
	ck_assert_uint_eq(count, 4);
	for (size_t i = 0; i < count; i++)
		ck_assert_msg(strcmp(left[i].id, rows[50].id) == 0 ||
			strcmp(left[i].id, rows[99].id) == 0 ||
			strcmp(left[i].id, rows[100].id) == 0 ||
			strcmp(left[i].id, rows[101].id) == 0,
		    "%s", left[i].id);
	free(left);
	for (int i = 0; i < 102; i++)
		ck_assert_int_eq(is_there(i),
		    i == 50 || i == 99 || i == 100 || i == 101);
	close_daemon();
}
END_TEST

/*
 * Claims while large files go and one is read. RETENTION_MIB: how much goes,
 * and how much is read.
 */
static char *followed;
static _Atomic bool is_over;

static void
follow_run(void *arg)
{
	static char chunk[256 * KIB];
	struct fault own;
	size_t size;

	(void)arg;
	while (!is_over) {
		int descriptor = file_open(followed, FILE_READ, &own);

		do
			size = 0;
		while (file_read_some(descriptor, chunk, sizeof(chunk), &size,
			   &own) &&
		    size != 0 && !is_over);
		file_close(descriptor);
	}
}

static double took_ms[100000];
static size_t taken;
static int64_t began_us;
static bool is_waiting;

static int64_t
now_us(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static bool
claim_run(struct store *store, void *arg, struct fault *out)
{
	(void)arg;
	return store_add(store, &rows[added++], out) &&
	    store_set_cursor(store, added, out);
}

static void
claim_done(void *arg, const struct fault *failed)
{
	(void)arg;
	ck_assert_ptr_null(failed);
	took_ms[taken++] = (double)(now_us() - began_us) / 1000;
	is_waiting = false;
}

static bool
has_claimed(void *arg)
{
	(void)arg;
	return !is_waiting;
}

static int
compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return left < right ? -1 : left > right;
}

START_TEST(a_claim_never_waits_for_what_is_pruned_or_read)
{
	const char *text = getenv("RETENTION_MIB");
	size_t mib = text == NULL ? 16 : (size_t)atol(text);
	char *folder;
	struct thread *follower;
	size_t rounds = 0;

	open_daemon(KIB, 86400);
	for (int i = 0; i < 8; i++)
		plan_row("s", OUTCOME_SUCCESS, now_wall_ms());
	read_upto = 8;
	for (int i = 0; i < 8; i++)
		leave_files(i, (mib << 20) / 8);
	journal_submit(daemon_.journal, NULL, add_run, NULL, NULL);
	daemons_settle(&daemon_);
	for (int i = 0; i < 1000; i++)
		plan_row("s", OUTCOME_SUCCESS, now_wall_ms());
	leave_files(1000, mib << 20);
	folder = folder_of(1000);
	followed = file_join(folder, "output");
	follower = thread_start(follow_run, NULL, &fault);
	retention_start(&daemon_);
	while (row_count > added && rounds++ < 990) {
		is_waiting = true;
		began_us = now_us();
		journal_submit(daemon_.journal, NULL, claim_run, claim_done,
		    NULL);
		daemons_await(&daemon_, has_claimed, NULL);
	}
	daemons_await(&daemon_, is_idle, NULL);
	is_over = true;
	thread_join(follower);
	qsort(took_ms, taken, sizeof(*took_ms), compare);
	(void)printf("%zu claims, %zu MiB pruned and read: median %.1f ms, "
		     "99.9th percentile %.1f ms, worst %.1f ms\n",
	    taken, mib, took_ms[taken / 2], took_ms[taken * 999 / 1000],
	    took_ms[taken - 1]);
	(void)fflush(stdout);
	for (int i = 0; i < 8; i++)
		ck_assert(!is_there(i));
	if (getenv("RETENTION_MS") != NULL)
		ck_assert(
		    took_ms[taken * 999 / 1000] < atof(getenv("RETENTION_MS")));
	free(folder);
	free(followed);
	close_daemon();
}
END_TEST

UNIT_MAIN("daemon/retention", at_the_limit_the_oldest_that_was_read_goes,
    then_successes_that_nobody_read_and_then_the_others,
    what_is_old_and_read_goes_with_its_facts,
    a_claim_never_waits_for_what_is_pruned_or_read)
