#include "config.h"

#include "journal/journal.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { JOBS = 500 };

struct world {
	struct loop *loop;
	struct journal *journal;
	int done, failed, expected;
	bool is_broken;
	struct fault fault;
};

struct job {
	struct world *world;
	int number;
	bool fails;
};

static void
on_broken(void *arg, const struct fault *fault)
{
	struct world *world = arg;

	world->is_broken = true;
	world->fault = *fault;
	loop_stop(world->loop);
}

static const struct journal_events events = { .broken = on_broken };

static bool
keep_note(struct store *store, void *arg, struct fault *fault)
{
	struct job *job = arg;
	char name[16];

	(void)snprintf(name, sizeof(name), "n%d", job->number);
	if (!store_set_note(store, name, "x", fault))
		return false;
	return !job->fails ||
	    fault_set(fault, FAULT_REFUSED, "number %d is refused",
		job->number);
}

static void
on_done(void *arg, const struct fault *fault)
{
	struct job *job = arg;
	struct world *world = job->world;

	ck_assert_int_eq(job->number, world->done);
	world->done++;
	if (fault != NULL) {
		world->failed++;
		world->fault = *fault;
	}
	if (world->done == world->expected)
		loop_stop(world->loop);
	free(job);
}

static void
submit(struct world *world, int number, const char *sync_path, bool fails)
{
	struct job *job = malloc(sizeof(*job));

	*job = (struct job){ world, number, fails };
	journal_submit(world->journal, sync_path, keep_note, on_done, job);
}

static void
start(struct world *world, const char *folder)
{
	world->loop = loop_new();
	world->journal = journal_start(world->loop, folder, &events, world,
	    &world->fault);
	ck_assert_msg(world->journal != NULL, "%s", world->fault.text);
}

START_TEST(every_job_is_answered_in_order_and_durable)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "journal.db");
	struct world world = { .expected = JOBS };
	struct store *store;
	struct fault fault;

	start(&world, folder);
	for (int i = 0; i < JOBS; i++)
		submit(&world, i, NULL, i % 10 == 9);
	loop_run(world.loop);
	ck_assert_int_eq(world.failed, JOBS / 10);
	ck_assert_str_eq(world.fault.text, "number 499 is refused");
	ck_assert_uint_eq(journal_pending(world.journal), 0);
	journal_stop(world.journal);
	store = store_open_reading(path, &fault);
	for (int i = 0; i < JOBS; i++) {
		char name[16];
		char *text;

		(void)snprintf(name, sizeof(name), "n%d", i);
		ck_assert(store_note(store, name, &text, &fault));
		ck_assert((text == NULL) == (i % 10 == 9));
		free(text);
	}
	store_close(store);
	loop_free(world.loop);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(stopping_serves_what_was_submitted)
{
	char *folder = scratch_new();
	struct world world = { .expected = -1 };

	start(&world, folder);
	for (int i = 0; i < JOBS; i++)
		submit(&world, i, NULL, false);
	journal_stop(world.journal);
	ck_assert_int_eq(world.done, JOBS);
	loop_free(world.loop);
	scratch_free(folder);
}
END_TEST

static void
submit_one_more(void *arg, const struct fault *fault)
{
	struct world *world = arg;

	ck_assert_ptr_null(fault);
	if (++world->done < 3)
		journal_submit(world->journal, NULL, NULL, submit_one_more,
		    world);
	else
		submit(world, world->done, NULL, false);
}

START_TEST(stopping_serves_what_an_answer_submits)
{
	char *folder = scratch_new();
	struct world world = { .expected = -1 };

	start(&world, folder);
	journal_submit(world.journal, NULL, NULL, submit_one_more, &world);
	journal_stop(world.journal);
	ck_assert_int_eq(world.done, 4);
	ck_assert_int_eq(world.failed, 0);
	loop_free(world.loop);
	scratch_free(folder);
}
END_TEST

/* A person's transaction that lasts longer than SQLite waits. */
static void
let_go(void *arg)
{
	store_rollback(arg);
}

START_TEST(a_journal_that_somebody_holds_is_waited_for)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "journal.db");
	struct world world = { .expected = 1 };
	struct loop_timer *timer;
	struct store *person;
	struct fault fault;

	start(&world, folder);
	person = store_open(path, &fault);
	ck_assert_msg(person != NULL, "%s", fault.text);
	ck_assert(store_begin(person, &fault));
	submit(&world, 0, NULL, false);
	timer = loop_timer_new(world.loop, let_go, person);
	loop_timer_set(timer, 1500);
	loop_run(world.loop);
	ck_assert_int_eq(world.failed, 0);
	ck_assert(!world.is_broken);
	/* One that stops does not wait for ever. */
	ck_assert(store_begin(person, &fault));
	world.expected = -1;
	submit(&world, 1, NULL, false);
	journal_stop(world.journal);
	ck_assert_int_eq(world.failed, 1);
	ck_assert_int_eq(world.fault.kind, FAULT_RETRY);
	store_close(person);
	loop_timer_free(timer);
	loop_free(world.loop);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_job_waits_for_the_sync_of_its_output)
{
	char *folder = scratch_new();
	char *output = scratch_file(folder, "output", "RMAN>");
	struct world world = { .expected = 4 };

	start(&world, folder);
	submit(&world, 0, output, false);
	submit(&world, 1, output, false);
	submit(&world, 2, "/nonexistent/output", false);
	submit(&world, 3, "/nonexistent/output", false);
	loop_run(world.loop);
	ck_assert_int_eq(world.failed, 2);
	ck_assert_int_eq(world.fault.kind, FAULT_ABSENT);
	ck_assert(!world.is_broken);
	journal_submit(world.journal, output, NULL, NULL, NULL);
	journal_stop(world.journal);
	loop_free(world.loop);
	free(output);
	scratch_free(folder);
}
END_TEST

static bool
break_it(struct store *store, void *arg, struct fault *fault)
{
	(void)arg;
	/* Ends the round's transaction under its feet. */
	return store_commit(store, fault);
}

START_TEST(a_broken_journal_fails_everything_from_then_on)
{
	char *folder = scratch_new();
	struct world world = { .expected = 1 };

	start(&world, folder);
	journal_submit(world.journal, NULL, break_it, NULL, NULL);
	loop_run(world.loop);
	ck_assert(world.is_broken);
	submit(&world, 0, NULL, false);
	loop_run(world.loop);
	ck_assert_int_eq(world.failed, 1);
	journal_stop(world.journal);
	loop_free(world.loop);
	scratch_free(folder);
}
END_TEST

/* The states that were told, in order. */
static enum journal_state told[16];
static int told_count;

static void
on_state(void *arg, enum journal_state state, const struct fault *why)
{
	struct world *world = arg;

	ck_assert(state == JOURNAL_WHOLE || why->text[0] != '\0');
	ck_assert_int_lt(told_count, 16);
	told[told_count++] = state;
	if (state == JOURNAL_WHOLE)
		loop_stop(world->loop);
}

static const struct journal_events full_events = { on_broken, on_state };

/* So much that the limit does not stop what check itself writes. */
enum { LIMIT = 1 << 20 };

static bool
write_much(struct store *store, void *arg, struct fault *fault)
{
	static char text[LIMIT + 1];

	(void)arg;
	memset(text, 'x', LIMIT);
	return store_set_note(store, "much", text, fault);
}

static void
limit_files(rlim_t most)
{
	const struct rlimit limit = { most, RLIM_INFINITY };

	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
tend_again(void *arg)
{
	struct world *world = arg;

	journal_tend(world->journal);
}

START_TEST(a_disk_that_takes_nothing_fails_no_job)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "journal.db");
	struct world world = { .expected = JOBS };
	struct loop_timer *timer;
	struct store *store;
	struct fault fault;

	world.loop = loop_new();
	world.journal = journal_start(world.loop, folder, &full_events, &world,
	    &fault);
	ck_assert(world.journal != NULL);
	journal_set_reserve(world.journal, 1 << 20);
	journal_submit(world.journal, NULL, write_much, NULL, NULL);
	submit(&world, 0, NULL, false);
	while (world.done < 1)
		loop_drain(world.loop);
	limit_files(LIMIT);
	for (int i = 1; i < JOBS; i++)
		submit(&world, i, NULL, i % 10 == 9);
	loop_run(world.loop);
	ck_assert_int_eq(world.failed, JOBS / 10);
	ck_assert(!world.is_broken);
	/* First the reserve, then memory alone. */
	ck_assert_int_eq(told_count, 2);
	ck_assert_int_eq(told[0], JOURNAL_LOW);
	ck_assert_int_eq(told[1], JOURNAL_UNKEPT);

	limit_files(RLIM_INFINITY);
	timer = loop_timer_new(world.loop, tend_again, &world);
	loop_timer_set(timer, 2100);
	loop_run(world.loop);
	ck_assert_int_eq(told[told_count - 1], JOURNAL_WHOLE);
	loop_timer_free(timer);
	journal_stop(world.journal);
	store = store_open_reading(path, &fault);
	for (int i = 0; i < JOBS; i++) {
		char name[16];
		char *text;

		(void)snprintf(name, sizeof(name), "n%d", i);
		ck_assert(store_note(store, name, &text, &fault));
		ck_assert((text == NULL) == (i % 10 == 9));
		free(text);
	}
	store_close(store);
	loop_free(world.loop);
	free(path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("journal/journal", every_job_is_answered_in_order_and_durable,
    stopping_serves_what_was_submitted, stopping_serves_what_an_answer_submits,
    a_journal_that_somebody_holds_is_waited_for,
    a_job_waits_for_the_sync_of_its_output,
    a_broken_journal_fails_everything_from_then_on,
    a_disk_that_takes_nothing_fails_no_job)
