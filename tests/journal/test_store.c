#include "config.h"

#include "journal/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/defs.h"
#include "base/text.h"
#include "platform/file.h"
#include "platform/now.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static char *folder, *path;
static struct store *store;
static struct fault fault;

static void
set_up(void)
{
	folder = scratch_new();
	path = file_join(folder, "journal.db");
	store = store_open(path, &fault);
	ck_assert_msg(store != NULL, "%s", fault.text);
}

static void
tear_down(void)
{
	store_close(store);
	free(path);
	scratch_free(folder);
}

static struct execution
make(int number, const char *strategy)
{
	struct execution execution = { .slot = 1000 + number,
		.attempt = 1,
		.claimed_ms = 60000 * (1000 + number),
		.slots = 1,
		.last_slot = 1000 + number,
		.exit_status = -1,
		.priority = PRIORITY_LOW,
		.kinds = KIND_FULL | KIND_ARCHIVELOG };

	(void)snprintf(execution.id, sizeof(execution.id),
	    "%08d-0000-4000-8000-000000000000", number % 100000000);
	(void)text_copy(execution.strategy, sizeof(execution.strategy),
	    strategy);
	(void)text_copy(execution.connection, sizeof(execution.connection),
	    "C_1");
	return execution;
}

static void
add(const struct execution *execution)
{
	ck_assert_msg(store_add(store, execution, &fault), "%s", fault.text);
}

START_TEST(what_was_committed_is_there_after_a_restart)
{
	struct execution one = make(1, "nightly"), read;
	char epoch[UUID_TEXT_MAX];
	struct stat status;
	int64_t cursor;

	set_up();
	ck_assert_int_eq(stat(path, &status), 0);
	ck_assert_int_eq((int)(status.st_mode & 0777), 0600);
	(void)text_copy(epoch, sizeof(epoch), store_epoch(store));
	ck_assert(uuid_is_valid(epoch));
	ck_assert(store_cursor(store, &cursor, &fault));
	ck_assert_int_eq(cursor, -1);
	ck_assert(store_begin(store, &fault));
	add(&one);
	ck_assert(store_set_cursor(store, 1001, &fault));
	ck_assert(store_commit(store, &fault));
	store_close(store);
	store = store_open(path, &fault);
	ck_assert_str_eq(store_epoch(store), epoch);
	ck_assert(store_cursor(store, &cursor, &fault));
	ck_assert_int_eq(cursor, 1001);
	ck_assert(store_execution(store, one.id, &read, &fault));
	ck_assert_str_eq(read.strategy, one.strategy);
	ck_assert_int_eq(read.slot, one.slot);
	ck_assert_int_eq(read.priority, one.priority);
	ck_assert_uint_eq(read.kinds, one.kinds);
	ck_assert_int_eq(read.claimed_ms, one.claimed_ms);
	ck_assert_int_eq(read.exit_status, -1);
	ck_assert_int_eq(read.last_slot, one.last_slot);
	ck_assert(!store_execution(store, "no", &read, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	tear_down();
}
END_TEST

START_TEST(what_was_rolled_back_never_was)
{
	struct execution one = make(1, "nightly"), two = make(2, "nightly");
	struct execution read;
	int64_t last;

	set_up();
	ck_assert(store_begin(store, &fault));
	ck_assert(store_savepoint(store, &fault));
	add(&one);
	ck_assert(store_release(store, false, &fault));
	ck_assert(store_savepoint(store, &fault));
	add(&two);
	ck_assert(store_release(store, true, &fault));
	ck_assert(store_commit(store, &fault));
	ck_assert(!store_execution(store, one.id, &read, &fault));
	ck_assert(store_execution(store, two.id, &read, &fault));
	ck_assert(store_last_sequence(store, &last, &fault));
	ck_assert_int_eq(last, 1);
	ck_assert(store_begin(store, &fault));
	add(&one);
	store_rollback(store);
	store_rollback(store);
	ck_assert(!store_execution(store, one.id, &read, &fault));
	tear_down();
}
END_TEST

START_TEST(a_slot_is_claimed_once)
{
	struct execution one = make(1, "nightly"), again = make(2, "nightly");

	set_up();
	add(&one);
	again.slot = one.slot;
	ck_assert(!store_add(store, &again, &fault));
	ck_assert_int_eq(fault.kind, FAULT_DUPLICATE);
	again.attempt = 2;
	add(&again);
	ck_assert(!store_add(store, &again, &fault));
	ck_assert_int_eq(fault.kind, FAULT_DUPLICATE);
	tear_down();
}
END_TEST

START_TEST(what_has_been_tried_is_not_written_off)
{
	struct execution one = make(1, "nightly"), missed = make(2, "nightly");

	set_up();
	missed.slot = one.slot;
	missed.attempt = 0;
	add(&missed); /* nobody has come yet */
	add(&one);    /* now somebody has */
	missed = make(3, "nightly");
	missed.slot = one.slot;
	missed.attempt = 0;
	ck_assert(!store_add(store, &missed, &fault));
	ck_assert_int_eq(fault.kind, FAULT_DUPLICATE);
	one = make(4, "hourly");
	add(&one);
	missed = make(5, "hourly");
	missed.slot = one.slot;
	missed.attempt = 0;
	ck_assert(!store_add(store, &missed, &fault));
	ck_assert_int_eq(fault.kind, FAULT_DUPLICATE);
	/* A row of many begins with it, and says of the others. */
	missed.slots = 2;
	add(&missed);
	tear_down();
}
END_TEST

START_TEST(a_state_never_goes_back)
{
	struct execution one = make(1, "nightly"), read;
	char *detail;

	set_up();
	add(&one);
	one.state = EXECUTION_ENDED;
	one.outcome = OUTCOME_FAILURE;
	one.finished_ms = 70000000;
	one.log_bytes = 123;
	(void)text_copy(one.code, sizeof(one.code), "RMAN-01009");
	ck_assert(store_change(store, &one, "RMAN-00569: …", &fault));
	one.state = EXECUTION_RUNNING;
	ck_assert(!store_change(store, &one, NULL, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert(store_execution(store, one.id, &read, &fault));
	ck_assert_int_eq(read.state, EXECUTION_ENDED);
	ck_assert_str_eq(read.code, "RMAN-01009");
	ck_assert(store_set_log_bytes(store, one.id, 456, &fault));
	ck_assert(store_execution(store, one.id, &read, &fault));
	ck_assert_uint_eq(read.log_bytes, 456);
	ck_assert(store_detail(store, one.id, &detail, &fault));
	ck_assert_str_eq(detail, "RMAN-00569: …");
	free(detail);
	ck_assert(store_detail(store, "no", &detail, &fault));
	ck_assert_ptr_null(detail);
	tear_down();
}
END_TEST

static enum outcome
outcome_of(int number)
{
	if (number == 4)
		return OUTCOME_WARNING;
	return number == 5 ? OUTCOME_SUCCESS : OUTCOME_MISSED;
}

START_TEST(lists_are_filtered_and_ordered)
{
	const struct {
		struct store_filter filter;
		size_t count;
		int first; /* number of the first one */
	} cases[] = {
		{ { .want = STORE_LIVING }, 3, 1 },
		{ { .want = STORE_NEWEST }, 6, 6 },
		{ { .want = STORE_NEWEST, .most = 2 }, 2, 6 },
		{ { .want = STORE_NEWEST, .strategy = "odd" }, 3, 5 },
		{ { .want = STORE_NEWEST, .only_bad = true }, 2, 6 },
		{ { .want = STORE_NEWEST, .id_prefix = "00000003" }, 1, 3 },
		{ { .want = STORE_NEWEST, .id_prefix = "%" }, 0, 0 },
		{ { .want = STORE_NEWEST, .id_prefix = "00000003-" }, 1, 3 },
		{ { .want = STORE_NEWEST, .id_prefix = "zz" }, 0, 0 },
		{ { .want = STORE_NEWEST, .id_prefix = "0" }, 6, 6 },
		{ { .want = STORE_NEWEST, .since_ms = 60000 * 1005 }, 2, 6 },
		{ { .want = STORE_NEWEST,
		      .since_ms = 60000 * 1005,
		      .strategy = "odd",
		      .most = 5 },
		    1, 5 },
		{ { .want = STORE_LIVING, .strategy = "even" }, 1, 2 },
	};

	set_up();
	for (int i = 1; i <= 6; i++) {
		struct execution one = make(i, i % 2 == 1 ? "odd" : "even");

		if (i > 3) {
			one.state = EXECUTION_ENDED;
			one.finished_ms = one.claimed_ms;
			one.outcome = outcome_of(i);
		}
		add(&one);
	}
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct execution *rows;
		size_t count;

		ck_assert(
		    store_list(store, &cases[i].filter, &rows, &count, &fault));
		ck_assert_msg(count == cases[i].count, "case %zu: %zu", i,
		    count);
		if (count != 0)
			ck_assert_int_eq(rows[0].slot, 1000 + cases[i].first);
		free(rows);
	}
	tear_down();
}
END_TEST

START_TEST(the_last_of_each_strategy_is_found)
{
	struct execution *rows;
	size_t count;

	set_up();
	for (int i = 1; i <= 6; i++) {
		struct execution one = make(i, i % 2 == 1 ? "odd" : "even");

		one.state = EXECUTION_ENDED;
		one.finished_ms = one.claimed_ms;
		one.outcome = i == 5 ? OUTCOME_WARNING : OUTCOME_SUCCESS;
		one.is_good = i != 5;
		add(&one);
	}
	ck_assert(store_last(store, false, &rows, &count, &fault));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(rows[1].slot, 1005);
	free(rows);
	ck_assert(store_last(store, true, &rows, &count, &fault));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(rows[0].slot, 1006);
	ck_assert_int_eq(rows[1].slot, 1003);
	free(rows);
	tear_down();
}
END_TEST

START_TEST(facts_come_in_order_and_readers_keep_their_place)
{
	struct execution one = make(1, "nightly");
	struct store_fact *facts;
	size_t count;
	int64_t place, count_behind;

	set_up();
	add(&one);
	for (enum execution_state state = EXECUTION_STARTING;
	     state < EXECUTION_STATES; state++) {
		one.state = state;
		ck_assert(store_change(store, &one, NULL, &fault));
	}
	ck_assert(store_facts(store, 1, 2, &facts, &count, &fault));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(facts[0].sequence, 2);
	ck_assert_int_eq(facts[0].state, EXECUTION_STARTING);
	ck_assert_str_eq(facts[1].execution, one.id);
	free(facts);
	ck_assert(store_position(store, "catalog", &place, &fault));
	ck_assert_int_eq(place, 0);
	ck_assert(store_behind(store, "catalog", &count_behind, &fault));
	ck_assert_int_eq(count_behind, 1); /* of the four facts one ended */
	ck_assert(store_set_position(store, "catalog", 3, &fault));
	ck_assert(store_behind(store, "catalog", &count_behind, &fault));
	ck_assert_int_eq(count_behind, 1);
	ck_assert(store_set_position(store, "catalog", 4, &fault));
	ck_assert(store_position(store, "catalog", &place, &fault));
	ck_assert_int_eq(place, 4);
	ck_assert(store_behind(store, "catalog", &count_behind, &fault));
	ck_assert_int_eq(count_behind, 0);
	tear_down();
}
END_TEST

START_TEST(a_script_is_kept_once)
{
	char *text;

	set_up();
	ck_assert(store_add_script(store, "d1", "backup database;\n", &fault));
	ck_assert(store_add_script(store, "d1", "other", &fault));
	ck_assert(store_script(store, "d1", &text, &fault));
	ck_assert_str_eq(text, "backup database;\n");
	free(text);
	ck_assert(store_script(store, "d2", &text, &fault));
	ck_assert_ptr_null(text);
	tear_down();
}
END_TEST

START_TEST(what_is_not_our_journal_is_refused)
{
	char *other;

	set_up();
	other = scratch_file(folder, "text",
	    "this is no database, just text that goes on for a while");
	ck_assert_ptr_null(store_open(other, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	fault.kind = FAULT_USAGE;
	ck_assert_ptr_null(store_open_reading(other, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	free(other);
	ck_assert_ptr_null(store_open_reading("/nonexistent/x", &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	other = file_join(folder, "link");
	ck_assert_int_eq(symlink(path, other), 0);
	ck_assert_ptr_null(store_open(other, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_ptr_null(store_open_reading(other, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	free(other);
	tear_down();
}
END_TEST

START_TEST(one_that_is_being_made_cannot_be_read_yet)
{
	char *empty;

	set_up();
	empty = scratch_file(folder, "empty", "");
	ck_assert_ptr_null(store_open_reading(empty, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	free(empty);
	tear_down();
}
END_TEST

START_TEST(one_that_was_half_made_is_made)
{
	static const char *const steps[] = { "",
		"pragma auto_vacuum = incremental",
		"pragma auto_vacuum = incremental; pragma journal_mode = wal" };

	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		sqlite3 *db;

		folder = scratch_new();
		path = scratch_file(folder, "journal.db", "");
		ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
		ck_assert_int_eq(sqlite3_exec(db, steps[i], NULL, NULL, NULL),
		    SQLITE_OK);
		ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
		store = store_open(path, &fault);
		ck_assert_msg(store != NULL, "step %zu: %s", i, fault.text);
		ck_assert_uint_eq(strlen(store_epoch(store)), 36);
		tear_down();
	}
}
END_TEST

START_TEST(another_applications_file_is_refused)
{
	sqlite3 *db;

	folder = scratch_new();
	path = scratch_file(folder, "journal.db", "");
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, "create table t (a)", NULL, NULL,
			     NULL),
	    SQLITE_OK);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
	store = store_open(path, &fault);
	ck_assert_ptr_null(store);
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	tear_down();
}
END_TEST

START_TEST(a_newer_version_is_refused)
{
	sqlite3 *db;

	set_up();
	store_close(store);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, "pragma user_version = 9999", NULL,
			     NULL, NULL),
	    SQLITE_OK);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
	store = store_open(path, &fault);
	ck_assert_ptr_null(store);
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_ptr_nonnull(strstr(fault.text, "install the newer one"));
	tear_down();
}
END_TEST

/* Version 1 had neither column. */
/* When this kind of the connection was last good, 0: never. */
static int64_t
good_ms(const char *connection, unsigned kind)
{
	struct store_good *goods;
	int64_t found_ms = 0;
	size_t count;

	ck_assert_msg(store_goods(store, &goods, &count, &fault), "%s",
	    fault.text);
	for (size_t i = 0; i < count; i++)
		if (goods[i].kind == kind &&
		    strcmp(goods[i].connection, connection) == 0)
			found_ms = goods[i].finished_ms;
	free(goods);
	return found_ms;
}

START_TEST(the_last_good_of_each_connection_and_kind_stays)
{
	struct execution one = make(1, "nightly"), two = make(2, "hourly");
	struct execution bad = make(3, "nightly"), early = make(4, "nightly");
	sqlite3 *db;

	set_up();
	add(&one);
	ck_assert_int_eq(good_ms("C_1", 0), 0);
	one.state = EXECUTION_ENDED;
	one.is_good = true;
	one.finished_ms = 1000;
	ck_assert(store_change(store, &one, NULL, &fault));
	ck_assert_int_eq(good_ms("C_1", 0), 1000);
	ck_assert_int_eq(good_ms("C_1", 2), 1000);
	ck_assert_int_eq(good_ms("C_1", 1), 0);
	two.state = bad.state = early.state = EXECUTION_ENDED;
	two.is_good = early.is_good = true;
	two.kinds = KIND_ARCHIVELOG;
	two.finished_ms = 2000;
	bad.finished_ms = 3000;
	early.finished_ms = 500;
	add(&two);
	add(&bad);
	add(&early);
	ck_assert_int_eq(good_ms("C_1", 0), 1000);
	ck_assert_int_eq(good_ms("C_1", 2), 2000);
	ck_assert_int_eq(good_ms("C_2", 0), 0);
	/* It outlives the row of its execution. */
	store_close(store);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, "delete from execution", NULL, NULL,
			     NULL),
	    SQLITE_OK);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
	store = store_open(path, &fault);
	ck_assert_int_eq(good_ms("C_1", 2), 2000);
	tear_down();
}
END_TEST

START_TEST(executions_are_found_by_their_slots)
{
	struct execution many = make(1, "hourly"), late = make(5, "nightly");
	struct execution *found;
	size_t count;

	set_up();
	many.slots = 3; /* 1001 to 1003 */
	many.last_slot = 1003;
	add(&late);
	add(&many);
	for (int i = 2; i < 5; i++) {
		struct execution one = make(i, "nightly");

		add(&one);
	}
	ck_assert(
	    store_of_slots(store, 1003, 1004, 10, &found, &count, &fault));
	ck_assert_uint_eq(count, 3);
	ck_assert_int_eq(found[0].slot, 1001);
	ck_assert_int_eq(found[1].slot, 1003);
	ck_assert_int_eq(found[2].slot, 1004);
	free(found);
	ck_assert(store_of_slots(store, 1003, 1010, 2, &found, &count, &fault));
	ck_assert_uint_eq(count, 2);
	free(found);
	ck_assert(store_of_slots(store, 2000, 3000, 2, &found, &count, &fault));
	ck_assert_uint_eq(count, 0);
	free(found);
	tear_down();
}
END_TEST

START_TEST(a_usual_duration_is_the_middle_of_the_last_good_ones)
{
	int64_t usual_ms;

	set_up();
	ck_assert(store_usual(store, "nightly", &usual_ms, &fault));
	ck_assert_int_eq(usual_ms, -1);
	/* The older ones took a second each, the last nine 1 to 9. */
	for (int i = 0; i < 30; i++) {
		struct execution one = make(i, "nightly");

		one.state = EXECUTION_ENDED;
		one.is_good = i % 2 == 0;
		one.started_ms = one.claimed_ms;
		one.finished_ms = one.started_ms +
		    (i < 12       ? 1000 :
			    i % 2 ? 1 :
				    (i - 10) / 2 * 60000);
		add(&one);
	}
	ck_assert(store_usual(store, "nightly", &usual_ms, &fault));
	ck_assert_int_eq(usual_ms, 5 * 60000);
	ck_assert(store_usual(store, "hourly", &usual_ms, &fault));
	ck_assert_int_eq(usual_ms, -1);
	tear_down();
}
END_TEST

START_TEST(one_that_a_wrong_clock_dated_ahead_gives_way)
{
	struct execution ahead = make(1, "nightly"), next = make(2, "nightly");

	set_up();
	ahead.state = next.state = EXECUTION_ENDED;
	ahead.is_good = next.is_good = true;
	ahead.finished_ms = now_wall_ms() + 3 * 86400000;
	next.finished_ms = now_wall_ms() - 1000;
	add(&ahead);
	ck_assert_int_eq(good_ms("C_1", 0), ahead.finished_ms);
	add(&next);
	ck_assert_int_eq(good_ms("C_1", 0), next.finished_ms);
	tear_down();
}
END_TEST

static void
make_older(void)
{
	static const char sql[] = "drop index execution_slot;"
				  "drop index execution_many;"
				  "drop table good;"
				  "alter table execution drop column is_good;"
				  "alter table execution drop column retry;"
				  "pragma user_version = 1";
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

START_TEST(an_older_version_is_upgraded_in_place)
{
	struct execution one = make(1, "nightly"), two = make(2, "hourly");
	struct execution read;
	struct store *reader;

	set_up();
	one.state = two.state = EXECUTION_ENDED;
	one.outcome = OUTCOME_SUCCESS;
	one.finished_ms = 5000;
	two.outcome = OUTCOME_WARNING;
	add(&one);
	add(&two);
	store_close(store);
	make_older();
	reader = store_open_reading(path, &fault);
	ck_assert_ptr_null(reader);
	ck_assert_ptr_nonnull(strstr(fault.text, "when it starts"));
	for (int i = 0; i < 2; i++) {
		store = store_open(path, &fault);
		ck_assert_msg(store != NULL, "%s", fault.text);
		ck_assert(store_execution(store, one.id, &read, &fault));
		ck_assert(read.is_good);
		ck_assert(store_execution(store, two.id, &read, &fault));
		ck_assert(!read.is_good);
		ck_assert_int_eq(read.retry, RETRY_NONE);
		/* What was good is found in what ran. */
		ck_assert_int_eq(good_ms("C_1", 0), one.finished_ms);
		ck_assert_int_eq(good_ms("C_1", 2), one.finished_ms);
		ck_assert_int_eq(good_ms("C_1", 1), 0);
		if (i == 0)
			store_close(store);
	}
	reader = store_open_reading(path, &fault);
	ck_assert_msg(reader != NULL, "%s", fault.text);
	store_close(reader);
	tear_down();
}
END_TEST

START_TEST(a_folder_above_may_be_a_link)
{
	char *real, *link;

	folder = scratch_new();
	real = file_join(folder, "real");
	link = file_join(folder, "link");
	ck_assert(file_make_folder(real, false, &fault));
	ck_assert_int_eq(symlink(real, link), 0);
	path = file_join(link, "journal.db");
	store = store_open(path, &fault);
	ck_assert_msg(store != NULL, "%s", fault.text);
	free(real);
	free(link);
	tear_down();
}
END_TEST

START_TEST(a_reader_reads_beside_the_writer)
{
	struct execution one = make(1, "nightly"), read;
	struct store *reader;

	set_up();
	add(&one);
	/* In the middle of a transaction, too. */
	ck_assert(store_begin(store, &fault));
	reader = store_open(path, &fault);
	ck_assert_msg(reader != NULL, "%s", fault.text);
	store_close(reader);
	reader = store_open_reading(path, &fault);
	ck_assert_msg(reader != NULL, "%s", fault.text);
	store_rollback(store);
	ck_assert(store_execution(reader, one.id, &read, &fault));
	ck_assert(!store_add_script(reader, "d", "t", &fault));
	store_close(reader);
	tear_down();
}
END_TEST

START_TEST(damage_is_found_when_it_is_opened)
{
	char *aside;
	int descriptor;

	set_up();
	store_close(store);
	descriptor = file_open(path, FILE_WRITE, &fault);
	ck_assert(file_write_at(descriptor, 4096 + 100, "garbage", 7, &fault));
	ck_assert(file_write_at(descriptor, 4096, "garbage", 7, &fault));
	file_close(descriptor);
	store = store_open(path, &fault);
	ck_assert_ptr_null(store);
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert(store_set_aside(path, &aside, &fault));
	ck_assert_int_eq(file_kind(aside), FILE_REGULAR);
	ck_assert_int_eq(file_kind(path), FILE_NONE);
	store = store_open(path, &fault);
	ck_assert_msg(store != NULL, "%s", fault.text);
	ck_assert(store_is_new(store));
	free(aside);
	tear_down();
}
END_TEST

UNIT_MAIN("journal/store", what_was_committed_is_there_after_a_restart,
    what_was_rolled_back_never_was, a_slot_is_claimed_once,
    what_has_been_tried_is_not_written_off, a_state_never_goes_back,
    lists_are_filtered_and_ordered, the_last_of_each_strategy_is_found,
    facts_come_in_order_and_readers_keep_their_place, a_script_is_kept_once,
    what_is_not_our_journal_is_refused,
    one_that_is_being_made_cannot_be_read_yet, one_that_was_half_made_is_made,
    another_applications_file_is_refused, a_newer_version_is_refused,
    the_last_good_of_each_connection_and_kind_stays,
    one_that_a_wrong_clock_dated_ahead_gives_way,
    executions_are_found_by_their_slots,
    a_usual_duration_is_the_middle_of_the_last_good_ones,
    an_older_version_is_upgraded_in_place, a_folder_above_may_be_a_link,
    a_reader_reads_beside_the_writer, damage_is_found_when_it_is_opened)
