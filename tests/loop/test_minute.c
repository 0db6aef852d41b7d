#include "config.h"

#include "loop/loop.h"

#include "tests/unit.h"

struct world {
	struct loop *loop;
	int count;
};

static void
on_minute(void *arg)
{
	struct world *world = arg;

	world->count++;
	loop_stop(world->loop);
}

START_TEST(the_first_call_is_at_once)
{
	struct world world = { .loop = loop_new() };
	struct fault fault;
	struct loop_minute *minute;

	minute = loop_minute_new(world.loop, on_minute, &world, &fault);
	ck_assert_ptr_nonnull(minute);
	loop_run(world.loop);
	ck_assert_int_eq(world.count, 1);
	loop_minute_check(minute); /* at most one more, on a border */
	ck_assert_int_le(world.count, 2);
	loop_minute_free(minute);
	loop_minute_free(NULL);
	loop_free(world.loop);
}
END_TEST

UNIT_MAIN("loop/minute", the_first_call_is_at_once)
