#include "config.h"

#include "tests/support/scratch.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "platform/file.h"

char *
scratch_new(void)
{
	struct fault fault;
	const char *parent = getenv("TMPDIR");
	char *folder = file_private_folder(parent == NULL ? "/tmp" : parent,
	    &fault);

	ck_assert_msg(folder != NULL, "%s", fault.text);
	return folder;
}

void
scratch_free(char *folder)
{
	struct timespec pause = { .tv_nsec = 20000000 };
	struct fault fault;
	bool removed = false;

	/* A process that was just killed may still be leaving a file. */
	for (int i = 0; i < 100 && !removed; i++) {
		removed = file_remove(folder, &fault);
		if (!removed)
			(void)nanosleep(&pause, NULL);
	}
	ck_assert_msg(removed, "%s", fault.text);
	free(folder);
}

char *
scratch_file(const char *folder, const char *name, const char *text)
{
	char *path = file_join(folder, name);
	struct fault fault;

	ck_assert_msg(file_replace(path, text, strlen(text), &fault), "%s",
	    fault.text);
	return path;
}

int
scratch_descriptors(void)
{
	struct fault fault;
	char **names;
	size_t count;

	ck_assert(file_list("/proc/self/fd", &names, &count, &fault));
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	return (int)count - 1; /* the listing's own */
}
