#include "config.h"

#include "catalog/output.h"

#include <sqlite3.h>

#include "base/mem.h"
#include "base/text.h"
#include "platform/file.h"
#include "tests/support/catalogs.h"
#include "tests/unit.h"

#define ID "00000000-0000-4000-8000-000000000001"

static void
make(struct catalogs *it)
{
	*it = catalogs_new();
	catalogs_sample(it);
}

/* Stores `size` bytes as one output. */
static void
store(struct catalogs *it, const char *bytes, size_t size, uint64_t max_log,
    uint64_t stack_begin, uint64_t stack_end)
{
	char *path = file_join(it->folder, "output");
	const struct output_order order = {
		.path = path,
		.log_bytes = size,
		.stack_begin = stack_begin,
		.stack_end = stack_end,
		.max_log = max_log,
		.strategy = "EST_1509986176",
		.execution = ID,
		.moment_ms = 1000,
		.moment_utc_ms = 1000,
	};
	struct fault fault;

	ck_assert(file_replace(path, bytes, size, &fault));
	ck_assert_msg(output_add(it->catalog, &order, &fault), "%s",
	    fault.text);
	free(path);
}

/* All parts in order, read without the driver; checks each. */
static char *
stored(struct catalogs *it)
{
	struct buf whole;
	struct fault fault;
	sqlite3 *database;
	sqlite3_stmt *statement;
	int part = 0;

	buf_init(&whole, 64 << 20);
	ck_assert_int_eq(sqlite3_open(it->path, &database), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(database,
			     "select part, log_bytes, log from log "
			     "order by part",
			     -1, &statement, NULL),
	    SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		int size = sqlite3_column_bytes(statement, 2);

		ck_assert_int_eq(sqlite3_column_int(statement, 0), ++part);
		ck_assert_int_eq(sqlite3_column_int(statement, 1), size);
		ck_assert_int_gt(size, 0);
		ck_assert_int_le(size, LIMIT_PART);
		ck_assert(buf_add(&whole, sqlite3_column_text(statement, 2),
		    (size_t)size, &fault));
	}
	(void)sqlite3_finalize(statement);
	(void)sqlite3_close(database);
	return buf_take(&whole);
}

START_TEST(a_short_log_is_one_part)
{
	struct catalogs it;
	char *found;

	make(&it);
	store(&it, "abc\n", 4, 1 << 20, 0, 0);
	found = stored(&it);
	ck_assert_str_eq(found, "abc\n");
	free(found);
	catalogs_free(&it);
}
END_TEST

START_TEST(no_bytes_are_a_row_without_a_text)
{
	struct catalogs it;

	make(&it);
	store(&it, "", 0, 1 << 20, 0, 0);
	ck_assert_int_eq(catalogs_number(&it,
			     "select count(*) from log where log is null and "
			     "part = 1 and log_bytes = 0"),
	    1);
	catalogs_free(&it);
}
END_TEST

START_TEST(ten_megabytes_come_back_as_they_went_in)
{
	enum { SIZE = 10 << 20 };
	struct catalogs it;
	char *bytes = mem_new(SIZE + 4, 1), *found;
	size_t size = 0;

	make(&it);
	/* Characters of one to four bytes, so that borders fall into them. */
	for (unsigned i = 0; size < SIZE; i++) {
		static const char *const characters[] = { "a", "\xc5\xbe",
			"\xe2\x82\xac", "\xf0\x9f\x92\xbe", "\n" };
		const char *c = characters[(i * i + i / 7) % 5];

		memcpy(bytes + size, c, strlen(c));
		size += strlen(c);
	}
	store(&it, bytes, size, 64 << 20, 0, 0);
	ck_assert_int_ge(catalogs_number(&it, "select count(*) from log"), 10);
	found = stored(&it);
	ck_assert_uint_eq(strlen(found), size);
	ck_assert(memcmp(found, bytes, size) == 0);
	free(found);
	free(bytes);
	catalogs_free(&it);
}
END_TEST

START_TEST(garbage_is_cleaned_whatever_it_is)
{
	enum { SIZE = 200000 };
	struct catalogs it;
	char *bytes = mem_new(SIZE, 1), *found;
	char *clean = mem_new(3 * SIZE + 1, 1);
	uint32_t random = 12345;

	make(&it);
	for (size_t i = 0; i < SIZE; i++) {
		random = random * 1664525 + 1013904223;
		bytes[i] = (char)(random >> 24);
	}
	clean[text_utf8_clean(clean, bytes, SIZE)] = '\0';
	store(&it, bytes, SIZE, 64 << 20, 0, 0);
	found = stored(&it);
	ck_assert_str_eq(found, clean);
	free(found);
	free(clean);
	free(bytes);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_long_log_keeps_head_stack_and_tail_between_characters)
{
	enum { SIZE = 900000, STACK = 400001 };
	struct catalogs it;
	char *bytes = mem_new(SIZE + 1, 1), *found;

	make(&it);
	for (size_t i = 0; i < SIZE; i += 3)
		memcpy(bytes + i, "\xe2\x82\xac", 3);
	memcpy(bytes, "HEAD..", 6);
	memcpy(bytes + STACK + 1, "STACK.", 6);
	memcpy(bytes + SIZE - 6, "..TAIL", 6);
	/* The stack's borders are wrong on purpose, by a byte each. */
	store(&it, bytes, SIZE, 10000, STACK, STACK + 8);
	found = stored(&it);
	ck_assert_uint_le(strlen(found), 10000);
	ck_assert_uint_gt(strlen(found), 9500);
	ck_assert(strncmp(found, "HEAD", 4) == 0);
	ck_assert_str_eq(found + strlen(found) - 4, "TAIL");
	ck_assert_ptr_nonnull(strstr(found, "STACK."));
	ck_assert_ptr_nonnull(strstr(found, "bytes are left out here]\n"));
	/* No character was cut. */
	ck_assert(strstr(found, "\xef\xbf\xbd") == NULL);
	free(found);
	free(bytes);
	catalogs_free(&it);
}
END_TEST

START_TEST(what_is_left_out_and_what_is_kept_are_the_whole)
{
	struct catalogs it;
	char *bytes = mem_new(100001, 1), *found;
	const char *at;
	unsigned long long kept = 0, left_out = 0;

	make(&it);
	memset(bytes, 'x', 100000);
	store(&it, bytes, 100000, 5000, 50000, 50100);
	found = stored(&it);
	for (at = found; *at != '\0'; at++)
		/* Not the x of backupexec. */
		kept += *at == 'x' && (at == found || at[-1] != 'e');
	for (at = found; (at = strstr(at, "[backupexec: ")) != NULL; at++)
		left_out += strtoull(at + 13, NULL, 10);
	ck_assert_uint_eq(kept + left_out, 100000);
	free(found);
	free(bytes);
	catalogs_free(&it);
}
END_TEST

START_TEST(output_that_is_gone_says_so_in_its_place)
{
	struct catalogs it;
	struct output_order order = {
		.log_bytes = 1234,
		.max_log = 1 << 20,
		.strategy = "EST_1509986176",
		.execution = ID,
		.moment_ms = 1000,
		.moment_utc_ms = 1000,
	};
	struct fault fault;
	char *found;

	make(&it);
	ck_assert(output_add(it.catalog, &order, &fault));
	found = stored(&it);
	ck_assert_str_eq(found,
	    "[backupexec: 1234 bytes of output are not here: they were "
	    "removed]\n");
	free(found);
	catalogs_run(&it, "delete from log");
	order.path = "/nonexistent/output";
	ck_assert(output_add(it.catalog, &order, &fault));
	found = stored(&it);
	ck_assert_ptr_nonnull(strstr(found, "1234 bytes"));
	ck_assert_ptr_nonnull(strstr(found, "/nonexistent/output"));
	free(found);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_file_shorter_or_longer_than_it_should_be_is_taken_as_it_is)
{
	struct catalogs it;
	char *path;
	struct output_order order = {
		.max_log = 1 << 20,
		.strategy = "EST_1509986176",
		.execution = ID,
		.moment_ms = 1000,
		.moment_utc_ms = 1000,
	};
	struct fault fault;
	char *found;

	make(&it);
	path = file_join(it.folder, "output");
	order.path = path;
	ck_assert(file_replace(path, "12345678", 8, &fault));
	order.log_bytes = 4;
	ck_assert(output_add(it.catalog, &order, &fault));
	found = stored(&it);
	ck_assert_str_eq(found, "1234");
	free(found);
	catalogs_run(&it, "delete from log");
	order.log_bytes = 10;
	ck_assert(output_add(it.catalog, &order, &fault));
	found = stored(&it);
	ck_assert_str_eq(found,
	    "12345678[backupexec: 10 bytes of output are not here: the file "
	    "has only 8]\n");
	free(found);
	free(path);
	catalogs_free(&it);
}
END_TEST

UNIT_MAIN("catalog/output", a_short_log_is_one_part,
    no_bytes_are_a_row_without_a_text, ten_megabytes_come_back_as_they_went_in,
    garbage_is_cleaned_whatever_it_is,
    a_long_log_keeps_head_stack_and_tail_between_characters,
    what_is_left_out_and_what_is_kept_are_the_whole,
    output_that_is_gone_says_so_in_its_place,
    a_file_shorter_or_longer_than_it_should_be_is_taken_as_it_is)
