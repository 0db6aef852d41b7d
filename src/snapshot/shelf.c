#include "config.h"

#include "snapshot/shelf.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "platform/file.h"
#include "snapshot/snapshot.h"
#include "stream/file.h"

#define ENDING ".snapshot"
#define DRAFT ".new"

enum { DIGITS = 8, CATALOG_SHOWN = 8 };

/* Names in the folder, oldest first. */
struct shelf {
	char *folder;
	char **names;
	size_t count;
};

static bool
ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), end_length = strlen(end);

	return length >= end_length &&
	    strcmp(text + length - end_length, end) == 0;
}

static bool
is_ours(const char *name)
{
	return strspn(name, "0123456789") == DIGITS && name[DIGITS] == '-' &&
	    ends_with(name, ENDING);
}

static void
clear(struct shelf *shelf)
{
	for (size_t i = 0; i < shelf->count; i++)
		free(shelf->names[i]);
	free(shelf->names);
	free(shelf->folder);
}

/* What is not ours is left out, but for a draft that a crash left. */
static bool
list(struct shelf *shelf, const char *state_dir, struct fault *fault)
{
	size_t kept = 0;

	*shelf = (struct shelf){ .folder = file_join(state_dir, SHELF_FOLDER) };
	if (file_kind(shelf->folder) == FILE_NONE)
		return true;
	if (!file_list(shelf->folder, &shelf->names, &shelf->count, fault)) {
		clear(shelf);
		return false;
	}
	for (size_t i = 0; i < shelf->count; i++) {
		if (is_ours(shelf->names[i]) ||
		    ends_with(shelf->names[i], ENDING DRAFT))
			shelf->names[kept++] = shelf->names[i];
		else
			free(shelf->names[i]);
	}
	shelf->count = kept;
	return true;
}

static bool
remove_at(const struct shelf *shelf, size_t i, struct fault *fault)
{
	char *path = file_join(shelf->folder, shelf->names[i]);
	bool is_done = file_remove(path, fault);

	free(path);
	return is_done;
}

/* All but the `most` newest, and what drafts are left. */
static bool
prune(const char *state_dir, size_t most, struct fault *fault)
{
	struct shelf shelf;
	size_t whole = 0;
	bool is_done = true;

	if (!list(&shelf, state_dir, fault))
		return false;
	for (size_t i = shelf.count; is_done && i-- > 0;)
		if (!is_ours(shelf.names[i]) || ++whole > most)
			is_done = remove_at(&shelf, i, fault);
	clear(&shelf);
	return is_done;
}

/* The newest's number, and whether it is this plan. */
static bool
look_at_newest(const char *state_dir, const char *rest, int64_t *out_number,
    bool *out_is_same, struct fault *fault)
{
	char digits[DIGITS + 1];
	struct shelf shelf;

	*out_number = 0;
	*out_is_same = false;
	if (!list(&shelf, state_dir, fault))
		return false;
	for (size_t i = 0; i < shelf.count; i++) {
		if (!is_ours(shelf.names[i]))
			continue;
		(void)text_copy(digits, sizeof(digits), shelf.names[i]);
		*out_number = strtol(digits, NULL, 10);
		*out_is_same = strcmp(shelf.names[i] + DIGITS, rest) == 0;
	}
	clear(&shelf);
	return true;
}

static bool
put_own(const char *state_dir, const void *bytes, size_t size, int64_t number,
    const char *rest, struct fault *fault)
{
	char *folder = file_join(state_dir, SHELF_FOLDER);
	char *path = mem_format("%s/%0*" PRId64 "%s", folder, (int)DIGITS,
	    number, rest);
	bool is_done = file_make_folder(folder, false, fault) &&
	    file_replace(path, bytes, size, fault);

	free(path);
	free(folder);
	return is_done;
}

bool
shelf_put(const char *state_dir, const void *bytes, size_t size,
    const struct memdb_info *info, size_t most, struct fault *fault)
{
	char *newest = file_join(state_dir, SHELF_NEWEST);
	char *rest = mem_format("-%.*s-%" PRId64 ENDING, (int)CATALOG_SHOWN,
	    info->catalog == NULL ? "none" : info->catalog, info->plan_version);
	int64_t number = 0;
	bool is_same = false;
	bool is_done = look_at_newest(state_dir, rest, &number, &is_same,
			   fault) &&
	    (is_same || most == 0 ||
		put_own(state_dir, bytes, size, number + 1, rest, fault)) &&
	    file_replace(newest, bytes, size, fault) &&
	    prune(state_dir, most, fault);

	free(rest);
	free(newest);
	return is_done;
}

static struct memdb *
take_one(const char *path, struct fault *fault)
{
	struct file_source *source = mem_new(1, sizeof(*source));
	struct memdb *memdb = NULL;

	if (file_source_open(source, path, fault)) {
		memdb = snapshot_restore(&source->under.source, fault);
		file_source_close(source);
	}
	free(source);
	return memdb;
}

/* `take_name` becomes *out_name where its file is whole. */
static struct memdb *
try(const char *state_dir, char *take_name, shelf_damaged_fn damaged, void *arg,
    char **out_name)
{
	char *path = file_join(state_dir, take_name);
	struct fault fault;
	struct memdb *memdb = take_one(path, &fault);

	if (memdb != NULL) {
		*out_name = take_name;
	} else {
		if (fault.kind != FAULT_ABSENT)
			damaged(arg, path, &fault);
		free(take_name);
	}
	free(path);
	return memdb;
}

struct memdb *
shelf_take(const char *state_dir, shelf_damaged_fn damaged, void *arg,
    char **out_name, struct fault *fault)
{
	struct memdb *memdb = try(state_dir, mem_text(SHELF_NEWEST), damaged,
	    arg, out_name);
	struct shelf shelf;

	if (memdb != NULL)
		return memdb;
	if (!list(&shelf, state_dir, fault))
		return NULL;
	for (size_t i = shelf.count; memdb == NULL && i-- > 0;)
		if (is_ours(shelf.names[i]))
			memdb = try(state_dir,
			    file_join(SHELF_FOLDER, shelf.names[i]), damaged,
			    arg, out_name);
	clear(&shelf);
	if (memdb == NULL)
		(void)fault_set(fault, FAULT_ABSENT,
		    "%s holds no snapshot that is whole", state_dir);
	return memdb;
}
