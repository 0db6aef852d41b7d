#include "config.h"

#include "platform/minute.h"

#include <errno.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "platform/system_fault.h"

int
minute_open(struct fault *fault)
{
	int descriptor = timerfd_create(CLOCK_REALTIME,
	    TFD_CLOEXEC | TFD_NONBLOCK);

	if (descriptor < 0)
		(void)fault_from_errno(fault, "making the minute's timer");
	return descriptor;
}

bool
minute_arm(int descriptor)
{
	struct itimerspec at = { 0 };
	struct timespec now;
	uint64_t times;
	bool was_set;

	was_set = read(descriptor, &times, sizeof(times)) < 0 &&
	    errno == ECANCELED;
	/* clock_gettime: time() may lag behind and show the second before. */
	(void)clock_gettime(CLOCK_REALTIME, &now);
	at.it_value.tv_sec = (now.tv_sec / 60 + 1) * 60;
	(void)timerfd_settime(descriptor,
	    TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &at, NULL);
	return was_set;
}
