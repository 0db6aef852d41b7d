#include "config.h"

#include "catalog/server.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "catalog/embedded.h"
#include "catalog/script.h"
#include "platform/file.h"

static struct odbc *
open_in_turn(const char *const *strings, size_t count,
    const struct secret *password, struct fault *fault)
{
	struct fault first, later;

	assert(count > 0);
	for (size_t i = 0; i < count; i++) {
		struct odbc *odbc = odbc_open(strings[i], password,
		    i == 0 ? &first : &later);

		if (odbc != NULL)
			return odbc;
	}
	*fault = first;
	return NULL;
}

static struct odbc *
open_embedded(const struct catalog_place *place, struct fault *fault)
{
	struct odbc *odbc;
	char **strings = NULL;
	size_t count = 0;

	if (place->embedded == NULL) {
		(void)fault_set(fault, FAULT_CONFIG,
		    "no [catalog] connection is set");
		return NULL;
	}
	if (!embedded_strings(place->embedded, &strings, &count, fault) ||
	    !embedded_make(place->embedded, fault)) {
		embedded_free(strings, count);
		return NULL;
	}
	odbc = open_in_turn((const char *const *)strings, count, NULL, fault);
	embedded_free(strings, count);
	return odbc;
}

static struct odbc *
open_given(const struct catalog_place *place, struct fault *fault)
{
	struct secret password = { { 0 } };
	bool has_password = place->password_file != NULL;
	struct odbc *odbc;

	if (has_password &&
	    !password_read(place->password_file, &password, fault))
		return NULL;
	odbc = open_in_turn(place->connections, place->connection_count,
	    has_password ? &password : NULL, fault);
	secret_wipe(&password, sizeof(password));
	return odbc;
}

static bool
make_tables(struct catalog *catalog, struct fault *fault)
{
	struct catalog_info info;

	if (catalog_info(catalog, &info, fault))
		return true;
	return fault->kind == FAULT_ABSENT && catalog_init(catalog, fault);
}

struct catalog *
catalog_open(const struct catalog_place *place, struct fault *fault)
{
	struct catalog *catalog;
	bool is_embedded = place->connection_count == 0;
	struct odbc *odbc = is_embedded ? open_embedded(place, fault) :
					  open_given(place, fault);

	if (odbc == NULL)
		return NULL;
	catalog = mem_new(1, sizeof(*catalog));
	catalog->odbc = odbc;
	catalog->is_embedded = is_embedded;
	if (place->runner != NULL)
		(void)text_copy(catalog->runner, sizeof(catalog->runner),
		    place->runner);
	if (place->sql_folder != NULL)
		catalog->sql_folder = file_join(place->sql_folder,
		    odbc_dialect(odbc)->folder);
	if (is_embedded && !make_tables(catalog, fault)) {
		catalog_close(catalog);
		return NULL;
	}
	return catalog;
}

void
catalog_close(struct catalog *catalog)
{
	if (catalog == NULL)
		return;
	odbc_close(catalog->odbc);
	free(catalog->sql_folder);
	free(catalog);
}

static bool
run_statement(void *arg, const char *statement, struct fault *fault)
{
	return odbc_run(arg, statement, fault);
}

bool
catalog_run_file(struct catalog *catalog, const char *name, struct fault *fault)
{
	struct buf text;
	char *path;
	bool is_done;

	if (catalog->sql_folder == NULL)
		return fault_set(fault, FAULT_CONFIG,
		    "where %s lies is not known", name);
	path = file_join(catalog->sql_folder, name);
	buf_init(&text, LIMIT_SQL_FILE);
	is_done = file_read_whole(path, &text, fault) &&
	    odbc_begin(catalog->odbc, true, fault);
	if (is_done) {
		is_done = script_each(buf_text(&text), run_statement,
			      catalog->odbc, fault) &&
		    odbc_commit(catalog->odbc, fault);
		if (!is_done) {
			odbc_rollback(catalog->odbc);
			(void)fault_wrap(fault, "%s", path);
		}
	}
	buf_clear(&text);
	free(path);
	return is_done;
}

/* 10_tables.sql and 20_procedures.sql, and nothing that begins otherwise. */
static bool
is_of_init(const char *name)
{
	size_t length = strlen(name);

	return (text_begins(name, "10_") || text_begins(name, "20_")) &&
	    length > 4 && strcmp(name + length - 4, ".sql") == 0;
}

static bool
run_files(struct catalog *catalog, struct fault *fault)
{
	char **names = NULL;
	size_t count = 0, ran = 0;
	bool is_done = true;

	if (catalog->sql_folder == NULL)
		return fault_set(fault, FAULT_CONFIG,
		    "where the catalog's SQL lies is not known");
	if (!file_list(catalog->sql_folder, &names, &count, fault))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (is_done && is_of_init(names[i])) {
			is_done = catalog_run_file(catalog, names[i], fault);
			ran++;
		}
		free(names[i]);
	}
	free(names);
	if (is_done && ran == 0)
		return fault_set(fault, FAULT_CONFIG,
		    "%s holds no 10_tables.sql", catalog->sql_folder);
	return is_done;
}

bool
catalog_init(struct catalog *catalog, struct fault *fault)
{
	struct catalog_info info;

	if (!catalog_info(catalog, &info, fault)) {
		if (fault->kind != FAULT_ABSENT)
			return false;
	}
	return run_files(catalog, fault) && catalog_own(catalog, fault);
}

static bool
read_info(struct odbc_query *query, struct catalog_info *out_info,
    struct fault *fault)
{
	struct catalog_info info = { 0 };
	bool has_row = false;
	const char *uuid, *owner;

	if (!catalog_one_row(query, &has_row, fault))
		return false;
	if (!has_row)
		return fault_set(fault, FAULT_ABSENT,
		    "catalog_info has no row");
	if (!odbc_number(query, 0, 1, INT32_MAX, &info.schema_version, fault))
		return fault_wrap(fault, "catalog_info: schema_version");
	if (!odbc_number(query, 3, 0, INT64_MAX, &info.plan_version, fault))
		return fault_wrap(fault, "catalog_info: plan_version");
	uuid = odbc_text(query, 1);
	if (uuid == NULL || !uuid_is_valid(uuid))
		return fault_set(fault, FAULT_CONFIG,
		    "catalog_info: catalog_uuid is no UUID");
	(void)text_copy(info.uuid, sizeof(info.uuid), uuid);
	owner = odbc_text(query, 2);
	if (owner != NULL)
		(void)text_copy(info.owner, sizeof(info.owner), owner);
	*out_info = info;
	return true;
}

bool
catalog_info(struct catalog *catalog, struct catalog_info *out_info,
    struct fault *fault)
{
	struct odbc_query *query = catalog_query(catalog, STATEMENT_INFO,
	    fault);
	struct catalog_info info;
	bool is_good = query != NULL && read_info(query, &info, fault);

	odbc_query_free(query);
	if (!is_good && fault->kind == FAULT_ABSENT)
		return fault_set(fault, FAULT_ABSENT,
		    "the catalog has no tables: run 'backupexec catalog init'");
	if (!is_good)
		return false;
	if (info.schema_version > CATALOG_SCHEMA_VERSION)
		return fault_set(fault, FAULT_CONFIG,
		    "the catalog's schema has version %" PRId64
		    ", this program knows up to %d: install a newer one",
		    info.schema_version, CATALOG_SCHEMA_VERSION);
	*out_info = info;
	return true;
}

bool
catalog_own(struct catalog *catalog, struct fault *fault)
{
	struct odbc_query *query;
	bool is_done;

	if (catalog->runner[0] == '\0')
		return true;
	query = catalog_query(catalog, STATEMENT_OWN, fault);
	if (query == NULL)
		return false;
	odbc_bind_text(query, catalog->runner);
	is_done = odbc_execute(query, NULL, fault);
	odbc_query_free(query);
	return is_done;
}

bool
catalog_version(struct catalog *catalog, int64_t *out_version,
    struct fault *fault)
{
	struct odbc_query *query = catalog_query(catalog, STATEMENT_VERSION,
	    fault);
	bool has_row = false;
	bool is_good = query != NULL && catalog_one_row(query, &has_row, fault);

	if (is_good && !has_row)
		is_good = fault_set(fault, FAULT_ABSENT,
		    "catalog_info has no row");
	is_good = is_good &&
	    odbc_number(query, 0, 0, INT64_MAX, out_version, fault);
	odbc_query_free(query);
	return is_good;
}

struct odbc_query *
catalog_query(struct catalog *catalog, enum statement statement,
    struct fault *fault)
{
	return odbc_prepare(catalog->odbc, statement_text(statement), fault);
}

bool
catalog_one_row(struct odbc_query *query, bool *out_has_row,
    struct fault *fault)
{
	return odbc_execute(query, NULL, fault) &&
	    odbc_fetch(query, out_has_row, fault);
}
