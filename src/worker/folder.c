#include "config.h"

#include "worker/folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/defs.h"
#include "base/mem.h"

/*
 * A small file of the folder as text; "" when there is none. False when nobody
 * can tell now: no descriptor is free, or the disk does not answer.
 */
static bool
read_text(const char *folder, const char *name, struct buf *out)
{
	char *path = file_join(folder, name);
	bool is_known = true;
	struct fault fault;

	buf_init(out, 2 * RECORD_MAX);
	if (!file_read_whole(path, out, &fault)) {
		is_known = fault.kind != FAULT_SYSTEM;
		buf_cut(out, 0);
	}
	free(path);
	return is_known;
}

bool
folder_is_readable(const char *folder)
{
	static const char *const names[] = { "begun", "end", "output" };
	bool is_known = true;

	for (size_t i = 0; i < COUNT_OF(names) && is_known; i++) {
		struct fault fault;
		int descriptor = folder_open(folder, names[i], FILE_READ,
		    &fault);
		char byte;
		size_t size;

		if (descriptor < 0)
			is_known = fault.kind != FAULT_SYSTEM;
		else
			is_known = file_read_some(descriptor, &byte, 1, &size,
			    &fault);
		file_close(descriptor);
	}
	return is_known;
}

bool
folder_read_begun(const char *folder, struct record_start *out_begun)
{
	struct buf text;
	bool is_whole;

	(void)read_text(folder, "begun", &text);
	is_whole = record_read_begun(buf_text(&text), out_begun);
	buf_clear(&text);
	return is_whole;
}

bool
folder_read_program(const char *folder, struct record_start *out_program)
{
	struct buf text;
	bool is_whole;

	(void)read_text(folder, "begun", &text);
	is_whole = record_read_program(buf_text(&text), out_program);
	buf_clear(&text);
	return is_whole;
}

bool
folder_read_end(const char *folder, struct record_end *out_end)
{
	struct buf text;
	bool is_whole;

	(void)read_text(folder, "end", &text);
	is_whole = record_read_end(buf_text(&text), out_end);
	buf_clear(&text);
	return is_whole;
}

bool
folder_write_claim(const char *folder, const struct execution *execution,
    struct fault *fault)
{
	char line[RECORD_MAX];
	size_t size = record_write_claim(line, execution);
	int descriptor = folder_open(folder, "claim", FILE_FRESH, fault);
	bool done = descriptor >= 0 &&
	    file_write_all(descriptor, line, size, fault) &&
	    file_sync(descriptor, fault);

	file_close(descriptor);
	return done;
}

bool
folder_read_claim(const char *folder, struct execution *out_execution)
{
	struct buf text;
	bool is_whole;

	(void)read_text(folder, "claim", &text);
	is_whole = record_read_claim(buf_text(&text), out_execution);
	buf_clear(&text);
	return is_whole;
}

bool
folder_is_held(const char *folder)
{
	char *path = file_join(folder, "lock");
	bool is_held = file_is_locked(path);

	free(path);
	return is_held;
}

/* The folder of the execution's folder must not be one that others enter. */
static bool
make_folder(const char *folder, struct fault *fault)
{
	const char *slash = strrchr(folder, '/');
	char *parent;
	bool done;

	if (slash == NULL || slash == folder)
		return file_make_folder(folder, false, fault);
	parent = mem_text_n(folder, (size_t)(slash - folder));
	done = file_make_folder(parent, false, fault) &&
	    file_make_folder(folder, false, fault) &&
	    file_sync_folder(parent, fault);
	free(parent);
	return done;
}

int
folder_open(const char *folder, const char *name, enum file_way way,
    struct fault *fault)
{
	char *path = file_join(folder, name);
	int descriptor = file_open(path, way, fault);

	free(path);
	return descriptor;
}

static bool
remove_in(const char *folder, const char *name, struct fault *fault)
{
	char *path = file_join(folder, name);
	bool done = file_remove(path, fault);

	free(path);
	return done;
}

/* What an earlier start left that came to nothing. */
static bool
remove_leftovers(const char *folder, struct fault *fault)
{
	static const char *const names[] = { "output", "begun", "end",
		"control", "work", "claim" };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (!remove_in(folder, names[i], fault))
			return false;
	}
	return true;
}

/*
 * So that a full disk cannot refuse the line that says how it ended, nor those
 * that say that it began or shall end, where the file system can do that.
 */
static bool
reserve_lines(const int files[REQUEST_DESCRIPTORS], struct fault *fault)
{
	char spaces[RECORD_MAX];

	memset(spaces, ' ', sizeof(spaces));
	return file_write_at(files[REQUEST_END], 0, spaces, sizeof(spaces),
		   fault) &&
	    (file_allocate(files[REQUEST_BEGUN], 2 * RECORD_MAX, false,
		 fault) ||
		fault->kind != FAULT_FULL) &&
	    (file_allocate(files[REQUEST_CONTROL], 64, false, fault) ||
		fault->kind != FAULT_FULL);
}

bool
folder_make(const char *folder, int out_files[REQUEST_DESCRIPTORS],
    struct fault *fault)
{
	struct record_start begun;

	for (size_t i = 0; i < REQUEST_DESCRIPTORS; i++)
		out_files[i] = -1;
	if (!make_folder(folder, fault))
		return false;
	out_files[REQUEST_LOCK] = folder_open(folder, "lock", FILE_WRITE,
	    fault);
	if (out_files[REQUEST_LOCK] < 0)
		return false;
	if (!file_lock(out_files[REQUEST_LOCK], fault))
		return fault_wrap(fault, "the lock of %s", folder);
	/* Only now, with the lock, is the answer one that stays. */
	if (folder_read_begun(folder, &begun))
		return fault_set(fault, FAULT_REFUSED,
		    "%s was begun already, and is not started twice", folder);
	if (!remove_leftovers(folder, fault))
		return false;
	out_files[REQUEST_OUTPUT] = folder_open(folder, "output", FILE_APPEND,
	    fault);
	if (out_files[REQUEST_OUTPUT] < 0)
		return false;
	out_files[REQUEST_BEGUN] = folder_open(folder, "begun", FILE_FRESH,
	    fault);
	if (out_files[REQUEST_BEGUN] < 0)
		return false;
	out_files[REQUEST_END] = folder_open(folder, "end", FILE_FRESH, fault);
	if (out_files[REQUEST_END] < 0)
		return false;
	out_files[REQUEST_CONTROL] = folder_open(folder, "control", FILE_FRESH,
	    fault);
	if (out_files[REQUEST_CONTROL] < 0)
		return false;
	return reserve_lines(out_files, fault) &&
	    file_sync_folder(folder, fault);
}

void
folder_close(int files[REQUEST_DESCRIPTORS])
{
	for (size_t i = 0; i < REQUEST_DESCRIPTORS; i++) {
		file_close(files[i]);
		files[i] = -1;
	}
}
