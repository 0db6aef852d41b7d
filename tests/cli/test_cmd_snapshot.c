#include "config.h"

#include "cli/cmd.h"

#include "base/buf.h"
#include "base/mem.h"
#include "cli/exit.h"
#include "platform/file.h"
#include "snapshot/shelf.h"
#include "snapshot/snapshot.h"
#include "stream/memory.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/support/plans.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { ROOM = 64 << 20 };

static void
save(struct memdb *take_memdb, struct buf *out)
{
	struct memory_sink sink;
	struct fault fault;

	buf_init(out, ROOM);
	memory_sink_init(&sink, out);
	ck_assert(snapshot_save(take_memdb, &sink.sink, &fault));
	memdb_release(take_memdb);
}

/* A folder with the small plan in small.bx. */
static char *
folder_with_small(void)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "small.bx");
	struct buf bytes;
	struct fault fault;

	save(plan_small(), &bytes);
	ck_assert(file_replace(path, bytes.bytes, bytes.size, &fault));
	buf_clear(&bytes);
	free(path);
	return folder;
}

static void
must_hold(const char *path, const struct buf *expected)
{
	struct buf found;
	struct fault fault;

	buf_init(&found, ROOM);
	ck_assert_msg(file_read_whole(path, &found, &fault), "%s", fault.text);
	ck_assert_uint_eq(found.size, expected->size);
	ck_assert_mem_eq(found.bytes, expected->bytes, found.size);
	buf_clear(&found);
}

START_TEST(the_plan_of_a_living_daemon_is_saved)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);
	char *path = file_join(backend->folder, "saved");
	struct buf bytes;

	save(plan_large(7, 30, 40), &bytes);
	ck_assert_int_eq(person_types(&person, "snapshot", "save", path, NULL),
	    EXIT_BAD); /* it has no plan yet */
	ck_assert_ptr_nonnull(strstr(person.err, "there is no plan yet"));
	ck_assert_int_eq(file_kind(path), FILE_NONE);
	backend->snapshot_bytes = bytes.bytes;
	backend->snapshot_size = bytes.size;
	ck_assert_int_eq(person_types(&person, "snapshot", "save", path, NULL),
	    EXIT_DONE);
	ck_assert_str_eq(person.out, "");
	ck_assert_str_eq(person.err, "");
	must_hold(path, &bytes);
	ck_assert_int_eq(person_types(&person, "snapshot", "save", "-", NULL),
	    EXIT_DONE);
	ck_assert_uint_eq(person.out_size, bytes.size);
	ck_assert_mem_eq(person.out, bytes.bytes, bytes.size);

	/* It breaks off: the file that was there stays. */
	backend->snapshot_fails = bytes.size - 1;
	ck_assert_int_eq(person_types(&person, "snapshot", "save", path, NULL),
	    EXIT_UNREACHABLE);
	must_hold(path, &bytes);
	ck_assert_int_eq(person_types(&person, "snapshot", "save",
			     "/nonexistent/x", NULL),
	    EXIT_BAD);
	ck_assert_ptr_nonnull(strstr(person.err, "/nonexistent/x"));
	person_clear(&person);
	buf_clear(&bytes);
	backend_stop(backend);
	free(path);
}
END_TEST

START_TEST(without_a_daemon_the_last_plan_is_saved)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "saved");
	struct person person = person_new(folder);
	const struct memdb_info info = { .plan_version = 7 };
	struct buf bytes;
	struct fault fault;

	ck_assert_int_eq(person_types(&person, "snapshot", "save", path, NULL),
	    EXIT_BAD);
	ck_assert_ptr_nonnull(
	    strstr(person.err, "holds no snapshot that is whole"));
	ck_assert_int_eq(file_kind(path), FILE_NONE);
	save(plan_small(), &bytes);
	ck_assert(shelf_put(folder, bytes.bytes, bytes.size, &info, 3, &fault));
	free(scratch_file(folder, SHELF_NEWEST, "damaged"));
	ck_assert_int_eq(person_types(&person, "snapshot", "save", path, NULL),
	    EXIT_DONE);
	ck_assert_ptr_nonnull(strstr(person.err, "plan.snapshot is damaged: "));
	ck_assert_ptr_nonnull(strstr(person.err,
	    "no daemon is running: this is version 7 of the plan, from "));
	must_hold(path, &bytes);
	buf_clear(&bytes);
	person_clear(&person);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(what_is_whole_is_verified_and_what_is_not_is_refused)
{
	char *folder = folder_with_small();
	char *path = file_join(folder, "small.bx");
	struct person person = person_new(folder);
	struct buf bytes;
	struct fault fault;

	ck_assert_int_eq(person_types(&person, "snapshot", "verify", path,
			     NULL),
	    EXIT_DONE);
	ck_assert_str_eq(person.out,
	    "good: catalog 3f2b8c1e-9d4a-4e6b-8f70-1c2d3e4f5a6b, owner db01, "
	    "plan version 7\n"
	    "1 connections, 1 strategies, 2 lines, 2 times, 1 options, "
	    "0 last good backups\n");
	ck_assert_int_eq(person_types(&person, "snapshot", "verify", path,
			     "--json", NULL),
	    EXIT_DONE);
	ck_assert_ptr_nonnull(strstr(person.out, "\"frequencies\": 2"));
	buf_init(&bytes, ROOM);
	ck_assert(file_read_whole(path, &bytes, &fault));
	person.input = bytes.bytes;
	person.input_size = bytes.size;
	ck_assert_int_eq(person_types(&person, "snapshot", "verify", "-", NULL),
	    EXIT_DONE);
	bytes.bytes[200] ^= 1;
	ck_assert_int_eq(person_types(&person, "snapshot", "verify", "-", NULL),
	    EXIT_BAD);
	ck_assert_str_eq(person.out, "");
	ck_assert_ptr_nonnull(strstr(person.err, "damaged"));
	person.input_size = 100;
	ck_assert_int_eq(person_types(&person, "snapshot", "verify", "-", NULL),
	    EXIT_BAD);
	ck_assert_ptr_nonnull(strstr(person.err, "ends early"));
	ck_assert_int_eq(person_types(&person, "snapshot", "show", "-", NULL),
	    EXIT_BAD);
	ck_assert_int_eq(person_types(&person, "snapshot", "show", "-",
			     "--json", NULL),
	    EXIT_BAD);
	ck_assert_str_eq(person.out, "");
	ck_assert_int_eq(person_types(&person, "snapshot", "verify",
			     "/nonexistent", NULL),
	    EXIT_BAD);
	buf_clear(&bytes);
	person_clear(&person);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(its_blocks_and_its_content_are_shown)
{
	char *folder = folder_with_small();
	char *path = file_join(folder, "small.bx");
	struct person person = person_new(folder);

	ck_assert_int_eq(person_types(&person, "snapshot", "show", path, NULL),
	    EXIT_DONE);
	ck_assert_ptr_nonnull(strstr(person.out,
	    "000000e4     STRA id=WEEKLY connection=PROD priority=0 "
	    "alive=yes\n"
	    "0000010f       LINE 2\n"
	    "0000011f         backup database;\n"));
	ck_assert_int_eq(person_types(&person, "snapshot", "show", path,
			     "--json", NULL),
	    EXIT_DONE);
	ck_assert_ptr_nonnull(strstr(person.out, "\"strategy\": \"WEEKLY\""));
	person_clear(&person);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_plan_is_restored_when_told_to)
{
	char *folder = folder_with_small();
	char *path = file_join(folder, "small.bx");
	struct person person = person_new(folder);

	ck_assert_int_eq(person_types(&person, "snapshot", "restore", path,
			     "--replace", NULL),
	    EXIT_USAGE);
	ck_assert_int_eq(person_types(&person, "snapshot", "restore", path,
			     NULL),
	    EXIT_DONE);
	ck_assert_ptr_nonnull(
	    strstr(person.out, "2 added, 0 changed, 0 removed\n"));
	ck_assert_ptr_nonnull(
	    strstr(person.err, "nothing was changed: --apply does it\n"));
	ck_assert_int_eq(person_types(&person, "strategy", "list", NULL), 0);
	ck_assert_ptr_null(strstr(person.out, "WEEKLY"));
	ck_assert_int_eq(person_types(&person, "snapshot", "restore", path,
			     "--apply", NULL),
	    EXIT_DONE);
	ck_assert_ptr_nonnull(
	    strstr(person.out, "2 added, 0 changed, 0 removed\n"));
	ck_assert_str_eq(person.err, "");
	ck_assert_int_eq(person_types(&person, "strategy", "list", NULL), 0);
	ck_assert_ptr_nonnull(strstr(person.out, "WEEKLY"));
	ck_assert_int_eq(person_types(&person, "snapshot", "restore", path,
			     NULL),
	    EXIT_DONE);
	ck_assert_str_eq(person.out, "no differences\n");
	ck_assert_int_eq(person_types(&person, "connection", "set", "prod01",
			     "--port", "1522", NULL),
	    EXIT_DONE);
	ck_assert_int_eq(person_types(&person, "snapshot", "restore", path,
			     "--apply", NULL),
	    EXIT_REFUSED);
	ck_assert_ptr_nonnull(strstr(person.err, "--replace"));
	ck_assert_str_eq(person.out, "");
	ck_assert_int_eq(person_types(&person, "snapshot", "restore", path,
			     "--apply", "--replace", "--json", NULL),
	    EXIT_DONE);
	ck_assert_ptr_nonnull(strstr(person.out, "\"old\": \"1522\""));
	person_clear(&person);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(who_runs_what_has_no_runner_is_said)
{
	char *folder = folder_with_small();
	char *path = file_join(folder, "small.bx");
	struct person person = person_new(folder);
	char *config = mem_format("[daemon]\nname = db02\nstate_dir = %s\n",
	    folder);

	free(person.config);
	person.config = scratch_file(folder, "other.conf", config);
	free(config);
	ck_assert_int_eq(person_types(&person, "catalog", "init", NULL), 0);
	ck_assert_int_eq(person_types(&person, "snapshot", "restore", path,
			     "--apply", NULL),
	    EXIT_DONE);
	ck_assert_ptr_nonnull(strstr(person.err,
	    "connections without a runner were run by db01 and will be by "
	    "db02, the catalog's owner\n"));
	person_clear(&person);
	free(path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/cmd_snapshot", the_plan_of_a_living_daemon_is_saved,
    without_a_daemon_the_last_plan_is_saved,
    what_is_whole_is_verified_and_what_is_not_is_refused,
    its_blocks_and_its_content_are_shown, a_plan_is_restored_when_told_to,
    who_runs_what_has_no_runner_is_said)
