/*
 * fault - make the n-th call to the system, or the n-th allocation, of a
 * program under test fail, or kill it there. Preloaded; FAULT_CONTROL names
 * the control file (control.c).
 *
 * Counted are the calls that leave traces or take something from the system.
 * The calls are made by number, so that nothing is looked up at a bad time.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tests/faults/fault.h"

#define PUBLIC __attribute__((visibility("default")))

typedef int spawn_fn(pid_t *, const char *, const posix_spawn_file_actions_t *,
    const posix_spawnattr_t *, char *const[], char *const[]);

static struct control *control;
static spawn_fn *real_spawn;

__attribute__((constructor)) static void
open_control(void)
{
	const char *path = getenv("FAULT_CONTROL");
	struct control *map;
	int descriptor;

	*(void **)&real_spawn = dlsym(RTLD_NEXT, "posix_spawn");
	if (path == NULL)
		return;
	descriptor = (int)syscall(SYS_openat, AT_FDCWD, path,
	    O_RDWR | O_CLOEXEC);
	if (descriptor < 0)
		return;
	map = mmap(NULL, sizeof(*map), PROT_READ | PROT_WRITE, MAP_SHARED,
	    descriptor, 0);
	(void)syscall(SYS_close, descriptor);
	if (map == MAP_FAILED)
		return;
	if (strncmp(program_invocation_short_name, map->program,
		strlen(map->program)) == 0)
		control = map;
}

/* Is this the one? A kill does not return. */
static bool
is_hit(const char *call, bool is_allocation)
{
	if (control == NULL || (control->kind == FAULT_ALLOC) != is_allocation)
		return false;
	if (++control->count != control->at)
		return false;
	control->fired = 1;
	for (size_t i = 0; i + 1 < sizeof(control->call); i++)
		if ((control->call[i] = call[i]) == '\0')
			break;
	if (control->kind == FAULT_KILL)
		(void)syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
	return control->kind != FAULT_NONE;
}

/* -1 with errno; else `size` cut in half. */
static bool
fails(const char *call, size_t *size)
{
	if (!is_hit(call, false))
		return false;
	if (control->kind == FAULT_SHORT) {
		if (size != NULL && *size > 1)
			*size /= 2;
		return false;
	}
	errno = control->error;
	return true;
}

/* clang-format off */
#define CALL(type, name, parameters, ...)                                      \
	PUBLIC type name parameters                                            \
	{                                                                      \
		if (fails(#name, NULL))                                        \
			return -1;                                             \
		return (type)syscall(__VA_ARGS__);                             \
	}
#define SIZED(type, name, parameters, ...)                                     \
	PUBLIC type name parameters                                            \
	{                                                                      \
		if (fails(#name, &size))                                       \
			return -1;                                             \
		return (type)syscall(__VA_ARGS__);                             \
	}

SIZED(ssize_t, write, (int fd, const void *b, size_t size),
    SYS_write, fd, b, size)
SIZED(ssize_t, pwrite, (int fd, const void *b, size_t size, off_t at),
    SYS_pwrite64, fd, b, size, at)
SIZED(ssize_t, pwrite64, (int fd, const void *b, size_t size, off_t at),
    SYS_pwrite64, fd, b, size, at)
SIZED(ssize_t, read, (int fd, void *b, size_t size), SYS_read, fd, b, size)
SIZED(ssize_t, pread, (int fd, void *b, size_t size, off_t at),
    SYS_pread64, fd, b, size, at)
SIZED(ssize_t, pread64, (int fd, void *b, size_t size, off_t at),
    SYS_pread64, fd, b, size, at)
CALL(ssize_t, writev, (int fd, const struct iovec *v, int n),
    SYS_writev, fd, v, n)
CALL(ssize_t, sendmsg, (int fd, const struct msghdr *m, int f),
    SYS_sendmsg, fd, m, f)
CALL(ssize_t, recvmsg, (int fd, struct msghdr *m, int f),
    SYS_recvmsg, fd, m, f)
CALL(int, fsync, (int fd), SYS_fsync, fd)
CALL(int, fdatasync, (int fd), SYS_fdatasync, fd)
CALL(int, ftruncate, (int fd, off_t size), SYS_ftruncate, fd, size)
CALL(int, ftruncate64, (int fd, off_t size), SYS_ftruncate, fd, size)
CALL(int, fallocate, (int fd, int m, off_t a, off_t n),
    SYS_fallocate, fd, m, a, n)
CALL(int, fallocate64, (int fd, int m, off_t a, off_t n),
    SYS_fallocate, fd, m, a, n)
CALL(int, rename, (const char *a, const char *b), SYS_rename, a, b)
CALL(int, unlink, (const char *a), SYS_unlink, a)
CALL(int, rmdir, (const char *a), SYS_rmdir, a)
CALL(int, mkdir, (const char *a, mode_t m), SYS_mkdir, a, m)
CALL(int, chmod, (const char *a, mode_t m), SYS_chmod, a, m)
CALL(int, pipe2, (int ends[2], int f), SYS_pipe2, ends, f)
CALL(int, socket, (int d, int t, int p), SYS_socket, d, t, p)
CALL(int, socketpair, (int d, int t, int p, int ends[2]),
    SYS_socketpair, d, t, p, ends)
CALL(int, bind, (int fd, const struct sockaddr *a, socklen_t n),
    SYS_bind, fd, a, n)

/* The real one is looked up: it is no single call. */
PUBLIC int
posix_spawn(pid_t *restrict pid, const char *restrict path,
    const posix_spawn_file_actions_t *restrict actions,
    const posix_spawnattr_t *restrict attributes, char *const argv[restrict],
    char *const envp[restrict])
{
	if (fails("posix_spawn", NULL))
		return errno;
	return real_spawn(pid, path, actions, attributes, argv, envp);
}

#define OPEN(name)                                                             \
	PUBLIC int name(const char *path, int flags, ...)                      \
	{                                                                      \
		va_list args;                                                  \
		mode_t mode = 0;                                               \
                                                                               \
		va_start(args, flags);                                         \
		if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE)\
			mode = va_arg(args, mode_t);                           \
		va_end(args);                                                  \
		if (fails(#name, NULL))                                        \
			return -1;                                             \
		return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);  \
	}
OPEN(open)
OPEN(open64)

/* Allocations. */
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
#define ALLOCATE(name, parameters, ...)                                        \
	PUBLIC void *name parameters                                           \
	{                                                                      \
		if (is_hit(#name, true)) {                                     \
			errno = ENOMEM;                                        \
			return NULL;                                           \
		}                                                              \
		return __libc_##name(__VA_ARGS__);                             \
	}
ALLOCATE(malloc, (size_t n), n)
ALLOCATE(calloc, (size_t n, size_t m), n, m)
ALLOCATE(realloc, (void *p, size_t n), p, n)
