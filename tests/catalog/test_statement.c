#include "config.h"

#include "catalog/statement.h"

#include "tests/support/catalogs.h"
#include "tests/unit.h"

START_TEST(every_statement_is_there_and_in_the_common_subset)
{
	static const char *const refused[] = { ";", " limit ", " returning",
		"merge ", "on conflict", "'", " as ", "current_timestamp" };

	for (int i = 0; i < STATEMENTS; i++) {
		const char *text = statement_text((enum statement)i);

		ck_assert_msg(text != NULL, "statement %d is missing", i);
		for (size_t j = 0; j < sizeof(refused) / sizeof(refused[0]);
		     j++)
			ck_assert_msg(strstr(text, refused[j]) == NULL,
			    "%s holds '%s'", text, refused[j]);
	}
}
END_TEST

static int
count(const char *text, char c)
{
	int number = 0;

	for (; *text != '\0'; text++)
		number += *text == c;
	return number;
}

START_TEST(every_statement_runs_on_sqlite)
{
	struct catalogs it = catalogs_new();
	struct fault fault;

	for (int i = 0; i < STATEMENTS; i++) {
		const char *text = statement_text((enum statement)i);
		struct odbc_query *query = odbc_prepare(it.catalog->odbc, text,
		    &fault);

		ck_assert_msg(query != NULL, "%s: %s", text, fault.text);
		for (int j = count(text, '?'); j > 0; j--)
			odbc_bind_text(query, NULL);
		/* All nulls: a constraint may refuse them, nothing else. */
		if (!odbc_execute(query, NULL, &fault))
			ck_assert_msg(fault.kind == FAULT_FORMAT, "%s: %s",
			    text, fault.text);
		odbc_query_free(query);
	}
	catalogs_free(&it);
}
END_TEST

UNIT_MAIN("catalog/statement",
    every_statement_is_there_and_in_the_common_subset,
    every_statement_runs_on_sqlite)
