#include "config.h"

#include "tests/support/memory_files.h"

#include <string.h>

bool
memory_files_read(void *arg, const char *path, struct buf *out,
    struct fault *fault)
{
	const struct memory_files *files = arg;

	for (size_t i = 0; i < files->count; i++) {
		const struct memory_file *file = &files->list[i];

		if (strcmp(file->path, path) != 0)
			continue;
		if (buf_add(out, file->bytes,
			file->size == 0 ? strlen(file->bytes) : file->size,
			fault))
			return true;
		return fault_wrap(fault, "%s", path);
	}
	return fault_set(fault, FAULT_ABSENT, "%s: no such file", path);
}
