#include "config.h"

#include "daemon/ship.h"

#include "tests/unit.h"

START_TEST(the_pause_doubles_up_to_an_hour)
{
	static const struct {
		unsigned failures;
		int64_t pause_ms;
	} cases[] = {
		{ 1, 10000 },
		{ 2, 20000 },
		{ 3, 40000 },
		{ 9, 2560000 },
		{ 10, 3600000 },
		{ 11, 3600000 },
		{ 4000000000U, 3600000 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_int_eq(ship_pause_ms(cases[i].failures),
		    cases[i].pause_ms);
}
END_TEST

START_TEST(a_folder_gets_a_file_of_the_server_s_name)
{
	static const struct {
		const char *target, *destination;
	} cases[] = {
		{ "/mnt/copies", "/mnt/copies/db01.snapshot" },
		{ "tcp://db02:7484", "tcp://db02:7484" },
		{ "tls://[::1]:7484", "tls://[::1]:7484" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *destination = ship_destination(cases[i].target, "db01");

		ck_assert_str_eq(destination, cases[i].destination);
		free(destination);
	}
}
END_TEST

UNIT_MAIN("daemon/ship", the_pause_doubles_up_to_an_hour,
    a_folder_gets_a_file_of_the_server_s_name)
