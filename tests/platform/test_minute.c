#include "config.h"

#include "platform/minute.h"

#include <poll.h>
#include <sys/timerfd.h>

#include "platform/file.h"
#include "tests/unit.h"

START_TEST(it_is_armed_for_the_next_full_minute)
{
	struct fault fault;
	struct itimerspec left;
	int descriptor = minute_open(&fault);
	struct pollfd poll_one = { .fd = descriptor, .events = POLLIN };

	ck_assert_int_ge(descriptor, 0);
	ck_assert(!minute_arm(descriptor));
	ck_assert_int_eq(timerfd_gettime(descriptor, &left), 0);
	ck_assert_int_le((int)left.it_value.tv_sec, 60);
	if (left.it_value.tv_sec > 0)
		ck_assert_int_eq(poll(&poll_one, 1, 0), 0);
	file_close(descriptor);
}
END_TEST

UNIT_MAIN("platform/minute", it_is_armed_for_the_next_full_minute)
