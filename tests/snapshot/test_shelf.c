#include "config.h"

#include "snapshot/shelf.h"

#include <stdio.h>

#include "base/mem.h"
#include "base/text.h"
#include "platform/file.h"
#include "snapshot/snapshot.h"
#include "stream/memory.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { ROOM = 1 << 20, MOST = 3 };

#define CATALOG "3f2b8c1e-9d4a-4e6b-8f70-1c2d3e4f5a6b"

/* A plan of that version, put on the shelf. */
static bool
put_of(const char *folder, const char *catalog, int64_t version,
    struct fault *fault)
{
	const struct memdb_info info = { .catalog = catalog,
		.plan_version = version,
		.schema_version = 1 };
	struct memdb *memdb = memdb_new();
	struct memory_sink sink;
	struct buf bytes;
	bool is_done;

	buf_init(&bytes, ROOM);
	memory_sink_init(&sink, &bytes);
	ck_assert(memdb_set_info(memdb, &info, fault));
	ck_assert(memdb_seal(memdb, fault));
	ck_assert(snapshot_save(memdb, &sink.sink, fault));
	is_done = shelf_put(folder, bytes.bytes, bytes.size, &info, MOST,
	    fault);
	buf_clear(&bytes);
	memdb_release(memdb);
	return is_done;
}

static void
put(const char *folder, int64_t version)
{
	struct fault fault;

	ck_assert_msg(put_of(folder, CATALOG, version, &fault), "%s",
	    fault.text);
}

/* The names in snapshots/, a blank between them. */
static void
must_hold(const char *folder, const char *expected)
{
	char *path = file_join(folder, SHELF_FOLDER), **names;
	struct buf said;
	struct fault fault;
	size_t count;

	buf_init(&said, ROOM);
	ck_assert(file_list(path, &names, &count, &fault));
	for (size_t i = 0; i < count; i++) {
		ck_assert(buf_format(&said, &fault, "%s%s", i == 0 ? "" : " ",
		    names[i]));
		free(names[i]);
	}
	ck_assert_str_eq(buf_text(&said), expected);
	buf_clear(&said);
	free(names);
	free(path);
}

static void
note_damaged(void *arg, const char *path, const struct fault *fault)
{
	struct fault own;

	ck_assert_str_ne(fault->text, "");
	ck_assert(buf_format(arg, &own, "%s ", strrchr(path, '/') + 1));
}

/* What is taken has this version, or -1: nothing is; who was damaged. */
static void
must_take(const char *folder, int64_t version, const char *name,
    const char *damaged)
{
	struct memdb *memdb;
	struct buf said;
	struct fault fault;
	char *found = NULL;

	buf_init(&said, ROOM);
	memdb = shelf_take(folder, note_damaged, &said, &found, &fault);
	ck_assert_str_eq(buf_text(&said), damaged);
	if (version == -1) {
		ck_assert_ptr_null(memdb);
		ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	} else {
		ck_assert_ptr_nonnull(memdb);
		ck_assert_int_eq(memdb_info(memdb)->plan_version, version);
		ck_assert_str_eq(found, name);
	}
	free(found);
	memdb_release(memdb);
	buf_clear(&said);
}

/* One byte in the middle is another. */
static void
damage(const char *folder, const char *name)
{
	char *path = file_join(folder, name);
	struct buf bytes;
	struct fault fault;

	buf_init(&bytes, ROOM);
	ck_assert(file_read_whole(path, &bytes, &fault));
	bytes.bytes[bytes.size / 2] ^= 1;
	ck_assert(file_replace(path, bytes.bytes, bytes.size, &fault));
	buf_clear(&bytes);
	free(path);
}

START_TEST(each_version_has_a_file_and_the_newest_stay)
{
	char *folder = scratch_new();
	struct fault fault;

	must_take(folder, -1, NULL, "");
	put(folder, 5);
	put(folder, 5);
	must_hold(folder, "00000001-3f2b8c1e-5.snapshot");
	put(folder, 6);
	put(folder, 6);
	put(folder, 5); /* somebody restored an older one */
	must_hold(folder,
	    "00000001-3f2b8c1e-5.snapshot 00000002-3f2b8c1e-6.snapshot "
	    "00000003-3f2b8c1e-5.snapshot");
	must_take(folder, 5, "plan.snapshot", "");
	put(folder, 7);
	must_hold(folder,
	    "00000002-3f2b8c1e-6.snapshot 00000003-3f2b8c1e-5.snapshot "
	    "00000004-3f2b8c1e-7.snapshot");

	/* Another catalog, whose plan happens to have that version. */
	ck_assert(
	    put_of(folder, "aaaaaaaa-9d4a-4e6b-8f70-1c2d3e4f5a6b", 7, &fault));
	must_hold(folder,
	    "00000003-3f2b8c1e-5.snapshot 00000004-3f2b8c1e-7.snapshot "
	    "00000005-aaaaaaaa-7.snapshot");
	scratch_free(folder);
}
END_TEST

START_TEST(an_older_one_is_taken_for_a_damaged_one)
{
	char *folder = scratch_new();
	struct fault fault;
	char *path;

	for (int64_t version = 1; version <= 3; version++)
		put(folder, version);
	damage(folder, "plan.snapshot");
	must_take(folder, 3, "snapshots/00000003-3f2b8c1e-3.snapshot",
	    "plan.snapshot ");
	damage(folder, "snapshots/00000003-3f2b8c1e-3.snapshot");
	must_take(folder, 2, "snapshots/00000002-3f2b8c1e-2.snapshot",
	    "plan.snapshot 00000003-3f2b8c1e-3.snapshot ");

	/* One that is gone is not damaged, an empty one is. */
	path = file_join(folder, "plan.snapshot");
	ck_assert(file_remove(path, &fault));
	must_take(folder, 2, "snapshots/00000002-3f2b8c1e-2.snapshot",
	    "00000003-3f2b8c1e-3.snapshot ");
	ck_assert(file_replace(path, "", 0, &fault));
	must_take(folder, 2, "snapshots/00000002-3f2b8c1e-2.snapshot",
	    "plan.snapshot 00000003-3f2b8c1e-3.snapshot ");
	free(path);
	damage(folder, "snapshots/00000001-3f2b8c1e-1.snapshot");
	damage(folder, "snapshots/00000002-3f2b8c1e-2.snapshot");
	must_take(folder, -1, NULL,
	    "plan.snapshot 00000003-3f2b8c1e-3.snapshot "
	    "00000002-3f2b8c1e-2.snapshot 00000001-3f2b8c1e-1.snapshot ");
	scratch_free(folder);
}
END_TEST

START_TEST(what_is_not_ours_is_left_alone)
{
	static const char *const names[] = { "snapshots/notes",
		"snapshots/1-a-2.snapshot", "snapshots/000000009-a.snapshot",
		"snapshots/00000099.snapshot",
		"snapshots/00000099-a-1.snapshot.old" };
	char *folder = scratch_new();

	put(folder, 1);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		free(scratch_file(folder, names[i], "x"));
	free(scratch_file(folder, "snapshots/00000007-a-1.snapshot.new", "x"));
	for (int64_t version = 2; version <= 5; version++)
		put(folder, version);

	/* A draft that a crash left is cleared away. */
	must_hold(folder,
	    "000000009-a.snapshot "
	    "00000003-3f2b8c1e-3.snapshot 00000004-3f2b8c1e-4.snapshot "
	    "00000005-3f2b8c1e-5.snapshot 00000099-a-1.snapshot.old "
	    "00000099.snapshot 1-a-2.snapshot notes");
	scratch_free(folder);
}
END_TEST

START_TEST(where_nothing_can_be_written_the_old_one_stays)
{
	char *folder = scratch_new();
	char *path = file_join(folder, SHELF_FOLDER);
	struct fault fault;

	put(folder, 1);
	ck_assert(file_remove(path, &fault));
	ck_assert(file_replace(path, "in the way", 10, &fault));
	ck_assert(!put_of(folder, CATALOG, 2, &fault));
	must_take(folder, 1, "plan.snapshot", "");
	free(path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("snapshot/shelf", each_version_has_a_file_and_the_newest_stay,
    an_older_one_is_taken_for_a_damaged_one, what_is_not_ours_is_left_alone,
    where_nothing_can_be_written_the_old_one_stays)
