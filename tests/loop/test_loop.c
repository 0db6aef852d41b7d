#include "config.h"

#include "loop/loop.h"

#include <signal.h>

#include "platform/file.h"
#include "platform/thread.h"
#include "tests/unit.h"

enum { POSTS = 1000 };

struct world {
	struct loop *loop;
	struct loop_timer *timer;
	struct loop_watch *watch;
	int ends[2];
	int count, last;
};

static void
stop(void *arg)
{
	struct world *world = arg;

	world->count++;
	loop_stop(world->loop);
}

struct post {
	struct world *world;
	int number;
};

static void
take_post(void *arg)
{
	struct post *post = arg;

	ck_assert_int_eq(post->number, post->world->last + 1);
	post->world->last = post->number;
	if (post->number == POSTS)
		loop_stop(post->world->loop);
	free(post);
}

static void
post_many(void *arg)
{
	struct world *world = arg;

	for (int i = 1; i <= POSTS; i++) {
		struct post *post = malloc(sizeof(*post));

		*post = (struct post){ world, i };
		loop_post(world->loop, take_post, post);
	}
}

START_TEST(messages_of_a_thread_come_in_order)
{
	struct world world = { .loop = loop_new() };
	struct fault fault;
	struct thread *thread = thread_start(post_many, &world, &fault);

	loop_run(world.loop);
	ck_assert_int_eq(world.last, POSTS);
	thread_join(thread);
	loop_free(world.loop);
	loop_free(NULL);
}
END_TEST

START_TEST(a_timer_fires_once_each_time_it_is_set)
{
	struct world world = { .loop = loop_new() };

	world.timer = loop_timer_new(world.loop, stop, &world);
	loop_timer_set(world.timer, 1);
	loop_run(world.loop);
	loop_timer_set(world.timer, -5);
	loop_run(world.loop);
	loop_timer_set(world.timer, 1);
	loop_timer_stop(world.timer);
	ck_assert_int_eq(world.count, 2);
	loop_timer_free(world.timer);
	loop_free(world.loop);
}
END_TEST

START_TEST(signals_become_events)
{
	struct world world = { .loop = loop_new() };

	loop_on_signal(world.loop, LOOP_SIGNAL_STOP, stop, &world);
	loop_on_signal(world.loop, LOOP_SIGNAL_RELOAD, stop, &world);
	(void)raise(SIGHUP);
	loop_run(world.loop);
	(void)raise(SIGTERM);
	loop_run(world.loop);
	(void)raise(SIGINT);
	loop_run(world.loop);
	ck_assert_int_eq(world.count, 3);
	loop_free(world.loop);
}
END_TEST

START_TEST(a_watch_tells_when_there_is_something_to_read)
{
	struct world world = { .loop = loop_new() };
	struct fault fault;

	ck_assert(file_pipe(world.ends, &fault));
	world.watch = loop_watch_new(world.loop, world.ends[0], false, stop,
	    &world);
	loop_watch_start(world.watch);
	ck_assert(file_write_all(world.ends[1], "x", 1, &fault));
	loop_run(world.loop);
	ck_assert_int_eq(world.count, 1);
	loop_watch_stop(world.watch);
	loop_watch_free(world.watch);
	world.watch = loop_watch_new(world.loop, world.ends[1], true, stop,
	    &world);
	loop_watch_start(world.watch);
	loop_run(world.loop);
	ck_assert_int_eq(world.count, 2);
	loop_watch_free(world.watch);
	file_close(world.ends[0]);
	file_close(world.ends[1]);
	loop_free(world.loop);
}
END_TEST

UNIT_MAIN("loop/loop", messages_of_a_thread_come_in_order,
    a_timer_fires_once_each_time_it_is_set, signals_become_events,
    a_watch_tells_when_there_is_something_to_read)
