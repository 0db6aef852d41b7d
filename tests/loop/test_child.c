#include "config.h"

#include "loop/loop.h"

#include "tests/unit.h"

struct world {
	struct loop *loop;
	struct process_end end;
	int calls;
};

static void
on_end(void *arg, const struct process_end *end)
{
	struct world *world = arg;

	world->end = *end;
	world->calls++;
	loop_stop(world->loop);
}

static int64_t
start_shell(const char *script)
{
	const char *const arguments[] = { "sh", "-c", script, NULL };
	struct process_start start = { .program = "/bin/sh",
		.arguments = arguments,
		.input = -1,
		.output = -1,
		.error = -1 };
	struct fault fault;
	int64_t pid;

	ck_assert(process_spawn(&start, &pid, &fault));
	return pid;
}

START_TEST(the_end_of_a_child_is_told_once)
{
	struct world world = { .loop = loop_new() };

	(void)loop_child_new(world.loop, start_shell("exit 3"), on_end, &world);
	loop_run(world.loop);
	ck_assert_int_eq(world.end.exit_status, 3);
	ck_assert_int_eq(world.calls, 1);
	loop_free(world.loop);
}
END_TEST

START_TEST(a_forgotten_child_is_reaped_and_not_told)
{
	struct world world = { .loop = loop_new() };
	int64_t pid = start_shell("exit 0");
	struct process_end end;

	loop_child_free(loop_child_new(world.loop, pid, on_end, &world));
	loop_child_free(NULL);
	/* A second child ends later, so the first was looked at. */
	(void)loop_child_new(world.loop, start_shell("sleep 0.2; exit 5"),
	    on_end, &world);
	loop_run(world.loop);
	ck_assert_int_eq(world.calls, 1);
	ck_assert_int_eq(world.end.exit_status, 5);
	ck_assert_int_eq(process_reap(pid, &end), -1);
	loop_free(world.loop);
}
END_TEST

START_TEST(a_loop_that_ends_forgets_its_children)
{
	struct world world = { .loop = loop_new() };
	int64_t pid = start_shell("exit 0");
	struct process_end end;
	struct fault fault;

	(void)loop_child_new(world.loop, pid, on_end, &world);
	(void)loop_child_new(world.loop, start_shell("exit 0"), on_end, &world);
	loop_free(world.loop);
	ck_assert_int_eq(world.calls, 0);
	ck_assert(process_wait(pid, &end, &fault));
}
END_TEST

UNIT_MAIN("loop/child", the_end_of_a_child_is_told_once,
    a_forgotten_child_is_reaped_and_not_told,
    a_loop_that_ends_forgets_its_children)
