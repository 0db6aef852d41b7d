#include "config.h"

#include "catalog/dialect.h"

#include "tests/unit.h"

START_TEST(an_engine_is_known_by_how_its_name_begins)
{
	ck_assert_str_eq(dialect_of("SQLite")->folder, "sqlite");
	ck_assert_str_eq(dialect_of("SQLite 3")->folder, "sqlite");
	ck_assert(dialect_of("sqlite") == NULL);
	ck_assert(dialect_of("DB2/LINUXX8664") == NULL);
	ck_assert(dialect_of("") == NULL);
}
END_TEST

START_TEST(what_begins_by_a_statement_ends_by_one)
{
	const struct dialect *dialect = dialect_of("SQLite");

	ck_assert_ptr_nonnull(dialect->begin_reading);
	ck_assert_ptr_nonnull(dialect->begin_writing);
	ck_assert_ptr_nonnull(dialect->commit);
	ck_assert_ptr_nonnull(dialect->rollback);
	ck_assert_ptr_nonnull(dialect->probe);
	ck_assert_ptr_nonnull(dialect->objects);
}
END_TEST

UNIT_MAIN("catalog/dialect", an_engine_is_known_by_how_its_name_begins,
    what_begins_by_a_statement_ends_by_one)
