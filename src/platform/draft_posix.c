#include "config.h"

#include "platform/draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "platform/file.h"
#include "platform/system_fault.h"

enum { ROUNDS = 100 };

static void
forget(struct draft *draft)
{
	file_close(draft->descriptor);
	free(draft->path);
	free(draft->new_path);
	*draft = (struct draft){ .descriptor = -1 };
}

/* Ours alone: nobody else may have it open, nor is it another file of ours. */
static bool
is_ours(int descriptor)
{
	struct stat status;

	return fstat(descriptor, &status) == 0 && status.st_uid == geteuid() &&
	    status.st_nlink == 1;
}

/* Is it still the file of that name, and not one renamed away meanwhile? */
static bool
is_still(int descriptor, const char *path)
{
	struct stat ours, named;

	return fstat(descriptor, &ours) == 0 && lstat(path, &named) == 0 &&
	    ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

/* The file, locked and empty; -1. */
static int
open_locked(const char *path, struct fault *fault)
{
	for (int round = 0; round < ROUNDS; round++) {
		int descriptor = file_open(path, FILE_WRITE, fault);

		if (descriptor < 0)
			return -1;
		if (!file_lock(descriptor, fault)) {
			(void)fault_wrap(fault, "%s", path);
			file_close(descriptor);
			return -1;
		}
		if (!is_ours(descriptor)) {
			file_close(descriptor);
			if (unlink(path) == 0)
				continue;
			(void)fault_from_errno(fault, "removing %s", path);
			return -1;
		}
		if (is_still(descriptor, path)) {
			if (ftruncate(descriptor, 0) == 0 &&
			    fchmod(descriptor, 0600) == 0)
				return descriptor;
			(void)fault_from_errno(fault, "emptying %s", path);
			file_close(descriptor);
			return -1;
		}
		file_close(descriptor);
	}
	(void)fault_set(fault, FAULT_REFUSED,
	    "%s: other processes keep replacing it", path);
	return -1;
}

bool
draft_open(struct draft *draft, const char *path, struct fault *fault)
{
	struct stat there;

	*draft = (struct draft){ .descriptor = -1 };
	if (lstat(path, &there) == 0 && !S_ISREG(there.st_mode) &&
	    !S_ISLNK(there.st_mode))
		return fault_set(fault, FAULT_REFUSED,
		    "%s is not a regular file and is not replaced", path);
	draft->path = mem_text(path);
	draft->new_path = mem_format("%s.new", path);
	draft->descriptor = open_locked(draft->new_path, fault);
	if (draft->descriptor >= 0)
		return true;
	forget(draft);
	return false;
}

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_text(".");
	return slash == path ? mem_text("/") :
			       mem_text_n(path, (size_t)(slash - path));
}

bool
draft_commit(struct draft *draft, struct fault *fault)
{
	char *folder;
	bool done;

	if (!file_sync(draft->descriptor, fault)) {
		(void)fault_wrap(fault, "%s", draft->new_path);
		draft_drop(draft);
		return false;
	}
	if (rename(draft->new_path, draft->path) != 0) {
		(void)fault_from_errno(fault, "renaming %s", draft->new_path);
		draft_drop(draft);
		return false;
	}
	folder = folder_of(draft->path);
	done = file_sync_folder(folder, fault);
	free(folder);
	forget(draft);
	return done;
}

void
draft_drop(struct draft *draft)
{
	if (draft->descriptor < 0)
		return;
	/* Before it is unlocked: the next one of that name is another's. */
	(void)unlink(draft->new_path);
	forget(draft);
}
