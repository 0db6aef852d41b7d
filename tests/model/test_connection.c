#include "config.h"

#include "model/connection.h"

#include "base/defs.h"
#include "base/limits.h"
#include "tests/unit.h"

/* The original's sample row. */
static const struct connection sample = {
	.id = "C_1509986176",
	.name = "local",
	.instance = "XE",
	.ip = "127.0.0.1",
	.port = "1521",
	.is_alive = true,
};

START_TEST(the_sample_row_passes)
{
	struct connection connection = sample;
	struct fault fault;

	ck_assert(connection_check(&connection, &fault));
	connection.runner = "any";
	connection.ip = "db01.example";
	connection.port = "65535";
	connection.is_alive = false;
	ck_assert(connection_check(&connection, &fault));
}
END_TEST

START_TEST(each_column_has_its_bounds)
{
	static const char too_long[] =
	    "12345678901234567890123456789012345678901234567890"
	    "123456789012345678901";
	const struct {
		size_t offset;
		const char *value, *sentence;
	} cases[] = {
		{ offsetof(struct connection, id), NULL, "conn_id is missing" },
		{ offsetof(struct connection, id), "12345678901234567890123456",
		    "conn_id has 26 bytes, at most 25 are allowed" },
		{ offsetof(struct connection, name), "",
		    "connection C_1509986176: conn_name is missing" },
		{ offsetof(struct connection, name), too_long,
		    "connection C_1509986176: conn_name has 71 bytes, at most "
		    "70 are allowed" },
		{ offsetof(struct connection, instance), NULL,
		    "connection C_1509986176: database_instance is missing" },
		{ offsetof(struct connection, instance), too_long,
		    "connection C_1509986176: database_instance has 71 bytes, "
		    "at most 70 are allowed" },
		{ offsetof(struct connection, ip), "127.0.0.1\n",
		    "connection C_1509986176: ip holds a control character" },
		{ offsetof(struct connection, ip), too_long,
		    "connection C_1509986176: ip has 71 bytes, at most 70 are "
		    "allowed" },
		{ offsetof(struct connection, port), NULL,
		    "connection C_1509986176: port is missing" },
		{ offsetof(struct connection, port), "0001521",
		    "connection C_1509986176: port has 7 bytes, at most 6 are "
		    "allowed" },
		{ offsetof(struct connection, port), "0",
		    "connection C_1509986176: port: '0' is not a number from 1 "
		    "to 65535" },
		{ offsetof(struct connection, port), "65536",
		    "connection C_1509986176: port: '65536' is not a number "
		    "from 1 to 65535" },
		{ offsetof(struct connection, port), "orcl",
		    "connection C_1509986176: port: 'orcl' is not a number "
		    "from 1 to 65535" },
		{ offsetof(struct connection, runner), "",
		    "connection C_1509986176: runner is missing" },
		{ offsetof(struct connection, runner), too_long,
		    "connection C_1509986176: runner has 71 bytes, at most 70 "
		    "are allowed" },
	};

	ck_assert_uint_eq(sizeof(too_long) - 1, LIMIT_NAME + 1);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct connection connection = sample;
		struct fault fault;

		memcpy((char *)&connection + cases[i].offset, &cases[i].value,
		    sizeof(cases[i].value));
		ck_assert(!connection_check(&connection, &fault));
		ck_assert_str_eq(fault.text, cases[i].sentence);
	}
}
END_TEST

UNIT_MAIN("model/connection", the_sample_row_passes, each_column_has_its_bounds)
