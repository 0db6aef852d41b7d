#include "config.h"

#include "daemon/answer.h"

#include "base/mem.h"
#include <stdio.h>
#include <time.h>

#include "base/text.h"
#include "daemon/planner.h"
#include "daemon/starter.h"
#include "platform/now.h"
#include "snapshot/shelf.h"
#include "tests/support/catalogs.h"
#include "tests/support/daemons.h"
#include "tests/support/edits.h"
#include "tests/unit.h"

enum { LARGE = 100000 };

static const struct frequency daily = { -1, 12, 35 };
static struct daemon daemon_;
static struct fault told;
static struct execution shown;
static size_t told_count;

static void
set_up(const char *ip)
{
	daemons_open(&daemon_);
	daemons_strategy("nightly", NULL, &daily);
	daemons_strategy("weekly", NULL, NULL);
	daemons_plan(&daemon_, ip);
	told = (struct fault){ 0 };
	told_count = 0;
}

static void
on_one(void *arg, const struct execution *execution, const char *detail,
    const struct fault *fault)
{
	(void)arg;
	(void)detail;
	if (fault != NULL)
		told = *fault;
	else
		shown = *execution;
	told_count++;
}

static void
on_list(void *arg, const struct execution *executions, size_t count,
    const struct fault *fault)
{
	(void)arg;
	ck_assert_ptr_null(fault);
	told_count = count;
	if (count != 0)
		shown = executions[0];
}

static void
on_turn(void *arg, const struct fault *fault)
{
	(void)arg;
	(void)fault;
	loop_stop(daemon_.loop);
}

static bool
add_run(struct store *store, void *arg, struct fault *fault)
{
	return store_add(store, arg, fault);
}

static void
on_done(void *arg, const struct fault *fault)
{
	(void)arg;
	if (fault != NULL)
		told = *fault;
	told_count++;
}

START_TEST(status_shows_every_row_with_whose_it_is)
{
	const struct api_status *status;

	set_up("192.0.2.1");
	status = answer_backend.status(&daemon_);
	ck_assert_str_eq(status->name, "db01");
	ck_assert_str_eq(status->plan_from, "catalog");
	ck_assert_uint_eq(status->connection_count, 1);
	ck_assert_uint_eq(status->strategy_count, 2);
	ck_assert(status->connections[0].is_nobodys);
	ck_assert_uint_eq(status->connections[0].strategy_count, 2);
	ck_assert(!status->strategies[0].is_ours);
	ck_assert_int_ge(status->strategies[0].next_slot,
	    floor_div(now_wall().utc_s, 60));
	ck_assert_int_eq(status->strategies[1].next_slot, -1);
	status = answer_backend.status(&daemon_);
	ck_assert_uint_eq(status->strategy_count, 2);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(next_lists_the_slots_of_a_span)
{
	const struct api_slot *slots;
	struct fault fault;
	size_t count;
	int64_t from_s;

	set_up("127.0.0.1");
	ck_assert(
	    answer_backend.read_time(&daemon_, "2026-11-20", &from_s, &fault));
	ck_assert(
	    answer_backend.next(&daemon_, from_s, 168, &slots, &count, &fault));
	ck_assert_uint_eq(count, 7);
	ck_assert_str_eq(slots[0].strategy->id, "nightly");
	ck_assert(text_begins(slots[0].due_local, "2026-11-20T12:35:00"));
	ck_assert(
	    !answer_backend.next(&daemon_, from_s, 0, &slots, &count, &fault));
	ck_assert_int_eq(fault.kind, FAULT_USAGE);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(next_does_not_list_without_end)
{
	static struct frequency rows[60];
	const struct api_slot *slots;
	struct fault fault;
	size_t count;

	daemons_open(&daemon_);
	for (int8_t i = 0; i < 60; i++) {
		char id[8] = { 's', (char)('0' + i / 10), (char)('0' + i % 10),
			'\0' };

		rows[i] = (struct frequency){ -1, -1, i };
		daemons_strategy(id, NULL, &rows[i]);
	}
	daemons_plan(&daemon_, "127.0.0.1");
	ck_assert(answer_backend.next(&daemon_, 1795305600, 24 * 60, &slots,
	    &count, &fault));
	ck_assert_uint_eq(count, 24 * 60 * 60);
	ck_assert(!answer_backend.next(&daemon_, 1795305600, 24 * 366, &slots,
	    &count, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_run_by_hand_is_found_by_name_and_by_id)
{
	const struct api_query query = { .most = 10 };
	char prefix[5];
	char *path;

	set_up("127.0.0.1");
	answer_backend.run(&daemon_, "weekly", "olga", on_one, NULL);
	daemons_settle(&daemon_);
	ck_assert_uint_eq(told_count, 1);
	ck_assert_str_eq(shown.asked_by, "olga");
	ck_assert_int_eq(shown.slot, EXECUTION_BY_HAND);
	(void)text_copy(prefix, sizeof(prefix), shown.id);
	answer_backend.execution(&daemon_, prefix, on_one, NULL);
	answer_backend.execution(&daemon_, "weekly", on_one, NULL);
	daemons_settle(&daemon_);
	ck_assert_uint_eq(told_count, 3);
	ck_assert_int_eq(shown.outcome, OUTCOME_SKIPPED);
	answer_backend.executions(&daemon_, &query, on_list, NULL);
	daemons_settle(&daemon_);
	ck_assert_uint_eq(told_count, 1);
	answer_backend.execution(&daemon_, "no", on_one, NULL);
	daemons_settle(&daemon_);
	ck_assert_int_eq(told.kind, FAULT_ABSENT);
	path = answer_backend.output_path(&daemon_, shown.id);
	ck_assert_ptr_nonnull(strstr(path, shown.id));
	free(path);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(of_two_who_ask_at_once_one_gets_his_run)
{
	size_t count;

	set_up("127.0.0.1");
	answer_backend.run(&daemon_, "weekly", "olga", on_one, NULL);
	answer_backend.run(&daemon_, "weekly", "emil", on_one, NULL);
	daemons_settle(&daemon_);
	ck_assert_uint_eq(told_count, 2);
	ck_assert_int_eq(told.kind, FAULT_REFUSED);
	ck_assert_str_eq(shown.asked_by, "olga");
	free(daemons_journal(&daemon_, &count));
	ck_assert_uint_eq(count, 1);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(what_cannot_run_is_refused_with_the_reason)
{
	struct execution living;

	set_up("192.0.2.1");
	answer_backend.run(&daemon_, "weekly", "olga", on_one, NULL);
	daemons_settle(&daemon_);
	ck_assert_int_eq(told.kind, FAULT_REFUSED);
	answer_backend.run(&daemon_, "no", "olga", on_one, NULL);
	daemons_settle(&daemon_);
	ck_assert_int_eq(told.kind, FAULT_ABSENT);
	daemons_close(&daemon_);
	set_up("127.0.0.1");
	living = planner_execution(&daemon_,
	    memdb_strategy(daemon_.plan.memdb, "weekly"), EXECUTION_BY_HAND);
	(void)starter_add(&daemon_, &living);
	answer_backend.run(&daemon_, "weekly", "olga", on_one, NULL);
	daemons_settle(&daemon_);
	ck_assert_int_eq(told.kind, FAULT_REFUSED);
	ck_assert_ptr_nonnull(strstr(told.text, living.id));
	answer_backend.cancel(&daemon_, "nightly", "olga", on_done, NULL);
	daemons_settle(&daemon_);
	ck_assert_int_eq(told.kind, FAULT_ABSENT);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(an_option_is_checked_whoever_sent_it)
{
	struct edit *edit = edit_new(EDIT_STRATEGY_SET);

	set_up("127.0.0.1");
	edit->id = mem_text("nightly");
	edit_add_value(edit, "priority", "low");
	edit_add_value(edit, "timeout", "soon");
	answer_backend.edit(&daemon_, edit, "olga", on_done, NULL);
	daemons_settle(&daemon_);
	ck_assert_uint_eq(told_count, 1);
	ck_assert_int_eq(told.kind, FAULT_USAGE);
	ck_assert_ptr_nonnull(strstr(told.text, "timeout"));
	edit_free(edit);
	daemons_close(&daemon_);
}
END_TEST

static bool
is_loaded(void *arg)
{
	(void)arg;
	return daemon_.plan.from == PLAN_CATALOG;
}

static bool
was_told(void *arg)
{
	return told_count == *(const size_t *)arg;
}

static void
do_edit(struct edit *take_edit, size_t answers)
{
	answer_backend.edit(&daemon_, take_edit, "olga", on_done, NULL);
	edit_free(take_edit);
	daemons_await(&daemon_, was_told, &answers);
}

static void
on_damaged(void *arg, const char *path, const struct fault *fault)
{
	(void)arg;
	ck_abort_msg("%s: %s", path, fault->text);
}

static bool
is_in_force(void *arg)
{
	return memdb_strategy(daemon_.plan.memdb, arg) != NULL;
}

START_TEST(an_edit_is_on_the_disk_when_it_is_answered)
{
	struct catalogs catalogs = catalogs_new();
	char *path, *id = mem_text("EST_NEW");
	struct memdb *kept;
	struct edit *edit;
	struct fault fault;

	catalogs_sample(&catalogs);
	daemons_open(&daemon_);
	daemons_catalog(&daemon_, &catalogs);
	daemons_await(&daemon_, is_loaded, NULL);
	daemons_settle(&daemon_);
	told_count = 0;
	daemons_hold(&daemon_);
	edit = edits_new(EDIT_STRATEGY_ADD, id, NULL);
	edit_add_value(edit, "connection", "C_1509986176");
	answer_backend.edit(&daemon_, edit, "olga", on_done, NULL);
	edit_free(edit);
	daemons_await(&daemon_, is_in_force, id);
	ck_assert_uint_eq(told_count, 0);
	daemons_let_go(&daemon_);
	daemons_settle(&daemon_);
	ck_assert_uint_eq(told_count, 1);
	kept = shelf_take(daemon_.config->daemon.state_dir, on_damaged, NULL,
	    &path, &fault);
	ck_assert_msg(kept != NULL, "%s", fault.text);
	ck_assert_ptr_nonnull(memdb_strategy(kept, id));
	memdb_release(kept);
	free(path);
	free(id);
	daemons_close(&daemon_);
	catalogs_free(&catalogs);
}
END_TEST

START_TEST(an_edit_is_in_the_plan_when_it_is_answered)
{
	struct catalogs catalogs = catalogs_new();
	struct edit *edit;

	catalogs_sample(&catalogs);
	daemons_open(&daemon_);
	daemons_catalog(&daemon_, &catalogs);
	daemons_await(&daemon_, is_loaded, NULL);
	told = (struct fault){ 0 };
	told_count = 0;
	edit = edits_new(EDIT_STRATEGY_ADD, "EST_NEW", NULL);
	edit_add_value(edit, "connection", "C_1509986176");
	edit_add_value(edit, "timeout", "2h");
	edit_add_line(edit, "backup database;");
	edit_add_frequency(edit, &daily);
	do_edit(edit, 1);
	ck_assert_str_eq(told.text, "");
	ck_assert_ptr_nonnull(memdb_strategy(daemon_.plan.memdb, "EST_NEW"));
	/* Once more: the catalog refuses it, and the plan stays. */
	edit = edits_new(EDIT_STRATEGY_ADD, "EST_NEW", NULL);
	edit_add_value(edit, "connection", "C_1509986176");
	do_edit(edit, 2);
	ck_assert_int_eq(told.kind, FAULT_DUPLICATE);
	/* A helper that is gone before the plan could be loaded. */
	edit = edits_new(EDIT_STRATEGY_REMOVE, "EST_NEW", NULL);
	daemon_.plan.is_loading = true; /* the load has to wait */
	answer_backend.edit(&daemon_, edit, "olga", on_done, NULL);
	edit_free(edit);
	while (daemon_.plan.waits == NULL) {
		journal_submit(daemon_.journal, NULL, NULL, on_turn, NULL);
		loop_run(daemon_.loop);
	}
	daemons_close(&daemon_);
	ck_assert_uint_eq(told_count, 3);
	ck_assert_str_eq(told.text,
	    "the catalog has the change, the plan not yet: the daemon stops");
	catalogs_free(&catalogs);
}
END_TEST

START_TEST(status_shows_who_runs_and_who_waits)
{
	const struct api_status *status;
	struct execution one, two;
	struct task *task;

	set_up("127.0.0.1");
	one = planner_execution(&daemon_,
	    memdb_strategy(daemon_.plan.memdb, "nightly"), EXECUTION_BY_HAND);
	two = planner_execution(&daemon_,
	    memdb_strategy(daemon_.plan.memdb, "weekly"), EXECUTION_BY_HAND);
	task = starter_add(&daemon_, &one);
	(void)starter_add(&daemon_, &two);
	board_activate(&daemon_.board, task);
	one.state = EXECUTION_ENDED;
	one.outcome = OUTCOME_FAILURE;
	one.finished_ms = 5;
	board_ended(&daemon_.board, &one);
	status = answer_backend.status(&daemon_);
	ck_assert_uint_eq(status->running, 1);
	ck_assert_uint_eq(status->waiting, 1);
	ck_assert_uint_eq(status->connections[0].running, 1);
	ck_assert_uint_eq(status->connections[0].waiting, 1);
	ck_assert_uint_eq(status->connections[0].bad, 1);
	ck_assert_ptr_null(status->strategies[0].waits_for);
	ck_assert_int_eq(status->strategies[0].last->outcome, OUTCOME_FAILURE);
	ck_assert_str_eq(status->strategies[1].waits_for,
	    "nightly of the same connection");
	daemons_close(&daemon_);
}
END_TEST

START_TEST(one_of_many_is_cancelled_by_a_prefix_that_is_his_alone)
{
	struct execution executions[3];
	char *path;

	set_up("127.0.0.1");
	for (int i = 0; i < 3; i++) {
		executions[i] = planner_execution(&daemon_,
		    memdb_strategy(daemon_.plan.memdb, "weekly"),
		    EXECUTION_BY_HAND);
		(void)memcpy(executions[i].id, i == 2 ? "bbbb" : "aaaa", 4);
		journal_submit(daemon_.journal, NULL, add_run, NULL,
		    &executions[i]);
		daemons_settle(&daemon_);
		(void)starter_add(&daemon_, &executions[i]);
	}
	answer_backend.cancel(&daemon_, "aaaa", "olga", on_done, NULL);
	answer_backend.execution(&daemon_, "aaaa", on_one, NULL);
	daemons_settle(&daemon_);
	ck_assert_int_eq(told.kind, FAULT_USAGE);
	ck_assert_uint_eq(daemon_.board.count, 3);
	told = (struct fault){ 0 };
	answer_backend.cancel(&daemon_, "bbbb", "olga", on_done, NULL);
	answer_backend.cancel(&daemon_, "bbbb", "olga", on_done, NULL);
	daemons_settle(&daemon_);
	/* The second one comes too late. */
	ck_assert_int_eq(told.kind, FAULT_ABSENT);
	ck_assert_ptr_null(board_find(&daemon_.board, executions[2].id));
	path = answer_backend.output_path(&daemon_, executions[0].id);
	free(path);
	daemon_.phase = DAEMON_STOPPING;
	answer_backend.run(&daemon_, "nightly", "olga", on_one, NULL);
	daemons_settle(&daemon_);
	ck_assert_str_eq(told.text, "the daemon is stopping");
	daemons_close(&daemon_);
}
END_TEST

START_TEST(without_a_plan_there_is_nothing_to_list_or_run)
{
	const struct api_status *status;
	const struct api_slot *slots;
	struct fault fault;
	size_t count;

	daemons_open(&daemon_);
	told_count = 0;
	status = answer_backend.status(&daemon_);
	ck_assert_str_eq(status->plan_from, "none");
	ck_assert(
	    !answer_backend.next(&daemon_, 0, 24, &slots, &count, &fault));
	ck_assert_int_eq(fault.kind, FAULT_RETRY);
	answer_backend.run(&daemon_, "weekly", "olga", on_one, NULL);
	daemons_settle(&daemon_);
	ck_assert_int_eq(told.kind, FAULT_RETRY);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_status_of_a_large_plan_takes_no_second)
{
	static const struct frequency rows[] = { { -1, 12, 35 } };
	const struct api_status *status;
	clock_t start;
	double took_s;

	daemons_open(&daemon_);
	for (int i = 0; i < LARGE; i++) {
		char id[16];

		(void)snprintf(id, sizeof(id), "K_%d", i % (LARGE / 20));
		if (i < LARGE / 20)
			daemons_connection(id);
		else
			daemons_of(id);
		(void)snprintf(id, sizeof(id), "S_%d", i);
		daemons_strategy(id,
		    "backup as compressed backupset incremental level 1 "
		    "database plus archivelog delete input;",
		    rows);
	}
	daemons_plan(&daemon_, "127.0.0.1");
	start = clock();
	status = answer_backend.status(&daemon_);
	took_s = (double)(clock() - start) / CLOCKS_PER_SEC;
	ck_assert_uint_eq(status->strategy_count, LARGE);
	ck_assert_msg(took_s < 10, "%.3f s", took_s); /* sanitizers, too */
	if (getenv("MEASURE") != NULL)
		(void)printf("status of %d strategies: %.3f s\n", LARGE,
		    took_s);
	daemons_close(&daemon_);
}
END_TEST

UNIT_MAIN("daemon/answer", status_shows_every_row_with_whose_it_is,
    next_lists_the_slots_of_a_span, next_does_not_list_without_end,
    a_run_by_hand_is_found_by_name_and_by_id,
    of_two_who_ask_at_once_one_gets_his_run,
    what_cannot_run_is_refused_with_the_reason,
    an_option_is_checked_whoever_sent_it,
    an_edit_is_on_the_disk_when_it_is_answered,
    an_edit_is_in_the_plan_when_it_is_answered,
    status_shows_who_runs_and_who_waits,
    one_of_many_is_cancelled_by_a_prefix_that_is_his_alone,
    without_a_plan_there_is_nothing_to_list_or_run,
    a_status_of_a_large_plan_takes_no_second)
