#include "config.h"

#include "loop/frame.h"

#include "base/limits.h"
#include "base/mem.h"
#include "platform/file.h"
#include "platform/socket.h"
#include "platform/thread.h"
#include "tests/unit.h"

struct world {
	struct loop *loop;
	struct frame_link *link;
	int other; /* the far end, used blocking by a thread */
	int frames;
	bool free_at_once;
	size_t bytes;
	struct fault fault;
};

static void
on_frame(void *arg, const struct frame *frame)
{
	struct world *world = arg;

	world->frames++;
	world->bytes += frame->size;
	ck_assert_uint_eq(frame->number, (uint64_t)world->frames);
	ck_assert_int_eq(frame->bytes[frame->size], '\0');
	if (world->free_at_once) {
		frame_link_free(world->link);
		world->link = NULL;
		loop_stop(world->loop);
	}
}

static void
on_closed(void *arg, const struct fault *fault)
{
	struct world *world = arg;

	world->fault = *fault;
	loop_stop(world->loop);
}

static const struct frame_events events = { on_frame, on_closed };

static void
make(struct world *world)
{
	struct fault fault;
	int ends[2];

	ck_assert(socket_pair(ends, &fault));
	world->loop = loop_new();
	world->other = ends[1];
	world->link = frame_link_new(world->loop, ends[0], &events, world);
}

static void
clear(struct world *world)
{
	frame_link_free(world->link);
	file_close(world->other);
	loop_free(world->loop);
}

static void
send_three(void *arg)
{
	struct world *world = arg;
	struct fault fault;
	char *large = mem_new(LIMIT_FRAME, 1);

	ck_assert(frame_write(world->other, 1, 1, "abc", 3, &fault));
	ck_assert(frame_write(world->other, 2, 2, NULL, 0, &fault));
	ck_assert(frame_write(world->other, 3, 3, large, LIMIT_FRAME, &fault));
	file_close(world->other);
	world->other = -1;
	free(large);
}

START_TEST(frames_of_all_sizes_arrive_then_the_end)
{
	struct world world = { 0 };
	struct thread *thread;
	struct fault fault;

	make(&world);
	thread = thread_start(send_three, &world, &fault);
	loop_run(world.loop);
	thread_join(thread);
	ck_assert_int_eq(world.frames, 3);
	ck_assert_uint_eq(world.bytes, LIMIT_FRAME + 3);
	ck_assert_int_eq(world.fault.kind, FAULT_CLOSED);
	clear(&world);
}
END_TEST

START_TEST(a_frame_too_long_ends_the_connection)
{
	struct world world = { 0 };
	unsigned char header[FRAME_HEADER] = { 1, 0, 0x40, 0 };
	struct fault fault;

	make(&world);
	ck_assert(file_write_all(world.other, header, sizeof(header), &fault));
	loop_run(world.loop);
	ck_assert_int_eq(world.frames, 0);
	ck_assert_str_eq(world.fault.text,
	    "a frame of 4194305 bytes, at most 4194304 are allowed");
	clear(&world);
}
END_TEST

START_TEST(a_link_may_be_freed_by_its_own_frame)
{
	struct world world = { .free_at_once = true };
	struct fault fault;

	make(&world);
	ck_assert(frame_write(world.other, 1, 1, "abc", 3, &fault));
	ck_assert(frame_write(world.other, 1, 2, "abc", 3, &fault));
	loop_run(world.loop);
	ck_assert_int_eq(world.frames, 1);
	clear(&world);
}
END_TEST

static void
stop(void *arg)
{
	struct world *world = arg;

	loop_stop(world->loop);
}

static void
read_one(void *arg)
{
	struct world *world = arg;
	struct fault fault;
	struct buf body;
	uint32_t kind;
	uint64_t number;

	buf_init(&body, LIMIT_FRAME);
	ck_assert(frame_read(world->other, &kind, &number, &body, &fault));
	ck_assert_uint_eq(kind, 7);
	ck_assert_uint_eq(number, 8);
	ck_assert_str_eq(buf_text(&body), "plan");
	buf_clear(&body);
	loop_post(world->loop, stop, world);
}

START_TEST(what_the_loop_sends_a_blocking_reader_reads)
{
	struct world world = { 0 };
	struct thread *thread;
	struct fault fault;
	struct buf body;
	uint32_t kind;
	uint64_t number;

	make(&world);
	frame_link_send(world.link, 7, 8, "plan", 4);
	ck_assert_uint_eq(frame_link_pending(world.link), FRAME_HEADER + 4);
	thread = thread_start(read_one, &world, &fault);
	loop_run(world.loop);
	thread_join(thread);
	frame_link_free(world.link);
	world.link = NULL;
	/* The descriptor is closed in the loop's next turn. */
	loop_post(world.loop, stop, &world);
	loop_run(world.loop);
	buf_init(&body, LIMIT_FRAME);
	ck_assert(!frame_read(world.other, &kind, &number, &body, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	buf_clear(&body);
	clear(&world);
}
END_TEST

UNIT_MAIN("loop/frame", frames_of_all_sizes_arrive_then_the_end,
    a_frame_too_long_ends_the_connection, a_link_may_be_freed_by_its_own_frame,
    what_the_loop_sends_a_blocking_reader_reads)
