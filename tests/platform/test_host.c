#include "config.h"

#include "platform/host.h"

#include <unistd.h>

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(this_machine_knows_itself)
{
	char own[256], brief[256], cut[3];

	ck_assert_int_eq(gethostname(own, sizeof(own)), 0);
	host_name(brief, sizeof(brief));
	host_name(cut, sizeof(cut));
	ck_assert_ptr_null(strchr(brief, '.'));
	ck_assert_uint_le(strlen(cut), 2);
	ck_assert(host_is_here(own));
	ck_assert(host_is_here(brief));
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

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_msg(host_is_here(cases[i].address) ==
			cases[i].is_here,
		    "%s", cases[i].address);
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
    loopback_is_here_and_strangers_are_not, random_bytes_differ)
