#include "config.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "loop/loop.h"
#include "platform/file.h"
#include "platform/minute.h"
#include "platform/now.h"

struct loop_minute {
	loop_fn fn;
	void *arg;
	int descriptor;
	struct loop_watch *watch;
	struct loop_timer *first;
	int64_t last; /* the minute of the last call */
};

static void
call(struct loop_minute *minute)
{
	minute->last = floor_div(now_wall().utc_s, 60);
	minute->fn(minute->arg);
}

static void
on_minute(void *arg)
{
	struct loop_minute *minute = arg;

	(void)minute_arm(minute->descriptor);
	call(minute);
}

struct loop_minute *
loop_minute_new(struct loop *loop, loop_fn fn, void *arg, struct fault *fault)
{
	int descriptor = minute_open(fault);
	struct loop_minute *minute;

	if (descriptor < 0)
		return NULL;
	minute = mem_new(1, sizeof(*minute));
	minute->fn = fn;
	minute->arg = arg;
	minute->descriptor = descriptor;
	minute->watch = loop_watch_new(loop, descriptor, false, on_minute,
	    minute);
	loop_watch_start(minute->watch);
	minute->first = loop_timer_new(loop, on_minute, minute);
	loop_timer_set(minute->first, 0);
	return minute;
}

void
loop_minute_free(struct loop_minute *minute)
{
	if (minute == NULL)
		return;
	loop_watch_free(minute->watch);
	loop_timer_free(minute->first);
	file_close(minute->descriptor);
	free(minute);
}

void
loop_minute_check(struct loop_minute *minute)
{
	/* A stepped clock that nobody announced: faked, or not Linux. */
	if (floor_div(now_wall().utc_s, 60) != minute->last)
		on_minute(minute);
}
