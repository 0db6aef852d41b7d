#include "config.h"

#include "tests/support/catalogs.h"

#include <check.h>
#include <stdlib.h>

#include "base/mem.h"
#include "platform/file.h"
#include "tests/support/scratch.h"

struct catalogs
catalogs_new(void)
{
	struct catalogs it = { 0 };
	const char *source = getenv("top_srcdir");
	struct fault fault;

	it.folder = scratch_new();
	it.path = file_join(it.folder, "catalog.db");
	it.sql = file_join(source == NULL ? "." : source, "sql");
	it.place = (struct catalog_place){
		.runner = "db01",
		.embedded = it.path,
		.sql_folder = it.sql,
	};
	it.catalog = catalog_open(&it.place, &fault);
	ck_assert_msg(it.catalog != NULL, "%s", fault.text);
	return it;
}

void
catalogs_free(struct catalogs *it)
{
	catalog_close(it->catalog);
	free(it->path);
	free(it->sql);
	scratch_free(it->folder);
}

void
catalogs_again(struct catalogs *it)
{
	struct fault fault;

	catalog_close(it->catalog);
	it->catalog = catalog_open(&it->place, &fault);
	ck_assert_msg(it->catalog != NULL, "%s", fault.text);
}

void
catalogs_sample(struct catalogs *it)
{
	struct fault fault;

	ck_assert_msg(catalog_run_file(it->catalog, "90_sample.sql", &fault),
	    "%s", fault.text);
}

void
catalogs_run(struct catalogs *it, const char *statement)
{
	struct fault fault;

	ck_assert_msg(odbc_run(it->catalog->odbc, statement, &fault), "%s: %s",
	    statement, fault.text);
}

char *
catalogs_rows(struct catalogs *it, const char *statement)
{
	struct odbc_query *query;
	struct buf rows;
	struct fault fault;
	bool has_row;

	buf_init(&rows, 1 << 20);
	query = odbc_prepare(it->catalog->odbc, statement, &fault);
	ck_assert_msg(query != NULL, "%s", fault.text);
	ck_assert_msg(odbc_execute(query, NULL, &fault), "%s: %s", statement,
	    fault.text);
	while (odbc_fetch(query, &has_row, &fault) && has_row) {
		if (rows.size > 0)
			ck_assert(buf_add_text(&rows, "\n", &fault));
		for (size_t i = 0; i < odbc_columns(query); i++) {
			const char *text = odbc_text(query, i);

			ck_assert(i == 0 || buf_add_text(&rows, "|", &fault));
			ck_assert(buf_add_text(&rows, text == NULL ? "" : text,
			    &fault));
		}
	}
	odbc_query_free(query);
	return buf_take(&rows);
}

int64_t
catalogs_number(struct catalogs *it, const char *statement)
{
	char *text = catalogs_rows(it, statement);
	long long number = strtoll(text, NULL, 10);

	free(text);
	return number;
}
