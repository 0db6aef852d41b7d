/*
 * client - the daemon's side of the catalog helper.
 *
 * The helper (backupexec-catalog) is the only process of a running daemon
 * that loads an ODBC driver. The client starts it, sends framed requests, each
 * with a deadline, kills a helper that misses one, and starts it again with a
 * growing pause (1 s to 60 s, with jitter). A request that was under way when
 * the helper died fails with FAULT_RETRY or FAULT_TIMEOUT: whether it was
 * carried out is not known, so every request that writes may be repeated.
 *
 * Requests are answered in order. Every `done` is called once, on the loop,
 * never from inside the call that asked.
 *
 * Thread: loop.
 */
#ifndef CATALOG_CLIENT_H
#define CATALOG_CLIENT_H

#include "base/fault.h"
#include "loop/loop.h"
#include "memdb/memdb.h"
#include "model/edit.h"
#include "model/execution.h"

struct catalog_client;

struct catalog_client_config {
	const char *const *connections; /* ODBC strings, tried in turn */
	size_t connection_count;
	const char *password_file; /* NULL: none */
	const char *runner;        /* [daemon] name, becomes the owner */
	const char *embedded;      /* path of the embedded database, or NULL */
	const char *sql_folder;    /* where sqlite/10_tables.sql lies */
	const char *program;       /* the helper; NULL: beside us */
	int64_t deadline_ms;       /* of any request; 0: by its kind */
	int64_t life_ms;           /* of one helper; 0: an hour */
};

struct catalog_client_events {
	/*
	 * The catalog can be reached (fault NULL), or has just gone away.
	 * Called on changes only.
	 */
	void (*state)(void *arg, const struct fault *fault);
};

/* Starts the helper on the loop's next turn. Texts are copied. */
struct catalog_client *catalog_client_new(struct loop *loop,
    const struct catalog_client_config *config,
    const struct catalog_client_events *events, void *arg);

/* Open requests fail with FAULT_CLOSED first. */
void catalog_client_free(struct catalog_client *client);

/* The helper's process id, 0 while there is none. */
int64_t catalog_client_pid(const struct catalog_client *client);

/* NULL while the catalog can be reached; else why not. */
const struct fault *catalog_client_state(const struct catalog_client *client);

/*
 * The plan as a new generation, held once for the callee, and its bytes (a
 * snapshot) to keep on disk; both only without a fault.
 */
typedef void (*catalog_plan_fn)(void *arg, struct memdb *memdb,
    const void *bytes, size_t size, const struct fault *fault);
void catalog_client_load(struct catalog_client *client, catalog_plan_fn done,
    void *arg);

/*
 * Rows of the catalog that the last load could not use, a line each; "" when
 * there were none. Borrowed until the next turn of the loop.
 */
const char *catalog_client_remarks(const struct catalog_client *client);

/* The plan's version, raised by every change. */
typedef void (
    *catalog_version_fn)(void *arg, int64_t version, const struct fault *fault);
void catalog_client_probe(struct catalog_client *client,
    catalog_version_fn done, void *arg);

typedef void (*catalog_done_fn)(void *arg, const struct fault *fault);

/*
 * One ended execution: its row, its error row when it went wrong, and the
 * parts of its log. Repeating it changes nothing. FAULT_FORMAT and
 * FAULT_LIMIT mean that this record will never go in (its strategy was
 * deleted …): the caller sets it aside.
 */
struct catalog_record {
	const struct execution *execution;
	const char *detail;              /* the stack, or NULL */
	const char *script;              /* text of its lines, or NULL */
	const char *output;              /* path of its output file, or NULL */
	uint64_t stack_begin, stack_end; /* kept when the log is cut */
	uint64_t max_log;
	int32_t zone_offset_s; /* of the finish, for the column `moment` */
};
void catalog_client_record(struct catalog_client *client,
    const struct catalog_record *record, catalog_done_fn done, void *arg);

/* A change of connections or strategies. `who` goes into table change. */
void catalog_client_edit(struct catalog_client *client, const struct edit *edit,
    const char *who, catalog_done_fn done, void *arg);

/* A row of table change for what the daemon did: run, cancel. */
void catalog_client_note(struct catalog_client *client, const char *who,
    const char *what, const char *object, catalog_done_fn done, void *arg);

#endif
