#include "config.h"

#include "platform/host.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(this_machine_knows_itself)
{
	char own[256], brief[256], cut[3];
	struct host_self *self = host_self_new();

	ck_assert_int_eq(gethostname(own, sizeof(own)), 0);
	host_name(brief, sizeof(brief));
	host_name(cut, sizeof(cut));
	ck_assert_ptr_null(strchr(brief, '.'));
	ck_assert_uint_le(strlen(cut), 2);
	ck_assert(host_is_here(self, own));
	ck_assert(host_is_here(self, brief));
	host_self_free(self);
	host_self_free(NULL);
}
END_TEST

START_TEST(loopback_is_here_and_strangers_are_not)
{
	const struct {
		const char *address;
		bool is_here;
	} cases[] = { { "127.0.0.1", true }, { "127.8.9.1", true },
		{ "::1", true }, { "LOCALHOST", true },
		{ "::ffff:127.0.0.1", true }, { "192.0.2.1", false },
		{ "2001:db8::1", false }, { "no-such-host.invalid", false },
		{ "", false } };
	struct host_self *self = host_self_new();

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_msg(host_is_here(self, cases[i].address) ==
			cases[i].is_here,
		    "%s", cases[i].address);
	host_self_free(self);
}
END_TEST

/* What the routing would take to get out, without sending anything. */
static bool
find_own_address(char room[INET_ADDRSTRLEN])
{
	struct sockaddr_in far = { .sin_family = AF_INET, .sin_port = 9 };
	socklen_t size = sizeof(far);
	int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
	bool found;

	(void)inet_pton(AF_INET, "192.0.2.1", &far.sin_addr);
	found = descriptor >= 0 &&
	    connect(descriptor, (const struct sockaddr *)&far, sizeof(far)) ==
		0 &&
	    getsockname(descriptor, (struct sockaddr *)&far, &size) == 0 &&
	    inet_ntop(AF_INET, &far.sin_addr, room, INET_ADDRSTRLEN) != NULL;
	(void)close(descriptor);
	return found;
}

START_TEST(its_own_address_is_here)
{
	struct host_self *self = host_self_new();
	char address[INET_ADDRSTRLEN], mapped[INET_ADDRSTRLEN + 8];

	if (find_own_address(address)) { /* else it has no network */
		ck_assert_msg(host_is_here(self, address), "%s", address);
		(void)snprintf(mapped, sizeof(mapped), "::ffff:%s", address);
		ck_assert_msg(host_is_here(self, mapped), "%s", mapped);
	}
	host_self_free(self);
}
END_TEST

START_TEST(random_bytes_differ)
{
	unsigned char a[16], b[16];
	struct fault fault;

	ck_assert(host_random(a, sizeof(a), &fault));
	ck_assert(host_random(b, sizeof(b), &fault));
	ck_assert_mem_ne(a, b, sizeof(a));
}
END_TEST

UNIT_MAIN("platform/host", this_machine_knows_itself,
    loopback_is_here_and_strangers_are_not, its_own_address_is_here,
    random_bytes_differ)
