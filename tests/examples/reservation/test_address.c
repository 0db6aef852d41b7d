#include "config.h"

#include "examples/reservation/address.h"

#include "tests/unit.h"

START_TEST(a_path_fits_or_is_refused)
{
	struct sockaddr_un address;
	struct fault fault;
	char path[sizeof(address.sun_path) + 1];

	ck_assert(address_local("/run/r.sock", &address, &fault));
	ck_assert_str_eq(address.sun_path, "/run/r.sock");
	ck_assert(!address_local("", &address, &fault));
	memset(path, 'x', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	ck_assert(!address_local(path, &address, &fault));
	ck_assert_str_eq(fault.text,
	    "the path of a socket has 1 to 107 bytes, not 108");
	path[sizeof(path) - 2] = '\0';
	ck_assert(address_local(path, &address, &fault));
	ck_assert_str_eq(address.sun_path, path);
}
END_TEST

UNIT_MAIN("examples/reservation/address", a_path_fits_or_is_refused)
