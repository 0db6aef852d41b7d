#include "config.h"

#include "journal/store.h"

#include <assert.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/defs.h"
#include "base/mem.h"
#include "base/text.h"
#include "journal/shelter.h"
#include "platform/file.h"
#include "platform/host.h"
#include "platform/now.h"

enum {
	APPLICATION_ID = 0x42584a4e, /* "BXJN" */
	STORE_VERSION = 4,
	BUSY_MS =
	    1000, /* a person's sqlite3 holds it; the journal asks again */
	CHECKPOINT_FRAMES = 1000
};

enum statement {
	ADD,
	CHANGE,
	SET_LOG_BYTES,
	ADD_FACT,
	ADD_SCRIPT,
	SCRIPT,
	DETAIL,
	EXECUTION,
	FACTS,
	POSITION,
	SET_POSITION,
	BEHIND,
	LAST_SEQUENCE,
	READ_BY_ALL,
	VICTIMS,
	EXPIRED,
	FORGET_FACTS,
	FORGET,
	NOTE,
	SET_NOTE,
	LAST,
	ADD_GOOD,
	GOODS,
	OF_SLOTS,
	USUAL,
	STATEMENTS
};

/* The columns of table execution, in the order of bind_ and read_execution. */
#define COLUMNS                                                                \
	"id, strategy, connection, slot, attempt, state, outcome, priority, "  \
	"kinds, asked_by, reason, code, script_digest, claimed_ms, "           \
	"started_ms, finished_ms, exit_status, signal, pieces, log_bytes, "    \
	"slots, last_slot, stack_begin, stack_end, is_good, retry"

static const char *const texts[STATEMENTS] = {
	[ADD] = "insert into execution (" COLUMNS ", claim_key) select "
		"?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,"
		"?18,?19,?20,?21,?22,?23,?24,?25,?26,?27 where not exists "
		"(select 1 from execution where claim_key = ?28)",
	[CHANGE] = "update execution set (" COLUMNS ") = "
		   "(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,"
		   "?17,?18,?19,?20,?21,?22,?23,?24,?25,?26), "
		   "detail = coalesce(?27, detail), claim_key = ?28 "
		   "where id = ?1 and state <= ?6",
	[SET_LOG_BYTES] = "update execution set log_bytes = ?2 where id = ?1",
	[ADD_FACT] = "insert into fact (at_ms, execution, state) "
		     "values (?1,?2,?3)",
	[ADD_SCRIPT] = "insert or ignore into script (digest, text) "
		       "values (?1,?2)",
	[SCRIPT] = "select text from script where digest = ?1",
	[DETAIL] = "select detail from execution where id = ?1",
	[EXECUTION] = "select " COLUMNS " from execution where id = ?1",
	[FACTS] = "select sequence, at_ms, execution, state from fact "
		  "where sequence > ?1 order by sequence limit ?2",
	[POSITION] = "select sequence from reader where name = ?1",
	[SET_POSITION] = "insert into reader (name, sequence) values (?1,?2) "
			 "on conflict (name) do update set sequence = ?2",
	[BEHIND] = "select count(*) from fact where state = 3 and sequence > "
		   "coalesce((select sequence from reader where name = ?1), "
		   "0)",
	[READ_BY_ALL] =
	    "select case when exists (select 1 from reader where "
	    "name = 'catalog') then (select min(sequence) from reader) "
	    "else 0 end",
	[VICTIMS] = "select f.sequence, e.log_bytes, e.id from fact f "
		    "join execution e on e.id = f.execution "
		    "where f.state = 3 and f.sequence > ?1 and "
		    "f.sequence <= ?2 and (1 << e.outcome) & ?3 and "
		    "e.started_ms <> 0 order by f.sequence limit ?4",
	/* Of the oldest facts only, so that the look is a short one. */
	[EXPIRED] =
	    "select f.sequence, e.log_bytes, e.id from (select sequence, "
	    "state, execution from fact order by sequence limit 8192) f "
	    "join execution e on e.id = f.execution "
	    "where f.state = 3 and f.sequence <= ?2 and e.finished_ms < ?1 "
	    "and e.rowid <> (select rowid from execution where "
	    "strategy = e.strategy and state = 3 "
	    "order by finished_ms desc, rowid desc limit 1) and "
	    "e.rowid is not (select rowid from execution where "
	    "strategy = e.strategy and state = 3 and outcome in (1, 2) "
	    "order by finished_ms desc, rowid desc limit 1) "
	    "order by f.sequence limit ?4",
	[FORGET_FACTS] = "delete from fact where sequence <= ?1 and "
			 "execution = ?2",
	[FORGET] = "delete from execution where id = ?1",
	[LAST_SEQUENCE] = "select coalesce(max(sequence), 0) from fact",
	[NOTE] = "select value from note where name = ?1",
	[SET_NOTE] = "insert into note (name, value) values (?1,?2) "
		     "on conflict (name) do update set value = ?2",
	/* One that a wrong clock dated ahead gives way to any. */
	[ADD_GOOD] = "insert into good (connection, kind, execution, "
		     "finished_ms) values (?1,?2,?3,?4) "
		     "on conflict (connection, kind) do update set "
		     "execution = ?3, finished_ms = ?4 "
		     "where ?4 > finished_ms or finished_ms > ?5",
	[OF_SLOTS] = "select " COLUMNS " from execution "
		     "where slot >= ?1 and slot <= ?2 union all "
		     "select " COLUMNS " from execution "
		     "where slots > 1 and last_slot >= ?1 and slot < ?1 "
		     "order by 4, 5 limit ?3",
	/* The middle of the last good ones, of those that ran lately. */
	[USUAL] = "with took(ms) as (select finished_ms - started_ms from "
		  "(select * from execution where strategy = ?1 and state = 3 "
		  "order by finished_ms desc limit 100) where is_good and "
		  "started_ms > 0 order by finished_ms desc limit 9) "
		  "select ms from took order by ms limit 1 "
		  "offset (select count(*) / 2 from took)",
	[GOODS] = "select connection, kind, execution, finished_ms from good",
	/* From one strategy to the next by the index, never over all rows. */
	[LAST] = "with recursive each(name) as ("
		 "select min(strategy) from execution union all "
		 "select (select min(strategy) from execution "
		 "where strategy > name) from each where name is not null) "
		 "select " COLUMNS " from each join execution "
		 "on execution.rowid = (select rowid from execution "
		 "where strategy = name and state = 3 and is_good >= ?1 "
		 "order by finished_ms desc, rowid desc limit 1)",
};

/* The last good execution of a connection and kind; outlives its row. */
#define GOOD                                                                   \
	"create table good (connection text not null, kind integer not null,"  \
	"execution text not null, finished_ms integer not null,"               \
	"primary key (connection, kind)) without rowid;"

#define SLOTS                                                                  \
	"create index execution_slot on execution (slot);"                     \
	"create index execution_many on execution (last_slot) "                \
	"where slots > 1;"

static const char schema[] =
    "create table note (name text primary key, value text not null) "
    "without rowid;"
    "create table execution ("
    "id text primary key, strategy text not null, connection text not null,"
    "slot integer not null, attempt integer not null,"
    "state integer not null, outcome integer not null,"
    "priority integer not null, kinds integer not null,"
    "asked_by text not null, reason text not null, code text not null,"
    "script_digest text not null, claimed_ms integer not null,"
    "started_ms integer not null, finished_ms integer not null,"
    "exit_status integer not null, signal integer not null,"
    "pieces integer not null, log_bytes integer not null,"
    "slots integer not null, last_slot integer not null,"
    "stack_begin integer not null, stack_end integer not null,"
    "is_good integer not null, retry integer not null,"
    "claim_key text not null unique, detail text);"
    "create index execution_living on execution (claimed_ms) where state < 3;"
    "create index execution_last on execution (strategy, finished_ms);"
    "create index execution_strategy on execution (strategy, claimed_ms);"
    "create index execution_claimed on execution (claimed_ms);"
    "create index execution_finished on execution (finished_ms);"
    "create table fact (sequence integer primary key autoincrement,"
    "at_ms integer not null, execution text not null, state integer not null);"
    "create table reader (name text primary key, sequence integer not null) "
    "without rowid;" SLOTS GOOD
    "create table script (digest text primary key, text text not null) "
    "without rowid;";

struct store {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS];
	char epoch[UUID_TEXT_MAX];
	bool is_fresh;
	bool is_sheltered;
	bool has_trouble;
	struct fault trouble;
	int frames; /* of the write-ahead log, behind the last commit */
};

static bool
store_fault(struct store *store, struct fault *fault, const char *doing)
{
	enum fault_kind kind = shelter_kind(store->db);

	(void)fault_set(fault, kind, "journal: %s: %s", doing,
	    sqlite3_errmsg(store->db));
	if (kind != FAULT_RETRY && kind != FAULT_DUPLICATE) {
		store->has_trouble = true;
		store->trouble = *fault;
	}
	return false;
}

static bool
execute(struct store *store, const char *sql, const char *doing,
    struct fault *fault)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	return store_fault(store, fault, doing);
}

/* A number that a pragma answers; -1 when it does not. */
static int64_t
pragma_number(struct store *store, const char *sql)
{
	sqlite3_stmt *statement;
	int64_t value = -1;

	if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) !=
	    SQLITE_OK)
		return -1;
	if (sqlite3_step(statement) == SQLITE_ROW)
		value = sqlite3_column_int64(statement, 0);
	(void)sqlite3_finalize(statement);
	return value;
}

/* A prepared statement, ready to be bound; NULL with a fault. */
static sqlite3_stmt *
take(struct store *store, enum statement which, struct fault *fault)
{
	sqlite3_stmt **slot = &store->statements[which];

	if (*slot == NULL &&
	    sqlite3_prepare_v2(store->db, texts[which], -1, slot, NULL) !=
		SQLITE_OK) {
		(void)store_fault(store, fault, "preparing a statement");
		return NULL;
	}
	(void)sqlite3_reset(*slot);
	(void)sqlite3_clear_bindings(*slot);
	return *slot;
}

static void
bind_text(sqlite3_stmt *statement, int place, const char *text)
{
	(void)sqlite3_bind_text(statement, place, text, -1, SQLITE_TRANSIENT);
}

/* Run to the end; a row is no error. */
static bool
finish(struct store *store, sqlite3_stmt *statement, const char *doing,
    struct fault *fault)
{
	int code = sqlite3_step(statement);
	bool done = code == SQLITE_DONE || code == SQLITE_ROW ||
	    store_fault(store, fault, doing);

	(void)sqlite3_reset(statement);
	return done;
}

static bool
make_schema(struct store *store, struct fault *fault)
{
	unsigned char random[UUID_BYTES];
	char pragmas[128];

	(void)snprintf(pragmas, sizeof(pragmas),
	    "pragma application_id = %d; pragma user_version = %d",
	    APPLICATION_ID, STORE_VERSION);
	if (!host_random(random, sizeof(random), fault) ||
	    !store_begin(store, fault))
		return false;
	uuid_format(store->epoch, random);
	if (execute(store, schema, "making its tables", fault) &&
	    execute(store, pragmas, "marking it", fault) &&
	    store_set_note(store, "epoch", store->epoch, fault) &&
	    store_commit(store, fault))
		return true;
	store_rollback(store);
	return false;
}

/* What each version added to the one before; [0] is not used. */
static const char *const upgrades[STORE_VERSION] = {
	[1] = "alter table execution add column "
	      "is_good integer not null default 0;"
	      "alter table execution add column "
	      "retry integer not null default 0;"
	      "update execution set is_good = 1 where outcome = 1;",
	[2] = GOOD "with recursive bit(n) as (select 0 union all "
		   "select n + 1 from bit where n < 7) "
		   "insert into good select connection, n, id, "
		   "max(finished_ms) from bit join execution on "
		   "kinds >> n & 1 where is_good and state = 3 "
		   "group by connection, n;",
	[3] = SLOTS,
};

/* An older journal becomes one of this version, or stays as it was. */
static bool
upgrade(struct store *store, struct fault *fault)
{
	int64_t version = pragma_number(store, "pragma user_version");
	char pragma[64];

	if (version < 1 || version >= STORE_VERSION)
		return true;
	if (!store_begin(store, fault))
		return false;
	/* Again: another program may have been faster. */
	version = pragma_number(store, "pragma user_version");
	(void)snprintf(pragma, sizeof(pragma), "pragma user_version = %d",
	    STORE_VERSION);
	for (; version >= 1 && version < STORE_VERSION; version++) {
		if (!execute(store, upgrades[version], "upgrading it", fault))
			goto failed;
	}
	if (execute(store, pragma, "marking it", fault) &&
	    store_commit(store, fault))
		return true;
failed:
	store_rollback(store);
	return false;
}

/* Nothing in it yet: a life before may have ended while it was made. */
static bool
is_new(struct store *store)
{
	return pragma_number(store, "pragma application_id") == 0 &&
	    pragma_number(store, "pragma user_version") == 0 &&
	    pragma_number(store, "select count(*) from sqlite_schema") == 0;
}

static bool
check_version(struct store *store, const char *path, struct fault *fault)
{
	int64_t id = pragma_number(store, "pragma application_id");
	int64_t version = pragma_number(store, "pragma user_version");

	if (id != APPLICATION_ID)
		return fault_set(fault, FAULT_REFUSED,
		    "%s is not a journal of backupexec", path);
	if (version > STORE_VERSION)
		return fault_set(fault, FAULT_REFUSED,
		    "%s has version %" PRId64
		    ", this program knows up to %d: install the newer one",
		    path, version, STORE_VERSION);
	return true;
}

/* A reader cannot upgrade it. */
static bool
is_current(struct store *store, const char *path, struct fault *fault)
{
	int64_t version = pragma_number(store, "pragma user_version");

	return version == STORE_VERSION ||
	    fault_set(fault, FAULT_FORMAT,
		"%s has version %" PRId64
		", this program reads %d: backupexecd upgrades it when it "
		"starts",
		path, version, STORE_VERSION);
}

static bool
read_epoch(struct store *store, struct fault *fault)
{
	char *epoch;

	if (!store_note(store, "epoch", &epoch, fault))
		return false;
	if (epoch == NULL || !uuid_is_valid(epoch)) {
		free(epoch);
		return fault_set(fault, FAULT_FORMAT,
		    "the journal has no epoch");
	}
	(void)text_copy(store->epoch, sizeof(store->epoch), epoch);
	free(epoch);
	return true;
}

static bool
open_handle(struct store *store, const char *path, int flags,
    struct fault *fault)
{
	/* Not NOFOLLOW: it also refuses a link among the folders above. */
	flags |= SQLITE_OPEN_NOMUTEX;
	if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK)
		return store_fault(store, fault, path);
	/* It then opens it for reading, which helps nobody. */
	if ((flags & SQLITE_OPEN_READWRITE) != 0 &&
	    sqlite3_db_readonly(store->db, "main") != 0)
		return fault_set(fault, FAULT_FULL,
		    "%s cannot be opened for writing", path);
	(void)sqlite3_extended_result_codes(store->db, 0);
	(void)sqlite3_busy_timeout(store->db, BUSY_MS);
	return true;
}

static int
count_frames(void *arg, sqlite3 *db, const char *name, int frames)
{
	struct store *store = arg;

	(void)db;
	(void)name;
	store->frames = frames;
	return SQLITE_OK;
}

/*
 * SQLite's own way of doing this looks away when a sync fails, and tries it
 * again: what the kernel dropped then would be missed by nobody. What has no
 * room now is done at a later time.
 */
static bool
checkpoint(struct store *store, struct fault *fault)
{
	enum fault_kind kind;

	if (sqlite3_wal_checkpoint_v2(store->db, "main",
		SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) == SQLITE_OK)
		return true;
	kind = shelter_kind(store->db);
	return kind == FAULT_RETRY || kind == FAULT_FULL ||
	    store_fault(store, fault, "writing the log into it");
}

/* Does the check say that a page could not be read, for want of anything? */
static bool
is_unread(const char *text)
{
	static const char words[] = "error code=";
	const char *at = text == NULL ? NULL : strstr(text, words);
	unsigned code = 0;

	if (at == NULL)
		return text == NULL;
	for (at += sizeof(words) - 1; text_is_digit(*at); at++)
		code = (code * 10 + (unsigned)(*at - '0')) & 0xffff;
	return (code & 0xff) != SQLITE_CORRUPT;
}

/* Damage is found now, not when a slot is to be claimed. */
static bool
check_whole(struct store *store, struct fault *fault)
{
	sqlite3_stmt *statement;
	const char *text;
	bool is_whole;

	if (sqlite3_prepare_v2(store->db, "pragma quick_check(1)", -1,
		&statement, NULL) != SQLITE_OK)
		return store_fault(store, fault, "checking it");
	if (sqlite3_step(statement) != SQLITE_ROW) {
		(void)store_fault(store, fault, "checking it");
		(void)sqlite3_finalize(statement);
		return false;
	}
	text = (const char *)sqlite3_column_text(statement, 0);
	is_whole = text != NULL && strcmp(text, "ok") == 0;
	/* A disk that does not answer now has damaged nothing. */
	if (!is_whole)
		(void)fault_set(fault,
		    is_unread(text) ? FAULT_SYSTEM : FAULT_FORMAT,
		    "journal: %.100s", text == NULL ? "" : text);
	(void)sqlite3_finalize(statement);
	return is_whole;
}

bool
store_set_aside(const char *path, char **out_path, struct fault *fault)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char stamp[CALENDAR_TEXT_MAX];
	char *aside;
	bool done = true;

	calendar_format_utc(stamp, now_wall_ms());
	for (char *at = stamp; *at != '\0'; at++)
		if (*at == ':' || *at == '.')
			*at = '-';
	aside = mem_format("%s.damaged-%s", path, stamp);
	for (size_t i = 0; i < COUNT_OF(ends) && done; i++) {
		char *from = mem_format("%s%s", path, ends[i]);
		char *to = mem_format("%s%s", aside, ends[i]);

		done = file_rename(from, to, fault) ||
		    fault->kind == FAULT_ABSENT;
		free(from);
		free(to);
	}
	*out_path = done ? aside : NULL;
	if (!done)
		free(aside);
	return done;
}

bool
store_is_new(const struct store *store)
{
	return store->is_fresh;
}

/* SQLite follows links to what it keeps beside the file. */
static bool
check_beside(const char *path, const char *ending, struct fault *fault)
{
	char *beside = mem_format("%s%s", path, ending);
	int descriptor = file_kind(beside) == FILE_NONE ?
	    -1 :
	    file_open_ours(beside, fault);
	bool done = descriptor >= 0 || file_kind(beside) == FILE_NONE;

	file_close(descriptor);
	free(beside);
	return done;
}

struct store *
store_open(const char *path, struct fault *fault)
{
	struct store *store = mem_new(1, sizeof(*store));
	int descriptor = file_open_ours(path, fault);
	bool is_fresh;

	/* Made by us, so that its mode is 0600 and it is a regular file. */
	if (descriptor < 0)
		goto failed;
	file_close(descriptor);
	if (!check_beside(path, "-wal", fault) ||
	    !check_beside(path, "-shm", fault) ||
	    !open_handle(store, path, SQLITE_OPEN_READWRITE, fault) ||
	    !execute(store, "pragma schema_version", "opening", fault))
		goto failed;
	is_fresh = is_new(store);
	store->is_fresh = is_fresh;
	if (!is_fresh &&
	    (!check_version(store, path, fault) || !check_whole(store, fault)))
		goto failed;
	/* Said once more it would be written, and wait for who writes. */
	if ((is_fresh &&
		!execute(store, "pragma auto_vacuum = incremental",
		    "setting it up", fault)) ||
	    !execute(store,
		"pragma journal_mode = wal; pragma synchronous = full;"
		"pragma secure_delete = off; pragma wal_autocheckpoint = 0",
		"setting it up", fault))
		goto failed;
	(void)sqlite3_wal_hook(store->db, count_frames, store);
	/* What was read out of the log is made durable by writing it anew. */
	if (!is_fresh && !checkpoint(store, fault))
		goto failed;
	if (is_fresh ? make_schema(store, fault) :
		       upgrade(store, fault) && read_epoch(store, fault))
		return store;
failed:
	store_close(store);
	return NULL;
}

struct store *
store_open_reading(const char *path, struct fault *fault)
{
	struct store *store = mem_new(1, sizeof(*store));

	enum file_kind kind = file_kind(path);

	if (kind == FILE_NONE) {
		(void)fault_set(fault, FAULT_ABSENT, "there is no journal %s",
		    path);
	} else if (kind != FILE_REGULAR) {
		(void)fault_set(fault, FAULT_REFUSED,
		    "%s is not a regular file", path);
	} else if (open_handle(store, path, SQLITE_OPEN_READONLY, fault)) {
		if (is_new(store))
			(void)fault_set(fault, FAULT_ABSENT,
			    "the journal %s has not been made yet", path);
		else if (check_version(store, path, fault) &&
		    is_current(store, path, fault) && read_epoch(store, fault))
			return store;
	}
	store_close(store);
	return NULL;
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	for (size_t i = 0; i < STATEMENTS; i++)
		(void)sqlite3_finalize(store->statements[i]);
	(void)sqlite3_close(store->db);
	free(store);
}

bool
store_begin(struct store *store, struct fault *fault)
{
	store->has_trouble = false;
	return execute(store, store->is_sheltered ? "begin" : "begin immediate",
	    "beginning", fault);
}

bool
store_commit(struct store *store, struct fault *fault)
{
	if (!execute(store, "commit", "committing", fault))
		return false;
	if (store->frames < CHECKPOINT_FRAMES || store->is_sheltered)
		return true;
	store->frames = 0;
	return checkpoint(store, fault);
}

bool
store_trouble(const struct store *store, struct fault *fault)
{
	if (store->has_trouble)
		*fault = store->trouble;
	return store->has_trouble;
}

int64_t
store_changes(const struct store *store)
{
	return sqlite3_total_changes64(store->db);
}

/* One that was prepared for a table may not see the other of that name. */
static void
forget_statements(struct store *store)
{
	for (size_t i = 0; i < STATEMENTS; i++) {
		(void)sqlite3_finalize(store->statements[i]);
		store->statements[i] = NULL;
	}
}

bool
store_shelter(struct store *store, struct fault *fault)
{
	forget_statements(store);
	store->is_sheltered = shelter_enter(store->db, fault);
	return store->is_sheltered;
}

bool
store_return(struct store *store, struct fault *fault)
{
	forget_statements(store);
	store->is_sheltered = !shelter_leave(store->db, fault);
	return !store->is_sheltered;
}

void
store_rollback(struct store *store)
{
	struct fault ignored;

	/* It fails when SQLite has rolled back by itself already. */
	if (sqlite3_get_autocommit(store->db) == 0)
		(void)!execute(store, "rollback", "rolling back", &ignored);
}

bool
store_savepoint(struct store *store, struct fault *fault)
{
	return execute(store, "savepoint job", "setting a savepoint", fault);
}

bool
store_release(struct store *store, bool is_good, struct fault *fault)
{
	return execute(store,
	    is_good ? "release job" : "rollback to job; release job",
	    "leaving a savepoint", fault);
}

const char *
store_epoch(const struct store *store)
{
	return store->epoch;
}

bool
store_cursor(struct store *store, int64_t *out_slot, struct fault *fault)
{
	char *text;
	bool done = true;

	if (!store_note(store, "cursor", &text, fault))
		return false;
	if (text == NULL)
		*out_slot = -1;
	else
		done = text_number(text, -1, INT64_MAX, out_slot, fault);
	free(text);
	return done || fault_wrap(fault, "journal: cursor");
}

bool
store_set_cursor(struct store *store, int64_t slot, struct fault *fault)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%" PRId64, slot);
	return store_set_note(store, "cursor", text, fault);
}

static void
bind_execution(sqlite3_stmt *statement, const struct execution *execution)
{
	const struct {
		int place;
		int64_t value;
	} numbers[] = {
		{ 4, execution->slot },
		{ 5, execution->attempt },
		{ 6, (int64_t)execution->state },
		{ 7, (int64_t)execution->outcome },
		{ 8, (int64_t)execution->priority },
		{ 9, (int64_t)execution->kinds },
		{ 14, execution->claimed_ms },
		{ 15, execution->started_ms },
		{ 16, execution->finished_ms },
		{ 17, execution->exit_status },
		{ 18, execution->signal },
		{ 19, execution->pieces },
		{ 20, (int64_t)execution->log_bytes },
		{ 21, execution->slots },
		{ 22, execution->last_slot },
		{ 23, (int64_t)execution->stack_begin },
		{ 24, (int64_t)execution->stack_end },
		{ 25, execution->is_good ? 1 : 0 },
		{ 26, (int64_t)execution->retry },
	};

	bind_text(statement, 1, execution->id);
	bind_text(statement, 2, execution->strategy);
	bind_text(statement, 3, execution->connection);
	bind_text(statement, 10, execution->asked_by);
	bind_text(statement, 11, execution->reason);
	bind_text(statement, 12, execution->code);
	bind_text(statement, 13, execution->script_digest);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		(void)sqlite3_bind_int64(statement, numbers[i].place,
		    numbers[i].value);
}

static void
read_text(sqlite3_stmt *statement, int column, char *room, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	(void)text_copy(room, size, text == NULL ? "" : text);
}

/* A number from 0 to `most`; what is not becomes 0. */
static int
read_small(sqlite3_stmt *statement, int column, int most)
{
	int value = sqlite3_column_int(statement, column);

	return value < 0 || value > most ? 0 : value;
}

static void
read_execution(sqlite3_stmt *statement, struct execution *out)
{
	*out = (struct execution){
		.slot = sqlite3_column_int64(statement, 3),
		.attempt = sqlite3_column_int(statement, 4),
		.state = (enum execution_state)read_small(statement, 5,
		    EXECUTION_STATES - 1),
		.outcome = (enum outcome)read_small(statement, 6, OUTCOMES - 1),
		.priority = (enum priority)read_small(statement, 7,
		    PRIORITIES - 1),
		.kinds = (unsigned)sqlite3_column_int(statement, 8),
		.claimed_ms = sqlite3_column_int64(statement, 13),
		.started_ms = sqlite3_column_int64(statement, 14),
		.finished_ms = sqlite3_column_int64(statement, 15),
		.exit_status = sqlite3_column_int(statement, 16),
		.signal = sqlite3_column_int(statement, 17),
		.pieces = sqlite3_column_int(statement, 18),
		.log_bytes = (uint64_t)sqlite3_column_int64(statement, 19),
		.slots = sqlite3_column_int64(statement, 20),
		.last_slot = sqlite3_column_int64(statement, 21),
		.stack_begin = (uint64_t)sqlite3_column_int64(statement, 22),
		.stack_end = (uint64_t)sqlite3_column_int64(statement, 23),
		.is_good = sqlite3_column_int(statement, 24) == 1,
		.retry = (enum retry_class)read_small(statement, 25,
		    RETRY_CLASSES - 1),
	};
	read_text(statement, 0, out->id, sizeof(out->id));
	read_text(statement, 1, out->strategy, sizeof(out->strategy));
	read_text(statement, 2, out->connection, sizeof(out->connection));
	read_text(statement, 9, out->asked_by, sizeof(out->asked_by));
	read_text(statement, 10, out->reason, sizeof(out->reason));
	read_text(statement, 11, out->code, sizeof(out->code));
	read_text(statement, 12, out->script_digest,
	    sizeof(out->script_digest));
}

static bool
add_fact(struct store *store, const struct execution *execution,
    struct fault *fault)
{
	sqlite3_stmt *statement = take(store, ADD_FACT, fault);

	if (statement == NULL)
		return false;
	(void)sqlite3_bind_int64(statement, 1, now_wall_ms());
	bind_text(statement, 2, execution->id);
	(void)sqlite3_bind_int(statement, 3, (int)execution->state);
	return finish(store, statement, "adding a fact", fault);
}

bool
store_put_good(struct store *store, const struct store_good *good,
    struct fault *fault)
{
	sqlite3_stmt *statement = take(store, ADD_GOOD, fault);

	if (statement == NULL)
		return false;
	bind_text(statement, 1, good->connection);
	(void)sqlite3_bind_int(statement, 2, (int)good->kind);
	bind_text(statement, 3, good->execution);
	(void)sqlite3_bind_int64(statement, 4, good->finished_ms);
	(void)sqlite3_bind_int64(statement, 5, now_wall_ms());
	return finish(store, statement, "noting a good backup", fault);
}

/* A good end is remembered by connection and kind. */
static bool
add_goods(struct store *store, const struct execution *execution,
    struct fault *fault)
{
	struct store_good good = { .finished_ms = execution->finished_ms };

	if (execution->state != EXECUTION_ENDED || !execution->is_good)
		return true;
	(void)text_copy(good.connection, sizeof(good.connection),
	    execution->connection);
	(void)text_copy(good.execution, sizeof(good.execution), execution->id);
	for (good.kind = 0; good.kind < KINDS; good.kind++)
		if ((execution->kinds & 1U << good.kind) != 0 &&
		    !store_put_good(store, &good, fault))
			return false;
	return true;
}

bool
store_add(struct store *store, const struct execution *execution,
    struct fault *fault)
{
	sqlite3_stmt *statement = take(store, ADD, fault);
	struct execution tried = *execution;
	char claim_key[CLAIM_KEY_MAX], tried_key[CLAIM_KEY_MAX];

	if (statement == NULL)
		return false;
	execution_claim_key(claim_key, execution);
	bind_execution(statement, execution);
	bind_text(statement, 27, claim_key);
	/* No row says that nobody came to what somebody came to. */
	tried.attempt = 1;
	execution_claim_key(tried_key, &tried);
	if (execution->attempt == 0 && execution->slots == 1)
		bind_text(statement, 28, tried_key);
	if (!finish(store, statement, "adding an execution", fault))
		return false;
	if (sqlite3_changes(store->db) == 0)
		return fault_set(fault, FAULT_DUPLICATE,
		    "journal: %s has been tried", tried_key);
	return add_goods(store, execution, fault) &&
	    add_fact(store, execution, fault);
}

bool
store_change(struct store *store, const struct execution *execution,
    const char *detail, struct fault *fault)
{
	sqlite3_stmt *statement = take(store, CHANGE, fault);
	char claim_key[CLAIM_KEY_MAX];

	if (statement == NULL)
		return false;
	execution_claim_key(claim_key, execution);
	bind_execution(statement, execution);
	bind_text(statement, 27, detail);
	bind_text(statement, 28, claim_key);
	if (!finish(store, statement, "changing an execution", fault))
		return false;
	if (sqlite3_changes(store->db) == 0)
		return fault_set(fault, FAULT_REFUSED,
		    "journal: execution %s is not there, or further on than "
		    "%s",
		    execution->id, execution_state_name(execution->state));
	return add_goods(store, execution, fault) &&
	    add_fact(store, execution, fault);
}

bool
store_set_log_bytes(struct store *store, const char *id, uint64_t log_bytes,
    struct fault *fault)
{
	sqlite3_stmt *statement = take(store, SET_LOG_BYTES, fault);

	if (statement == NULL)
		return false;
	bind_text(statement, 1, id);
	(void)sqlite3_bind_int64(statement, 2, (int64_t)log_bytes);
	return finish(store, statement, "noting the size of a log", fault);
}

bool
store_add_script(struct store *store, const char *digest, const char *text,
    struct fault *fault)
{
	sqlite3_stmt *statement = take(store, ADD_SCRIPT, fault);

	if (statement == NULL)
		return false;
	bind_text(statement, 1, digest);
	bind_text(statement, 2, text);
	return finish(store, statement, "adding a script", fault);
}

/* One text by one key; *out_text NULL when there is none. */
static bool
find_text(struct store *store, enum statement which, const char *key,
    char **out_text, struct fault *fault)
{
	sqlite3_stmt *statement = take(store, which, fault);
	const char *text = NULL;
	int code;

	if (statement == NULL)
		return false;
	bind_text(statement, 1, key);
	code = sqlite3_step(statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return store_fault(store, fault, "reading");
	if (code == SQLITE_ROW)
		text = (const char *)sqlite3_column_text(statement, 0);
	*out_text = text == NULL ? NULL : mem_text(text);
	(void)sqlite3_reset(statement);
	return true;
}

bool
store_script(struct store *store, const char *digest, char **out_text,
    struct fault *fault)
{
	return find_text(store, SCRIPT, digest, out_text, fault);
}

bool
store_detail(struct store *store, const char *id, char **out_text,
    struct fault *fault)
{
	return find_text(store, DETAIL, id, out_text, fault);
}

bool
store_note(struct store *store, const char *name, char **out_text,
    struct fault *fault)
{
	return find_text(store, NOTE, name, out_text, fault);
}

bool
store_set_note(struct store *store, const char *name, const char *text,
    struct fault *fault)
{
	sqlite3_stmt *statement = take(store, SET_NOTE, fault);

	if (statement == NULL)
		return false;
	bind_text(statement, 1, name);
	bind_text(statement, 2, text);
	return finish(store, statement, "keeping a note", fault);
}

bool
store_execution(struct store *store, const char *id,
    struct execution *out_execution, struct fault *fault)
{
	sqlite3_stmt *statement = take(store, EXECUTION, fault);
	int code;

	if (statement == NULL)
		return false;
	bind_text(statement, 1, id);
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		read_execution(statement, out_execution);
	(void)sqlite3_reset(statement);
	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		return store_fault(store, fault, "reading an execution");
	return fault_set(fault, FAULT_ABSENT, "there is no execution %.40s",
	    id);
}

/* All rows of a statement that was bound; a fault frees them. */
static bool
collect(struct store *store, sqlite3_stmt *statement,
    struct execution **out_executions, size_t *out_count, struct fault *fault)
{
	struct execution *rows = NULL;
	size_t count = 0, room = 0;
	int code;

	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		if (count == room) {
			room = room == 0 ? 16 : 2 * room;
			rows = mem_grow(rows, room, sizeof(*rows));
		}
		read_execution(statement, &rows[count++]);
	}
	if (code != SQLITE_DONE) {
		(void)store_fault(store, fault, "listing executions");
		(void)sqlite3_reset(statement);
		free(rows);
		return false;
	}
	(void)sqlite3_reset(statement);
	*out_executions = rows;
	*out_count = count;
	return true;
}

static const char *
order_of(const struct store_filter *filter)
{
	if (filter->want == STORE_LIVING)
		return " and state < 3 order by claimed_ms, rowid";
	return filter->since_ms == 0 ?
	    " order by claimed_ms desc, rowid desc" :
	    " order by +claimed_ms desc, +rowid desc";
}

static sqlite3_stmt *
prepare_list(struct store *store, const struct store_filter *filter,
    struct fault *fault)
{
	sqlite3_stmt *statement;
	/* Only what is asked for, so that each question finds its index; a +
	 * keeps the order from being taken for one. Ids are hexadecimal. */
	char *sql = mem_format("select " COLUMNS
			       " from execution where 1%s%s%s%s%s limit ?5",
	    filter->id_prefix == NULL ? "" :
					" and id >= ?1 and id < ?1 || 'g' and "
					"substr(id, 1, length(?1)) = ?1",
	    filter->strategy == NULL ? "" : " and strategy = ?2",
	    filter->only_bad ? " and (1 << outcome) & ?3" : "",
	    filter->since_ms == 0 ?
		"" :
		" and (claimed_ms >= ?4 or finished_ms >= ?4)",
	    order_of(filter));
	int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);

	free(sql);
	if (code == SQLITE_OK)
		return statement;
	(void)store_fault(store, fault, "listing executions");
	return NULL;
}

/* What `only_bad` wants: outcome_is_bad, and warnings. */
static int
bad_outcomes(void)
{
	int bits = 1 << OUTCOME_WARNING;

	for (enum outcome outcome = 0; outcome < OUTCOMES; outcome++)
		if (outcome_is_bad(outcome))
			bits |= 1 << outcome;
	return bits;
}

bool
store_list(struct store *store, const struct store_filter *filter,
    struct execution **out_executions, size_t *out_count, struct fault *fault)
{
	sqlite3_stmt *statement = prepare_list(store, filter, fault);
	bool done;

	if (statement == NULL)
		return false;
	/* What is not in the text is bound to nothing. */
	bind_text(statement, 1, filter->id_prefix);
	bind_text(statement, 2, filter->strategy);
	(void)sqlite3_bind_int(statement, 3, bad_outcomes());
	(void)sqlite3_bind_int64(statement, 4, filter->since_ms);
	(void)sqlite3_bind_int64(statement, 5,
	    filter->most == 0 ? -1 : (int64_t)filter->most);
	done = collect(store, statement, out_executions, out_count, fault);
	(void)sqlite3_finalize(statement);
	return done;
}

bool
store_last(struct store *store, bool only_good,
    struct execution **out_executions, size_t *out_count, struct fault *fault)
{
	sqlite3_stmt *statement = take(store, LAST, fault);

	if (statement == NULL)
		return false;
	(void)sqlite3_bind_int(statement, 1, only_good ? 1 : 0);
	return collect(store, statement, out_executions, out_count, fault);
}

bool
store_of_slots(struct store *store, int64_t first, int64_t last, size_t most,
    struct execution **out_executions, size_t *out_count, struct fault *fault)
{
	sqlite3_stmt *statement = take(store, OF_SLOTS, fault);

	if (statement == NULL)
		return false;
	(void)sqlite3_bind_int64(statement, 1, first);
	(void)sqlite3_bind_int64(statement, 2, last);
	(void)sqlite3_bind_int64(statement, 3, (int64_t)most);
	return collect(store, statement, out_executions, out_count, fault);
}

bool
store_usual(struct store *store, const char *strategy, int64_t *out_ms,
    struct fault *fault)
{
	sqlite3_stmt *statement = take(store, USUAL, fault);
	int code;

	if (statement == NULL)
		return false;
	bind_text(statement, 1, strategy);
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*out_ms = sqlite3_column_int64(statement, 0);
	else if (code == SQLITE_DONE)
		*out_ms = -1;
	else
		return store_fault(store, fault, "reading durations");
	(void)sqlite3_reset(statement);
	return true;
}

bool
store_goods(struct store *store, struct store_good **out_goods,
    size_t *out_count, struct fault *fault)
{
	sqlite3_stmt *statement = take(store, GOODS, fault);
	struct store_good *goods = NULL;
	size_t count = 0, room = 0;
	int code;

	if (statement == NULL)
		return false;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		struct store_good *good;

		if (count == room) {
			room = room == 0 ? 64 : 2 * room;
			goods = mem_grow(goods, room, sizeof(*goods));
		}
		good = &goods[count++];
		read_text(statement, 0, good->connection,
		    sizeof(good->connection));
		good->kind = (unsigned)read_small(statement, 1, KINDS - 1);
		read_text(statement, 2, good->execution,
		    sizeof(good->execution));
		good->finished_ms = sqlite3_column_int64(statement, 3);
	}
	(void)sqlite3_reset(statement);
	if (code != SQLITE_DONE) {
		free(goods);
		return store_fault(store, fault, "reading good backups");
	}
	*out_goods = goods;
	*out_count = count;
	return true;
}

bool
store_facts(struct store *store, int64_t after, size_t most,
    struct store_fact **out_facts, size_t *out_count, struct fault *fault)
{
	sqlite3_stmt *statement = take(store, FACTS, fault);
	struct store_fact *facts;
	size_t count = 0;
	int code;

	assert(most != 0);
	if (statement == NULL)
		return false;
	/* Nobody learns of a fact that is in memory only. */
	if (store->is_sheltered)
		most = 0;
	facts = mem_new(most, sizeof(*facts));
	(void)sqlite3_bind_int64(statement, 1, after);
	(void)sqlite3_bind_int64(statement, 2, (int64_t)most);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		struct store_fact *fact = &facts[count++];

		fact->sequence = sqlite3_column_int64(statement, 0);
		fact->at_ms = sqlite3_column_int64(statement, 1);
		read_text(statement, 2, fact->execution,
		    sizeof(fact->execution));
		fact->state = (enum execution_state)read_small(statement, 3,
		    EXECUTION_STATES - 1);
	}
	if (code != SQLITE_DONE) {
		(void)store_fault(store, fault, "reading facts");
		(void)sqlite3_reset(statement);
		free(facts);
		return false;
	}
	(void)sqlite3_reset(statement);
	*out_facts = facts;
	*out_count = count;
	return true;
}

static bool
find_number(struct store *store, enum statement which, const char *key,
    int64_t *out_value, struct fault *fault)
{
	sqlite3_stmt *statement = take(store, which, fault);
	int code;

	if (statement == NULL)
		return false;
	if (key != NULL)
		bind_text(statement, 1, key);
	code = sqlite3_step(statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return store_fault(store, fault, "reading a number");
	*out_value = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) :
					  0;
	(void)sqlite3_reset(statement);
	return true;
}

bool
store_position(struct store *store, const char *reader, int64_t *out_sequence,
    struct fault *fault)
{
	return find_number(store, POSITION, reader, out_sequence, fault);
}

bool
store_set_position(struct store *store, const char *reader, int64_t sequence,
    struct fault *fault)
{
	sqlite3_stmt *statement = take(store, SET_POSITION, fault);

	if (statement == NULL)
		return false;
	bind_text(statement, 1, reader);
	(void)sqlite3_bind_int64(statement, 2, sequence);
	return finish(store, statement, "moving a reader", fault);
}

bool
store_behind(struct store *store, const char *reader, int64_t *out_count,
    struct fault *fault)
{
	return find_number(store, BEHIND, reader, out_count, fault);
}

bool
store_read_by_all(struct store *store, int64_t *out_sequence,
    struct fault *fault)
{
	return find_number(store, READ_BY_ALL, NULL, out_sequence, fault);
}

/* Rows of a statement that was bound. */
static bool
collect_victims(struct store *store, sqlite3_stmt *statement, size_t most,
    struct store_victim **out_victims, size_t *out_count, struct fault *fault)
{
	struct store_victim *victims = mem_new(most, sizeof(*victims));
	size_t count = 0;
	int code;

	(void)sqlite3_bind_int64(statement, 4, (int64_t)most);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		struct store_victim *victim = &victims[count++];

		victim->sequence = sqlite3_column_int64(statement, 0);
		victim->log_bytes = (uint64_t)sqlite3_column_int64(statement,
		    1);
		read_text(statement, 2, victim->id, sizeof(victim->id));
	}
	if (code != SQLITE_DONE) {
		(void)store_fault(store, fault, "choosing what goes");
		(void)sqlite3_reset(statement);
		free(victims);
		return false;
	}
	(void)sqlite3_reset(statement);
	*out_victims = victims;
	*out_count = count;
	return true;
}

bool
store_victims(struct store *store, int64_t after, int64_t upto,
    unsigned outcomes, size_t most, struct store_victim **out_victims,
    size_t *out_count, struct fault *fault)
{
	sqlite3_stmt *statement = take(store, VICTIMS, fault);

	if (statement == NULL)
		return false;
	(void)sqlite3_bind_int64(statement, 1, after);
	(void)sqlite3_bind_int64(statement, 2, upto);
	(void)sqlite3_bind_int64(statement, 3, (int64_t)outcomes);
	return collect_victims(store, statement, most, out_victims, out_count,
	    fault);
}

bool
store_expired(struct store *store, int64_t upto, int64_t before_ms, size_t most,
    struct store_victim **out_victims, size_t *out_count, struct fault *fault)
{
	sqlite3_stmt *statement = take(store, EXPIRED, fault);

	if (statement == NULL)
		return false;
	(void)sqlite3_bind_int64(statement, 1, before_ms);
	(void)sqlite3_bind_int64(statement, 2, upto);
	return collect_victims(store, statement, most, out_victims, out_count,
	    fault);
}

bool
store_forget(struct store *store, const struct store_victim *victim,
    struct fault *fault)
{
	sqlite3_stmt *statement = take(store, FORGET_FACTS, fault);

	if (statement == NULL)
		return false;
	(void)sqlite3_bind_int64(statement, 1, victim->sequence);
	bind_text(statement, 2, victim->id);
	if (!finish(store, statement, "forgetting facts", fault))
		return false;
	statement = take(store, FORGET, fault);
	if (statement == NULL)
		return false;
	bind_text(statement, 1, victim->id);
	return finish(store, statement, "forgetting an execution", fault);
}

bool
store_last_sequence(struct store *store, int64_t *out_sequence,
    struct fault *fault)
{
	return find_number(store, LAST_SEQUENCE, NULL, out_sequence, fault);
}
