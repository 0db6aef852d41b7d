#include "config.h"

#include "loop/loop.h"

#include <assert.h>
#include <event2/event.h>
#include <event2/thread.h>
#include <event2/util.h>
#include <signal.h>
#include <stdlib.h>

#include "base/mem.h"
#include "loop/children.h"
#include "platform/file.h"
#include "platform/minute.h"
#include "platform/thread.h"

struct posted {
	struct posted *next;
	loop_fn fn;
	void *arg;
};

struct on_signal {
	loop_fn fn;
	void *arg;
};

struct loop {
	struct event_base *base;
	struct event *wake; /* made active by loop_post */
	struct mutex *mutex;
	struct posted *first, **last; /* under the mutex */
	struct event *signals[LOOP_SIGNALS + 1];
	struct on_signal on_signal[LOOP_SIGNALS];
	struct loop_child *children; /* child.c's */
};

static void
run_posted(evutil_socket_t descriptor, short what, void *arg)
{
	struct loop *loop = arg;
	struct posted *posted;

	(void)descriptor;
	(void)what;
	mutex_lock(loop->mutex);
	posted = loop->first;
	loop->first = NULL;
	loop->last = &loop->first;
	mutex_unlock(loop->mutex);
	while (posted != NULL) {
		struct posted *next = posted->next;

		posted->fn(posted->arg);
		free(posted);
		posted = next;
	}
}

struct loop *
loop_new(void)
{
	struct loop *loop = mem_new(1, sizeof(*loop));
	struct event_config *config;
	int failed;

	failed = evthread_use_pthreads();
	assert(failed == 0);
	(void)failed;
	config = event_config_new();
	assert(config != NULL);
	/* Timers to the microsecond: the minute is not to come early. */
	(void)event_config_set_flag(config, EVENT_BASE_FLAG_PRECISE_TIMER);
	loop->base = event_base_new_with_config(config);
	event_config_free(config);
	assert(loop->base != NULL);
	loop->mutex = mutex_new();
	loop->last = &loop->first;
	loop->wake = event_new(loop->base, -1, EV_PERSIST, run_posted, loop);
	assert(loop->wake != NULL);
	return loop;
}

void
loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	loop_drain(loop);
	children_free(loop->children);
	for (size_t i = 0; i < LOOP_SIGNALS + 1; i++)
		if (loop->signals[i] != NULL)
			event_free(loop->signals[i]);
	event_free(loop->wake);
	event_base_free(loop->base);
	mutex_free(loop->mutex);
	free(loop);
}

void
loop_run(struct loop *loop)
{
	(void)event_base_loop(loop->base, EVLOOP_NO_EXIT_ON_EMPTY);
}

void
loop_stop(struct loop *loop)
{
	(void)event_base_loopbreak(loop->base);
}

void
loop_post(struct loop *loop, loop_fn fn, void *arg)
{
	struct posted *posted = mem_new(1, sizeof(*posted));

	posted->fn = fn;
	posted->arg = arg;
	mutex_lock(loop->mutex);
	*loop->last = posted;
	loop->last = &posted->next;
	mutex_unlock(loop->mutex);
	event_active(loop->wake, EV_TIMEOUT, 0);
}

void
loop_drain(struct loop *loop)
{
	run_posted(-1, 0, loop);
}

struct loop_child **
children_of(struct loop *loop)
{
	return &loop->children;
}

struct event_base *
loop_base(struct loop *loop)
{
	return loop->base;
}

struct loop_timer {
	struct event *event;
	loop_fn fn;
	void *arg;
};

static void
on_timer(evutil_socket_t descriptor, short what, void *arg)
{
	struct loop_timer *timer = arg;

	(void)descriptor;
	(void)what;
	timer->fn(timer->arg);
}

struct loop_timer *
loop_timer_new(struct loop *loop, loop_fn fn, void *arg)
{
	struct loop_timer *timer = mem_new(1, sizeof(*timer));

	timer->fn = fn;
	timer->arg = arg;
	timer->event = evtimer_new(loop->base, on_timer, timer);
	assert(timer->event != NULL);
	return timer;
}

void
loop_timer_set(struct loop_timer *timer, int64_t in_ms)
{
	struct timeval in = {
		.tv_sec = (time_t)(in_ms < 0 ? 0 : in_ms / 1000),
		.tv_usec = (suseconds_t)(in_ms < 0 ? 0 : in_ms % 1000 * 1000),
	};

	(void)evtimer_add(timer->event, &in);
}

void
loop_timer_stop(struct loop_timer *timer)
{
	(void)evtimer_del(timer->event);
}

void
loop_timer_free(struct loop_timer *timer)
{
	if (timer == NULL)
		return;
	event_free(timer->event);
	free(timer);
}

static void
on_signal(evutil_socket_t number, short what, void *arg)
{
	struct loop *loop = arg;
	enum loop_signal signal = number == SIGHUP ? LOOP_SIGNAL_RELOAD :
						     LOOP_SIGNAL_STOP;

	(void)what;
	if (loop->on_signal[signal].fn != NULL)
		loop->on_signal[signal].fn(loop->on_signal[signal].arg);
}

void
loop_on_signal(struct loop *loop, enum loop_signal signal, loop_fn fn,
    void *arg)
{
	static const int numbers[LOOP_SIGNALS + 1] = { SIGTERM, SIGHUP,
		SIGINT };

	loop->on_signal[signal] = (struct on_signal){ fn, arg };
	for (size_t i = 0; i < LOOP_SIGNALS + 1; i++) {
		enum loop_signal of = numbers[i] == SIGHUP ?
		    LOOP_SIGNAL_RELOAD :
		    LOOP_SIGNAL_STOP;

		if (of != signal || loop->signals[i] != NULL)
			continue;
		loop->signals[i] = evsignal_new(loop->base, numbers[i],
		    on_signal, loop);
		assert(loop->signals[i] != NULL);
		(void)event_add(loop->signals[i], NULL);
	}
}

struct loop_watch {
	struct event *event;
	loop_fn fn;
	void *arg;
};

static void
on_watch(evutil_socket_t descriptor, short what, void *arg)
{
	struct loop_watch *watch = arg;

	(void)descriptor;
	(void)what;
	watch->fn(watch->arg);
}

struct loop_watch *
loop_watch_new(struct loop *loop, int descriptor, bool for_writing, loop_fn fn,
    void *arg)
{
	struct loop_watch *watch = mem_new(1, sizeof(*watch));
	short what = for_writing ? EV_WRITE : EV_READ;

	watch->fn = fn;
	watch->arg = arg;
	watch->event = event_new(loop->base, descriptor,
	    (short)(what | EV_PERSIST), on_watch, watch);
	assert(watch->event != NULL);
	return watch;
}

void
loop_watch_start(struct loop_watch *watch)
{
	(void)event_add(watch->event, NULL);
}

void
loop_watch_stop(struct loop_watch *watch)
{
	(void)event_del(watch->event);
}

void
loop_watch_free(struct loop_watch *watch)
{
	if (watch == NULL)
		return;
	event_free(watch->event);
	free(watch);
}
