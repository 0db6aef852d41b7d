/*
 * process - starting programs, knowing them again, stopping them.
 *
 * Programs are started by spawn, never by a plain fork, in a process group (or
 * session) of their own, with a default signal mask, the given environment and
 * nothing but the three given descriptors.
 *
 * A process id alone may come to mean another process; with the start time
 * and the boot's id it does not.
 *
 * Thread: any.
 */
#ifndef PLATFORM_PROCESS_H
#define PLATFORM_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

enum { PROCESS_BOOT_MAX = 40 };

struct process_identity {
	int64_t pid;
	uint64_t start_ticks; /* since boot, in the kernel's unit */
	char boot[PROCESS_BOOT_MAX];
};

struct process_start {
	const char *program;            /* absolute path */
	const char *const *arguments;   /* argv, NULL at the end */
	const char *const *environment; /* envp; NULL: ours */
	const char *folder;             /* working directory; NULL: ours */
	int input, output, error;       /* descriptors; -1: the null device */
	bool new_session;               /* else a process group of its own */
	bool in_foreground; /* neither: in our group, with our terminal */
};

MUST_CHECK bool process_spawn(const struct process_start *start,
    int64_t *out_pid, struct fault *fault);

/* How it ended: exit_status -1 and a signal, or a status and signal 0. */
struct process_end {
	int exit_status;
	int signal;
};

/* Reap `pid` if it has ended. 1: ended, 0: not yet, -1: not our child. */
int process_reap(int64_t pid, struct process_end *out_end);

/* Likewise, waiting for it. */
MUST_CHECK bool
process_wait(int64_t pid, struct process_end *out_end, struct fault *fault);

/*
 * A descriptor that becomes readable when the child ends; -1 where the system
 * has none.
 */
int process_descriptor(int64_t pid);

enum process_signal { PROCESS_INTERRUPT, PROCESS_TERMINATE, PROCESS_KILL };

/* To the whole group of `pid`. Gone already is no fault. */
MUST_CHECK bool process_signal_group(int64_t pid, enum process_signal signal,
    struct fault *fault);
MUST_CHECK bool
process_signal(int64_t pid, enum process_signal signal, struct fault *fault);

MUST_CHECK bool process_identify(int64_t pid,
    struct process_identity *out_identity, struct fault *fault);

/* Does exactly this process live (a zombie does not)? */
bool process_lives(const struct process_identity *identity);

int64_t process_self(void);

/*
 * The first words of the command lines of all processes whose first word holds
 * `part`, as far as we may see them. Free each and the array.
 */
void process_list(const char *part, char ***out_names, size_t *out_count);

/* "SEGV", "KILL", "42": for reasons and logs. `room` holds 16. */
void process_signal_name(int signal, char room[16]);

/*
 * Absolute path of a program of ours: beside the running program if it is
 * there (a build tree), else in the installed pkglibexecdir. Free it.
 */
char *process_sibling(const char *name);

/* Likewise for a command that people type, else in the installed bindir. */
char *process_command(const char *name);

/* Likewise for a folder of ours (sql), else in the installed pkgdatadir. */
char *process_data(const char *name);

/* No core, no ptrace by others, umask 077, SIGPIPE ignored. */
void process_harden(void);

/*
 * For a keeper, before it starts rman: umask 022 and cores as the system
 * allows them, since both are inherited, also by an Oracle server process.
 */
void process_relax(void);

/* For a keeper: nobody's hang-up or interrupt ends it. */
void process_ignore_stops(void);

/* Is this descriptor a terminal? */
bool process_has_terminal(int descriptor);

/* Resident memory in bytes, 0 when unknown. */
uint64_t process_memory(int64_t pid);

/* From the environment; NULL when unset. The only place that reads it. */
const char *process_variable(const char *name);

#endif
