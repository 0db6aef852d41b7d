#include "config.h"

#include "platform/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/mem.h"
#include "platform/draft.h"
#include "platform/system_fault.h"

enum { READ_STEP = 65536 };

static int
flags_of(enum file_way way)
{
	switch (way) {
	case FILE_READ:
		return O_RDONLY;
	case FILE_WRITE:
		return O_RDWR | O_CREAT;
	case FILE_APPEND:
		return O_RDWR | O_CREAT | O_APPEND;
	case FILE_FRESH:
		return O_RDWR | O_CREAT | O_EXCL;
	}
	return O_RDONLY;
}

/* What may be wrong with an open file before we trust it. */
enum guard {
	GUARD_NONE,
	GUARD_OURS,
	GUARD_CONFIG,
	GUARD_SECRET,
	GUARD_OWN_SECRET
};

static bool
check_owner(const struct stat *stat, const char *path, struct fault *fault)
{
	bool is_roots = stat->st_uid == 0 && geteuid() != 0;
	mode_t group = is_roots ? S_IWGRP : S_IRWXG;

	if (stat->st_uid != 0 && stat->st_uid != geteuid())
		return fault_set(fault, FAULT_REFUSED,
		    "%s belongs to user %u, not to user %u who runs this; "
		    "chown it",
		    path, (unsigned)stat->st_uid, (unsigned)geteuid());
	return (stat->st_mode & group) == 0 ||
	    fault_set(fault, FAULT_REFUSED,
		"%s may be read by its group (mode %04o); chmod g-rwx it", path,
		(unsigned)stat->st_mode & 07777U);
}

/* Who else could put another one in its place, or change it by another name? */
static bool
check_place(const struct stat *stat_of, const char *path, struct fault *fault)
{
	char *folder = file_folder(path);
	struct stat place;
	bool is_open = stat(folder, &place) == 0 &&
	    (place.st_mode & S_IWOTH) != 0 && (place.st_mode & S_ISVTX) == 0;

	if (is_open)
		(void)fault_set(fault, FAULT_REFUSED,
		    "%s lies in a folder that everybody may change (mode "
		    "%04o); chmod o-w %.80s",
		    path, (unsigned)place.st_mode & 07777U, folder);
	free(folder);
	if (is_open)
		return false;
	if (stat_of->st_nlink > 1)
		return fault_set(fault, FAULT_REFUSED,
		    "%s has %u names (hard links); copy it", path,
		    (unsigned)stat_of->st_nlink);
	return stat_of->st_uid == 0 || stat_of->st_uid == geteuid() ||
	    fault_set(fault, FAULT_REFUSED,
		"%s belongs to user %u, not to root or to user %u who runs "
		"this; chown it",
		path, (unsigned)stat_of->st_uid, (unsigned)geteuid());
}

static bool
check_kind(int descriptor, const char *path, enum guard guard,
    struct fault *fault)
{
	struct stat stat;

	if (fstat(descriptor, &stat) != 0)
		return fault_from_errno(fault, "looking at %s", path);
	if (!S_ISREG(stat.st_mode))
		return fault_set(fault, FAULT_REFUSED,
		    "%s is not a regular file", path);
	if (guard != GUARD_NONE && !check_place(&stat, path, fault))
		return false;
	if (guard >= GUARD_CONFIG && (stat.st_mode & S_IWOTH) != 0)
		return fault_set(fault, FAULT_REFUSED,
		    "%s may be written by everybody (mode %04o); chmod o-w it",
		    path, (unsigned)stat.st_mode & 07777U);
	if (guard >= GUARD_SECRET && (stat.st_mode & S_IROTH) != 0)
		return fault_set(fault, FAULT_REFUSED,
		    "%s may be read by everybody (mode %04o); chmod 0600 it",
		    path, (unsigned)stat.st_mode & 07777U);
	if (guard == GUARD_OWN_SECRET)
		return check_owner(&stat, path, fault);
	return true;
}

static int
open_guarded(const char *path, int flags, enum guard guard, struct fault *fault)
{
	/* Not blocking: a fifo must be refused, not waited for. */
	int descriptor = open(path,
	    flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0600);

	if (descriptor < 0) {
		if (errno == ELOOP) {
			(void)fault_set(fault, FAULT_REFUSED,
			    "%s is a symbolic link", path);
			return -1;
		}
		(void)fault_from_errno(fault, "opening %s", path);
		return -1;
	}
	if (!check_kind(descriptor, path, guard, fault)) {
		(void)close(descriptor);
		return -1;
	}
	return descriptor;
}

int
file_open(const char *path, enum file_way way, struct fault *fault)
{
	return open_guarded(path, flags_of(way), GUARD_NONE, fault);
}

int
file_open_ours(const char *path, struct fault *fault)
{
	return open_guarded(path, flags_of(FILE_WRITE), GUARD_OURS, fault);
}

void
file_close(int descriptor)
{
	if (descriptor >= 0)
		(void)close(descriptor);
}

bool
file_write_all(int descriptor, const void *bytes, size_t size,
    struct fault *fault)
{
	const char *at = bytes;

	while (size > 0) {
		ssize_t done = write(descriptor, at, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return fault_from_errno(fault, "writing");
		at += done;
		size -= (size_t)done;
	}
	return true;
}

bool
file_write_some(int descriptor, const void *bytes, size_t size,
    size_t *out_size, struct fault *fault)
{
	const char *at = bytes;

	*out_size = 0;
	while (*out_size < size) {
		ssize_t done = write(descriptor, at + *out_size,
		    size - *out_size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0 && errno == EAGAIN)
			return true;
		if (done < 0)
			return fault_from_errno(fault, "writing");
		*out_size += (size_t)done;
	}
	return true;
}

bool
file_write_at(int descriptor, uint64_t offset, const void *bytes, size_t size,
    struct fault *fault)
{
	const char *at = bytes;

	while (size > 0) {
		ssize_t done = pwrite(descriptor, at, size, (off_t)offset);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return fault_from_errno(fault, "writing");
		at += done;
		offset += (uint64_t)done;
		size -= (size_t)done;
	}
	return true;
}

bool
file_read_some(int descriptor, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	ssize_t done;

	do
		done = read(descriptor, room, size);
	while (done < 0 && errno == EINTR);
	if (done < 0)
		return fault_from_errno(fault, "reading");
	*out_size = (size_t)done;
	return true;
}

bool
file_read_at(int descriptor, uint64_t offset, void *room, size_t size,
    size_t *out_size, struct fault *fault)
{
	ssize_t done;

	do
		done = pread(descriptor, room, size, (off_t)offset);
	while (done < 0 && errno == EINTR);
	if (done < 0)
		return fault_from_errno(fault, "reading");
	*out_size = (size_t)done;
	return true;
}

bool
file_size(int descriptor, uint64_t *out_size, struct fault *fault)
{
	struct stat stat;

	if (fstat(descriptor, &stat) != 0)
		return fault_from_errno(fault, "looking at a file");
	*out_size = (uint64_t)stat.st_size;
	return true;
}

bool
file_sync(int descriptor, struct fault *fault)
{
	/* Never repeated: after a failure the kernel may forget the pages. */
	if (fdatasync(descriptor) == 0)
		return true;
	(void)fault_from_errno(fault, "syncing");
	fault->kind = FAULT_SYSTEM; /* whatever it was: what stands there? */
	return false;
}

bool
file_allocate(int descriptor, uint64_t size, bool is_longer,
    struct fault *fault)
{
	int mode = is_longer ? 0 : FALLOC_FL_KEEP_SIZE;

	while (fallocate(descriptor, mode, 0, (off_t)size) != 0)
		if (errno != EINTR)
			return fault_from_errno(fault, "setting room aside");
	return true;
}

bool
file_cut(int descriptor, uint64_t size, struct fault *fault)
{
	while (ftruncate(descriptor, (off_t)size) != 0)
		if (errno != EINTR)
			return fault_from_errno(fault, "cutting a file");
	return true;
}

bool
file_sync_folder(const char *path, struct fault *fault)
{
	int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done;

	if (descriptor < 0)
		return fault_from_errno(fault, "opening %s", path);
	done = fsync(descriptor) == 0 ||
	    fault_from_errno(fault, "syncing %s", path);
	(void)close(descriptor);
	return done;
}

static bool
read_rest(int descriptor, const char *path, struct buf *out,
    struct fault *fault)
{
	char *room = mem_new(READ_STEP, 1);
	size_t size;
	bool done;

	do {
		done = file_read_some(descriptor, room, READ_STEP, &size,
			   fault) &&
		    buf_add(out, room, size, fault);
	} while (done && size != 0);
	free(room);
	return done || fault_wrap(fault, "%s", path);
}

static bool
read_guarded(const char *path, enum guard guard, struct buf *out,
    struct fault *fault)
{
	int descriptor = open_guarded(path, O_RDONLY, guard, fault);
	bool done;

	if (descriptor < 0)
		return false;
	done = read_rest(descriptor, path, out, fault);
	(void)close(descriptor);
	return done;
}

bool
file_read_whole(const char *path, struct buf *out, struct fault *fault)
{
	return read_guarded(path, GUARD_NONE, out, fault);
}

static bool
read_limited(const char *path, size_t limit, enum guard guard, struct buf *out,
    struct fault *fault)
{
	size_t before = out->limit;
	bool done;

	out->limit = out->size + limit;
	done = read_guarded(path, guard, out, fault);
	out->limit = before < out->size ? out->size : before;
	return done;
}

bool
file_read_config(const char *path, size_t limit, struct buf *out,
    struct fault *fault)
{
	return read_limited(path, limit, GUARD_CONFIG, out, fault);
}

bool
file_read_secret(const char *path, size_t limit, struct buf *out,
    struct fault *fault)
{
	return read_limited(path, limit, GUARD_SECRET, out, fault);
}

bool
file_read_own_secret(const char *path, size_t limit, struct buf *out,
    struct fault *fault)
{
	return read_limited(path, limit, GUARD_OWN_SECRET, out, fault);
}

char *
file_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_text(".");
	if (slash == path)
		return mem_text("/");
	return mem_text_n(path, (size_t)(slash - path));
}

bool
file_replace(const char *path, const void *bytes, size_t size,
    struct fault *fault)
{
	struct draft draft;

	if (!draft_open(&draft, path, fault))
		return false;
	if (file_write_all(draft.descriptor, bytes, size, fault))
		return draft_commit(&draft, fault);
	(void)fault_wrap(fault, "%s", draft.new_path);
	draft_drop(&draft);
	return false;
}

bool
file_rename(const char *from, const char *to, struct fault *fault)
{
	char *folder;
	bool done;

	if (rename(from, to) != 0)
		return fault_from_errno(fault, "renaming %s", from);
	folder = file_folder(to);
	done = file_sync_folder(folder, fault);
	free(folder);
	return done;
}

bool
file_is_ours(const char *path, struct fault *fault)
{
	struct stat stat;

	if (lstat(path, &stat) != 0)
		return fault_from_errno(fault, "looking at %s", path);
	if (!S_ISDIR(stat.st_mode))
		return fault_set(fault, FAULT_REFUSED, "%s is not a folder",
		    path);
	if (stat.st_uid != geteuid() && stat.st_uid != 0)
		return fault_set(fault, FAULT_REFUSED,
		    "%s belongs to another user (uid %u)", path,
		    (unsigned)stat.st_uid);
	if ((stat.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return fault_set(fault, FAULT_REFUSED,
		    "%s may be changed by others (mode %04o); chmod go-w it",
		    path, (unsigned)stat.st_mode & 07777U);
	return true;
}

static bool
make_one(const char *path, mode_t mode, struct fault *fault)
{
	if (mkdir(path, mode) == 0) {
		/* The mode was meant, whatever the umask says. */
		if (chmod(path, mode) != 0)
			return fault_from_errno(fault, "chmod %s", path);
		return true;
	}
	if (errno == EEXIST && file_kind(path) == FILE_FOLDER)
		return true;
	return fault_from_errno(fault, "making the folder %s", path);
}

bool
file_make_folder(const char *path, bool is_passage, struct fault *fault)
{
	mode_t mode = is_passage ? 0711 : 0700;
	char *parent;
	bool done;

	if (file_kind(path) == FILE_FOLDER)
		return true;
	parent = file_folder(path);
	done = strcmp(parent, path) == 0 ||
	    file_make_folder(parent, true, fault);
	free(parent);
	return done && make_one(path, mode, fault);
}

bool
file_remove(const char *path, struct fault *fault)
{
	char **names;
	size_t count;
	bool done = true;

	if (unlink(path) == 0 || errno == ENOENT)
		return true;
	if (file_kind(path) != FILE_FOLDER)
		return fault_from_errno(fault, "removing %s", path);
	if (!file_list(path, &names, &count, fault))
		return false;
	for (size_t i = 0; i < count; i++) {
		char *inner = file_join(path, names[i]);

		done = done && file_remove(inner, fault);
		free(inner);
		free(names[i]);
	}
	free(names);
	if (done && rmdir(path) != 0)
		return fault_from_errno(fault, "removing %s", path);
	return done;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool
file_list(const char *path, char ***out_names, size_t *out_count,
    struct fault *fault)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	char **names = NULL;
	size_t count = 0;

	if (folder == NULL)
		return fault_from_errno(fault, "listing %s", path);
	while ((entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		names = mem_grow(names, count + 1, sizeof(*names));
		names[count++] = mem_text(entry->d_name);
	}
	(void)closedir(folder);
	if (count != 0)
		qsort(names, count, sizeof(*names), compare_names);
	*out_names = names;
	*out_count = count;
	return true;
}

enum file_kind
file_kind(const char *path)
{
	struct stat stat;

	if (lstat(path, &stat) != 0)
		return FILE_NONE;
	if (S_ISREG(stat.st_mode))
		return FILE_REGULAR;
	return S_ISDIR(stat.st_mode) ? FILE_FOLDER : FILE_OTHER;
}

bool
file_is_program(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
	    access(path, X_OK) == 0;
}

uint64_t
file_space(const char *path)
{
	struct statvfs space;

	if (statvfs(path, &space) != 0)
		return 0;
	return (uint64_t)space.f_bavail * space.f_frsize;
}

uint64_t
file_room(int descriptor)
{
	struct statvfs space;

	if (fstatvfs(descriptor, &space) != 0 || space.f_blocks == 0)
		return UINT64_MAX;
	return (uint64_t)space.f_bavail * space.f_frsize;
}

int64_t
file_changed_ms(const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return 0;
	return (int64_t)status.st_mtim.tv_sec * 1000 +
	    status.st_mtim.tv_nsec / 1000000;
}

/*
 * Of the open file, as flock's are; but whether one is held can be asked
 * without taking it, which would keep off for a moment who wants it.
 */
static struct flock
whole_file(void)
{
	return (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET };
}

bool
file_lock(int descriptor, struct fault *fault)
{
	struct flock lock = whole_file();

	if (fcntl(descriptor, F_OFD_SETLK, &lock) == 0)
		return true;
	if (errno == EAGAIN || errno == EACCES)
		return fault_set(fault, FAULT_REFUSED,
		    "another process holds it");
	return fault_from_errno(fault, "locking");
}

bool
file_is_locked(const char *path)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct flock lock = whole_file();
	bool is_locked;

	/* One that cannot be asked may be held: that is the safe side. */
	if (descriptor < 0)
		return errno != ENOENT && errno != ENOTDIR && errno != ELOOP;
	is_locked = fcntl(descriptor, F_OFD_GETLK, &lock) != 0 ||
	    lock.l_type != F_UNLCK;
	(void)close(descriptor);
	return is_locked;
}

char *
file_join(const char *folder, const char *name)
{
	size_t length = strlen(folder);
	bool has_slash = length != 0 && folder[length - 1] == '/';

	return mem_format("%s%s%s", folder, has_slash ? "" : "/", name);
}

bool
file_pipe(int out_ends[2], struct fault *fault)
{
	if (pipe2(out_ends, O_CLOEXEC) != 0)
		return fault_from_errno(fault, "making a pipe");
	return true;
}

char *
file_private_folder(const char *parent, struct fault *fault)
{
	char *path = mem_format("%s/backupexec-XXXXXX", parent);

	if (mkdtemp(path) != NULL)
		return path;
	(void)fault_from_errno(fault, "making a private folder in %s", parent);
	free(path);
	return NULL;
}
