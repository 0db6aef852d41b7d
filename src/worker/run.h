/*
 * run - the daemon's side of one execution: start its keeper or find it
 * again, follow its output, and say how it ended.
 *
 * A keeper (backupexec-worker) is a small process of its own session that
 * needs nobody: it holds a lock while it lives, starts rman, feeds it, ends
 * it at the deadline, appends what it prints to `output`, and writes how it
 * ended to `end`. All of that lies in executions/<id>/; doc/WORKER.md has the
 * files, their order and what each crash leaves.
 *
 * Units: _ms milliseconds of wall time since the epoch.
 * Thread: loop.
 */
#ifndef WORKER_RUN_H
#define WORKER_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "loop/loop.h"
#include "model/execution.h"
#include "worker/scan.h"

/* What to run. Texts are borrowed for the call that takes it. */
struct run_order {
	const char *program;            /* absolute path of rman */
	const char *const *arguments;   /* after argv[0]; NULL at the end */
	const char *const *environment; /* NAME=VALUE; NULL at the end */
	struct scan_policy policy;
	const char *script; /* the lines, each ended by \n */
	bool allows_host;   /* may they hold HOST? */
	/* With a step feed that connects with a password; else NULL. */
	const char *user, *password_file, *address;
	const char *catalog; /* to connect to where it answers; NULL: none */
	int64_t timeout_s;
	int64_t stop_wait_s; /* between SIGINT, SIGTERM and SIGKILL */
	uint64_t log_limit;
	const struct execution *claim; /* lies beside its files; NULL: not */
};

struct run_begun {
	int64_t at_ms;
	int64_t keeper_pid, program_pid;
};

struct run_ended {
	int64_t began_ms, at_ms;
	int exit_status, signal;
	uint64_t log_bytes; /* all that is in `output`, synced by the keeper */
	const struct scan_verdict *verdict;
};

struct run_events {
	/* The keeper wrote `begun`: from here on it is never started again. */
	void (*begun)(void *arg, const struct run_begun *begun);

	/* `output` has this many bytes now; not yet synced. */
	void (*grew)(void *arg, uint64_t log_bytes);

	/* The last call. Everything was read and judged. */
	void (*ended)(void *arg, const struct run_ended *ended);

	/*
	 * The last call, instead of all others: nothing was begun and nothing
	 * will be. It may be tried again; after FAULT_FULL, which says that
	 * the folder takes no files, in another one.
	 */
	void (*failed)(void *arg, const struct fault *fault);
};

struct run;

/*
 * `folder` is executions/<id>, which is made. `socket` NULL: the keeper is
 * spawned; else the path of a unit that starts one for each connection.
 * Faults come by `failed`, later.
 */
struct run *run_start(struct loop *loop, const char *folder, const char *socket,
    const struct run_order *order, const struct run_events *events, void *arg);

/* What a folder says about its execution after a restart. */
enum run_trace {
	RUN_NOTHING, /* lock free, no `begun`: may be started (again) */
	RUN_LIVES,   /* its keeper holds the lock */
	RUN_OVER     /* begun, lock free: adopting tells how it ended */
};
enum run_trace run_trace(const char *folder);

/*
 * For RUN_LIVES and RUN_OVER; `begun` is called, whether it was before the
 * restart or not. What `begun` says of the feed and of pieces wins over
 * `policy`.
 */
struct run *run_adopt(struct loop *loop, const char *folder,
    const struct scan_policy *policy, const struct run_events *events,
    void *arg);

/* Ask the keeper to end it, SIGINT first. Also after a restart. */
MUST_CHECK bool run_cancel(struct run *run, struct fault *fault);

/*
 * Stop following; the keeper goes on. Only one that has not got its whole
 * request yet (a long script) starts nothing. NULL is fine.
 */
void run_free(struct run *run);

#endif
