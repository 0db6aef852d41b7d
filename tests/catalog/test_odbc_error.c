#include "config.h"

#include "catalog/odbc_error.h"

#include "tests/unit.h"

START_TEST(drivers_are_understood)
{
	static const struct {
		const char *state;
		long native;
		const char *text;
		enum odbc_class kind;
	} cases[] = {
		/* SQLite */
		{ "HY000", 19, "UNIQUE constraint failed: t.a", ODBC_UNIQUE },
		{ "HY000", 19, "NOT NULL constraint failed", ODBC_CONSTRAINT },
		{ "HY000", 19, "FOREIGN KEY constraint failed",
		    ODBC_CONSTRAINT },
		{ "HY000", 5, "database is locked", ODBC_BUSY },
		{ "HY000", 6, "table is locked", ODBC_BUSY },
		{ "HY000", 1, "no such table: x", ODBC_NO_TABLE },
		{ "HY000", 1, "near \"x\": syntax error", ODBC_PERMANENT },
		{ "HY000", 13, "database or disk is full", ODBC_PERMANENT },
		/* MariaDB */
		{ "23000", 1062, "Duplicate entry", ODBC_UNIQUE },
		{ "23000", 1452, "foreign key", ODBC_CONSTRAINT },
		{ "23000", 1048, "cannot be null", ODBC_CONSTRAINT },
		{ "22001", 1406, "Data too long", ODBC_CONSTRAINT },
		{ "08S01", 2006, "gone away", ODBC_LOST },
		{ "HY000", 2013, "Lost connection", ODBC_LOST },
		{ "HY000", 2002, "Can't connect", ODBC_LOST },
		{ "HY000", 1205, "Lock wait timeout", ODBC_BUSY },
		{ "40001", 1213, "Deadlock", ODBC_BUSY },
		{ "HY018", 1969, "max_statement_time", ODBC_TIMEOUT },
		{ "28000", 1045, "Access denied", ODBC_LOGIN },
		{ "42S02", 1146, "doesn't exist", ODBC_NO_TABLE },
		{ "42000", 1064, "syntax", ODBC_PERMANENT },
		/* PostgreSQL: the native code says nothing */
		{ "23505", 1, "duplicate key", ODBC_UNIQUE },
		{ "23503", 1, "foreign key", ODBC_CONSTRAINT },
		{ "22021", 1, "invalid byte sequence", ODBC_CONSTRAINT },
		{ "57P01", 1, "terminating connection", ODBC_LOST },
		{ "08001", 101, "could not connect", ODBC_LOST },
		{ "57014", 1, "canceling statement", ODBC_TIMEOUT },
		{ "40P01", 1, "deadlock detected", ODBC_BUSY },
		{ "42P01", 1, "relation does not exist", ODBC_NO_TABLE },
		{ "28P01", 101, "password authentication", ODBC_LOGIN },
		/* Oracle */
		{ "23000", 1, "ORA-00001", ODBC_UNIQUE },
		{ "23000", 2291, "ORA-02291", ODBC_CONSTRAINT },
		{ "HY000", 3114, "ORA-03114", ODBC_LOST },
		{ "HY000", 12541, "ORA-12541: no listener", ODBC_LOST },
		{ "HY000", 12899, "ORA-12899: value too large",
		    ODBC_CONSTRAINT },
		{ "HY000", 60, "ORA-00060: deadlock", ODBC_BUSY },
		{ "HYT00", 0, "Timeout expired", ODBC_TIMEOUT },
		{ "HY000", 942, "ORA-00942", ODBC_NO_TABLE },
		{ "28000", 1017, "ORA-01017", ODBC_LOGIN },
		/* The driver manager */
		{ "01000", 0, "[Driver Manager]Can't open lib 'x'",
		    ODBC_NO_DRIVER },
		{ "IM002", 0, "Data source name not found", ODBC_NO_DRIVER },
		{ "HY000", 0, "", ODBC_PERMANENT },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(odbc_classify(cases[i].state, cases[i].native,
				  cases[i].text) == cases[i].kind,
		    "%s/%ld %s", cases[i].state, cases[i].native,
		    cases[i].text);
}
END_TEST

START_TEST(a_fault_begins_with_the_codes)
{
	struct fault fault;

	ck_assert(!odbc_error_set(&fault, ODBC_UNIQUE, "HY000", 19,
	    "[SQLite] UNIQUE constraint failed: t.a (19)", NULL));
	ck_assert_int_eq(fault.kind, FAULT_DUPLICATE);
	ck_assert_str_eq(fault.text,
	    "HY000/19: UNIQUE constraint failed: t.a (19)");
	ck_assert(!odbc_error_set(&fault, ODBC_LOST, "08S01", 2006,
	    "[unixODBC][ma-3.1] gone", ""));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	ck_assert_str_eq(fault.text, "08S01/2006: gone");
	ck_assert(!odbc_error_set(&fault, ODBC_PERMANENT, "HY000", 0,
	    "[unclosed", NULL));
	ck_assert_str_eq(fault.text, "HY000/0: [unclosed");
}
END_TEST

START_TEST(a_text_that_names_the_password_is_left_out)
{
	struct fault fault;

	ck_assert(!odbc_error_set(&fault, ODBC_LOGIN, "28000", 1045,
	    "denied for PWD=tiger;", "tiger"));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert(strstr(fault.text, "tiger") == NULL);
	ck_assert_ptr_nonnull(strstr(fault.text, "28000/1045"));
}
END_TEST

UNIT_MAIN("catalog/odbc_error", drivers_are_understood,
    a_fault_begins_with_the_codes, a_text_that_names_the_password_is_left_out)
