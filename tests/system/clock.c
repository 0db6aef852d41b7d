/*
 * clock - another time of day for the programs under test, by LD_PRELOAD.
 *
 * CLOCK_OFFSET_S seconds, of either sign, are added to the system's clock, so
 * that a test need not wait for a minute that is due. Monotonic time, and the
 * times of files, stay what they are. Built as a shared object.
 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { DESCRIPTORS = 1024 };

static int64_t offset_s;
static unsigned char is_realtime[DESCRIPTORS];

__attribute__((constructor)) static void
read_offset(void)
{
	const char *text = getenv("CLOCK_OFFSET_S");

	if (text != NULL)
		offset_s = strtoll(text, NULL, 10);
}

__attribute__((visibility("default"))) int
clock_gettime(clockid_t clock, struct timespec *out)
{
	long result = syscall(SYS_clock_gettime, clock, out);

	if (result == 0 &&
	    (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		out->tv_sec += offset_s;
	return (int)result;
}

__attribute__((visibility("default"))) time_t
time(time_t *out)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_REALTIME, &now);
	if (out != NULL)
		*out = now.tv_sec;
	return now.tv_sec;
}

__attribute__((visibility("default"))) int
gettimeofday(struct timeval *restrict out, void *restrict zone)
{
	struct timespec now = { 0 };

	(void)zone;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	out->tv_sec = now.tv_sec;
	out->tv_usec = now.tv_nsec / 1000;
	return 0;
}

__attribute__((visibility("default"))) int
timerfd_create(int clock, int flags)
{
	long descriptor = syscall(SYS_timerfd_create, clock, flags);

	if (descriptor >= 0 && descriptor < DESCRIPTORS)
		is_realtime[descriptor] = clock == CLOCK_REALTIME;
	return (int)descriptor;
}

/* A moment of our time is another moment of the system's. */
__attribute__((visibility("default"))) int
timerfd_settime(int descriptor, int flags, const struct itimerspec *wanted,
    struct itimerspec *old)
{
	struct itimerspec real = *wanted;

	if ((flags & TFD_TIMER_ABSTIME) != 0 && descriptor >= 0 &&
	    descriptor < DESCRIPTORS && is_realtime[descriptor] &&
	    real.it_value.tv_sec != 0)
		real.it_value.tv_sec -= offset_s;
	return (int)syscall(SYS_timerfd_settime, descriptor, flags, &real, old);
}
