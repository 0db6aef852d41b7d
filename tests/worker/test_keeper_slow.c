#include "config.h"

#include <signal.h>
#include <stdlib.h>

#include "base/defs.h"
#include "platform/file.h"
#include "platform/process.h"
#include "tests/support/held.h"
#include "tests/unit.h"
#include "worker/keeper.h"

/* The ends of a keeper that take seconds; a program of their own. */

/* A number that the script wrote into a file beside it. */
static int64_t
number_in(const struct held *held, const char *name)
{
	char *path = file_join(held->folder, name);
	struct fault fault;
	struct buf text;
	int64_t number;

	buf_init(&text, 100);
	ck_assert_msg(file_read_whole(path, &text, &fault), "%s", fault.text);
	number = strtoll(buf_text(&text), NULL, 10);
	buf_clear(&text);
	free(path);
	return number;
}

START_TEST(the_deadline_climbs_the_ladder_as_far_as_it_must)
{
	const struct {
		const char *script;
		int64_t stop_wait_s;
		enum record_step step;
		int exit_status, signal;
		int64_t least_ms;
		const char *output, *why;
	} cases[] = {
		{ "exec sleep 60", 20, RECORD_INTERRUPT, -1, SIGINT, 1000, "",
		    "timed out after 1s (ended by SIGINT)" },
		{ "trap '' INT; trap 'echo term; exit 9' TERM\n"
		  "while :; do sleep 1; done 2>/dev/null",
		    2, RECORD_TERMINATE, 9, 0, 3000, "term\n",
		    "timed out after 1s (SIGINT was not enough: SIGTERM)" },
		{ "trap 'echo int' INT; trap 'echo term' TERM; echo ready\n"
		  "while :; do sleep 1; done 2>/dev/null",
		    1, RECORD_KILL, -1, SIGKILL, 3000, "ready\nint\nterm\n",
		    "timed out after 1s (SIGINT and SIGTERM were not enough: "
		    "SIGKILL)" },
	};
	struct held held[COUNT_OF(cases)];

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		held_init(&held[i], SCAN_CMDFILE, cases[i].script);
		held[i].request.timeout_s = 1;
		held[i].request.stop_wait_s = cases[i].stop_wait_s;
		held_start(&held[i]);
	}
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct record_end *end = &held[i].end;

		held_wait(&held[i]);
		ck_assert_str_eq(buf_text(&held[i].output), cases[i].output);
		ck_assert_int_eq(end->stop, SCAN_TIMED_OUT);
		ck_assert_int_eq(end->step, cases[i].step);
		ck_assert_int_eq(end->exit_status, cases[i].exit_status);
		ck_assert_int_eq(end->signal, cases[i].signal);
		ck_assert_int_ge(end->at_ms - end->began_ms + 50,
		    cases[i].least_ms);
		ck_assert_str_eq(end->why, cases[i].why);
		held_clear(&held[i]);
	}
}
END_TEST

/* A child of rman's group is killed, one that left it is left alone. */
START_TEST(a_child_that_holds_the_pipe_is_not_waited_for)
{
	struct held inside, outside;
	struct process_identity child;
	struct fault fault;
	int64_t pid;

	held_init(&inside, SCAN_CMDFILE,
	    "sleep 60 & echo $! > \"${0%/*}/child\"; echo bye");
	held_init(&outside, SCAN_CMDFILE,
	    "setsid sh -c 'echo $$ > \"$1/child\"; exec sleep 60' "
	    "x \"${0%/*}\" & "
	    "while [ ! -s \"${0%/*}/child\" ]; do sleep 0.05; done; echo bye");
	held_start(&inside);
	held_start(&outside);
	held_wait(&inside);
	held_wait(&outside);
	ck_assert_str_eq(buf_text(&inside.output), "bye\n");
	ck_assert_str_eq(buf_text(&outside.output), "bye\n");
	ck_assert_int_eq(inside.end.exit_status, 0);
	ck_assert_int_eq(outside.end.exit_status, 0);
	ck_assert_int_lt(inside.end.at_ms - inside.end.began_ms, 30000);
	ck_assert_int_lt(outside.end.at_ms - outside.end.began_ms, 30000);
	pid = number_in(&inside, "child");
	ck_assert(
	    !process_identify(pid, &child, &fault) || !process_lives(&child));
	pid = number_in(&outside, "child");
	ck_assert(process_identify(pid, &child, &fault));
	ck_assert(process_lives(&child));
	ck_assert(process_signal(pid, PROCESS_KILL, &fault));
	held_clear(&inside);
	held_clear(&outside);
}
END_TEST

UNIT_MAIN("worker/keeper, slow",
    the_deadline_climbs_the_ladder_as_far_as_it_must,
    a_child_that_holds_the_pipe_is_not_waited_for)
