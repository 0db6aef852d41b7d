#include "config.h"

#include "catalog/place.h"

#include "tests/unit.h"

START_TEST(a_copy_needs_nothing_of_the_original)
{
	char first[] = "DSN=a", second[] = "DSN=b", runner[] = "db01";
	const char *const connections[] = { first, second };
	const struct catalog_place place = {
		.connections = connections,
		.connection_count = 2,
		.runner = runner,
	};
	struct catalog_place *copy = place_copy(&place);

	memset(first, 'x', 5);
	memset(runner, 'x', 4);
	ck_assert_uint_eq(copy->connection_count, 2);
	ck_assert_str_eq(copy->connections[0], "DSN=a");
	ck_assert_str_eq(copy->connections[1], "DSN=b");
	ck_assert_str_eq(copy->runner, "db01");
	ck_assert(copy->password_file == NULL && copy->embedded == NULL &&
	    copy->sql_folder == NULL);
	place_free(copy);
	place_free(NULL);
}
END_TEST

UNIT_MAIN("catalog/place", a_copy_needs_nothing_of_the_original)
