/*
 * memory_files - configuration files that exist in memory only.
 *
 * Thread: any.
 */
#ifndef SUPPORT_MEMORY_FILES_H
#define SUPPORT_MEMORY_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/fault.h"

struct memory_file {
	const char *path;
	const char *bytes;
	size_t size; /* 0: `bytes` is a string */
};

struct memory_files {
	const struct memory_file *list;
	size_t count;
};

/*
 * An ini_read_fn; `arg` is the struct memory_files. "PATH: no such
 * file" with FAULT_ABSENT for what is not in the list.
 */
bool memory_files_read(void *arg, const char *path, struct buf *out,
    struct fault *fault);

#endif
