#include "config.h"

#include "platform/tcp.h"

#include <stdio.h>

#include "base/mem.h"
#include "platform/now.h"
#include "platform/thread.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { PATIENCE_MS = 30000, LARGE = 4 << 20 };

/* Both ends of a connection within this process. */
static void
connect_pair(int ends[2])
{
	struct fault fault;
	int listener = tcp_listen("127.0.0.1", "0", &fault);
	char port[16];

	ck_assert_msg(listener >= 0, "%s", fault.text);
	(void)snprintf(port, sizeof(port), "%u", tcp_port(listener));
	ends[0] = tcp_connect("127.0.0.1", port, PATIENCE_MS, &fault);
	ck_assert_msg(ends[0] >= 0, "%s", fault.text);
	ends[1] = tcp_accept(listener, PATIENCE_MS, &fault);
	ck_assert_msg(ends[1] >= 0, "%s", fault.text);
	tcp_close(listener);
}

static void
send_large(void *arg)
{
	char *bytes = mem_new(LARGE, 1);
	struct fault fault;
	bool is_sent = tcp_send(*(int *)arg, bytes, LARGE, PATIENCE_MS, &fault);

	ck_assert_msg(is_sent, "%s", fault.text);
	ck_assert(tcp_end(*(int *)arg, &fault));
	free(bytes);
}

START_TEST(bytes_arrive_and_then_the_end)
{
	char *room = mem_new(LARGE, 1);
	int before = scratch_descriptors();
	struct fault fault;
	struct thread *thread;
	size_t all = 0, got;
	int ends[2];

	connect_pair(ends);
	thread = thread_start(send_large, &ends[0], &fault);
	ck_assert_ptr_nonnull(thread);
	do {
		ck_assert_msg(tcp_receive(ends[1], room, LARGE, &got,
				  PATIENCE_MS, &fault),
		    "%s", fault.text);
		all += got;
	} while (got != 0);
	thread_join(thread);
	ck_assert_uint_eq(all, LARGE);
	tcp_close(ends[0]);
	tcp_close(ends[1]);
	tcp_close(-1);
	ck_assert_int_eq(scratch_descriptors(), before);
	free(room);
}
END_TEST

START_TEST(a_side_that_does_not_move_is_not_waited_for)
{
	char *room = mem_new(LARGE, 1);
	struct fault fault;
	size_t got;
	int ends[2];
	int listener;

	connect_pair(ends);
	ck_assert(!tcp_receive(ends[1], room, 1, &got, 20, &fault));
	ck_assert_int_eq(fault.kind, FAULT_TIMEOUT);
	ck_assert_str_eq(fault.text,
	    "receiving: the other side did not move within the timeout");
	while (tcp_send(ends[0], room, LARGE, 20, &fault))
		;
	ck_assert_int_eq(fault.kind, FAULT_TIMEOUT);
	tcp_close(ends[0]);
	tcp_close(ends[1]);
	listener = tcp_listen("*", "0", &fault);
	ck_assert_int_ge(listener, 0);
	ck_assert_int_eq(tcp_accept(listener, 20, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_TIMEOUT);
	tcp_close(listener);
	free(room);
}
END_TEST

START_TEST(a_side_that_tears_the_connection_leaves_a_fault)
{
	struct fault fault;
	size_t got;
	int ends[2];
	char byte;

	connect_pair(ends);
	tcp_abort(ends[0]);
	tcp_abort(-1);
	ck_assert(!tcp_receive(ends[1], &byte, 1, &got, PATIENCE_MS, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	ck_assert(!tcp_send(ends[1], "x", 1, PATIENCE_MS, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	tcp_close(ends[1]);
}
END_TEST

START_TEST(nobody_there_is_told)
{
	struct fault fault;
	int listener = tcp_listen("127.0.0.1", "0", &fault);
	char port[16];

	(void)snprintf(port, sizeof(port), "%u", tcp_port(listener));
	tcp_close(listener);
	ck_assert_int_eq(tcp_connect("127.0.0.1", port, PATIENCE_MS, &fault),
	    -1);
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	ck_assert_int_eq(tcp_listen("192.0.2.1", "0", &fault), -1);
	ck_assert_int_eq(tcp_connect("127.0.0.1", "x", 1, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
}
END_TEST

UNIT_MAIN("platform/tcp", bytes_arrive_and_then_the_end,
    a_side_that_does_not_move_is_not_waited_for,
    a_side_that_tears_the_connection_leaves_a_fault, nobody_there_is_told)
