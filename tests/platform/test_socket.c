#include "config.h"

#include "platform/socket.h"

#include <unistd.h>

#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(descriptors_go_along_with_bytes)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "x", "hello");
	int ends[2], got[4];
	size_t count = 4, size;
	struct fault fault;
	char room[8] = "";
	int file = file_open(path, FILE_READ, &fault);

	ck_assert(socket_pair(ends, &fault));
	ck_assert(socket_send(ends[0], "abcdef", 6, (const int[]){ file, file },
	    2, &fault));
	file_close(file);
	ck_assert(socket_receive(ends[1], room, 6, got, &count, &fault));
	ck_assert_str_eq(room, "abcdef");
	ck_assert_uint_eq(count, 2);
	ck_assert(file_read_some(got[1], room, 5, &size, &fault));
	ck_assert_mem_eq(room, "hello", 5);
	file_close(got[0]);
	file_close(got[1]);
	/* More than there is room for are closed, not leaked. */
	file = file_open(path, FILE_READ, &fault);
	count = 1;
	ck_assert(socket_send(ends[0], "x", 1, (const int[]){ file, file }, 2,
	    &fault));
	ck_assert(socket_receive(ends[1], room, 1, got, &count, &fault));
	ck_assert_uint_eq(count, 1);
	file_close(got[0]);
	file_close(file);
	file_close(ends[0]);
	ck_assert(!socket_receive(ends[1], room, 1, got, &count, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	file_close(ends[1]);
	ck_assert(!socket_send(0, "x", 1, got, SOCKET_DESCRIPTORS + 1, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_stale_socket_is_replaced_a_living_one_is_not)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "control");
	char *file = scratch_file(folder, "file", "");
	struct socket_peer peer;
	struct fault fault;
	int first, second, client;

	ck_assert_int_eq(socket_connect(path, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	first = socket_listen(path, &fault);
	ck_assert_int_ge(first, 0);
	client = socket_connect(path, &fault);
	ck_assert_int_ge(client, 0);
	ck_assert(socket_peer(client, &peer, &fault));
	ck_assert_int_eq(peer.user, geteuid());
	ck_assert_int_eq(socket_listen(path, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	file_close(client);
	file_close(first);
	ck_assert_int_eq(socket_connect(path, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	second = socket_listen(path, &fault);
	ck_assert_int_ge(second, 0);
	file_close(second);
	ck_assert_int_eq(socket_listen(file, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	free(file);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_path_too_long_is_refused_with_its_length)
{
	struct fault fault;
	char path[200];

	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	ck_assert_int_eq(socket_listen(path, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	path[108] = '\0';
	ck_assert_int_eq(socket_connect(path, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	path[107] = '\0';
	ck_assert_int_eq(socket_connect(path, &fault), -1);
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
}
END_TEST

UNIT_MAIN("platform/socket", descriptors_go_along_with_bytes,
    a_stale_socket_is_replaced_a_living_one_is_not,
    a_path_too_long_is_refused_with_its_length)
