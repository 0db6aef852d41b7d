#include "config.h"

#include "daemon/answer.h"

#include "base/mem.h"
#include <stdio.h>
#include <time.h>

#include "base/text.h"
#include "daemon/planner.h"
#include "daemon/starter.h"
#include "platform/now.h"
#include "tests/support/daemons.h"
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
    a_status_of_a_large_plan_takes_no_second)
