#include "config.h"

#include "worker/phase.h"

#include "base/defs.h"
#include "tests/unit.h"

struct leg {
	enum phase_event event;
	enum phase_action action;
	enum phase next;
};

static void
walk(const struct leg *path, size_t count)
{
	enum phase phase = PHASE_READY;

	for (size_t i = 0; i < count; i++) {
		struct phase_step step = phase_on(phase, path[i].event);

		ck_assert_int_eq(step.action, path[i].action);
		ck_assert_int_eq(step.next, path[i].next);
		phase = step.next;
	}
	ck_assert_int_eq(phase, PHASE_DONE);
}

START_TEST(a_good_run)
{
	const struct leg path[] = {
		{ PHASE_ON_STARTED, PHASE_FEED, PHASE_FEEDING },
		{ PHASE_ON_INPUT_DONE, PHASE_CLOSE_INPUT, PHASE_RUNNING },
		{ PHASE_ON_EXITED, PHASE_DRAIN, PHASE_DRAINING },
		{ PHASE_ON_OUTPUT_ENDED, PHASE_REPORT, PHASE_DONE },
	};

	walk(path, COUNT_OF(path));
}
END_TEST

START_TEST(the_ladder_is_interrupt_terminate_kill_and_kill_again)
{
	const struct leg path[] = {
		{ PHASE_ON_STARTED, PHASE_FEED, PHASE_FEEDING },
		{ PHASE_ON_TIME, PHASE_INTERRUPT, PHASE_INTERRUPTING },
		{ PHASE_ON_TIME, PHASE_TERMINATE, PHASE_TERMINATING },
		{ PHASE_ON_TIME, PHASE_KILL, PHASE_KILLING },
		{ PHASE_ON_TIME, PHASE_KILL, PHASE_KILLING },
		{ PHASE_ON_EXITED, PHASE_DRAIN, PHASE_DRAINING },
		{ PHASE_ON_TIME, PHASE_SWEEP, PHASE_SWEEPING },
		{ PHASE_ON_TIME, PHASE_REPORT, PHASE_DONE },
	};

	walk(path, COUNT_OF(path));
}
END_TEST

START_TEST(what_cannot_be_started_is_reported)
{
	const struct leg path[] = {
		{ PHASE_ON_NOT_STARTED, PHASE_REPORT, PHASE_DONE },
	};

	walk(path, COUNT_OF(path));
}
END_TEST

START_TEST(whatever_is_started_is_drained_when_it_exits)
{
	for (enum phase phase = PHASE_FEEDING; phase < PHASE_DRAINING; phase++)
		ck_assert_int_eq(phase_on(phase, PHASE_ON_EXITED).next,
		    PHASE_DRAINING);
}
END_TEST

START_TEST(a_cancel_is_never_refused_and_never_softens)
{
	for (enum phase phase = PHASE_READY; phase < PHASE_DONE; phase++) {
		struct phase_step step = phase_on(phase, PHASE_ON_CANCEL);

		ck_assert_int_ne(step.action, PHASE_REFUSE);
		ck_assert_int_ge(step.next, phase);
	}
}
END_TEST

START_TEST(no_event_leads_back)
{
	for (enum phase phase = 0; phase < PHASES; phase++) {
		for (enum phase_event event = 0; event < PHASE_EVENTS; event++)
			ck_assert_int_ge(phase_on(phase, event).next, phase);
	}
}
END_TEST

START_TEST(time_alone_ends_everything_that_has_exited)
{
	enum phase phase = PHASE_DRAINING;

	while (phase != PHASE_DONE) {
		struct phase_step step = phase_on(phase, PHASE_ON_TIME);

		ck_assert_int_gt(step.next, phase);
		phase = step.next;
	}
}
END_TEST

START_TEST(only_done_is_reported_and_once)
{
	for (enum phase phase = 0; phase < PHASES; phase++) {
		for (enum phase_event event = 0; event < PHASE_EVENTS;
		     event++) {
			struct phase_step step = phase_on(phase, event);

			ck_assert_int_eq(step.action == PHASE_REPORT,
			    step.next == PHASE_DONE && phase != PHASE_DONE);
		}
	}
}
END_TEST

START_TEST(nothing_leaves_done)
{
	for (enum phase_event event = 0; event < PHASE_EVENTS; event++) {
		struct phase_step step = phase_on(PHASE_DONE, event);

		ck_assert_int_eq(step.action, PHASE_REFUSE);
		ck_assert_int_eq(step.next, PHASE_DONE);
	}
}
END_TEST

UNIT_MAIN("worker/phase", a_good_run,
    the_ladder_is_interrupt_terminate_kill_and_kill_again,
    what_cannot_be_started_is_reported,
    whatever_is_started_is_drained_when_it_exits,
    a_cancel_is_never_refused_and_never_softens, no_event_leads_back,
    time_alone_ends_everything_that_has_exited, only_done_is_reported_and_once,
    nothing_leaves_done)
