/*
 * file - files, folders and descriptors, opened with care.
 *
 * Every descriptor is close-on-exec; nothing follows a symbolic link in its
 * last component. Faults are FAULT_SYSTEM with the path and the reason, and
 * FAULT_ABSENT where there is nothing of that name.
 *
 * Thread: any; one descriptor, one thread.
 */
#ifndef PLATFORM_FILE_H
#define PLATFORM_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"

enum file_way {
	FILE_READ,   /* must exist */
	FILE_WRITE,  /* created 0600 when absent, content kept */
	FILE_APPEND, /* likewise, every write goes to the end */
	FILE_FRESH   /* must not exist yet; created 0600 */
};

/* A descriptor, or -1. Only regular files. */
MUST_CHECK int
file_open(const char *path, enum file_way way, struct fault *fault);

/*
 * FILE_WRITE for what the daemon trusts: FAULT_REFUSED also when it is another
 * user's, has a second name, or lies where everybody may replace it.
 */
MUST_CHECK int file_open_ours(const char *path, struct fault *fault);

/* -1 is fine. */
void file_close(int descriptor);

MUST_CHECK bool file_write_all(int descriptor, const void *bytes, size_t size,
    struct fault *fault);

/*
 * As much as goes without an error: *out_size bytes, fewer after a fault of a
 * full disk, none when a descriptor that does not block is full.
 */
MUST_CHECK bool file_write_some(int descriptor, const void *bytes, size_t size,
    size_t *out_size, struct fault *fault);

/* All of it at `offset`, wherever the descriptor stands. */
MUST_CHECK bool file_write_at(int descriptor, uint64_t offset,
    const void *bytes, size_t size, struct fault *fault);

/* 1 to `size` bytes, or *out_size 0 at the end. */
MUST_CHECK bool file_read_some(int descriptor, void *room, size_t size,
    size_t *out_size, struct fault *fault);

/* Likewise from `offset`, wherever the descriptor stands. */
MUST_CHECK bool file_read_at(int descriptor, uint64_t offset, void *room,
    size_t size, size_t *out_size, struct fault *fault);

MUST_CHECK bool
file_size(int descriptor, uint64_t *out_size, struct fault *fault);

/* Data and what is needed to read it back are on the disk. */
MUST_CHECK bool file_sync(int descriptor, struct fault *fault);

/*
 * Room for its first `size` bytes, which read as zero where nothing was
 * written. Its size becomes at least that when `is_longer`. A file system that
 * cannot set room aside is FAULT_SYSTEM.
 */
MUST_CHECK bool file_allocate(int descriptor, uint64_t size, bool is_longer,
    struct fault *fault);

/* Make it that long. */
MUST_CHECK bool file_cut(int descriptor, uint64_t size, struct fault *fault);

/* The names in a folder are on the disk. */
MUST_CHECK bool file_sync_folder(const char *path, struct fault *fault);

/* The whole file, appended to `out` (whose limit holds). */
MUST_CHECK bool
file_read_whole(const char *path, struct buf *out, struct fault *fault);

/*
 * Likewise for something an administrator wrote: FAULT_REFUSED when others
 * than its owner and group may write it.
 */
MUST_CHECK bool file_read_config(const char *path, size_t limit,
    struct buf *out, struct fault *fault);

/* Likewise for a secret: FAULT_REFUSED when others may read it, either. */
MUST_CHECK bool file_read_secret(const char *path, size_t limit,
    struct buf *out, struct fault *fault);

/*
 * Likewise for a secret of this process's user alone: FAULT_REFUSED also when
 * it is neither the user's nor root's, or its group may read it. What is
 * root's may be read by its group: how else would the user.
 */
MUST_CHECK bool file_read_own_secret(const char *path, size_t limit,
    struct buf *out, struct fault *fault);

/* Under a temporary name, synced, renamed, folder synced: all or nothing. */
MUST_CHECK bool file_replace(const char *path, const void *bytes, size_t size,
    struct fault *fault);

/* In one folder; its names are on the disk then. */
MUST_CHECK bool
file_rename(const char *from, const char *to, struct fault *fault);

/* With all parents that are missing. 0700, or 0711 when `is_passage`. */
MUST_CHECK bool
file_make_folder(const char *path, bool is_passage, struct fault *fault);

/* A file or a folder with all that is in it. Nothing there is no fault. */
MUST_CHECK bool file_remove(const char *path, struct fault *fault);

/* Names without "." and "..", sorted; free each and the array. */
MUST_CHECK bool file_list(const char *path, char ***out_names,
    size_t *out_count, struct fault *fault);

/*
 * A folder that nobody else may change: this user's or root's, no link, not
 * writable by group or others. FAULT_REFUSED says what is wrong with it.
 */
MUST_CHECK bool file_is_ours(const char *path, struct fault *fault);

enum file_kind { FILE_NONE, FILE_REGULAR, FILE_FOLDER, FILE_OTHER };
enum file_kind file_kind(const char *path);

/* May this process execute it? Regular and executable. */
bool file_is_program(const char *path);

/* Bytes free to us where `path` lies; 0 when that cannot be told. */
uint64_t file_space(const char *path);

/*
 * Likewise for an open file; UINT64_MAX when that cannot be told, or where
 * nothing limits it.
 */
uint64_t file_room(int descriptor);

/*
 * The whole file is this process's until the descriptor and every copy of it
 * is closed; copies are inherited and may be sent to another process. It must
 * be open for writing.
 * FAULT_REFUSED when somebody else holds it.
 */
MUST_CHECK bool file_lock(int descriptor, struct fault *fault);

/* Is it held, by whomever? Takes no lock: nobody is kept off by being asked. */
bool file_is_locked(const char *path);

/* When its content last changed, ms since the epoch; 0: not there. */
int64_t file_changed_ms(const char *path);

/* [0] to read, [1] to write. */
MUST_CHECK bool file_pipe(int out_ends[2], struct fault *fault);

/* A new folder of ours alone (0700) in `parent`; free the path. */
MUST_CHECK char *file_private_folder(const char *parent, struct fault *fault);

/* The folder a path lies in; free it. */
char *file_folder(const char *path);

/* Join with one slash; free the result. */
char *file_join(const char *folder, const char *name);

#endif
