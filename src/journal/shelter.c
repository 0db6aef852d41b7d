#include "config.h"

#include "journal/shelter.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What makes the tables and indexes, in an order that can be repeated. */
static const char *const makings_sql =
    "select sql, type, name from main.sqlite_schema where sql is not null and "
    "name not like 'sqlite_%' order by type = 'index', rowid";

enum fault_kind
shelter_kind(struct sqlite3 *db)
{
	switch (sqlite3_extended_errcode(db)) {
	case SQLITE_IOERR_WRITE:
	case SQLITE_IOERR_TRUNCATE:
	case SQLITE_IOERR_SHMSIZE:
	case SQLITE_IOERR_SHMOPEN:
	case SQLITE_IOERR_SHMMAP:
		return FAULT_FULL;
	default:
		break;
	}
	switch (sqlite3_errcode(db)) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return FAULT_RETRY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return FAULT_FORMAT;
	case SQLITE_CONSTRAINT:
		return FAULT_DUPLICATE;
	case SQLITE_FULL:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
		return FAULT_FULL;
	default:
		return FAULT_SYSTEM;
	}
}

static bool
execute(sqlite3 *db, const char *sql, const char *doing, struct fault *fault)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	return fault_set(fault, shelter_kind(db), "journal: %s: %s", doing,
	    sqlite3_errmsg(db));
}

/* What the file has: statements that make it, tables before indexes. */
struct making {
	char *sql, *table; /* NULL: an index */
	size_t name_at;    /* in sql */
};
struct makings {
	struct making *rows;
	size_t count;
};

static void
clear_makings(struct makings *makings)
{
	for (size_t i = 0; i < makings->count; i++) {
		free(makings->rows[i].sql);
		free(makings->rows[i].table);
	}
	free(makings->rows);
	*makings = (struct makings){ 0 };
}

static void
add_making(struct makings *makings, sqlite3_stmt *row)
{
	const char *sql = (const char *)sqlite3_column_text(row, 0);
	const char *type = (const char *)sqlite3_column_text(row, 1);
	const char *name = (const char *)sqlite3_column_text(row, 2);
	struct making *making;

	makings->rows = mem_grow(makings->rows, makings->count + 1,
	    sizeof(*makings->rows));
	making = &makings->rows[makings->count++];
	making->sql = mem_text(sql);
	making->table = strcmp(type, "table") == 0 ? mem_text(name) : NULL;
	making->name_at = (size_t)(strstr(sql, name) - sql);
}

/* All of it first: a table that is being read cannot be dropped. */
static bool
read_makings(sqlite3 *db, struct makings *out, struct fault *fault)
{
	sqlite3_stmt *rows;
	int code = sqlite3_prepare_v2(db, makings_sql, -1, &rows, NULL);

	*out = (struct makings){ 0 };
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(rows);
		if (code == SQLITE_ROW)
			add_making(out, rows);
	}
	(void)sqlite3_finalize(rows);
	if (code == SQLITE_DONE)
		return true;
	clear_makings(out);
	return fault_set(fault, shelter_kind(db),
	    "journal: reading its tables: %s", sqlite3_errmsg(db));
}

/* A statement for each table of ours. */
typedef char *statement_fn(const char *table);

static bool
each_table(sqlite3 *db, const struct makings *makings,
    statement_fn *statement_of, const char *doing, struct fault *fault)
{
	bool done = true;

	for (size_t i = 0; i < makings->count && done; i++) {
		char *sql;

		if (makings->rows[i].table == NULL)
			continue;
		sql = statement_of(makings->rows[i].table);
		done = execute(db, sql, doing, fault);
		free(sql);
	}
	return done;
}

/* "create table x (" as "create table temp.x (", indexes likewise. */
static bool
make_tables(sqlite3 *db, const struct makings *makings, struct fault *fault)
{
	bool done = true;

	for (size_t i = 0; i < makings->count && done; i++) {
		const struct making *making = &makings->rows[i];
		char *sql = mem_format("%.*stemp.%s", (int)making->name_at,
		    making->sql, making->sql + making->name_at);

		done = execute(db, sql, "making its tables in memory", fault);
		free(sql);
	}
	return done;
}

static char *
fill_of(const char *table)
{
	if (strcmp(table, "fact") == 0)
		return mem_text("select 1");
	if (strcmp(table, "execution") != 0)
		return mem_format("insert into temp.%s select * from main.%s",
		    table, table);
	return mem_text(
	    "insert into temp.execution select * from main.execution "
	    "where state < 3 or claimed_ms > "
	    "(select max(claimed_ms) from main.execution) - 172800000 or "
	    "rowid in (select max(rowid) from main.execution "
	    "group by strategy)");
}

static char *
return_of(const char *table)
{
	if (strcmp(table, "fact") == 0)
		return mem_text("insert into main.fact (at_ms, execution, "
				"state) select at_ms, execution, state from "
				"temp.fact order by sequence");
	if (strcmp(table, "execution") == 0)
		return mem_text("insert or replace into main.execution "
				"select * from temp.execution where id in "
				"(select execution from temp.fact)");
	return mem_format("insert or replace into main.%s "
			  "select * from temp.%s",
	    table, table);
}

static char *
drop_of(const char *table)
{
	return mem_format("drop table temp.%s", table);
}

static bool
enter(sqlite3 *db, const struct makings *makings, struct fault *fault)
{
	static const char doing[] = "going on in memory";

	/* Never in a file of its own: that might be on the same disk. */
	if (!execute(db, "pragma temp_store = memory; begin", doing, fault))
		return false;
	if (make_tables(db, makings, fault) &&
	    each_table(db, makings, fill_of, doing, fault) &&
	    execute(db, "commit", doing, fault))
		return true;
	(void)sqlite3_exec(db, "rollback", NULL, NULL, NULL);
	return false;
}

static bool
leave(sqlite3 *db, const struct makings *makings, struct fault *fault)
{
	static const char doing[] = "going back to the disk";

	if (!execute(db, "begin immediate", doing, fault))
		return false;
	if (each_table(db, makings, return_of, doing, fault) &&
	    each_table(db, makings, drop_of, doing, fault) &&
	    execute(db, "commit", doing, fault))
		return true;
	(void)sqlite3_exec(db, "rollback", NULL, NULL, NULL);
	return false;
}

bool
shelter_enter(struct sqlite3 *db, struct fault *fault)
{
	struct makings makings;
	bool done = read_makings(db, &makings, fault) &&
	    enter(db, &makings, fault);

	clear_makings(&makings);
	return done;
}

bool
shelter_leave(struct sqlite3 *db, struct fault *fault)
{
	struct makings makings;
	bool done = read_makings(db, &makings, fault) &&
	    leave(db, &makings, fault);

	clear_makings(&makings);
	return done;
}
