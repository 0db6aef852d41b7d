#include "config.h"

#include "platform/thread.h"

#include "tests/unit.h"

struct meeting {
	struct mutex *mutex;
	struct condition *condition;
	bool has_arrived;
};

static void
arrive(void *arg)
{
	struct meeting *meeting = arg;

	mutex_lock(meeting->mutex);
	meeting->has_arrived = true;
	condition_signal(meeting->condition);
	mutex_unlock(meeting->mutex);
}

START_TEST(two_threads_meet)
{
	struct meeting meeting = { mutex_new(), condition_new(), false };
	struct fault fault;
	struct thread *thread;

	thread = thread_start(arrive, &meeting, &fault);
	ck_assert_ptr_nonnull(thread);
	mutex_lock(meeting.mutex);
	while (!meeting.has_arrived)
		condition_wait(meeting.condition, meeting.mutex);
	mutex_unlock(meeting.mutex);
	thread_join(thread);
	condition_free(meeting.condition);
	mutex_free(meeting.mutex);
}
END_TEST

UNIT_MAIN("platform/thread", two_threads_meet)
