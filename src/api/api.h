/*
 * api - the control API: HTTP and JSON on a local socket in state_dir.
 *
 * It knows HTTP, JSON and rights; what is true it asks its backend, which the
 * daemon is (a test has its own). Rights come from the peer's credentials:
 * reading for members of [api] group, changing for members of admin_group,
 * both for root and the daemon's own user.
 *
 *	GET  /v1/status				struct api_status
 *	GET  /v1/next?hours=N&from=T		array of struct api_slot
 *	GET  /v1/forecast?hours=N&from=T	struct api_forecast
 *	GET  /v1/executions?strategy=&failed=1&since=&most=
 *	GET  /v1/executions/X		id, prefix of 4, or strategy
 *	GET  /v1/executions/X/wait		answers when it has ended
 *	GET  /v1/executions/X/output?from=N&follow=1	the bytes
 *	POST /v1/run {"strategy": …}		the execution
 *	POST /v1/executions/X/cancel
 *	GET  /v1/connections, /v1/strategies	with options
 *	GET  /v1/snapshot			bytes of doc/SNAPSHOT.md
 *	POST /v1/edit				struct edit as JSON
 *	POST /v1/test {"connection": …}		struct api_test
 *	POST /v1/syntax {"strategy": …}		struct api_test
 *	POST /v1/syntax {"connection": …, "lines": [...]}
 *	GET  /v1/check?connection=		array of struct api_finding
 *	GET  /v1/databases			array of struct api_database
 *
 * A refusal is {"error": sentence, "kind": fault_kind_name} with a status of
 * 400, 403, 404, 409, 413, 503. Names and times are those of DESIGN: arrays
 * of objects, snake_case, RFC 3339 UTC, null where there is nothing.
 *
 * Thread: loop.
 */
#ifndef API_API_H
#define API_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"
#include "loop/loop.h"
#include "model/connection.h"
#include "model/edit.h"
#include "model/execution.h"
#include "model/option.h"
#include "model/pause.h"
#include "model/strategy.h"

/* The control socket's name in state_dir. */
#define API_SOCKET "control"

/* What a strategy is doing, and how it went. Texts are borrowed. */
struct api_strategy {
	const struct strategy *strategy;
	const struct connection *connection;
	const struct execution *living; /* running or waiting; NULL: neither */
	const char *waits_for;          /* a sentence; NULL: it does not */
	const struct execution *last;   /* newest ended; NULL: never */
	int64_t last_good_ms;           /* 0: never */
	int64_t next_slot;              /* -1: none within a week */
	bool is_ours;                   /* this daemon runs it */
	bool is_nobodys;                /* no daemon does: an error */
	const char *not_ours; /* why not: whose it is; NULL when ours */
	unsigned kinds;
	const struct pause *pause; /* that holds now; NULL: none */
	bool is_pause_own;         /* not that of its connection */
	const struct option *options;
	size_t option_count;
};

/* Of a connection: whether this kind is protected. */
struct api_kind {
	const char *protection; /* NULL: it is not expected */
	int64_t max_age_s, last_good_ms;
	int64_t next_slot; /* of what makes or renews it, -1: none in a week */
};

struct api_connection {
	const struct connection *connection;
	bool is_nobodys; /* no daemon runs it: an error */
	const char *not_ours;
	size_t strategy_count, running, waiting, bad; /* bad: latest outcome */
	int64_t last_good_ms;
	int64_t next_slot;
	const struct pause *pause; /* of all its strategies; NULL: none */
	unsigned made;             /* kinds that its living strategies make */
	const char *protection;    /* NULL: it is not watched */
	int worst;                 /* the kind that says it; -1: none */
	struct api_kind kinds[KINDS];
	const struct option *options;
	size_t option_count;
};

/* Where snapshots are sent. */
struct api_ship {
	const char *where;
	int64_t shipped_ms; /* 0: never, as far as is known */
	int64_t failing_ms; /* since when; 0: it does not */
	const char *reason; /* why; NULL */
};

struct api_status {
	const char *name;    /* [daemon] name */
	const char *mode;    /* "master" */
	const char *version; /* of the program */
	const char *state;   /* "running", "stopping" */
	int64_t pid, started_ms, now_ms;
	int64_t cursor;             /* last evaluated minute, -1: none */
	int64_t catalog_away_ms;    /* since when; 0: it is there */
	const char *catalog_reason; /* why it is away */
	const char *plan_file;      /* of a plan from the disk, else NULL */
	const char *plan_from;      /* "catalog", "disk", "none" */
	int64_t plan_loaded_ms, plan_version;
	int64_t to_record;          /* results that the catalog has not yet */
	const char *journal;        /* "whole", "low", "unkept" */
	const char *journal_reason; /* why it is not whole; else NULL */
	const char *journal_damage; /* one was set aside; NULL: none */
	size_t running, waiting;
	size_t ship_count;
	const struct api_ship *ships;
	size_t remark_count;
	const char *const *remarks; /* of the loader, and what nobody runs */
	size_t connection_count;
	const struct api_connection *connections;
	size_t strategy_count;
	const struct api_strategy *strategies;
};

struct api_slot {
	int64_t slot;          /* UTC minute */
	const char *due_local; /* RFC 3339 with the zone's offset */
	const struct strategy *strategy;
	const struct connection *connection;
	const struct pause *pause; /* that it falls into; NULL: none */
	bool is_pause_own;
};

/* What a forecast needs of one strategy. */
struct api_usual {
	char strategy[LIMIT_ID + 1];
	int64_t usual_ms; /* how long it takes; -1: it never ended well */
	unsigned kinds;
	bool is_alone;
	int64_t start_within; /* minutes */
};

/* Beside the slots of a span: what was, what is, what is usual. */
struct api_forecast {
	int64_t now_ms;
	int64_t max_running;
	bool archivelog_beside;
	const struct execution *executions; /* of slots in the span */
	size_t execution_count;
	const struct execution *living; /* all of them */
	size_t living_count;
	const struct api_usual *usuals; /* of what is due in it, or lives */
	size_t usual_count;
	const char *const *remarks; /* what cannot work in the plan */
	size_t remark_count;
};

/* How a short session of rman went. Texts NULL for what is unknown. */
struct api_test {
	const char *connection; /* its name */
	bool is_good;
	const char *code, *reason, *detail; /* why not; detail: the stack */
	const char *advice;                 /* what to do about it */
	const char *release, *version;      /* of rman */
	const char *database, *dbid, *role, *open_mode, *log_mode;
	int64_t took_ms;
};

/* A script to look at: a strategy's, or lines for a connection. */
struct api_script {
	const char *strategy, *connection;
	const char *const *lines;
	size_t line_count;
};

enum api_grade { API_GOOD, API_UNKNOWN, API_WARNING, API_ERROR, API_GRADES };

/* What was looked at on this host, and what to do where it is not good. */
struct api_finding {
	const char *subject; /* connection, SID, "daemon" */
	const char *what;    /* "oracle home", "rman", "instance" */
	enum api_grade grade;
	const char *text;   /* what was found */
	const char *advice; /* NULL: nothing to do */
};

/* One of this host, as oratab has it. */
struct api_database {
	const char *sid, *oracle_home;
	const char *connection; /* that backs it up; NULL: nobody does */
	bool is_running;
};

struct api_query {
	const char *strategy; /* NULL: any */
	bool only_bad;
	int64_t since_ms;
	size_t most;
};

/* Called once, on the loop; a fault or the result, borrowed for the call. */
typedef void (*api_executions_fn)(void *arg, const struct execution *executions,
    size_t count, const struct fault *fault);

typedef void (*api_forecast_fn)(void *arg, const struct api_forecast *forecast,
    const struct fault *fault);

/* `detail` is the error stack or NULL. */
typedef void (*api_execution_fn)(void *arg, const struct execution *execution,
    const char *detail, const struct fault *fault);
typedef void (*api_test_fn)(void *arg, const struct api_test *test,
    const struct fault *fault);
typedef void (*api_done_fn)(void *arg, const struct fault *fault);

struct api_backend {
	/* Borrowed until the next call. */
	const struct api_status *(*status)(void *backend);

	/* Slots from `from_s` for `hours`; borrowed until the next call. */
	bool (*next)(void *backend, int64_t from_s, int64_t hours,
	    const struct api_slot **out_slots, size_t *out_count,
	    struct fault *fault);

	/* For the same span. */
	void (*forecast)(void *backend, int64_t from_s, int64_t hours,
	    api_forecast_fn done, void *arg);

	void (*executions)(void *backend, const struct api_query *query,
	    api_executions_fn done, void *arg);

	/* By id, unique prefix, or strategy for its latest. */
	void (*execution)(void *backend, const char *what,
	    api_execution_fn done, void *arg);

	void (*run)(void *backend, const char *strategy, const char *who,
	    api_execution_fn done, void *arg);
	void (*cancel)(void *backend, const char *what, const char *who,
	    api_done_fn done, void *arg);

	/*
	 * The plan shows the change when done is called. The end of a pause is
	 * as a person wrote it.
	 */
	void (*edit)(void *backend, const struct edit *edit, const char *who,
	    api_done_fn done, void *arg);

	/* A short session beside the queue. */
	void (*test)(void *backend, const char *connection, api_test_fn done,
	    void *arg);
	void (*syntax)(void *backend, const struct api_script *script,
	    api_test_fn done, void *arg);

	/*
	 * What is installed, reachable, allowed on this host; NULL: of all
	 * connections. Borrowed until the next call.
	 */
	bool (*check)(void *backend, const char *connection,
	    const struct api_finding **out_findings, size_t *out_count,
	    struct fault *fault);
	bool (*databases)(void *backend,
	    const struct api_database **out_databases, size_t *out_count,
	    struct fault *fault);

	/* Path of the output of an execution; malloc'ed. */
	char *(*output_path)(void *backend, const char *id);

	/* A time as a person wrote it, in the daemon's zone. */
	bool (*read_time)(void *backend, const char *text, int64_t *out_utc_s,
	    struct fault *fault);

	/* Of the connection with that id; NULL when it is not in the plan. */
	const char *(*connection_name)(void *backend, const char *id);

	/* The plan as it is now, to be made a snapshot of; NULL: a fault. */
	void *(*snapshot)(void *backend, struct fault *fault);

	/* Little enough not to keep the loop; appended, or nothing yet. */
	bool (*snapshot_go_on)(void *snapshot, struct buf *piece,
	    bool *out_is_done, struct fault *fault);
	void (*snapshot_end)(void *snapshot);
};

struct api_config {
	const char *socket_path;
	const char *read_group;   /* "" or NULL: nobody but root and we */
	const char *change_group; /* likewise */
	int64_t stall_ms;         /* 0: LIMIT_API_STALL_S */
};

struct api;

/* Texts are copied. */
MUST_CHECK struct api *
api_start(struct loop *loop, const struct api_config *config,
    const struct api_backend *backend, void *backend_arg, struct fault *fault);

/* Open connections are closed, the socket is removed. NULL is fine. */
void api_stop(struct api *api);

/* After a reload. */
void api_set_groups(struct api *api, const char *read_group,
    const char *change_group);

/*
 * The daemon tells that an execution went on or that its durable output
 * (execution->log_bytes) grew: followers get their bytes, waiters their answer.
 */
void api_changed(struct api *api, const struct execution *execution);

#endif
