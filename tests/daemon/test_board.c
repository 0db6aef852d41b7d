#include "config.h"

#include "daemon/board.h"

#include "platform/now.h"

#include <stdio.h>

#include "base/text.h"
#include "tests/unit.h"

static struct execution
make(int number, const char *strategy)
{
	struct execution execution = { .slot = number };

	(void)snprintf(execution.id, sizeof(execution.id), "%d", number);
	(void)text_copy(execution.strategy, sizeof(execution.strategy),
	    strategy);
	return execution;
}

START_TEST(tasks_are_found_active_before_waiting)
{
	struct board board = { 0 };
	struct execution one = make(1, "nightly"), two = make(2, "nightly");
	struct execution other = make(3, "hourly");
	struct task *first = board_add(&board, &one);
	struct task *second = board_add(&board, &two);
	struct task *third = board_add(&board, &other);

	ck_assert_ptr_eq(board_find(&board, "2"), second);
	ck_assert_ptr_null(board_find(&board, "4"));
	ck_assert_ptr_eq(board_of_strategy(&board, "nightly"), first);
	ck_assert_ptr_eq(board_of_strategy(&board, "hourly"), third);
	ck_assert_ptr_null(board_of_strategy(&board, "weekly"));
	board_activate(&board, second);
	board_activate(&board, second);
	ck_assert_uint_eq(board.active_count, 1);
	ck_assert_ptr_eq(board_find_active(&board, "2"), second);
	ck_assert_ptr_null(board_find_active(&board, "1"));
	ck_assert_ptr_eq(board_of_strategy(&board, "nightly"), second);
	board_rest(&board, second);
	board_rest(&board, second);
	ck_assert_uint_eq(board.active_count, 0);
	board_activate(&board, first);
	board_remove(&board, first);
	ck_assert_uint_eq(board.active_count, 0);
	ck_assert_uint_eq(board.count, 2);
	ck_assert_ptr_eq(board.tasks[0], second);
	ck_assert_ptr_eq(board_of_strategy(&board, "nightly"), second);
	board_clear(&board);
}
END_TEST

START_TEST(a_connection_knows_what_is_active_of_it)
{
	struct board board = { 0 };
	struct execution data = make(1, "nightly"), logs = make(2, "hourly");
	struct task *first, *second;

	data.kinds = KIND_FULL;
	logs.kinds = KIND_ARCHIVELOG;
	first = board_add(&board, &data);
	second = board_add(&board, &logs);
	second->is_alone = true;
	ck_assert_ptr_eq(first->lane, second->lane);
	board_activate(&board, first);
	board_activate(&board, second);
	ck_assert_uint_eq(first->lane->data, 1);
	ck_assert_uint_eq(first->lane->archivelog, 1);
	ck_assert_uint_eq(first->lane->alone, 1);
	board_remove(&board, second);
	ck_assert_uint_eq(first->lane->archivelog, 0);
	ck_assert_uint_eq(first->lane->alone, 0);
	ck_assert_uint_eq(first->lane->tasks, 1);
	board_remove(&board, first);
	ck_assert_uint_eq(board.lanes.count, 0);
	ck_assert_uint_eq(board.crews.count, 0);
	board_clear(&board);
}
END_TEST

START_TEST(the_newest_end_of_each_strategy_is_remembered)
{
	static const char *const names[] = { "m", "a", "z", "m", "b" };
	struct board board = { 0 };

	for (int i = 0; i < 5; i++) {
		struct execution one = make(i, names[i]);

		one.finished_ms = 1000 - i; /* the second m is older */
		one.outcome = i == 0 ? OUTCOME_FAILURE : OUTCOME_SUCCESS;
		one.is_good = i != 0;
		board_ended(&board, &one);
	}
	ck_assert_uint_eq(board.pasts.count, 4);
	ck_assert_str_eq(board.pasts.rows[0], "a");
	ck_assert_str_eq(board.pasts.rows[3], "z");
	ck_assert_int_eq(board_past(&board, "m")->last.outcome,
	    OUTCOME_FAILURE);
	ck_assert_int_eq(board_past(&board, "m")->last_good_ms, 997);
	ck_assert_ptr_null(board_past(&board, "c"));
	board_clear(&board);
}
END_TEST

START_TEST(an_end_that_lies_ahead_is_the_older_one)
{
	struct board board = { 0 };
	struct execution one = make(0, "m");

	/* Ended while the clock stood a day ahead by mistake. */
	one.finished_ms = now_wall_ms() + 86400000;
	one.outcome = OUTCOME_MISSED;
	one.is_good = true;
	board_ended(&board, &one);
	one.finished_ms = now_wall_ms();
	one.outcome = OUTCOME_SUCCESS;
	board_ended(&board, &one);
	ck_assert_int_eq(board_past(&board, "m")->last.outcome,
	    OUTCOME_SUCCESS);
	ck_assert_int_eq(board_past(&board, "m")->last_good_ms,
	    one.finished_ms);
	board_clear(&board);
}
END_TEST

UNIT_MAIN("daemon/board", tasks_are_found_active_before_waiting,
    a_connection_knows_what_is_active_of_it,
    the_newest_end_of_each_strategy_is_remembered,
    an_end_that_lies_ahead_is_the_older_one)
