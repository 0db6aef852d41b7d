/*
 * loop - the event loop: timers, the minute, signals, descriptors, children,
 * and messages from other threads. libevent, wrapped once.
 *
 * Callbacks run on the loop's thread, one at a time. Freeing a thing inside
 * its own callback is allowed.
 *
 * Units: milliseconds of monotonic time, unless said otherwise.
 * Thread: loop, except loop_post and loop_stop.
 */
#ifndef LOOP_LOOP_H
#define LOOP_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "platform/process.h"

struct loop;
struct event_base;

typedef void (*loop_fn)(void *arg);

struct loop *loop_new(void);
void loop_free(struct loop *loop);

/* Until loop_stop. */
void loop_run(struct loop *loop);

/* Thread: any. */
void loop_stop(struct loop *loop);

/* Call `fn` on the loop's thread, in the order of posting. Thread: any. */
void loop_post(struct loop *loop, loop_fn fn, void *arg);

/* Call now what was posted so far. */
void loop_drain(struct loop *loop);

/* For api and link, which speak libevent themselves. */
struct event_base *loop_base(struct loop *loop);

/* A timer that fires once each time it is set. */
struct loop_timer;
struct loop_timer *loop_timer_new(struct loop *loop, loop_fn fn, void *arg);
void loop_timer_set(struct loop_timer *timer, int64_t in_ms);
void loop_timer_stop(struct loop_timer *timer);
void loop_timer_free(struct loop_timer *timer); /* NULL is fine */

/*
 * The minute: `fn` is called at each full minute of wall time, when the clock
 * was set, and at once. It is an absolute timer where the system has one.
 */
struct loop_minute;
struct loop_minute *
loop_minute_new(struct loop *loop, loop_fn fn, void *arg, struct fault *fault);
void loop_minute_free(struct loop_minute *minute);

/* Also look now whether the minute has changed (the watchdog's tick). */
void loop_minute_check(struct loop_minute *minute);

enum loop_signal {
	LOOP_SIGNAL_STOP,   /* SIGTERM, SIGINT */
	LOOP_SIGNAL_RELOAD, /* SIGHUP */
	LOOP_SIGNALS
};
void loop_on_signal(struct loop *loop, enum loop_signal signal, loop_fn fn,
    void *arg);

/* A descriptor that can be read or written; it stays the caller's. */
struct loop_watch;
struct loop_watch *loop_watch_new(struct loop *loop, int descriptor,
    bool for_writing, loop_fn fn, void *arg);
void loop_watch_start(struct loop_watch *watch);
void loop_watch_stop(struct loop_watch *watch);
void loop_watch_free(struct loop_watch *watch); /* NULL is fine */

/* The end of a child that process_spawn started; called once. */
typedef void (*loop_child_fn)(void *arg, const struct process_end *end);
struct loop_child;
struct loop_child *
loop_child_new(struct loop *loop, int64_t pid, loop_child_fn fn, void *arg);

/* Stop caring; it is still reaped. NULL is fine. */
void loop_child_free(struct loop_child *child);

#endif
