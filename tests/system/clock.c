/*
 * clock - another time of day for the programs under test, by LD_PRELOAD.
 *
 * CLOCK_OFFSET_S seconds, of either sign, are added to the system's clock, so
 * that a test need not wait for a minute that is due. With CLOCK_FILE the
 * clock is what that file says, for all who use it and at once, so that a test
 * can set it, stop it and let it run fast:
 *
 *	OFFSET ANCHOR RATE\n		12, 15 and 6 characters, signs too
 *
 * adds OFFSET seconds, and from the system's millisecond ANCHOR on RATE
 * seconds pass in one of the system's. A writer writes over the file; it is
 * never made shorter.
 *
 * Monotonic time, and the times of files, stay what they are. A timer that was
 * armed before the clock was set neither fires earlier nor is cancelled: a
 * program must notice by itself. Built as a shared object.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum {
	DESCRIPTORS = 1024,
	ANCHOR_AT = 13,
	RATE_AT = 29,
	FILE_SIZE = 36,
	YEAR_S = 365 * 86400
};

#define NS INT64_C(1000000000)

/* Of the system's, and of ours. */
struct clock {
	int64_t offset_s, anchor_ns, rate;
};

static int64_t offset_s;
static const char *shared; /* the file; NULL: there is none */
static unsigned char is_realtime[DESCRIPTORS];

__attribute__((constructor)) static void
read_environment(void)
{
	const char *text = getenv("CLOCK_OFFSET_S");
	const char *path = getenv("CLOCK_FILE");
	int descriptor;
	void *mapped;

	if (text != NULL)
		offset_s = strtoll(text, NULL, 10);
	if (path == NULL)
		return;
	descriptor = open(path, O_RDONLY | O_CLOEXEC);
	mapped = mmap(NULL, FILE_SIZE, PROT_READ, MAP_SHARED, descriptor, 0);
	if (descriptor < 0 || mapped == MAP_FAILED)
		abort();
	(void)close(descriptor);
	shared = mapped;
}

static struct clock
clock_now(void)
{
	struct clock clock = { offset_s, 0, 1 };
	char text[FILE_SIZE + 1];

	if (shared == NULL)
		return clock;
	memcpy(text, shared, FILE_SIZE);
	text[FILE_SIZE] = '\0';
	clock.offset_s = strtoll(text, NULL, 10);
	clock.anchor_ns = strtoll(text + ANCHOR_AT, NULL, 10) * (NS / 1000);
	clock.rate = strtoll(text + RATE_AT, NULL, 10);
	return clock;
}

static void
to_ours(struct timespec *at)
{
	struct clock clock = clock_now();
	int64_t since_ns = at->tv_sec * NS + at->tv_nsec - clock.anchor_ns;

	if (clock.rate != 1) {
		since_ns = clock.anchor_ns + since_ns * clock.rate;
		at->tv_sec = since_ns / NS;
		at->tv_nsec = since_ns % NS;
	}
	at->tv_sec += clock.offset_s;
}

static void
to_systems(struct timespec *at)
{
	struct clock clock = clock_now();
	int64_t since_ns;

	at->tv_sec -= clock.offset_s;
	if (clock.rate == 0)
		at->tv_sec += YEAR_S; /* it never comes */
	if (clock.rate == 0 || clock.rate == 1)
		return;
	/* Rounded up, so that it is not too early. */
	since_ns = at->tv_sec * NS + at->tv_nsec - clock.anchor_ns;
	since_ns = clock.anchor_ns + since_ns / clock.rate + 1;
	at->tv_sec = since_ns / NS;
	at->tv_nsec = since_ns % NS;
}

__attribute__((visibility("default"))) int
clock_gettime(clockid_t clock, struct timespec *out)
{
	long result = syscall(SYS_clock_gettime, clock, out);

	if (result == 0 &&
	    (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		to_ours(out);
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
		to_systems(&real.it_value);
	return (int)syscall(SYS_timerfd_settime, descriptor, flags, &real, old);
}
